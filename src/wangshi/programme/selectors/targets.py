"""目标和实际: each figure a plan promises, held against what the county's figures say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wangshi.engine.figures import (
    Definition,
    Length,
    Outlook,
    Progress,
    outlook,
    period_on,
    progress,
    standing_book,
)
from wangshi.engine.plans import Target
from wangshi.figures.selectors import Found, found_in
from wangshi.programme.models import Plan

from .plans import read_plan

# 方案里的钱写成亿元、万元、元；县级数字以万元计.
IN_TEN_THOUSANDS: Final = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
MONEY: Final = "万元"
OUTLOOK_TITLES: Final = {
    Outlook.REACHED: "已达到",
    Outlook.LIKELY: "能达到",
    Outlook.UNSURE: "看不准",
    Outlook.HARD: "难达到",
    Outlook.MISSED: "没有达到",
}
OUTLOOK_KINDS: Final = {
    Outlook.REACHED: "good",
    Outlook.LIKELY: "blue",
    Outlook.UNSURE: "rest",
    Outlook.HARD: "soon",
    Outlook.MISSED: "late",
}


@dataclass(frozen=True)
class TargetLine:
    """一个目标: in the unit of its figure; the rest is None where no figure answers to its name."""

    target: Target
    definition: Definition | None
    value: Decimal
    base: Decimal | None
    found: Found | None
    before: Decimal | None
    progress: Progress | None
    outlook: Outlook

    @property
    def unit(self) -> str:
        """数的单位."""
        return self.definition.unit if self.definition else self.target.unit


def target_lines(plan: Plan, on: date) -> Sequence[TargetLine]:
    """方案的每个目标怎样了."""
    return [_line(target, on) for target in read_plan(plan).targets]


def _line(target: Target, on: date) -> TargetLine:
    definition = standing_book().named(target.name)
    times = _times(target, definition)
    if definition is None or times is None or target.by is None:
        unsaid = (None, None, None, Outlook.UNSURE)
        return TargetLine(target, None, target.value, target.base, *unsaid)
    value, year = target.value * times, period_on(target.by, Length.YEAR)
    found, _ = found_in(definition, year)
    before, _ = found_in(definition, year.a_year_before)
    done = found.reconciled
    # 数到哪天，时间就算到哪天：还没报的那一段不算落后.
    until = min(on, found.told_until) if found.told_until else on
    gone = progress(done.likely, value, year.first_on, target.by, until)
    return TargetLine(
        target=target,
        definition=definition,
        value=value,
        base=None if target.base is None else target.base * times,
        found=found if done.claims else None,
        before=before.reconciled.likely,
        progress=gone,
        outlook=outlook(done.low, done.high, value, gone.elapsed),
    )


def _times(target: Target, definition: Definition | None) -> Decimal | None:
    """What turns the plan's unit into the figure's; None where they do not go together."""
    if definition is None:
        return None
    if definition.unit == MONEY:
        return IN_TEN_THOUSANDS.get(target.unit)
    return None if target.unit in IN_TEN_THOUSANDS else Decimal(1)
