"""线索清单: what an account may see, filtered, sorted, and looked through for the same matter."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Scope
from wangshi.accounts.policy import scopes, visible
from wangshi.cases.conventions import conventions
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.engine.clocks import ClockState

from .desk import awaited, clue_ids_by_clock
from .facts import standings

FOUND_IN = ("number", "title", "suspect_name", "external_number", "shop__name", "operator__name")
EXACT = ("state", "source", "outcome", "harm", "town", "department")


def clues_for(account: Account) -> QuerySet[Clue]:
    """看得到的线索: with everything a row shows."""
    rows = Clue.objects.select_related("shop", "operator", "town", "department", "handler")
    return visible(rows, account, Permission.VIEW_CLUE)


def reads_files(account: Account) -> bool:
    """办案的人: a finder hears the answer, and does not read the file."""
    return bool(scopes(account, Permission.VIEW_CLUE) - {Scope.OWN})


def filtered(clues: QuerySet[Clue], asked: Mapping[str, Any], today: date) -> QuerySet[Clue]:
    """筛选后的线索: every condition of the form that was filled in."""
    clues = clues.filter(**{name: asked[name] for name in EXACT if name in asked})
    if "q" in asked:
        either = Q()
        for path in FOUND_IN:
            either |= Q(**{f"{path}__icontains": asked["q"].strip()})
        clues = clues.filter(either)
    if "violation" in asked:
        clues = clues.filter(violation__startswith=asked["violation"])
    if "since" in asked:
        clues = clues.filter(received_at__gte=_midnight(asked["since"]))
    if "until" in asked:
        clues = clues.filter(received_at__lt=_midnight(asked["until"] + timedelta(days=1)))
    if "clock" in asked:
        clues = clues.filter(pk__in=_by_clock(clues, ClockState(asked["clock"]), today))
    return clues


def similar(clue: Clue) -> QuerySet[Clue]:
    """可能是同一件: the same shop and violation, open, reported not long before."""
    if not (clue.shop_id or clue.suspect_name):
        return Clue.objects.none()
    name = Q(suspect_name=clue.suspect_name) if clue.suspect_name else Q(pk__in=[])
    place = Q(shop=clue.shop_id) if clue.shop_id else Q(pk__in=[])
    since = clue.received_at - timedelta(days=conventions().duplicate_days)
    same = Clue.objects.filter(name | place, violation=clue.violation, received_at__gte=since)
    return same.exclude(pk=clue.pk).exclude(state=ClueState.CLOSED).order_by("-received_at")


def own_reports(account: Account) -> QuerySet[Clue]:
    """自己报的: the newest first."""
    mine = Clue.objects.filter(reported_by=account, came_from__isnull=True)
    return mine.select_related(
        "department", "handler", "replied_by", "transferred_to", "duplicate_of"
    ).order_by("-received_at", "-pk")


def _by_clock(clues: QuerySet[Clue], state: ClockState, today: date) -> list[int]:
    return clue_ids_by_clock(standings(awaited(clues)), state, today)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
