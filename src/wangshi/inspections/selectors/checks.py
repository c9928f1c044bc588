"""该查谁: points added one reason at a time, and the operators whose day has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from wangshi.accounts.models import Department, Town
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueOutcome
from wangshi.engine.supervision import Factor, SupervisionLaw, Tier, standing_supervision
from wangshi.inspections.models import Inspection
from wangshi.registry.models import LiveRoom, Operator, OperatorStatus, Permit, Shop

YEAR = timedelta(days=365)
FOOD = ("food_business_permit", "prepacked_food_filing", "food_production_permit")


@dataclass(frozen=True)
class Points:
    """一家的分: each reason with its points, and the tier they lead to."""

    points: int
    reasons: tuple[Factor, ...]
    tier: Tier
    last_on: date | None
    due_on: date | None
    is_recheck: bool


@dataclass(frozen=True)
class ChecksAsked:
    """筛选: by town, by unit (the towns it covers), by tier; `due`: only whose day has come."""

    town: Town | None = None
    unit: Department | None = None
    tier: str = ""
    due: bool = True


def operators_to_check(asked: ChecksAsked, today: date) -> QuerySet[Any]:
    """该查的: re-checks first, then by points; nobody without a shop or a live room is here."""
    rows: QuerySet[Any] = scored(today).filter(_trades_online())
    if asked.due:
        rows = rows.filter(_is_due(today))
    if asked.town:
        rows = rows.filter(town=asked.town)
    if asked.unit:
        rows = rows.filter(town__in=asked.unit.towns.all())
    if asked.tier:
        rows = rows.filter(_in_tier(asked.tier))
    recheck = Case(When(last_again__lte=today, then=0), default=1, output_field=IntegerField())
    rows = rows.annotate(recheck=recheck)
    ordered: QuerySet[Any] = rows.order_by("recheck", "-points", "last_on", "pk")
    return ordered


def scored(today: date) -> QuerySet[Any]:
    """每家的分: one column a factor (`is_…`), their sum, and the last check."""
    last = Inspection.objects.filter(operator=OuterRef("pk")).order_by("-on", "-pk")
    rows = Operator.objects.annotate(
        last_on=Subquery(last.values("on")[:1], output_field=DateField()),
        last_again=Subquery(last.values("again_on")[:1], output_field=DateField()),
        last_problem=Subquery(last.values("problem")[:1]),
    )
    law, tests = standing_supervision(), _tests(today)
    rows = rows.annotate(
        **{
            f"is_{one.key}": Case(
                When(tests[one.key], then=Value(one.points)),
                default=Value(0),
                output_field=IntegerField(),
            )
            for one in law.factors
        }
    )
    summed = sum((F(f"is_{one.key}") for one in law.factors), start=Value(0))
    return rows.annotate(points=summed).select_related("town")


def points_of(operator: Operator, today: date) -> Points:
    """一家的分 as of that day."""
    return read_points(scored(today).get(pk=operator.pk), standing_supervision())


def read_points(row: Operator, law: SupervisionLaw) -> Points:
    """读出一行的分: of a row of `scored`."""
    facts = vars(row)
    tier = law.tier(facts["points"])
    last_on, again = facts["last_on"], facts["last_again"]
    due = again or (last_on + timedelta(days=tier.every_days) if last_on else None)
    return Points(
        points=facts["points"],
        reasons=tuple(one for one in law.factors if facts[f"is_{one.key}"]),
        tier=tier,
        last_on=last_on,
        due_on=due,
        is_recheck=again is not None,
    )


def results_of(operator: Operator) -> QuerySet[Inspection]:
    """这一家的检查, the newest first."""
    rows = Inspection.objects.filter(operator=operator)
    return rows.select_related("first_officer", "second_officer", "department", "clue")


def _tests(today: date) -> Mapping[str, Q]:
    theirs = Q(operator=OuterRef("pk")) | Q(shop__operator=OuterRef("pk"))
    clues = Clue.objects.filter(theirs)
    permits = Permit.objects.filter(operator=OuterRef("pk"))
    rooms = LiveRoom.objects.filter(operator=OuterRef("pk"))
    gone = (OperatorStatus.CANCELLED, OperatorStatus.REVOKED)
    since = today - YEAR
    return {
        "status": Q(status__in=gone),
        "filed": Q(Exists(clues.filter(outcome=ClueOutcome.FILED, decided_on__gt=since))),
        "problem": Q(last_problem=True),
        "clue": Q(Exists(clues.filter(found_on__gt=since))),
        "no_code": Q(uscc__isnull=True, registration_exempt=False),
        "permit_ended": Q(Exists(permits.filter(valid_to__lt=today))),
        "food": Q(Exists(permits.filter(kind__in=FOOD))),
        "live": Q(Exists(rooms)),
        "no_phone": Q(phone=""),
        "never": Q(last_on__isnull=True),
    }


def _trades_online() -> Q:
    shops = Shop.objects.filter(operator=OuterRef("pk"), closed_on__isnull=True)
    rooms = LiveRoom.objects.filter(operator=OuterRef("pk"))
    return Q(Exists(shops)) | Q(Exists(rooms))


def _is_due(today: date) -> Q:
    by_tier = Q(pk__in=[])
    for tier in standing_supervision().tiers:
        before = today - timedelta(days=tier.every_days)
        by_tier |= _in_tier(tier.key) & Q(last_again__isnull=True, last_on__lte=before)
    return Q(last_on__isnull=True) | Q(last_again__lte=today) | by_tier


def _in_tier(key: str) -> Q:
    tiers = standing_supervision().tiers
    at = next((place for place, tier in enumerate(tiers) if tier.key == key), None)
    if at is None:
        return Q()
    above = Q(points__lt=tiers[at + 1].since) if at + 1 < len(tiers) else Q()
    return Q(points__gte=tiers[at].since) & above
