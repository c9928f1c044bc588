"""规则准确率和状态: measured from what officers and the field found, never from a test set.

Nothing of it is stored: each figure is worked out from hits, clue steps, floors and restorations
as they were known at any moment that is asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wangshi.engine.accuracy import Accuracy, Posterior, accuracy
from wangshi.engine.standing import (
    CREDIT_RIGHT,
    CREDIT_WRONG,
    Cause,
    Course,
    Event,
    FloorSet,
    Restored,
    RuleStanding,
    Turn,
    course,
    needed,
    return_bar,
)
from wangshi.monitoring.models import Hit, RuleFloor, RuleRestoration, SweepKind

from .rules import rules_by_id
from .verdicts import LIVE, Verdict, in_order, verdicts

CHANNELS: Mapping[str, str] = {kind.value: str(kind.label) for kind in SweepKind} | {
    LIVE: "直播",
    "": "零散导入",
}


@dataclass(frozen=True)
class ChannelAccuracy:
    """一条规则在一种途径里的准确率: the kind of sweep the page was seen in, or a broadcast."""

    channel: str
    accuracy: Accuracy

    @property
    def title(self) -> str:
        """途径的写法."""
        return CHANNELS.get(self.channel, self.channel)


@dataclass(frozen=True)
class RuleRecord:
    """一条规则的成绩和状态: of its newest version that was judged.

    `chances` is how likely a hit proves true in each channel: the rule's own posterior, which
    what was seen in the channel moves as if it were the prior there.
    """

    rule: str
    title: str
    course: Course
    accuracy: Accuracy
    channels: tuple[ChannelAccuracy, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_review_only(self) -> bool:
        """只作提示: its hits wait for an officer one by one."""
        return self.course.standing is RuleStanding.REVIEW_ONLY

    @property
    def why(self) -> str:
        """为什么变成现在这样: the figures of the last turn; empty where there was none."""
        turns = self.course.turns
        return turn_words(turns[-1]) if turns else ""

    def chance(self, channel: str) -> float:
        """一条命中属实的机会 in that channel; 0 to 1."""
        whole = self.accuracy
        mean = Posterior(CREDIT_RIGHT + whole.right, CREDIT_WRONG + whole.judged - whole.right).mean
        here = next((each.accuracy for each in self.channels if each.channel == channel), None)
        if here is None:
            return mean
        weight = CREDIT_RIGHT + CREDIT_WRONG
        return (mean * weight + here.right) / (weight + here.judged)


def turn_words(turn: Turn) -> str:
    """一次变化，写给人看: since when, on which figures."""
    since = f"{timezone.localdate(turn.at):%Y-%m-%d} 起"
    judged = turn.right + turn.wrong
    bar = return_bar(turn.floor) if turn.cause is Cause.RECOVERED else turn.floor
    figures = f"{judged} 个结果里 {turn.right} 个属实"
    least = f"要九成把握真的高于 {bar:.0%}，至少 {needed(judged, bar)} 个"
    return {
        Cause.FELL: f"{since}只作提示：{figures}；{least}",
        Cause.RECOVERED: f"{since}自动恢复：{figures}；{least}",
        Cause.RESTORED: f"{since}由人恢复，结果从头计",
        Cause.REWRITTEN: f"{since}规则改写了，结果从头计",
    }[turn.cause]


def rule_records(
    rules: Collection[str] | None = None, until: datetime | None = None
) -> dict[str, RuleRecord]:
    """每条有过结果、定过下限或者恢复过的规则, as known before `until`: five queries."""
    hits = Hit.objects.all() if rules is None else Hit.objects.filter(rule__in=rules)
    found = records_of(verdicts(hits, until), until)
    return {key: record for key, record in found.items() if rules is None or key in rules}


def records_of(facts: Iterable[Verdict], until: datetime | None = None) -> dict[str, RuleRecord]:
    """同上, from verdicts that are at hand, each fact once."""
    given: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in facts:
        given[verdict.rule].append(verdict)
    decided = _decisions(until)
    keys = sorted({*given, *decided} - {""})
    return {key: _record(key, given[key], decided) for key in keys}


def review_only(rules: Collection[str]) -> dict[str, RuleRecord]:
    """现在只作提示的: of these rules, those that fell and have not returned."""
    found = rule_records(rules)
    return {key: record for key, record in found.items() if record.is_review_only}


def rule_record(rule: str, until: datetime | None = None) -> RuleRecord:
    """一条规则的成绩和状态, also when nothing was ever judged of it."""
    return rule_records({rule}, until).get(rule) or _record(rule, (), _decisions(until))


def _record(
    key: str, given: Sequence[Verdict], decided: Mapping[str, Sequence[Event]]
) -> RuleRecord:
    events = sorted(
        [*in_order(given), *decided.get("", ()), *decided.get(key, ())],
        key=lambda event: event.at,
    )
    walked = course(events)
    current = tuple(verdict for verdict in given if verdict.version == walked.version)
    rule = rules_by_id().get(key)
    return RuleRecord(
        rule=key,
        title=rule.title if rule else key,
        course=walked,
        accuracy=tally(current),
        channels=_channels(current),
        verdicts=current,
    )


def tally(given: Sequence[Verdict]) -> Accuracy:
    """合起来的准确率: what counts as neither is left out."""
    right = sum(verdict.right is True for verdict in given)
    return accuracy(right, right + sum(verdict.right is False for verdict in given))


def _channels(given: Sequence[Verdict]) -> tuple[ChannelAccuracy, ...]:
    by_channel: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in given:
        by_channel[verdict.channel].append(verdict)
    return tuple(
        ChannelAccuracy(key, tally(by_channel[key])) for key in CHANNELS if key in by_channel
    )


def _decisions(until: datetime | None) -> dict[str, list[Event]]:
    """人定的: floors and restorations by rule; under no rule, the floors of all."""
    floors, restorations = RuleFloor.objects.all(), RuleRestoration.objects.all()
    if until is not None:
        floors = floors.filter(set_at__lt=until)
        restorations = restorations.filter(restored_at__lt=until)
    found: dict[str, list[Event]] = defaultdict(list)
    for floor in floors:
        found[floor.rule].append(FloorSet(floor.set_at, float(floor.floor), for_all=not floor.rule))
    for restoration in restorations:
        found[restoration.rule].append(Restored(restoration.restored_at))
    return found
