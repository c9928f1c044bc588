"""计划: what the county will hold, before anything is written to a database. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Size:
    """多大: how many of each; shares of listings in thousandths; `medals` is a plain number."""

    operators: int
    shops: int
    listings: int
    reports: int
    bad_shops: int
    planted: int = 20
    look_alikes: int = 20
    provable: int = 5
    medals: int = 48


FULL = Size(operators=3_000, shops=8_000, listings=40_000, reports=130, bad_shops=200)
SMALL = Size(operators=150, shops=400, listings=2_000, reports=24, bad_shops=16)


@dataclass(frozen=True)
class OperatorPlan:
    """一个经营主体."""

    name: str
    trade_name: str
    uscc: str
    form: str
    person: str
    town: str
    address: str
    phone: str
    capital: str
    established_on: date
    trade: str


@dataclass(frozen=True)
class ShopPlan:
    """一家网店: `operator` is a place in the list of operators; unlinked shops show hints."""

    platform: str
    external_id: str
    name: str
    url: str
    town: str
    operator: int
    linked: bool
    shown_name: str
    shown_uscc: str
    phone: str
    trade: str


@dataclass(frozen=True)
class Truth:
    """真相: what was planted in a listing, or why it only looks like that."""

    kind: str
    phrase: str
    violation: str = ""
    evaluation_class: str = ""
    also: tuple[str, ...] = ()
    evasion: str = ""
    look_alike: str = ""


@dataclass(frozen=True)
class SightingPlan:
    """一次看到: in which week's file, how many days before today, at which minute, what price."""

    week: int
    days_ago: int
    minute: int
    price: Decimal
    reference_price: Decimal | None
    sales: int
    stock: int


@dataclass(frozen=True)
class ListingPlan:
    """一条商品: `shop` is a place in the list of shops."""

    shop: int
    external_id: str
    trade: str
    title: str
    detail: str
    specification: str
    shelf: str
    sightings: tuple[SightingPlan, ...]
    truth: Truth | None
