"""明细的行: what this account may read of each row, the page and the workbook alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, visible
from wangshi.cases.models import Clue
from wangshi.cases.selectors import (
    ClueClock,
    clock_of,
    conventions,
    reads_files,
    standings,
    title_of,
)
from wangshi.monitoring.models import Hit
from wangshi.shared.pages import ClockBadge

from .times import clue_times

WITHHELD = "（不在您能看的范围）"


@dataclass(frozen=True)
class ClueLine:
    """一件线索: its words only for who may read it; the rest is what was counted."""

    clue: Clue
    readable: bool
    title: str
    violation: str
    outcome: str
    received_on: date
    clock: ClueClock
    workdays: int | None

    @property
    def href(self) -> str:
        """线索的页: none for who may not open it."""
        return reverse("clue", args=[self.clue.pk]) if self.readable else ""

    @property
    def badge(self) -> ClockBadge:
        """期限徽章."""
        return self.clock.badge(self.href)


@dataclass(frozen=True)
class HitLine:
    """一条命中: its words only for who may see hits."""

    hit: Hit
    readable: bool
    quote: str
    shop: str
    violation: str
    seen_at: datetime


def clue_lines(of: Sequence[Clue], who: Account, today: date) -> list[ClueLine]:
    """线索的行: of one page or one chunk, in its order; a fixed number of queries."""
    clues = Clue.objects.filter(pk__in=[clue.pk for clue in of])
    readable = _readable(clues, who)
    rules = conventions()
    clocks = {one.pk: clock_of(one.facts, today, rules) for one in standings(clues)}
    days = {time.pk: time.workdays for time in clue_times(clues, today)}
    return [
        ClueLine(
            clue=clue,
            readable=clue.pk in readable,
            title=clue.title if clue.pk in readable else WITHHELD,
            violation=title_of(clue.violation),
            outcome=clue.get_outcome_display(),
            received_on=timezone.localdate(clue.received_at),
            clock=clocks[clue.pk],
            workdays=days[clue.pk],
        )
        for clue in of
    ]


def hit_lines(of: Iterable[Hit], who: Account) -> Iterator[HitLine]:
    """命中的行."""
    readable = may(who, Permission.VIEW_HIT)
    for hit in of:
        yield HitLine(
            hit=hit,
            readable=readable,
            quote=hit.quote if readable else WITHHELD,
            shop=hit.shop.name if readable else "",
            violation=title_of(hit.violation),
            seen_at=timezone.localtime(hit.sighting.seen_at),
        )


def _readable(clues: QuerySet[Clue], who: Account) -> frozenset[int]:
    if not reads_files(who):
        return frozenset()
    found = visible(clues.order_by(), who, Permission.VIEW_CLUE)
    return frozenset(found.values_list("pk", flat=True))
