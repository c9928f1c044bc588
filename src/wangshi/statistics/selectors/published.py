"""每月公布的准确率: worked out from the facts as they were known at the end of the month.

A month that is over never changes: what was judged, found, drawn, restored or asked for later
does not reach back. No person, no shop and no listing is in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from wangshi.engine.accuracy import Accuracy, accuracy
from wangshi.engine.standing import Cause, Turn
from wangshi.monitoring.models import Hit
from wangshi.monitoring.selectors import (
    FactsMark,
    Missing,
    RuleRecord,
    Verdict,
    every_verdict,
    facts_mark,
    missing,
    once_each,
    records_of,
    tally,
)

from .rules import family_title

A_YEAR = timedelta(days=365)
KEPT_MONTHS = 24


@dataclass(frozen=True)
class Month:
    """一个月."""

    first: date

    @property
    def key(self) -> str:
        """地址里的写法: 2026-11."""
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """2026 年 11 月."""
        return f"{self.first.year} 年 {self.first.month} 月"

    @property
    def begins_at(self) -> datetime:
        """第一刻."""
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """下个月的第一刻."""
        return _midnight(self.following.first)

    @property
    def following(self) -> "Month":
        """下个月."""
        return Month((self.first.replace(day=28) + timedelta(days=4)).replace(day=1))

    def is_over(self, now: datetime) -> bool:
        """过完了."""
        return self.ends_at <= now

    def holds(self, moment: datetime) -> bool:
        """在这个月里."""
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True)
class PublishedRule:
    """一条规则的一行: so far, and what became known of it in the month."""

    record: RuleRecord
    family: str
    of_month: Accuracy


@dataclass(frozen=True)
class PublishedTurn:
    """这个月里状态变了的规则."""

    rule: str
    title: str
    turn: Turn


@dataclass(frozen=True)
class Published:
    """一个月公布的全部, as known at its end, or by now while it still runs.

    `of_month` counts hits judged in it, `so_far` all until its end, `trusted` those of the rules
    that stood at its end. `dispatched` counts clues from hits that the field could tell.
    """

    month: Month
    of_month: Accuracy
    so_far: Accuracy
    trusted: Accuracy
    dispatched: Accuracy
    rules: tuple[PublishedRule, ...]
    turns: tuple[PublishedTurn, ...]
    missing: Missing

    @property
    def fallen(self) -> tuple[PublishedRule, ...]:
        """月末只作提示的规则."""
        return tuple(rule for rule in self.rules if rule.record.is_review_only)


def months(now: datetime) -> tuple[Month, ...]:
    """有数可公布的月份, the newest first: from the first judgement to now."""
    first = Hit.objects.aggregate(first=Min("judged_at"))["first"]
    if first is None:
        return ()
    month = Month(timezone.localdate(first).replace(day=1))
    found = []
    while month.begins_at <= now:
        found.append(month)
        month = month.following
    return tuple(reversed(found))


def published(month: Month) -> Published:
    """一个月公布的: a fixed number of queries, whatever the month holds."""
    until = month.ends_at
    every = tuple(every_verdict(Hit.objects.all(), until))
    facts = once_each(every)
    records = records_of(facts, until)
    standing = [rule for rule in records.values() if not rule.is_review_only]
    return Published(
        month=month,
        of_month=tally([fact for fact in facts if month.holds(fact.judged_at)]),
        so_far=tally(facts),
        trusted=tally([fact for rule in standing for fact in rule.verdicts]),
        dispatched=_dispatched(every),
        rules=tuple(_rule(record, month) for record in records.values() if record.accuracy.judged),
        turns=tuple(_turns(records.values(), month)),
        missing=missing(since=until - A_YEAR, until=until, said=every),
    )


def published_again(month: Month) -> Published:
    """同上: worked out once for the same facts. Anybody may ask, as often as they like."""
    return _kept(str(settings.WANGSHI_HOME), month, facts_mark(month.ends_at))


@lru_cache(maxsize=KEPT_MONTHS)
def _kept(_home: str, month: Month, _mark: FactsMark) -> Published:
    return published(month)


def _rule(record: RuleRecord, month: Month) -> PublishedRule:
    of_month = tally([fact for fact in record.verdicts if month.holds(fact.judged_at)])
    return PublishedRule(record, family_title(record.rule), of_month)


def _turns(records: Iterable[RuleRecord], month: Month) -> list[PublishedTurn]:
    """A rule that was rewritten while it stood is no news."""
    found = [
        PublishedTurn(record.rule, record.title, turn)
        for record in records
        for turn in record.course.turns
        if month.holds(turn.at) and turn.cause is not Cause.REWRITTEN
    ]
    return sorted(found, key=lambda each: each.turn.at)


def _dispatched(given: Iterable[Verdict]) -> Accuracy:
    """移交以后核查的: each clue once, however many hits it holds."""
    proved = {one.clue: one.proved for one in given if one.proved is not None}
    right = sum(word is True for word in proved.values())
    return accuracy(right, len(proved))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
