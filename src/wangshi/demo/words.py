"""词表: the county's own words, read once from the YAML files beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Form:
    """组织形式: its key, how many of a hundred, how names end, the letter in the code."""

    key: str
    share: int
    endings: tuple[str, ...]
    letter: str


@dataclass(frozen=True)
class Place:
    """平台: an invented one."""

    code: str
    name: str
    domain: str
    share: int


@dataclass(frozen=True)
class Names:
    """起名字用的字."""

    markers: tuple[str, ...]
    surnames: tuple[str, ...]
    first: tuple[str, ...]
    second: tuple[str, ...]
    streets: tuple[str, ...]
    villages: tuple[str, ...]
    forms: tuple[Form, ...]
    platforms: tuple[Place, ...]
    shop_endings: tuple[str, ...]


@dataclass(frozen=True)
class Trade:
    """行当: its goods, how they are sold and what honest sellers say of them."""

    key: str
    title: str
    shelf: str
    permit: str
    goods: tuple[str, ...]
    specs: tuple[str, ...]
    price: tuple[int, int]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Goods:
    """商品词表."""

    slots: Mapping[str, tuple[str, ...]]
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    trades: tuple[Trade, ...]


@dataclass(frozen=True)
class Wrong:
    """一类违法说法: its code, its class, and phrases with the wrong words between < and >."""

    violation: str
    evaluation_class: str
    also: tuple[str, ...]
    share: int
    trades: tuple[str, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Harmless:
    """一句无害的话: `kind` says why it is harmless, or what proves it."""

    kind: str
    text: str
    trades: tuple[str, ...]


@dataclass(frozen=True)
class Evasion:
    """一种躲避写法."""

    key: str
    share: int
    between: tuple[str, ...]


@dataclass(frozen=True)
class Evasions:
    """躲避写法和换字表."""

    rows: tuple[Evasion, ...]
    traditional: Mapping[str, str]
    look_alike: Mapping[str, str]


def _read(name: str) -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((WORDS / f"{name}.yaml").read_text("utf-8"))
    return written


@cache
def names() -> Names:
    """起名字用的字."""
    top = _read("names")
    forms = (
        Form(key, row["share"], tuple(row["endings"]), row["code"])
        for key, row in top.pop("forms").items()
    )
    places = (Place(**row) for row in top.pop("platforms"))
    plain = {key: tuple(words) for key, words in top.items()}
    return Names(forms=tuple(forms), platforms=tuple(places), **plain)


@cache
def goods() -> Goods:
    """商品词表."""
    top = _read("goods")
    trades = tuple(_trade(key, row) for key, row in top["trades"].items())
    slots = {key: tuple(words) for key, words in top["slots"].items()}
    return Goods(slots, tuple(top["openings"]), tuple(top["closings"]), trades)


def _trade(key: str, row: dict[str, Any]) -> Trade:
    low, high = row["price"]
    return Trade(
        key=key,
        title=row["title"],
        shelf=row["shelf"],
        permit=row["permit"],
        goods=tuple(row["goods"]),
        specs=tuple(row["specs"]),
        price=(low, high),
        lines=tuple(row["lines"]),
    )


@cache
def wrongs() -> tuple[Wrong, ...]:
    """埋下的违法说法."""
    return tuple(
        Wrong(
            violation=row["violation"],
            evaluation_class=row["evaluation_class"],
            also=tuple(row["also"]),
            share=row["share"],
            trades=tuple(row["trades"]),
            phrases=tuple(row["phrases"]),
        )
        for row in _read("planted")["groups"]
    )


@cache
def look_alikes() -> tuple[Harmless, ...]:
    """像违法其实不是的话."""
    rows = _read("lookalikes")["rows"]
    return tuple(Harmless(row["kind"], row["text"], tuple(row.get("trades", ()))) for row in rows)


@cache
def provable() -> tuple[Harmless, ...]:
    """要查、查下来属实的话; `kind` is the ground on which an officer dismisses the hit."""
    return _provable("rows")


@cache
def said_everywhere() -> tuple[Harmless, ...]:
    """到处都写、都属实的话: so many that the rule that hits them falls."""
    return _provable("everywhere")


def _provable(part: str) -> tuple[Harmless, ...]:
    rows = _read("provable")[part]
    return tuple(Harmless(row["ground"], row["text"], tuple(row.get("trades", ()))) for row in rows)


@cache
def evasions() -> Evasions:
    """躲避写法."""
    top = _read("evasions")
    rows = (Evasion(r["key"], r["share"], tuple(r.get("between", ()))) for r in top["rows"])
    return Evasions(tuple(rows), top["traditional"], top["look_alike"])


@dataclass(frozen=True)
class Matter:
    """一件事: what somebody reports, with the offence it looks like."""

    violation: str
    title: str
    detail: str


@dataclass(frozen=True)
class Casework:
    """办件的话."""

    matters: Mapping[str, tuple[Matter, ...]]
    endings: Mapping[str, tuple[str, ...]]
    dismissals: Mapping[str, str]
    pauses: tuple[tuple[str, str], ...]
    early_supervision: str
    binding: str
    said: Mapping[str, tuple[str, ...]]


MATTERS = ("complaints", "grid_reports", "superior", "officer_found")


@cache
def casework() -> Casework:
    """办件的话."""
    top = _read("casework")
    return Casework(
        matters={key: tuple(Matter(**row) for row in top.pop(key)) for key in MATTERS},
        endings={key: tuple(words) for key, words in top.pop("endings").items()},
        dismissals=top.pop("dismissals"),
        pauses=tuple((row["ground"], row["note"]) for row in top.pop("pauses")),
        early_supervision=top.pop("early_supervision"),
        binding=top.pop("binding"),
        said={key: tuple(words) for key, words in top.items()},
    )


@cache
def people_rows() -> list[dict[str, Any]]:
    """演示账号表."""
    rows: list[dict[str, Any]] = yaml.safe_load((WORDS / "people.yaml").read_text("utf-8"))
    return rows


@cache
def sellers() -> list[dict[str, Any]]:
    """没有店铺的卖家表."""
    rows: list[dict[str, Any]] = yaml.safe_load((WORDS / "sellers.yaml").read_text("utf-8"))
    return rows


@cache
def complaints() -> list[dict[str, Any]]:
    """投诉举报表."""
    rows: list[dict[str, Any]] = yaml.safe_load((WORDS / "complaints.yaml").read_text("utf-8"))
    return rows
