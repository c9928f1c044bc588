"""分派的去处: the departments of the county, weighed for one matter, and what they can take."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from wangshi.accounts.models import Department, DepartmentKind, Town
from wangshi.cases.conventions import conventions
from wangshi.cases.models import UNDECIDED, Clue, ClueStep
from wangshi.cases.offences import title_of
from wangshi.cases.routing import Office, Route, candidates

ASSIGNED = "assign"
# What one clue costs the office that gets it, by the county's own minutes.
DUTIES = ("accept", "check", "reply")


def routes(clue: Clue) -> tuple[Route, ...]:
    """推荐的单位: in order, each with its reasons."""
    town = clue.town.name if clue.town else ""
    return _routes(_departments(), Matter(clue.town_id, clue.violation), town)


@dataclass(frozen=True)
class Matter:
    """一件事在哪个镇办、涉嫌什么: all that routing looks at."""

    town: int | None
    violation: str


@dataclass(frozen=True)
class Capacity:
    """各单位今天的余量: where each matter would go, and how many more clues each office takes."""

    office_of: Mapping[Matter, int]
    room: Mapping[int, int]
    names: Mapping[int, str]
    minutes: int


def capacity(matters: Iterable[Matter], at: datetime) -> Capacity:
    """这些事该去哪里、那里今天还能接几件: four queries, however many matters.

    The room of an office is what it declared for a day less what it was given today, and never
    more than keeps it from being full.
    """
    departments = list(_departments())
    towns = {town.pk: town.name for town in Town.objects.all()}
    given = _given_today(at)
    days = conventions().full_after_days
    first = {
        matter: next(iter(_routes(departments, matter, towns.get(matter.town or 0, ""))), None)
        for matter in set(matters)
    }
    return Capacity(
        office_of={matter: route.department_id for matter, route in first.items() if route},
        room={
            each.pk: max(
                0,
                min(
                    each.daily_clues - given.get(each.pk, 0),
                    each.daily_clues * days - each.open_clues,
                ),
            )
            for each in departments
        },
        names={each.pk: each.short_name for each in departments},
        minutes=sum(conventions().minutes[duty] for duty in DUTIES),
    )


def _departments() -> QuerySet[Any]:
    open_clues = Count("clues", filter=Q(clues__state__in=UNDECIDED), distinct=True)
    return Department.objects.annotate(open_clues=open_clues).prefetch_related("towns")


def _given_today(at: datetime) -> dict[int, int]:
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    steps = ClueStep.objects.filter(name=ASSIGNED, at__gte=midnight, department__isnull=False)
    rows: Any = steps.order_by().values_list("department").annotate(Count("clue", distinct=True))
    return dict(rows)


def _routes(departments: Collection[Any], matter: Matter, town: str) -> tuple[Route, ...]:
    return candidates(
        [_office(each, matter) for each in departments],
        town=town,
        violation=title_of(matter.violation),
        full_after_days=conventions().full_after_days,
    )


def _office(each: Any, matter: Matter) -> Office:
    is_station = each.kind == DepartmentKind.STATION
    return Office(
        department_id=each.pk,
        name=each.short_name,
        is_station=is_station,
        is_bureau=each.kind == DepartmentKind.BUREAU,
        covers_town=is_station and matter.town in {town.pk for town in each.towns.all()},
        in_charge=_in_charge(each.violations, matter.violation),
        open_clues=each.open_clues,
        daily_clues=each.daily_clues,
    )


def _in_charge(codes: list[str], violation: str) -> bool:
    return any(violation.startswith(code) for code in codes) if violation else False
