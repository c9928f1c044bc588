"""督办函的动作: sent with what is owed that day, answered by the unit."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Plan, SupervisionLetter
from wangshi.programme.selectors.letters import owed_by, owed_hashes
from wangshi.programme.workflow import PlanState, ProgrammeRefused
from wangshi.shared.services import clean, record

from .tasks import require_words


@transaction.atomic
def send_letter(
    department: Department, *, answer_by: date, words: str = "", by: Account, at: datetime
) -> SupervisionLetter:
    """发督办函: the lines are frozen with their hashes; a unit that owes nothing gets none."""
    require(by, Permission.RUN_PROGRAMME)
    # The row of the plan is held, so that two letters never take one number.
    plan = Plan.objects.select_for_update().filter(state=PlanState.STANDING).first()
    if plan is None:
        raise ProgrammeRefused("还没有正在执行的方案：先导入方案，按它执行")
    on = timezone.localdate(at)
    if answer_by <= on:
        raise ProgrammeRefused("回复的日子要在明天或者以后")
    owed = owed_by(plan, department, on)
    if not owed:
        raise ProgrammeRefused(f"{department.short_name}没有逾期的：不用发函")
    question, digest = owed_hashes(department, on, owed)
    letter = SupervisionLetter.objects.create(
        plan=plan,
        department=department,
        year=on.year,
        serial=_next_serial(on.year),
        on=on,
        answer_by=answer_by,
        lines=[asdict(one) | {"due_on": one.due_on.isoformat()} for one in owed],
        query_sha256=question,
        digest=digest,
        words=clean(words.strip()),
        at=at,
        by=by,
    )
    record(by, "supervision_letter.sent", letter, department=department, digest=digest)
    return letter


def _next_serial(year: int) -> int:
    rows = SupervisionLetter.objects.filter(year=year)
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def answer_supervision_letter(
    letter: SupervisionLetter, *, words: str, by: Account, at: datetime
) -> SupervisionLetter:
    """回复督办函: once, by the unit it was sent to."""
    require(by, Permission.WORK_TASK, letter)
    require_words(words, "写办得怎样，办不完的写原因和办完的日期")
    letter = SupervisionLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.answered_at is not None:
        raise ProgrammeRefused("已经回复过了：又有进展，记在任务里")
    letter.answer, letter.answered_at, letter.answered_by = clean(words.strip()), at, by
    letter.save(update_fields=["answer", "answered_at", "answered_by"])
    record(by, "supervision_letter.answered", letter)
    return letter
