"""查过的、该查的: the newest check of each shop, how old it is, and the shops nobody looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.cases.models import OPEN_CORRECTION, UNDECIDED, Clue, Correction
from wangshi.display.models import DisplayCheck
from wangshi.display.workflow import Age
from wangshi.engine.display import DUE, PROBLEMS, Section, Verdict, standing_display_law
from wangshi.registry.models import Platform, Shop

from .drawing import among

NO_TOWN: Final = "none"
PROBLEM: Final = "problem"
WHOLE: Final = "due"
AROUND: Final = ("shop__platform", "shop__town", "operator", "clue", "by")


@dataclass(frozen=True)
class ChecksAsked:
    """筛选: of the newest check of each open shop, unless `every` asks for all there ever were.

    verdict: one of Verdict, or `problem`, or `due` (all that count in the rate) of the section.
    """

    text: str = ""
    platform: Platform | None = None
    town: Town | None = None
    no_town: bool = False
    section: str = ""
    verdict: str = ""
    age: str = ""
    every: bool = False
    drawn: int = 0


@dataclass(frozen=True)
class DueAsked:
    """该查的筛选."""

    text: str = ""
    platform: Platform | None = None
    town: Town | None = None
    no_town: bool = False
    why: str = ""
    drawn: int = 0


NEVER, OLD, BLIND, RECHECK = "never", "old", "blind", "recheck"
DUE_TITLES: Final = {
    RECHECK: "改正期满，该复看",
    NEVER: "没有查过",
    BLIND: "上次没看到页面",
    OLD: "检查过期了",
}
# 不问该不该查: every open shop.
OPEN: Final = "open"
OPEN_TITLE, NOT_DUE = "开着的全部", "还没到日子"


def stale_before(today: date) -> date:
    """这一天以前的检查算过期: the last day that is still fresh."""
    return today - timedelta(days=standing_display_law().stale_days)


def newest_checks() -> QuerySet[DisplayCheck]:
    """每家开着的店最近一次检查."""
    newest = DisplayCheck.objects.filter(shop=OuterRef("shop"))
    later = newest.filter(Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")))
    return DisplayCheck.objects.filter(~Exists(later), shop__closed_on=None)


def checks_for(asked: ChecksAsked, today: date) -> QuerySet[DisplayCheck]:
    """筛选后的检查, the newest first."""
    found = DisplayCheck.objects.all() if asked.every else newest_checks()
    found = found.filter(_of_places("shop__", asked.platform, asked.town, no_town=asked.no_town))
    found = found.filter(_in_age(asked.age, today), _verdict(asked))
    found = found.filter(among("shop_id", asked.drawn, today))
    for word in asked.text.split():
        found = found.filter(Q(shop__name__icontains=word) | Q(operator__name__icontains=word))
    # A page of words each: a list shows none of them.
    return found.select_related(*AROUND).defer("page_text").order_by("-on", "-pk")


def checks_of(shop: Shop) -> QuerySet[DisplayCheck]:
    """这家店的检查, the newest first."""
    return DisplayCheck.objects.filter(shop=shop).select_related(*AROUND).order_by("-on", "-pk")


def last_check(shop: Shop) -> DisplayCheck | None:
    """这家店最近一次检查."""
    return checks_of(shop).first()


def due_shops(asked: DueAsked, today: date) -> QuerySet[Any]:
    """该查的店: to be rechecked first, then never looked at, then unseen, then stale."""
    last = DisplayCheck.objects.filter(shop=OuterRef("pk")).order_by("-on", "-pk")
    rows: QuerySet[Any] = Shop.objects.filter(closed_on=None).annotate(
        last_on=Subquery(last.values("on")[:1], output_field=DateField()),
        last_licence=Subquery(last.values("licence")[:1]),
        waits=Exists(_waiting(today)),
    )
    rows = rows.annotate(
        why=Case(
            When(waits=True, then=Value(0)),
            When(last_on=None, then=Value(1)),
            When(last_licence=Verdict.UNREACHABLE, then=Value(2)),
            When(last_on__lt=stale_before(today), then=Value(3)),
            default=Value(len(DUE_TITLES)),
            output_field=IntegerField(),
        )
    )
    rows = rows.filter(_why(asked.why))
    rows = rows.filter(_of_places("", asked.platform, asked.town, no_town=asked.no_town))
    rows = rows.filter(among("pk", asked.drawn, today))
    for word in asked.text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(operator__name__icontains=word))
    rows = rows.select_related("platform", "town", "operator")
    ordered: QuerySet[Any] = rows.order_by("why", "last_on", "pk")
    return ordered


def why_due(row: Shop) -> str:
    """为什么该查: of a row of `due_shops`."""
    titles = (*DUE_TITLES.values(), NOT_DUE)
    return titles[int(vars(row)["why"])]


def reads_checks(account: Account) -> bool:
    """看得到三率和它的每一行: whoever sees inspections, and whoever reads the figures."""
    return may(account, Permission.VIEW_INSPECTION) or may(account, Permission.VIEW_STATISTICS)


def open_request(shop: Shop) -> Correction | None:
    """这家店还没有复看的亮照改正要求."""
    rows = Correction.objects.filter(OPEN_CORRECTION, clue__display_checks__shop=shop)
    return rows.select_related("clue", "operator").prefetch_related("answers").first()


def clue_in_hand(shop: Shop) -> Clue | None:
    """这家店因为亮照正在核查的线索."""
    return Clue.objects.filter(display_checks__shop=shop, state__in=UNDECIDED).first()


def may_recheck(request: Correction, account: Account) -> bool:
    """能复看: whoever may check the clue the request stands on."""
    return may(account, Permission.VERIFY_CLUE, request.clue)


def _why(asked: str) -> Q:
    reasons = tuple(DUE_TITLES)
    if asked == OPEN:
        return Q()
    return Q(why=reasons.index(asked)) if asked in reasons else Q(why__lt=len(reasons))


def _waiting(today: date) -> QuerySet[Correction]:
    said = Q(due_on__lt=today) | Q(answers__fixed=True)
    return Correction.objects.filter(
        OPEN_CORRECTION, said, clue__display_checks__shop=OuterRef("pk")
    )


def _of_places(path: str, platform: Platform | None, town: Town | None, *, no_town: bool) -> Q:
    found = Q(**{f"{path}platform": platform}) if platform else Q()
    if no_town:
        return found & Q(**{f"{path}town": None})
    return found & Q(**{f"{path}town": town}) if town else found


def _in_age(age: str, today: date) -> Q:
    if age == Age.STALE:
        return Q(on__lt=stale_before(today))
    return Q(on__gte=stale_before(today)) if age == Age.FRESH else Q()


def _verdict(asked: ChecksAsked) -> Q:
    if asked.section not in tuple(Section):
        return Q()
    wanted = _wanted(asked.verdict)
    return Q(**{f"{asked.section}__in": wanted}) if wanted else Q()


def _wanted(verdict: str) -> Iterable[Verdict]:
    if verdict == PROBLEM:
        return PROBLEMS
    if verdict == WHOLE:
        return DUE
    return (Verdict(verdict),) if verdict in tuple(Verdict) else ()
