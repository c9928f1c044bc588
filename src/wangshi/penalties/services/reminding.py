"""催办: the two who handle a case hear once that a term is about to end, and once that it ended."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.cases.models import Case
from wangshi.engine.clocks import ClockState
from wangshi.mailroom.services import told_already
from wangshi.penalties.clocks import Clock, case_clock
from wangshi.penalties.selectors.listing import dockets_of
from wangshi.penalties.workflow import CaseState

from .telling import tell_clock

PRESSING: Final = (ClockState.SOON, ClockState.TODAY, ClockState.LATE)


def remind_of_cases(at: datetime) -> int:
    """催一遍: how many terms were told of for the first time; asked again it tells nobody."""
    today = timezone.localdate(at)
    open_cases = Case.objects.exclude(docket__state=CaseState.CLOSED)
    cases = open_cases.select_related("first_officer", "second_officer")
    pressing: dict[str, tuple[Case, Clock]] = {}
    for docket in dockets_of(cases).values():
        clock = case_clock(docket, today)
        if not clock.done and clock.badge.state in PRESSING:
            pressing[_key(docket.case, clock)] = (docket.case, clock)
    known = told_already(pressing)
    fresh = {key: found for key, found in pressing.items() if key not in known}
    for key, (case, clock) in fresh.items():
        _remind(case, clock, key, at)
    return len(fresh)


@transaction.atomic
def _remind(case: Case, clock: Clock, key: str, at: datetime) -> None:
    tell_clock(case, clock, key=key, at=at)


def _key(case: Case, clock: Clock) -> str:
    """One term of one case: put off by an extension or a pause, it is another."""
    stage = "late" if clock.is_late else "soon"
    return f"case:{case.pk}:{clock.key}:{clock.due_on}:{stage}"
