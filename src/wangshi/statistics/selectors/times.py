"""钟: how the clocks of many clues stand today, worked out in one pass and stored nowhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from wangshi.cases.models import Clue
from wangshi.cases.selectors import (
    ClueClock,
    ClueFacts,
    Conventions,
    calendar,
    check_deadline,
    clocks_of,
    conventions,
    standings,
)
from wangshi.cases.workflow import ClueState
from wangshi.engine.clocks import ClockState

ONE_DAY = timedelta(days=1)


class Face(StrEnum):
    """钟面: four that a county leader tells apart."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    REST = "rest"


FACES = {
    ClockState.LATE: Face.LATE,
    ClockState.TODAY: Face.SOON,
    ClockState.SOON: Face.SOON,
    ClockState.CALM: Face.CALM,
    ClockState.REST: Face.REST,
}
FACE_TITLES = {
    Face.LATE: "逾期",
    Face.SOON: "快到期",
    Face.CALM: "正常",
    Face.REST: "暂停",
}
CLOCK_TITLES = {
    "check": "核查",
    "assign": "分派",
    "reply": "答复发现人",
    "settle": "复核异议",
    "letter": "答复督办单",
    "recheck": "复看",
}


@dataclass(frozen=True)
class ClueTime:
    """一条线索的时间: the faces of its running clocks, and how its decision was timed."""

    pk: int
    faces: Mapping[str, Face]
    tightest: Face | None
    on_time: bool | None
    workdays: int | None

    def shows(self, clock: str, face: str) -> bool:
        """在走: some clock runs; with a name, that clock; with a face, it shows that face."""
        shown = self.faces.get(clock) if clock else self.tightest
        return shown is not None and (not face or shown == face)


def clue_times(clues: QuerySet[Clue], today: date) -> Iterator[ClueTime]:
    """每条线索的时间: eight queries, however many clues."""
    rules = conventions()
    for standing in standings(clues):
        yield _time(standing.pk, standing.facts, today, rules)


def _time(pk: int, facts: ClueFacts, today: date, rules: Conventions) -> ClueTime:
    running = _running(facts, today, rules)
    faces = {clock.key: FACES[clock.state] for clock in running}
    first = min(running, key=lambda clock: clock.due_on or date.max, default=None)
    return ClueTime(
        pk=pk,
        faces=faces,
        tightest=FACES[first.state] if first else None,
        on_time=_on_time(facts),
        workdays=_workdays(facts),
    )


def _running(facts: ClueFacts, today: date, rules: Conventions) -> list[ClueClock]:
    if facts.state is ClueState.CLOSED and facts.correct_by is None:
        return []
    return [clock for clock in clocks_of(facts, today, rules) if clock.state is not ClockState.DONE]


def _on_time(facts: ClueFacts) -> bool | None:
    if facts.decided_on is None:
        return None
    due = check_deadline(facts).due_on
    # Decided while a pause held the clock: it had not run out.
    return due is None or facts.decided_on <= due


def _workdays(facts: ClueFacts) -> int | None:
    """用时: working days from finding (or reopening) to deciding, without the pauses."""
    if facts.decided_on is None:
        return None
    between = calendar().workdays_between
    paused = 0
    for rest in check_deadline(facts).rests:
        last = min(rest.last or facts.decided_on, facts.decided_on)
        paused += between(max(rest.first - ONE_DAY, facts.check_from), last)
    return between(facts.check_from, facts.decided_on) - paused
