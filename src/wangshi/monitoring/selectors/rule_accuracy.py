"""规则准确率: measured from what officers confirmed and dismissed, never from a test set."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from wangshi.engine.accuracy import Accuracy, accuracy
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.workflow import NOT_THE_RULES_FAULT

from .rules import rules_by_id


@dataclass(frozen=True)
class Period:
    """一段时间: from one day to another, both included; None is no bound."""

    first: date | None = None
    last: date | None = None

    @property
    def condition(self) -> Q:
        """Hits judged in it."""
        condition = Q(judged_at__isnull=False)
        if self.first:
            condition &= Q(judged_at__date__gte=self.first)
        if self.last:
            condition &= Q(judged_at__date__lte=self.last)
        return condition


@dataclass(frozen=True)
class RuleAccuracy:
    """一条规则的准确率: `uncounted` were dismissed for reasons that say nothing against it."""

    rule: str
    title: str
    family: str
    violation: str
    confirmed: int
    dismissed: int
    uncounted: int
    pending: int
    accuracy: Accuracy


def rule_accuracy(
    period: Period | None = None, rules: Collection[str] | None = None
) -> tuple[RuleAccuracy, ...]:
    """每条有过命中的规则: one query; pending hits count whenever they were found."""
    judged = (period or Period()).condition
    hits = Hit.objects.all() if rules is None else Hit.objects.filter(rule__in=rules)
    fault = Q(ground__in=NOT_THE_RULES_FAULT)
    rows = (
        hits.order_by()
        .values("rule")
        .annotate(
            last_title=Max("title"),
            last_family=Max("family"),
            last_violation=Max("violation"),
            confirmed=Count("pk", filter=judged & Q(state=HitState.CONFIRMED)),
            dismissed=Count("pk", filter=judged & Q(state=HitState.DISMISSED) & ~fault),
            uncounted=Count("pk", filter=judged & Q(state=HitState.DISMISSED) & fault),
            pending=Count("pk", filter=Q(state=HitState.PENDING)),
        )
        .order_by("rule")
    )
    return tuple(_row(row) for row in rows)


def _row(row: Mapping[str, Any]) -> RuleAccuracy:
    rule = rules_by_id().get(row["rule"])
    return RuleAccuracy(
        rule=row["rule"],
        title=rule.title if rule else row["last_title"],
        family=rule.family if rule else row["last_family"],
        violation=rule.violation if rule else row["last_violation"],
        confirmed=row["confirmed"],
        dismissed=row["dismissed"],
        uncounted=row["uncounted"],
        pending=row["pending"],
        accuracy=accuracy(row["confirmed"], row["confirmed"] + row["dismissed"]),
    )
