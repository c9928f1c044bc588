"""单位计分: the rows each item was counted from, the score of a unit, all units in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from wangshi.accounts.models import Department
from wangshi.engine.unit_scores import UnitScore, score_unit, standing_score_rules
from wangshi.programme.models import (
    Contest,
    Decision,
    Finding,
    PracticeCopy,
    Problem,
    TaskNote,
    TaskUnit,
)
from wangshi.programme.workflow import Part, TaskState

from .harvest import digest_of
from .queries import Line


@dataclass(frozen=True)
class Counted:
    """计到的一件: whose, by which item, what it was; `kind` and `key` lead to the record."""

    department: int
    item: str
    words: str
    kind: str
    key: int


@dataclass(frozen=True)
class ScoredUnit:
    """一个单位: its score and the rows it rests on."""

    department: Department
    score: UnitScore
    rows: tuple[Counted, ...]

    @property
    def digest(self) -> str:
        """明细的校验值: one row more or less, and it is another."""
        lines = (Line(row.key, date.min, f"{row.item} {row.words}", "") for row in self.rows)
        return digest_of(lines)[1]


def scored_units(year: int, on: date) -> Sequence[ScoredUnit]:
    """各单位的分, the highest first: units that have a task or anything counted."""
    rows = [*_tasks(year, on), *_overdue(year, on), *_copied(year)]
    back = _given_back(year)
    involved = {row.department for row in rows} | set(
        TaskUnit.objects.values_list("department", flat=True)
    )
    units = Department.objects.filter(pk__in=involved)
    scored = [scored_unit(unit, rows, back.get(unit.pk, {})) for unit in units]
    return sorted(scored, key=lambda one: (-one.score.total, one.department.code))


def scored_unit(
    unit: Department, rows: Sequence[Counted], back: Mapping[str, Decimal]
) -> ScoredUnit:
    """一个单位的分."""
    mine = tuple(row for row in rows if row.department == unit.pk)
    times = {
        item.key: sum(row.item == item.key for row in mine) for item in standing_score_rules().items
    }
    return ScoredUnit(unit, score_unit(standing_score_rules(), times, back), mine)


def contests_of(year: int) -> QuerySet[Contest]:
    """这一年的异议, those not answered first."""
    rows = Contest.objects.filter(year=year).select_related("department", "by", "answered_by")
    return rows.order_by("answered_at", "-pk")


def _tasks(year: int, on: date) -> Sequence[Counted]:
    led = TaskUnit.objects.select_related("task")
    late = led.filter(part=Part.LEAD, task__due_on__year=year, task__due_on__lt=on).exclude(
        task__state=TaskState.ACCEPTED
    )
    unsigned = led.filter(received_at=None, task__issued_at__year=year)
    accepted = TaskNote.objects.filter(
        name="accept", at__year=year, task__state=TaskState.ACCEPTED
    ).values("task")
    done = led.filter(part=Part.LEAD, task__in=accepted)
    return [
        Counted(row.department_id, item, row.task.title, "task", row.task_id)
        for item, rows in (("task_late", late), ("unsigned", unsigned), ("accepted", done))
        for row in rows
    ]


def _overdue(year: int, on: date) -> Sequence[Counted]:
    past = Q(due_on__year=year, due_on__lt=on)
    findings = Finding.objects.filter(past).exclude(fixed=True)
    decisions = Decision.objects.filter(past, done_on=None)
    problems = Problem.objects.filter(past, closed_at=None)
    return [
        *(
            Counted(one.department_id, "finding", one.words, "round", one.supervision_id)
            for one in findings
        ),
        *(
            Counted(one.department_id, "decision", one.words, "meeting", one.meeting_id)
            for one in decisions
        ),
        *(Counted(one.department_id, "problem", one.words, "problem", one.pk) for one in problems),
    ]


def _copied(year: int) -> Sequence[Counted]:
    copies = PracticeCopy.objects.filter(on__year=year).select_related("practice")
    return [
        Counted(
            one.practice.department_id, "copied", f"{one.practice}：{one.who}", "practice",
            one.practice_id,
        )
        for one in copies
    ]  # fmt: skip


def _given_back(year: int) -> Mapping[int, Mapping[str, Decimal]]:
    summed = (
        Contest.objects.filter(year=year)
        .order_by()
        .values_list("department", "item")
        .annotate(total=Sum("given_back"))
    )
    found: dict[int, dict[str, Decimal]] = {}
    for department, item, total in summed:
        found.setdefault(department, {})[item] = total
    return found
