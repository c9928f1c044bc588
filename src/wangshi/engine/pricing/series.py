"""价格序列: what one product in one specification was asked or sold for, day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from .amounts import Amount


class Basis(StrEnum):
    """什么价: what a buyer paid, or what the page asks."""

    DEAL = "deal"
    LIST = "list"

    @property
    def word(self) -> str:
        """成交价 or 标价."""
        return "成交价" if self is Basis.DEAL else "标价"


class Place(StrEnum):
    """标在哪里."""

    HOME = "home"
    DETAIL = "detail"

    @property
    def word(self) -> str:
        """首页 or 详情页."""
        return "首页" if self is Place.HOME else "详情页"


@dataclass(frozen=True)
class PricePoint:
    """一个价格: on one day; `reference` is what the page compares it with, under its own name.

    `explained` are the page's words about where the reference comes from; empty when it says
    nothing. Amounts are in yuan; `source` says where the number can be found again.
    """

    on: date
    amount: Amount
    basis: Basis = Basis.LIST
    place: Place = Place.DETAIL
    reference: Decimal | None = None
    reference_name: str = ""
    explained: str = ""
    promotion: str = ""
    source: str = ""

    @property
    def price(self) -> Decimal:
        """最低的价."""
        return self.amount.low

    @property
    def ceiling(self) -> Decimal:
        """最高的价: the same unless the page shows a range."""
        return self.amount.high

    @property
    def compares(self) -> bool:
        """页面作了价格比较: a reference above every price shown."""
        return self.reference is not None and self.reference > self.ceiling


@dataclass(frozen=True)
class GiftTag:
    """赠品: what its tag says it is worth, and what it sells for in the same shop that day."""

    name: str
    on: date
    marked: Decimal
    current: Decimal
    source: str = ""


class PriceSeries:
    """价格序列: points in order of their days; given in any order."""

    def __init__(self, goods: str, points: Iterable[PricePoint]) -> None:
        self.goods = goods
        self.points: tuple[PricePoint, ...] = tuple(sorted(points, key=_order))

    @cached_property
    def asked(self) -> tuple[PricePoint, ...]:
        """标价, every place."""
        return tuple(point for point in self.points if point.basis is Basis.LIST)

    @cached_property
    def deals(self) -> tuple[PricePoint, ...]:
        """成交价."""
        return tuple(point for point in self.points if point.basis is Basis.DEAL)

    @cached_property
    def tracks(self) -> tuple[tuple[PricePoint, ...], ...]:
        """标价按位置分开: home page and detail page are followed each for itself."""
        found = (tuple(p for p in self.asked if p.place is place) for place in Place)
        return tuple(track for track in found if track)

    def known_before(self, on: date) -> tuple[PricePoint, ...]:
        """这天以前知道的: deals where any is known, else what was asked."""
        deals = before(self.deals, on)
        return deals or before(self.asked, on)


def before(points: Sequence[PricePoint], on: date) -> tuple[PricePoint, ...]:
    """这天以前的."""
    return tuple(point for point in points if point.on < on)


def days_before(on: date, count: int) -> tuple[date, ...]:
    """前若干日: the days themselves, oldest first, the day itself not among them."""
    return tuple(on - timedelta(days=back) for back in range(count, 0, -1))


def _order(point: PricePoint) -> tuple[date, str, str, Decimal, Decimal, str]:
    return (
        point.on,
        point.basis.value,
        point.place.value,
        point.price,
        point.reference or Decimal(0),
        point.source,
    )
