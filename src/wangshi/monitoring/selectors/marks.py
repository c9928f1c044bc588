"""事实变没变: a few cheap counts that tell whether an answer worked out before still holds."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Count, Max, Q, Sum

from wangshi.cases.selectors import steps_mark
from wangshi.monitoring.models import (
    Hit,
    HitState,
    RuleFloor,
    RuleRestoration,
    SpotCheck,
    SpotCheckDraw,
    SpotCheckState,
)

from .rules import rule_book

FactsMark: TypeAlias = tuple[object, ...]


def facts_mark(until: datetime) -> FactsMark:
    """规则准不准的事实，此前的: another mark, other facts; six queries of one row each.

    A judgement taken back and made anew has another moment; what was added has another key.
    """
    judged = Hit.objects.filter(judged_at__lt=until)
    read = SpotCheck.objects.filter(judged_at__lt=until)
    return (
        rule_book().fingerprint,
        *judged.aggregate(
            n=Count("pk"),
            right=Count("pk", filter=Q(state=HitState.CONFIRMED)),
            keys=Sum("pk"),
            last=Max("judged_at"),
        ).values(),
        *read.aggregate(
            n=Count("pk"),
            missed=Count("pk", filter=Q(state=SpotCheckState.MISSED)),
            keys=Sum("pk"),
            last=Max("judged_at"),
        ).values(),
        SpotCheckDraw.objects.filter(drawn_at__lt=until).aggregate(last=Max("pk"))["last"],
        RuleFloor.objects.filter(set_at__lt=until).aggregate(last=Max("pk"))["last"],
        RuleRestoration.objects.filter(restored_at__lt=until).aggregate(last=Max("pk"))["last"],
        steps_mark(until),
    )
