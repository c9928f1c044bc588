"""任务的动作: issued from a clause, signed for, worked on, reported, accepted or returned."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.programme.models import Clause, Plan, Proof, SubPlan, Task, TaskNote, TaskUnit
from wangshi.programme.selectors.tasks import (
    lead_of,
    task_deadline,
    unit_of,
)
from wangshi.programme.selectors.units import UnitBook, unit_book
from wangshi.programme.workflow import (
    Part,
    PlanState,
    ProgrammeRefused,
    TaskState,
    next_state,
)
from wangshi.shared.services import attach, clean, record

Upload = UploadedFile[Any]


@dataclass(frozen=True)
class NewTask:
    """要下达的任务."""

    title: str
    lead: Department
    partners: tuple[Department, ...] = ()
    due_on: date | None = None


@dataclass(frozen=True)
class NewProof:
    """要交的佐证: a file where there is one."""

    title: str
    happened_on: date
    words: str = ""
    item: str = ""
    file: Upload | None = None


@transaction.atomic
def issue_tasks(plan: Plan, *, by: Account, at: datetime) -> tuple[Task, ...]:
    """分解任务: one for each clause with one known lead that has none yet."""
    require(by, Permission.RUN_PROGRAMME)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.STANDING:
        raise ProgrammeRefused("先按这一版执行，再下达任务")
    book = unit_book()
    made = tuple(_issued(clause, new, by, at) for clause, new in _to_issue(plan, book))
    if not made:
        raise ProgrammeRefused("没有可以下达的：有牵头单位的条款都下达过了，其余的先核对")
    record(by, "tasks.issued", plan, count=len(made))
    return made


def _to_issue(plan: Plan, book: UnitBook) -> Iterator[tuple[Clause, NewTask]]:
    due_on = task_deadline(plan)
    for clause in plan.clauses.filter(tasks__isnull=True, pieces=None, merged_into=None):
        leads = book.resolve(clause.leads)
        if len(clause.leads) == 1 and len(leads.units) == 1:
            partners = book.resolve(clause.partners).units
            yield clause, NewTask(clause.title, leads.units[0], partners, due_on)


@transaction.atomic
def issue_task(clause: Clause, new: NewTask, *, by: Account, at: datetime) -> Task:
    """下达一项任务: by hand, for a piece of a clause."""
    require(by, Permission.RUN_PROGRAMME)
    if clause.plan.state != PlanState.STANDING:
        raise ProgrammeRefused("先按这一版执行，再下达任务")
    require_words(new.title, "写任务要做什么")
    task = _issued(clause, new, by, at)
    record(by, "task.issued", task, clause=clause.path)
    return task


def _issued(clause: Clause, new: NewTask, by: Account, at: datetime) -> Task:
    task = Task.objects.create(
        clause=clause,
        title=clean(new.title.strip())[:300],
        due_on=new.due_on,
        issued_at=at,
        issued_by=by,
    )
    partners = (unit for unit in new.partners if unit.pk != new.lead.pk)
    TaskUnit.objects.bulk_create(
        [
            TaskUnit(task=task, department=new.lead, part=Part.LEAD),
            *(TaskUnit(task=task, department=unit, part=Part.PARTNER) for unit in partners),
        ]
    )
    tell(task, "issue", by=by, at=at)
    return task


def tell(
    task: Task,
    name: str,
    *,
    by: Account,
    at: datetime,
    words: str = "",
    department: Department | None = None,
) -> None:
    """记下一步: rows are added and never changed."""
    TaskNote.objects.create(
        task=task,
        name=name,
        target=task.state,
        department=department,
        words=clean(words.strip()),
        at=at,
        by=by,
    )


@transaction.atomic
def receive_task(task: Task, *, by: Account, at: datetime) -> Task:
    """签收: by somebody of the unit, once a unit; the lead's receipt moves the task on."""
    unit = _own(task, by)
    if unit.received_at is not None:
        raise ProgrammeRefused("这个单位已经签收过了")
    task = _locked(task)
    unit.received_at, unit.received_by = at, by
    unit.save(update_fields=["received_at", "received_by"])
    if unit.part == Part.LEAD:
        _move(task, "receive")
    tell(task, "receive", by=by, at=at, department=unit.department)
    record(by, "task.received", task, department=unit.department)
    return task


@transaction.atomic
def note_task(task: Task, *, words: str, by: Account, at: datetime) -> Task:
    """记进展: what a unit has done."""
    unit = _own(task, by)
    require_words(words, "写一句：做到哪里了")
    task = _locked(task)
    _move(task, "work")
    tell(task, "work", by=by, at=at, words=words, department=unit.department)
    record(by, "task.noted", task)
    return task


