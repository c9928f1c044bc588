"""任务: the list, one task, the page of a unit, the stages, and what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Prefetch, QuerySet

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import scopes
from wangshi.programme.models import (
    Clause,
    Decision,
    Finding,
    Plan,
    Practice,
    Proof,
    StageMark,
    SubPlan,
    Task,
    TaskUnit,
)
from wangshi.programme.workflow import Aim, Part, StageSide, TaskState
from wangshi.shared.models import Attachment
from wangshi.shared.services import label

from .plans import standing_plan

NO_AIM: Final = "none"
OPEN: Final = tuple(state for state in TaskState if state is not TaskState.ACCEPTED)


@dataclass(frozen=True)
class TasksAsked:
    """任务清单的条件: what was not asked is empty; `late` keeps only the overdue."""

    text: str = ""
    state: str = ""
    department: Department | None = None
    late: bool = False
    aim: str = ""


@dataclass(frozen=True)
class Filed:
    """交来的一样东西: with its files."""

    what: Proof | SubPlan | Practice
    files: tuple[Attachment, ...]


@dataclass(frozen=True)
class StageLine:
    """一个阶段: its days, how it was entered and left, whether it is time."""

    clause: Clause
    marks: Mapping[str, StageMark]
    tasks: int
    accepted: int
    here: bool

    @property
    def entered(self) -> StageMark | None:
        """进入的凭据."""
        return self.marks.get(StageSide.ENTRY)

    @property
    def left(self) -> StageMark | None:
        """完成的凭据."""
        return self.marks.get(StageSide.EXIT)


@dataclass(frozen=True)
class UnitPage:
    """单位页: everything a unit owes."""

    department: Department
    led: tuple[Task, ...]
    shared: tuple[Task, ...]
    unsigned: int
    sub_plans: tuple[Filed, ...]
    uncovered: tuple[Task, ...]
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]


def tasks_for(asked: TasksAsked, today: date, plan: Plan | None = None) -> QuerySet[Task]:
    """任务清单: of the standing plan, the lead first among the units."""
    of = plan or standing_plan()
    found = Task.objects.filter(clause__plan=of).select_related("clause")
    found = found.prefetch_related(
        Prefetch("units", TaskUnit.objects.select_related("department").order_by("part", "pk"))
    )
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.department:
        found = found.filter(units__department=asked.department)
    if asked.late:
        found = found.filter(state__in=OPEN, due_on__lt=today)
    if asked.aim:
        found = found.filter(clause__aim="" if asked.aim == NO_AIM else asked.aim)
    for word in asked.text.split():
        found = found.filter(title__icontains=word)
    return found


def lead_of(task: Task) -> Department | None:
    """牵头单位."""
    for unit in task.units.all():
        if unit.part == Part.LEAD:
            return unit.department
    return None


def unit_of(task: Task, by: Account) -> TaskUnit | None:
    """账号在这项任务里代表哪个单位: the lead where it is several."""
    mine = [unit for unit in task.units.all() if unit.department_id in by.department_ids]
    return min(mine, key=lambda unit: unit.part != Part.LEAD, default=None)


def works_on_tasks(account: Account) -> bool:
    """能办任务."""
    return bool(scopes(account, Permission.WORK_TASK)) and account.department_id is not None


def task_deadline(plan: Plan) -> date | None:
    """没有另写期限的任务，到组织实施阶段结束: the second stage, or the only one."""
    stages = list(plan.clauses.exclude(last_on=None).order_by("place"))
    return stages[min(1, len(stages) - 1)].last_on if stages else None


def stage_lines(plan: Plan, today: date) -> tuple[StageLine, ...]:
    """阶段: with the tasks that fall due within each."""
    tasks = list(Task.objects.filter(clause__plan=plan).values_list("due_on", "state"))
    return tuple(
        _stage(clause, tasks, today)
        for clause in plan.clauses.exclude(last_on=None).prefetch_related("stage_marks__by")
    )


def _stage(clause: Clause, tasks: Sequence[tuple[date | None, str]], today: date) -> StageLine:
    first, last = clause.first_on or today, clause.last_on or today
    due = [state for day, state in tasks if day and first <= day <= last]
    return StageLine(
        clause,
        {mark.side: mark for mark in clause.stage_marks.all()},
        len(due),
        due.count(TaskState.ACCEPTED),
        first <= today <= last,
    )


def state_counts(plan: Plan) -> Mapping[str, int]:
    """任务按状态: one query."""
    rows = Task.objects.filter(clause__plan=plan).order_by().values_list("state")
    found = dict(rows.annotate(Count("pk")))
    return {state: found.get(state, 0) for state in TaskState}


def aim_counts(plan: Plan) -> Mapping[str, int]:
    """任务按三个促发展: those of clauses nobody has placed yet are under NO_AIM."""
    rows = Task.objects.filter(clause__plan=plan).order_by().values_list("clause__aim")
    found = dict(rows.annotate(Count("pk")))
    return {**{aim: found.get(aim, 0) for aim in Aim}, NO_AIM: found.get("", 0)}


def late_count(plan: Plan, today: date) -> int:
    """逾期的任务."""
    return Task.objects.filter(clause__plan=plan, state__in=OPEN, due_on__lt=today).count()


def unit_page(department: Department, today: date) -> UnitPage:
    """单位页: tasks led and shared, sub-plans with what they leave open, decisions, findings."""
    tasks = tuple(tasks_for(TasksAsked(department=department), today).distinct())
    led = tuple(task for task in tasks if lead_of(task) == department)
    sub_plans = list(department.sub_plans.prefetch_related("tasks"))
    covered = {task.pk for filed in sub_plans for task in filed.tasks.all()}
    return UnitPage(
        department=department,
        led=led,
        shared=tuple(task for task in tasks if task not in led),
        unsigned=department.tasks.filter(task__in=tasks, received_at=None).count(),
        sub_plans=with_files(sub_plans),
        uncovered=tuple(task for task in led if task.pk not in covered),
        decisions=tuple(department.decisions.filter(done_on=None).select_related("meeting")),
        findings=tuple(department.findings.exclude(fixed=True).select_related("supervision")),
    )


def with_files(
    filed: Sequence[Proof] | Sequence[SubPlan] | Sequence[Practice],
) -> tuple[Filed, ...]:
    """带上文件: one query for all of them."""
    owners = {label(one): one for one in filed}
    files: dict[str, list[Attachment]] = {owner: [] for owner in owners}
    for file in Attachment.objects.filter(owner__in=owners):
        files[file.owner].append(file)
    return tuple(Filed(one, tuple(files[owner])) for owner, one in owners.items())


def leading_units(plan: Plan) -> QuerySet[Department]:
    """牵头单位: those that lead a task of the plan."""
    return Department.objects.filter(
        tasks__part=Part.LEAD, tasks__task__clause__plan=plan
    ).distinct()


def carriable(plan: Plan) -> QuerySet[Task]:
    """上一版没办完、还没转入的任务."""
    found = Task.objects.filter(
        clause__plan=plan.previous_id, state__in=OPEN, carried_to__isnull=True
    )
    return found.select_related("clause").prefetch_related("units")


def unsigned_count(account: Account) -> int:
    """等本单位签收的."""
    if account.department_id is None:
        return 0
    plan = standing_plan()
    return TaskUnit.objects.filter(
        department_id__in=account.department_ids, received_at=None, task__clause__plan=plan
    ).count()
