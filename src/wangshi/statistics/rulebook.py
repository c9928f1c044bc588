"""规则的摆法: one rule as a line with its interval, its addresses and its grounds of dismissal."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils import timezone

from wangshi.engine.accuracy import Accuracy
from wangshi.engine.codes import CodeTable
from wangshi.engine.standing import LEAST, Cause, needed, return_bar
from wangshi.monitoring.models import HitLevel
from wangshi.monitoring.selectors import turn_words
from wangshi.shared.pages import BarRow, Fact, TimelineEvent
from wangshi.shared.words import NOTHING, grouped

from .board import WHOLE, address
from .selectors import Asked, RuleCount

TURN_TITLES = {
    Cause.FELL: "降为只作提示",
    Cause.RECOVERED: "自动恢复",
    Cause.RESTORED: "由人恢复",
    Cause.REWRITTEN: "规则改写，从头计",
}


@dataclass(frozen=True)
class Interval:
    """区间的条: per cent, written with a point in every language."""

    low: str
    width: str
    share: str


@dataclass(frozen=True)
class RuleRow:
    """一条规则的一行."""

    count: RuleCount
    interval: Interval | None
    hits_href: str
    confirmed_href: str
    dismissed_href: str
    pending_href: str
    outcomes_href: str

    @property
    def share(self) -> str:
        """准确率，大字."""
        share = self.count.accuracy.share
        return NOTHING if share is None else f"{share:.1%}"

    @property
    def facts(self) -> tuple[Fact, ...]:
        """成绩: each number with its rows."""
        return (
            Fact("命中", grouped(self.count.hits), self.hits_href),
            Fact("待复核", grouped(self.count.pending), self.pending_href),
            Fact("确认", grouped(self.count.confirmed), self.confirmed_href),
            Fact("排除", grouped(self.count.dismissed), self.dismissed_href),
        )

    @property
    def bar(self) -> str:
        """回升线: where a rule that fell returns by itself."""
        return f"{return_bar(self.count.record.course.floor):.0%}" if self.count.record else ""

    @property
    def needed(self) -> str:
        """站得住或者恢复，至少要有几个属实."""
        if self.count.record is None:
            return NOTHING
        walked = self.count.record.course
        judged = walked.right + walked.wrong
        if judged < LEAST:
            return f"满 {LEAST} 个结果再看"
        fell = self.count.is_review_only
        return f"{needed(judged, return_bar(walked.floor) if fell else walked.floor)} 个"

    @property
    def turns(self) -> tuple[TimelineEvent, ...]:
        """状态的变化, the newest first."""
        turns = self.count.record.course.turns if self.count.record else ()
        return tuple(
            TimelineEvent(
                timezone.localdate(turn.at),
                TURN_TITLES[turn.cause],
                turn_words(turn).partition("：")[2],
                "bad" if turn.cause is Cause.FELL else "good",
            )
            for turn in reversed(turns)
        )

    @property
    def written(self) -> tuple[Fact, ...]:
        """规则库里怎么写的."""
        rule = self.count.rule
        if rule is None:
            return ()
        return (
            Fact("编号", f"{rule.id}，第 {rule.version} 版"),
            Fact("判断程度", HitLevel(rule.level.value).label),
            Fact("要留的证据", "、".join(rule.evidence)),
        )


def rule_row(count: RuleCount, asked: Asked) -> RuleRow:
    """一条规则的一行, each figure with the address of its rows."""
    mine = asked.but(rule=count.id)
    return RuleRow(
        count,
        interval_of(count.accuracy),
        hits_href=address("hits", mine),
        confirmed_href=address("confirmed", mine),
        dismissed_href=address("dismissed", mine),
        pending_href=address("pending", mine),
        outcomes_href=reverse("rule-outcomes", args=[count.id]),
    )


def grounds(found: Sequence[tuple[str, int]], asked: Asked) -> tuple[BarRow, ...]:
    """排除的理由: bars against the most frequent one."""
    most = max((number for _, number in found), default=0)
    titles = {row.code: row.title for row in _reasons()}
    return tuple(
        BarRow(
            # The short name: what stands in brackets is an example.
            titles.get(code, code).partition("（")[0],
            number * WHOLE / most,
            grouped(number),
            address("dismissed", asked.but(ground=code)),
        )
        for code, number in found
    )


@cache
def _reasons() -> CodeTable:
    return CodeTable.load("dismissal_reasons")


def interval_of(found: Accuracy) -> Interval | None:
    """区间的条: none while nothing was judged."""
    if found.share is None:
        return None
    low, high, share = (value * WHOLE for value in (found.low, found.high, found.share))
    return Interval(f"{low:.1f}", f"{high - low:.1f}", f"{share:.1f}")
