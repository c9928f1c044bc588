"""当日办: what is still open, from today and from before, and how much was settled the same day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Sum

from wangshi.complaints.models import WalkIn
from wangshi.complaints.workflow import WalkInEnd

LOOKED_BACK: Final = timedelta(days=90)


@dataclass(frozen=True)
class WalkInFigures:
    """近九十日: taken; settled; ended the same day; turned into complaints; visitors; money."""

    taken: int
    settled: int
    same_day: int
    filed: int
    visitors: int
    recovered: Decimal
    advanced: Decimal


def open_walk_ins() -> QuerySet[WalkIn]:
    """还没有了结的: whoever leaves first, then whoever came first."""
    rows = WalkIn.objects.filter(end="").select_related("taken_by", "town")
    return rows.order_by(F("leaves_on").asc(nulls_last=True), "pk")


def ended_walk_ins(today: date, end: str = "") -> QuerySet[WalkIn]:
    """今天了结的, or the last ninety days' that ended so: the newest first."""
    rows = WalkIn.objects.select_related("complaint", "town")
    if not end:
        return rows.filter(ended_on=today)
    return rows.filter(end=end, taken_on__gt=today - LOOKED_BACK)


def walk_in_figures(today: date) -> WalkInFigures:
    """一共."""
    settled, visitor = Q(end=WalkInEnd.SETTLED), Q(is_visitor=True)
    counted = WalkIn.objects.filter(taken_on__gt=today - LOOKED_BACK).aggregate(
        taken=Count("pk"),
        settled=Count("pk", filter=settled),
        same_day=Count("pk", filter=~Q(end="") & Q(ended_on=F("taken_on"))),
        filed=Count("pk", filter=Q(end=WalkInEnd.COMPLAINT)),
        visitors=Count("pk", filter=visitor),
        got=Sum("recovered"),
        paid=Sum("advanced"),
    )
    got, paid = counted.pop("got"), counted.pop("paid")
    return WalkInFigures(recovered=got or Decimal(0), advanced=paid or Decimal(0), **counted)