@transaction.atomic
def report_task(task: Task, *, words: str, by: Account, at: datetime) -> Task:
    """报完成: by the lead only, with proof; the office still has to accept it."""
    unit = _own(task, by)
    if unit.part != Part.LEAD:
        raise ProgrammeRefused(f"由牵头单位（{lead_of(task)}）报完成；您的单位记进展、交佐证")
    require_words(words, "写一句：完成了什么")
    task = _locked(task)
    if not task.proofs.filter(withdrawn_at__isnull=True).exists():
        raise ProgrammeRefused("还没有佐证：先交佐证，再报完成")
    _move(task, "report")
    tell(task, "report", by=by, at=at, words=words, department=unit.department)
    record(by, "task.reported", task)
    return task


@transaction.atomic
def settle_task(task: Task, *, accepted: bool, words: str, by: Account, at: datetime) -> Task:
    """验收或者退回: by the office, never by whoever reported it done."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写一句：看了什么，怎么样")
    task = _locked(task)
    reported = task.notes.filter(name="report").last()
    if accepted and reported is not None and reported.by_id == by.pk:
        raise ProgrammeRefused("完成是您报的，请别人验收")
    _move(task, "accept" if accepted else "return")
    tell(task, "accept" if accepted else "return", by=by, at=at, words=words)
    record(by, "task.accepted" if accepted else "task.returned", task)
    return task


@transaction.atomic
def file_sub_plan(
    department: Department,
    *,
    title: str,
    tasks: Iterable[Task],
    file: Upload | None,
    by: Account,
    at: datetime,
) -> SubPlan:
    """交子方案: a lead unit's own plan, and which of its tasks it covers."""
    covered = list(tasks)
    plan = covered[0].clause.plan if covered else None
    if plan is None:
        raise ProgrammeRefused("选它管哪几项任务")
    for task in covered:
        if _own(task, by).department_id != department.pk or lead_of(task) != department:
            raise ProgrammeRefused("只能选本单位牵头的任务")
    require_words(title, "写子方案的名称")
    made = SubPlan(
        plan=plan, department=department, title=clean(title.strip()), filed_at=at, filed_by=by
    )
    made.save(force_insert=True)
    made.tasks.set(covered)
    if file is not None:
        attach(file, to=made, by=by, at=at)
    record(by, "sub_plan.filed", made, tasks=len(covered))
    return made


@transaction.atomic
def add_proof(
    new: NewProof, *, task: Task | None, department: Department, by: Account, at: datetime
) -> Proof:
    """交佐证: for a task, or straight for an item of the score sheet."""
    if task is not None:
        department = _own(task, by).department
    else:
        require(by, Permission.RUN_PROGRAMME)
    require_words(new.title, "写佐证的名称")
    if new.happened_on > timezone.localdate(at):
        raise ProgrammeRefused("日期不能晚于今天：填事情发生的那一天")
    proof = Proof.objects.create(
        task=task,
        item=new.item,
        department=department,
        title=clean(new.title.strip()),
        words=clean(new.words.strip()),
        happened_on=new.happened_on,
        added_at=at,
        added_by=by,
    )
    if new.file is not None:
        attach(new.file, to=proof, by=by, at=at)
    record(by, "proof.added", proof, task=task.pk if task else None, item=new.item)
    return proof


@transaction.atomic
def withdraw_proof(proof: Proof, *, reason: str, by: Account, at: datetime) -> Proof:
    """撤回佐证: it stays, struck out; scores that rested on it say so."""
    proof = Proof.objects.select_for_update().get(pk=proof.pk)
    if not may(by, Permission.RUN_PROGRAMME):
        require(by, Permission.WORK_TASK, proof)
    require_words(reason, "写一句：为什么撤回")
    if proof.withdrawn_at is not None:
        raise ProgrammeRefused("已经撤回过了")
    proof.withdrawn_at, proof.withdrawn_by = at, by
    proof.withdraw_reason = clean(reason.strip())
    proof.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    record(by, "proof.withdrawn", proof, reason=reason)
    return proof


def require_words(words: str, what: str) -> None:
    """写明: ProgrammeRefused with what to write."""
    if not words.strip():
        raise ProgrammeRefused(what)


def _own(task: Task, by: Account) -> TaskUnit:
    """The row of the account's own unit; nobody works in the name of another."""
    unit = unit_of(task, by)
    if unit is None:
        raise Refused(f"{by} {Permission.WORK_TASK} {task.pk}")
    require(by, Permission.WORK_TASK, unit)
    return unit


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update().get(pk=task.pk)


def _move(task: Task, name: str) -> None:
    task.state = next_state(TaskState(task.state), name)
    task.save(update_fields=["state"])
