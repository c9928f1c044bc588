"""评分表的样子: levels, items, how each is scored; what is unknown is empty."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Nature(StrEnum):
    """变量性质: counted by a formula, or judged by evidence."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


@dataclass(frozen=True)
class Band:
    """分档: reaching `at_least` gives `points`."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True)
class Formula:
    """公式: keys of saved queries; without a denominator it is a plain count."""

    numerator: str
    denominator: str = ""


@dataclass(frozen=True)
class Item:
    """一项指标: `points` and `days` (the work to raise it) are None where nobody has said."""

    number: str
    group: str
    title: str
    nature: Nature
    points: Decimal | None
    rule: str = ""
    method: str = ""
    formula: Formula | None = None
    bands: tuple[Band, ...] = ()
    evidence: tuple[str, ...] = ()
    days: Decimal | None = None
    owner: str = ""
    certainty: str = ""
    note: str = ""

    @property
    def queries(self) -> tuple[str, ...]:
        """用到的取数: of the formula first, then of the evidence, each once."""
        formula = self.formula
        counted = (formula.numerator, formula.denominator) if formula else ()
        return tuple(dict.fromkeys(key for key in (*counted, *self.evidence) if key))


@dataclass(frozen=True)
class Group:
    """一级指标."""

    title: str
    points: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """评分表: `groups_expected` and `items_expected` say how much of it there should be."""

    key: str
    title: str
    issued: str
    origin: str
    pass_total: Decimal
    pass_rate: Decimal
    groups_expected: int
    items_expected: int
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    note: str = ""

    @property
    def missing_items(self) -> int:
        """还没有录入的项数."""
        return max(0, self.items_expected - len(self.items))

    @property
    def missing_groups(self) -> int:
        """还没有录入的一级指标."""
        return max(0, self.groups_expected - len(self.groups))

    @property
    def is_complete(self) -> bool:
        """齐全: every item is there with its points."""
        known = all(item.points is not None for item in self.items)
        return bool(self.items) and not self.missing_items and not self.missing_groups and known

    def item(self, number: str) -> Item:
        """取一项: KeyError where there is none."""
        for item in self.items:
            if item.number == number:
                return item
        raise KeyError(number)


def sheet_facts(sheet: Sheet) -> dict[str, Any]:
    """写成 JSON: the same sheet gives the same facts, numbers as text."""
    return {
        "key": sheet.key,
        "title": sheet.title,
        "issued": sheet.issued,
        "origin": sheet.origin,
        "pass_total": str(sheet.pass_total),
        "pass_rate": str(sheet.pass_rate),
        "groups_expected": sheet.groups_expected,
        "items_expected": sheet.items_expected,
        "note": sheet.note,
        "groups": [{"title": one.title, "points": _text(one.points)} for one in sheet.groups],
        "items": [_item_facts(item) for item in sheet.items],
    }


def _item_facts(item: Item) -> dict[str, Any]:
    formula = item.formula
    return {
        "number": item.number,
        "group": item.group,
        "title": item.title,
        "nature": item.nature.value,
        "points": _text(item.points),
        "rule": item.rule,
        "method": item.method,
        "numerator": formula.numerator if formula else "",
        "denominator": formula.denominator if formula else "",
        "bands": [f"{band.at_least}={band.points}" for band in item.bands],
        "evidence": list(item.evidence),
        "days": _text(item.days),
        "owner": item.owner,
        "certainty": item.certainty,
        "note": item.note,
    }


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)


def sheet_digest(sheet: Sheet) -> str:
    """评分表的校验值: SHA-256 of its facts in one fixed spelling."""
    facts = json.dumps(sheet_facts(sheet), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def sheet_of(facts: Mapping[str, Any]) -> Sheet:
    """从 JSON 读回: what `sheet_facts` wrote. KeyError or ArithmeticError on anything else."""
    return Sheet(
        key=facts["key"],
        title=facts["title"],
        issued=facts["issued"],
        origin=facts["origin"],
        pass_total=Decimal(facts["pass_total"]),
        pass_rate=Decimal(facts["pass_rate"]),
        groups_expected=facts["groups_expected"],
        items_expected=facts["items_expected"],
        groups=tuple(Group(one["title"], _number(one["points"])) for one in facts["groups"]),
        items=tuple(_item_of(one) for one in facts["items"]),
        note=facts["note"],
    )


def _item_of(facts: Mapping[str, Any]) -> Item:
    return Item(
        number=facts["number"],
        group=facts["group"],
        title=facts["title"],
        nature=Nature(facts["nature"]),
        points=_number(facts["points"]),
        rule=facts["rule"],
        method=facts["method"],
        formula=formula_of(facts["numerator"], facts["denominator"]),
        bands=bands_of(facts["bands"]),
        evidence=tuple(facts["evidence"]),
        days=_number(facts["days"]),
        owner=facts["owner"],
        certainty=facts["certainty"],
        note=facts["note"],
    )


def formula_of(numerator: str, denominator: str) -> Formula | None:
    """公式: None without a numerator."""
    return Formula(numerator, denominator) if numerator else None


def bands_of(written: Sequence[str]) -> tuple[Band, ...]:
    """分档: 「0.15=2」; lowest first. ValueError where one is written otherwise."""
    found = []
    for one in written:
        at_least, equals, points = one.partition("=")
        if not equals:
            raise ValueError(one)
        try:
            found.append(Band(Decimal(at_least.strip()), Decimal(points.strip())))
        except ArithmeticError:
            raise ValueError(one) from None
    return tuple(sorted(found, key=lambda band: band.at_least))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
