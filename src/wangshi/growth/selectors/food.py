"""食品网络经营报告: who began when, and how the clock stands."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.engine.deadlines import Deadline, compute
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.terms import Term
from wangshi.growth.models import FoodStart, Seller
from wangshi.shared.clocks import clock_badge
from wangshi.shared.pages import ClockBadge

TERM: Final = "food_online_report"


@dataclass(frozen=True)
class FoodClock:
    """一条和它的钟: whether it is late, or was reported too late."""

    start: FoodStart
    badge: ClockBadge
    due_on: date | None
    is_late: bool


def food_starts_for(account: Account, *, open_only: bool = False) -> QuerySet[FoodStart]:
    """看得到的: all, the newest first; or those not yet reported, the oldest first."""
    rows = FoodStart.objects.select_related("operator", "seller", "town", "taken_by")
    found = visible(rows, account, Permission.VIEW_SELLER)
    return found.filter(reported_on=None).order_by("started_on", "pk") if open_only else found


def food_clock(start: FoodStart, today: date) -> FoodClock:
    """期限: from the day it began, by the term in force that day; stopped by the report."""
    deadline, reported = _deadline(start.started_on), start.reported_on
    badge = clock_badge(deadline, reported or today, done=reported is not None)
    due = deadline.due_on
    return FoodClock(start, badge, due, bool(due and due < (reported or today)))


def food_starts_of(seller: Seller, today: date) -> tuple[FoodClock, ...]:
    """一个卖家的."""
    rows = seller.food_starts.select_related("operator", "town", "taken_by", "seller")
    return tuple(food_clock(one, today) for one in rows)


def food_term(on: date) -> Term:
    """报告的期限, as it stands on that day."""
    return standing_lawbook().term(TERM, on=on)


@lru_cache(maxsize=512)
def _deadline(began: date) -> Deadline:
    return compute(food_term(began), began, standing_lawbook().calendar)
