"""分派、接收、退回: the right department at once, and no clue without somebody."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.cases.models import Clue
from wangshi.cases.selectors import routes
from wangshi.cases.workflow import StepRefused
from wangshi.shared.services import record

from .steps import require_words, take, write_step
from .telling import tell_assigned, tell_returned


@transaction.atomic
def assign_clue(
    clue: Clue,
    *,
    department: Department,
    by: Account,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Clue:
    """分派、改派: to the department suggested, or to another one with a reason."""
    clue, step = take(clue, "assign", Permission.ASSIGN_CLUE, by=by, version=version)
    if clue.department_id == department.pk:
        raise StepRefused(f"这条线索已经在{department.short_name}：选别的单位")
    suggested = routes(clue)
    first = suggested[0] if suggested else None
    if first is None or first.department_id != department.pk:
        named = f"推荐的是{first.name}；" if first else ""
        reason = require_words(reason, f"{named}派给{department.short_name}，写明为什么")
    else:
        reason = reason.strip() or first.reasons[0]
    clue.department, clue.handler = department, None
    told = write_step(clue, step, by=by, at=at, reason=reason, department=department)
    tell_assigned(clue, told)
    record(by, "clue.assigned", clue, department=department, reason=reason)
    return clue


@transaction.atomic
def accept_clue(clue: Clue, *, by: Account, at: datetime, version: int | None = None) -> Clue:
    """接收: the one who accepts it answers for checking it in time."""
    clue, step = take(clue, "accept", Permission.ACCEPT_CLUE, by=by, version=version)
    clue.handler = by
    write_step(clue, step, by=by, at=at, department=clue.department)
    record(by, "clue.accepted", clue)
    return clue


@transaction.atomic
def return_clue(
    clue: Clue, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> Clue:
    """退回: to the dispatcher, with the reason it is not this department's."""
    clue, step = take(clue, "return", Permission.ACCEPT_CLUE, by=by, version=version)
    reason = require_words(reason, "写明为什么退回：不归哪里管、应当派给谁")
    returned_by = clue.department
    clue.department, clue.handler = None, None
    told = write_step(clue, step, by=by, at=at, reason=reason, department=returned_by)
    tell_returned(clue, told)
    record(by, "clue.returned", clue, department=returned_by, reason=reason)
    return clue
