"""转入新一轮: what the last cycle left undone goes on under the clause of the same number."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Clause, Plan, Task, TaskUnit
from wangshi.programme.selectors.tasks import carriable, task_deadline
from wangshi.programme.workflow import PlanState, ProgrammeRefused
from wangshi.shared.services import record

from .tasks import tell


@transaction.atomic
def carry_tasks(plan: Plan, *, by: Account, at: datetime) -> tuple[Task, ...]:
    """转入新一轮: every open task of the version before, with its units and a new deadline.

    What has no clause of the same number stays where it is, and is not lost: the old page says so.
    """
    require(by, Permission.RUN_PROGRAMME)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.STANDING:
        raise ProgrammeRefused("先按这一版执行，再转入任务")
    clauses = {clause.path: clause for clause in plan.clauses.all()}
    made = tuple(
        _carried(task, heir, plan, by, at)
        for task in carriable(plan).select_related("clause__piece_of")
        if (heir := _heir(task.clause, clauses)) is not None
    )
    if not made:
        raise ProgrammeRefused("没有可以转入的：上一版的任务都办完了，或者已经转过")
    record(by, "tasks.carried", plan, count=len(made))
    return made


def _heir(clause: Clause, clauses: Mapping[str, Clause]) -> Clause | None:
    """The clause of the same number; for a piece that the new version does not have, its whole."""
    found = clauses.get(clause.path)
    if found is None and clause.piece_of is not None:
        return clauses.get(clause.piece_of.path)
    return found


def _carried(task: Task, clause: Clause, plan: Plan, by: Account, at: datetime) -> Task:
    new = Task.objects.create(
        clause=clause,
        title=task.title,
        due_on=task_deadline(plan),
        issued_at=at,
        issued_by=by,
        came_from=task,
    )
    TaskUnit.objects.bulk_create(
        TaskUnit(task=new, department_id=unit.department_id, part=unit.part)
        for unit in task.units.all()
    )
    tell(new, "carry", by=by, at=at)
    return new
