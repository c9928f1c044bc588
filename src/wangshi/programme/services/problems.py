"""问题台账和做法库的动作: raised, acted on, shown to work, closed; practices and their copies."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.programme.models import (
    Clause,
    Decision,
    Practice,
    PracticeCopy,
    Problem,
    ProblemNote,
)
from wangshi.programme.workflow import NoteKind, PracticeKind, ProgrammeRefused
from wangshi.shared.services import attach, clean, record

from .tasks import require_words


@dataclass(frozen=True)
class Effect:
    """成效: the same thing counted before and after."""

    words: str
    unit: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class NewPractice:
    """要入库的做法: a template file where there is one."""

    kind: PracticeKind
    title: str
    started_on: date
    method: str
    before: str
    after: str
    clause: Clause | None = None
    file: "UploadedFile[Any] | None" = None


@transaction.atomic
def raise_problem(
    department: Department,
    *,
    words: str,
    due_on: date,
    by: Account,
    at: datetime,
    decision: Decision | None = None,
) -> Problem:
    """登记问题: one unit answers for it until a day."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写是什么问题")
    if due_on < timezone.localdate(at):
        raise ProgrammeRefused("解决的日子要在今天以后")
    problem = Problem.objects.create(
        words=clean(words.strip()), department=department, due_on=due_on, decision=decision,
        raised_at=at, raised_by=by,
    )  # fmt: skip
    record(by, "problem.raised", problem, due_on=due_on, department=department)
    return problem


@transaction.atomic
def note_measure(problem: Problem, *, words: str, by: Account, at: datetime) -> ProblemNote:
    """记措施: what the unit does about it."""
    require(by, Permission.WORK_TASK, problem)
    require_words(words, "写采取了什么措施")
    _open(problem)
    note = _noted(problem, NoteKind.MEASURE, words, by, at)
    record(by, "problem.acted_on", problem)
    return note


@transaction.atomic
def show_effect(problem: Problem, effect: Effect, *, by: Account, at: datetime) -> ProblemNote:
    """报成效: in two numbers of the same thing; after at least one measure."""
    require(by, Permission.WORK_TASK, problem)
    require_words(effect.words, "写看到了什么成效")
    require_words(effect.unit, "写数的是什么，带单位")
    _open(problem)
    if not problem.notes.filter(name=NoteKind.MEASURE).exists():
        raise ProgrammeRefused("还没有记措施：先记做了什么，再报成效")
    note = ProblemNote.objects.create(
        problem=problem, name=NoteKind.EFFECT, words=clean(effect.words.strip()),
        unit=clean(effect.unit.strip()), before=effect.before, after=effect.after, at=at, by=by,
    )  # fmt: skip
    record(by, "problem.effect_shown", problem, before=effect.before, after=effect.after)
    return note


@transaction.atomic
def close_problem(problem: Problem, *, words: str, by: Account, at: datetime) -> Problem:
    """销号: by the office, on an effect that somebody else reported."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写凭什么销号")
    problem = _open(problem)
    effect = problem.notes.filter(name=NoteKind.EFFECT).last()
    if effect is None:
        raise ProgrammeRefused("还没有报成效：单位报了成效再销号")
    if effect.by_id == by.pk:
        raise ProgrammeRefused("成效是您报的，请别人销号")
    _noted(problem, NoteKind.CLOSED, words, by, at)
    problem.closed_at, problem.closed_by = at, by
    problem.save(update_fields=["closed_at", "closed_by"])
    record(by, "problem.closed", problem)
    return problem


@transaction.atomic
def add_practice(
    department: Department, new: NewPractice, *, by: Account, at: datetime
) -> Practice:
    """做法入库: by the unit that does it, or by the office for any unit."""
    practice = Practice(
        department=department, kind=new.kind, title=clean(new.title.strip()), clause=new.clause,
        started_on=new.started_on, method=clean(new.method.strip()), at=at, by=by,
        before=clean(new.before.strip()), after=clean(new.after.strip()),
    )  # fmt: skip
    if not may(by, Permission.RUN_PROGRAMME):
        require(by, Permission.WORK_TASK, practice)
    if new.started_on > timezone.localdate(at):
        raise ProgrammeRefused("还没有做的不入库：填开始做的那一天")
    practice.save(force_insert=True)
    if new.file is not None:
        attach(new.file, to=practice, by=by, at=at)
    record(by, "practice.added", practice)
    return practice


@transaction.atomic
def copy_practice(
    practice: Practice, *, who: str, on: date, proof: str, by: Account, at: datetime
) -> PracticeCopy:
    """记谁照着做了."""
    if not may(by, Permission.RUN_PROGRAMME):
        require(by, Permission.WORK_TASK, practice)
    require_words(who, "写谁照着做了")
    require_words(proof, "写凭什么说照着做了，如 来函、新闻、照片")
    if not practice.started_on <= on <= timezone.localdate(at):
        raise ProgrammeRefused(f"日期要在 {practice.started_on:%Y-%m-%d} 到今天之间")
    copy = PracticeCopy.objects.create(
        practice=practice, who=clean(who.strip()), on=on, proof=clean(proof.strip()), at=at, by=by
    )
    record(by, "practice.copied", practice, who=who)
    return copy


def _open(problem: Problem) -> Problem:
    """The row, held until the verb is done; refused once it is closed."""
    problem = Problem.objects.select_for_update().get(pk=problem.pk)
    if problem.closed_at is not None:
        raise ProgrammeRefused("已经销号了：又出现的，另外登记一件")
    return problem


def _noted(problem: Problem, name: NoteKind, words: str, by: Account, at: datetime) -> ProblemNote:
    return ProblemNote.objects.create(
        problem=problem, name=name, words=clean(words.strip()), at=at, by=by
    )
