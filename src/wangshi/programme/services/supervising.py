"""督查的动作: a round opened, a finding noted, corrected by its unit, looked at again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Finding, FindingNote, Supervision, Task
from wangshi.programme.selectors.plans import standing_plan
from wangshi.programme.workflow import ProgrammeRefused, RoundKind
from wangshi.shared.services import clean, record

from .tasks import require_words


@dataclass(frozen=True)
class NewFinding:
    """查出的问题: whose, what, corrected until when."""

    department: Department
    words: str
    due_on: date
    task: Task | None = None


@transaction.atomic
def open_round(*, kind: RoundKind, title: str, on: date, by: Account, at: datetime) -> Supervision:
    """开始一轮: supervision, circular, appraisal or acceptance."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(title, "写这一轮叫什么")
    plan = standing_plan()
    if plan is None:
        raise ProgrammeRefused("还没有正在执行的方案：先导入方案，按它执行")
    made = Supervision.objects.create(
        plan=plan, kind=kind, title=clean(title.strip()), on=on, opened_at=at, opened_by=by
    )
    record(by, "supervision.opened", made, kind=kind, on=on)
    return made


@transaction.atomic
def note_finding(
    supervision: Supervision, new: NewFinding, *, by: Account, at: datetime
) -> Finding:
    """记下问题: the unit has until `due_on`."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(new.words, "写查出了什么")
    if new.due_on < supervision.on:
        raise ProgrammeRefused(f"整改期限要在 {supervision.on:%Y-%m-%d} 以后")
    finding = Finding.objects.create(
        supervision=supervision,
        task=new.task,
        department=new.department,
        words=clean(new.words.strip()),
        due_on=new.due_on,
        found_at=at,
        found_by=by,
    )
    record(by, "finding.noted", finding, department=new.department, due_on=new.due_on)
    return finding


@transaction.atomic
def correct_finding(finding: Finding, *, words: str, by: Account, at: datetime) -> Finding:
    """报整改: by the unit itself; it is not fixed until somebody has looked again."""
    require(by, Permission.WORK_TASK, finding)
    require_words(words, "写怎么改的")
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.fixed:
        raise ProgrammeRefused("复查过，已经改好了")
    finding.correction = clean(words.strip())
    finding.corrected_at, finding.corrected_by = at, by
    finding.recheck, finding.fixed = "", None
    finding.rechecked_at, finding.rechecked_by = None, None
    finding.save()
    _tell(finding, "correct", finding.correction, by, at)
    record(by, "finding.corrected", finding)
    return finding


@transaction.atomic
def recheck_finding(
    finding: Finding, *, fixed: bool, words: str, due_on: date | None, by: Account, at: datetime
) -> Finding:
    """复查: by the office, never by whoever reported the correction."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写复查看到了什么")
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.corrected_at is None:
        raise ProgrammeRefused("单位还没有报整改，没有可以复查的")
    if finding.corrected_by_id == by.pk:
        raise ProgrammeRefused("整改是您报的，请别人复查")
    if not fixed and (due_on is None or due_on <= timezone.localdate(at)):
        raise ProgrammeRefused("没改好的，填新的整改期限，明天或者以后")
    finding.recheck, finding.fixed = clean(words.strip()), fixed
    finding.rechecked_at, finding.rechecked_by = at, by
    finding.due_on = due_on if not fixed and due_on else finding.due_on
    finding.save()
    _tell(finding, "fixed" if fixed else "unfixed", finding.recheck, by, at)
    record(by, "finding.rechecked", finding, fixed=fixed)
    return finding


def _tell(finding: Finding, name: str, words: str, by: Account, at: datetime) -> None:
    """记下一步: rows are added and never changed."""
    FindingNote.objects.create(finding=finding, name=name, words=words, at=at, by=by)
