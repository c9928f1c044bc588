"""算分: what marks add up to, whether that passes, and where the next point is cheapest."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .sheets import Item, Sheet

HUNDRED = Decimal(100)


class Verdict(StrEnum):
    """结论."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True)
class GroupTally:
    """一级指标的得分: `rate` in percent, None where nobody knows what it is out of."""

    title: str
    points: Decimal | None
    got: Decimal
    rate: Decimal | None
    passes: bool | None


@dataclass(frozen=True)
class Tally:
    """得分: `why` says what keeps the verdict open, or what fails."""

    total: Decimal
    possible: Decimal
    groups: tuple[GroupTally, ...]
    unmarked: tuple[Item, ...]
    verdict: Verdict
    why: tuple[str, ...]


@dataclass(frozen=True)
class Gain:
    """还能加的分: of one item; `per_day` is None where nobody said how much work it is."""

    item: Item
    room: Decimal
    per_day: Decimal | None


def ratio(numerator: int, denominator: int | None) -> Decimal | None:
    """比: the count itself without a denominator (None); None when the denominator is 0."""
    if denominator is None:
        return Decimal(numerator)
    return Decimal(numerator) / denominator if denominator else None


def reached(item: Item, value: Decimal | None) -> Decimal | None:
    """按分档得几分: None where the value or the bands are unknown; 0 below the lowest band."""
    if value is None or not item.bands:
        return None
    got = [band.points for band in item.bands if value >= band.at_least]
    return max(got, default=Decimal(0))


def tally(sheet: Sheet, marks: Mapping[str, Decimal]) -> Tally:
    """合计: marks by item number; an item without a mark counts nothing and keeps it open."""
    groups = tuple(_group(sheet, title.title, title.points, marks) for title in sheet.groups)
    unmarked = tuple(item for item in sheet.items if item.number not in marks)
    total = sum((marks.get(item.number, Decimal(0)) for item in sheet.items), Decimal(0))
    possible = sum((item.points or Decimal(0) for item in sheet.items), Decimal(0))
    verdict, why = _verdict(sheet, total, groups, unmarked)
    return Tally(total, possible, groups, unmarked, verdict, why)


def _group(
    sheet: Sheet, title: str, points: Decimal | None, marks: Mapping[str, Decimal]
) -> GroupTally:
    items = [item for item in sheet.items if item.group == title]
    got = sum((marks.get(item.number, Decimal(0)) for item in items), Decimal(0))
    rate = (got * HUNDRED / points).quantize(Decimal("0.1")) if points else None
    passes = None if not points else got * HUNDRED >= points * sheet.pass_rate
    return GroupTally(title, points, got, rate, passes)


def _verdict(
    sheet: Sheet, total: Decimal, groups: tuple[GroupTally, ...], unmarked: tuple[Item, ...]
) -> tuple[Verdict, tuple[str, ...]]:
    if not sheet.is_complete:
        known = f"{len(sheet.items)} 项"
        return Verdict.OPEN, (f"评分表不全：应有 {sheet.items_expected} 项，录入了 {known}",)
    if unmarked:
        return Verdict.OPEN, (f"还有 {len(unmarked)} 项没有打分",)
    low = [f"{one.title} {one.rate}%，要 {sheet.pass_rate}%" for one in groups if not one.passes]
    if total < sheet.pass_total:
        low.insert(0, f"总分 {total}，要 {sheet.pass_total}")
    return (Verdict.FAILED, tuple(low)) if low else (Verdict.PASSED, ())


def gains(sheet: Sheet, marks: Mapping[str, Decimal]) -> tuple[Gain, ...]:
    """每天加分最多的: items with room, the most points a day of work first, unknown work last."""
    found = [
        _gain(item, item.points - marks.get(item.number, Decimal(0)))
        for item in sheet.items
        if item.points is not None and item.points > marks.get(item.number, Decimal(0))
    ]
    return tuple(sorted(found, key=lambda one: (one.per_day is None, -(one.per_day or one.room))))


def _gain(item: Item, room: Decimal) -> Gain:
    per_day = (room / item.days).quantize(Decimal("0.01")) if item.days else None
    return Gain(item, room, per_day)
