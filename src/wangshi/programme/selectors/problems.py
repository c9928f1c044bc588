"""问题台账、做法库: how each problem stands, the practices with who copied them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet

from wangshi.programme.models import Practice, Problem, ProblemNote
from wangshi.programme.workflow import NoteKind


class Standing(StrEnum):
    """问题到哪一步."""

    RAISED = "raised"
    ACTED_ON = "acted_on"
    SHOWN = "shown"
    CLOSED = "closed"


STANDING_TITLES: Final = {
    Standing.RAISED: "还没有措施",
    Standing.ACTED_ON: "有措施，还没见成效",
    Standing.SHOWN: "报了成效，等销号",
    Standing.CLOSED: "已销号",
}
STANDING_KINDS: Final = {
    Standing.RAISED: "",
    Standing.ACTED_ON: "blue",
    Standing.SHOWN: "soon",
    Standing.CLOSED: "good",
}


@dataclass(frozen=True)
class ProblemLine:
    """一个问题: how it stands; late when its day has gone and it is not closed."""

    problem: Problem
    standing: Standing
    late: bool
    measures: int = 0
    effects: int = 0


def problems_listed() -> QuerySet[Problem]:
    """台账: those not closed first."""
    rows = Problem.objects.select_related("department", "decision__meeting").annotate(
        measures=Count("notes", filter=Q(notes__name=NoteKind.MEASURE)),
        effects=Count("notes", filter=Q(notes__name=NoteKind.EFFECT)),
    )
    return rows.order_by("closed_at", "due_on", "pk")


def problem_line(problem: Problem, on: date) -> ProblemLine:
    """一个问题怎样; `problem` comes from `problems_listed`."""
    measures, effects = getattr(problem, "measures", 0), getattr(problem, "effects", 0)
    standing = Standing.CLOSED if problem.closed_at else _open(measures, effects)
    late = problem.closed_at is None and problem.due_on < on
    return ProblemLine(problem, standing, late, measures, effects)


def notes_of(problem: Problem) -> Sequence[ProblemNote]:
    """一个问题的经过."""
    return list(problem.notes.select_related("by"))


def practices_listed(kind: str = "") -> QuerySet[Practice]:
    """做法库, of one kind when it is named."""
    rows = Practice.objects.select_related("department", "clause").annotate(copied=Count("copies"))
    return rows.filter(kind=kind) if kind else rows


def _open(measures: int, effects: int) -> Standing:
    if effects:
        return Standing.SHOWN
    return Standing.ACTED_ON if measures else Standing.RAISED
