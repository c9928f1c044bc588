"""分派的去处: the departments of the county, weighed for one clue."""

from django.db.models import Count, Q

from wangshi.accounts.models import Department, DepartmentKind
from wangshi.cases.conventions import conventions
from wangshi.cases.models import UNDECIDED, Clue
from wangshi.cases.offences import title_of
from wangshi.cases.routing import Office, Route, candidates


def routes(clue: Clue) -> tuple[Route, ...]:
    """推荐的单位: in order, each with its reasons."""
    open_clues = Count("clues", filter=Q(clues__state__in=UNDECIDED), distinct=True)
    covers = Count("towns", filter=Q(towns=clue.town_id), distinct=True)
    departments = Department.objects.annotate(open_clues=open_clues, covers=covers)
    offices = [
        Office(
            department_id=each.pk,
            name=each.short_name,
            is_station=each.kind == DepartmentKind.STATION,
            is_bureau=each.kind == DepartmentKind.BUREAU,
            covers_town=clue.town_id is not None
            and bool(each.covers)
            and each.kind == DepartmentKind.STATION,
            in_charge=_in_charge(each.violations, clue.violation),
            open_clues=each.open_clues,
            daily_clues=each.daily_clues,
        )
        for each in departments
    ]
    return candidates(
        offices,
        town=clue.town.name if clue.town else "",
        violation=title_of(clue.violation),
        full_after_days=conventions().full_after_days,
    )


def _in_charge(codes: list[str], violation: str) -> bool:
    return any(violation.startswith(code) for code in codes) if violation else False
