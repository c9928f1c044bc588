"""催办: who has to move hears once that a term is about to end, and once that it has ended."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.cases.clocks import ClueClock, clock_of
from wangshi.cases.conventions import conventions
from wangshi.cases.models import Clue
from wangshi.cases.selectors import awaited, standings
from wangshi.engine.clocks import ClockState
from wangshi.mailroom.services import told_already

from .telling import tell_due

PRESSING: Final = (ClockState.SOON, ClockState.TODAY, ClockState.LATE)


def remind_of_clues(at: datetime) -> int:
    """催一遍: how many terms were told of for the first time; asked again it tells nobody."""
    today, rules = timezone.localdate(at), conventions()
    pressing: dict[str, tuple[int, ClueClock]] = {}
    for one in standings(awaited(Clue.objects.all())):
        clock = clock_of(one.facts, today, rules)
        if clock.state in PRESSING and clock.due_on is not None:
            pressing[_key(one.pk, clock)] = (one.pk, clock)
    known = told_already(pressing)
    fresh = {key: found for key, found in pressing.items() if key not in known}
    for key, (pk, clock) in fresh.items():
        _remind(pk, clock, key, at)
    return len(fresh)


@transaction.atomic
def _remind(pk: int, clock: ClueClock, key: str, at: datetime) -> None:
    clue = Clue.objects.select_related("handler", "department").get(pk=pk)
    if clock.due_on is not None:
        tell_due(clue, late=clock.is_late, key=key, title=clock.title, due_on=clock.due_on, at=at)


def _key(pk: int, clock: ClueClock) -> str:
    """One term of one clue: put off by an extension or a pause, it is another."""
    stage = "late" if clock.is_late else "soon"
    return f"clue:{pk}:{clock.key}:{clock.due_on}:{stage}"
