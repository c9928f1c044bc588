"""督办函: what a unit owes past its day, and the letters that said so."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from wangshi.accounts.models import Department
from wangshi.programme.models import (
    Decision,
    Finding,
    Plan,
    Problem,
    SupervisionLetter,
    TaskUnit,
)
from wangshi.programme.workflow import Part

from .harvest import VERSION, digest_of
from .queries import Line
from .tasks import OPEN

KINDS: Final = {
    "task": "任务",
    "finding": "督查问题",
    "decision": "议定事项",
    "problem": "重大问题",
}
# 一件事的页: the record that holds it.
PAGES: Final = {"task": "task", "finding": "round", "decision": "meeting", "problem": "problem"}


@dataclass(frozen=True)
class Owed:
    """到期没有办完的一件: `page_key` is the key of the page it stands on."""

    kind: str
    key: int
    page_key: int
    words: str
    due_on: date

    @property
    def title(self) -> str:
        """哪一种."""
        return KINDS[self.kind]

    def late(self, on: date) -> int:
        """到这一天逾期几日."""
        return (on - self.due_on).days


Owing = Mapping[int, tuple[Owed, ...]]


def owing(plan: Plan, on: date, department: Department | None = None) -> Owing:
    """到这一天逾期的，按单位: four queries however many units; the longest overdue first."""
    past: dict[str, Any] = {"due_on__lt": on}
    led: dict[str, Any] = {"part": Part.LEAD, "task__state__in": OPEN, "task__due_on__lt": on}
    if department is not None:
        past["department"] = led["department"] = department
    found: dict[int, list[Owed]] = {}
    for one in TaskUnit.objects.filter(**led, task__clause__plan=plan).select_related("task"):
        task = one.task
        owed = Owed("task", task.pk, task.pk, task.title, task.due_on or on)
        found.setdefault(one.department_id, []).append(owed)
    for kind, rows, page in (
        ("finding", Finding.objects.filter(**past).exclude(fixed=True), "supervision_id"),
        ("decision", Decision.objects.filter(**past, done_on=None), "meeting_id"),
        ("problem", Problem.objects.filter(**past, closed_at=None), "pk"),
    ):
        for row in rows:
            owed = Owed(kind, row.pk, getattr(row, page), row.words, row.due_on)
            found.setdefault(row.department_id, []).append(owed)
    return {unit: tuple(sorted(each, key=_longest)) for unit, each in found.items()}


def _longest(one: Owed) -> tuple[date, str, int]:
    return one.due_on, one.kind, one.key


def owed_by(plan: Plan, department: Department, on: date) -> tuple[Owed, ...]:
    """一个单位到这一天逾期的."""
    return owing(plan, on, department).get(department.pk, ())


def owed_hashes(department: Department, on: date, owed: Sequence[Owed]) -> tuple[str, str]:
    """取数的校验值、明细的校验值, spelled as those of every saved query."""
    asked = {"query": "owed", "version": VERSION, "department": department.code,
             "until": on.isoformat()}  # fmt: skip
    question = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    lines = (Line(one.key, one.due_on, f"{one.kind} {one.words}", "") for one in owed)
    return question, digest_of(lines)[1]


def lines_in(letter: SupervisionLetter) -> tuple[Owed, ...]:
    """函里写的: as it was on the day of the letter."""
    return tuple(
        Owed(each["kind"], each["key"], each["page_key"], each["words"],
             date.fromisoformat(each["due_on"]))
        for each in letter.lines
    )  # fmt: skip


def still_owed(letter: SupervisionLetter, on: date) -> frozenset[tuple[str, int]]:
    """函里写的、到今天还没办完的."""
    now = {(one.kind, one.key) for one in owed_by(letter.plan, letter.department, on)}
    return frozenset((one.kind, one.key) for one in lines_in(letter)) & now


def letters_listed() -> QuerySet[SupervisionLetter]:
    """督办函: the newest first."""
    return SupervisionLetter.objects.select_related("department", "by", "answered_by")
