"""核查: notes, photos, pauses and the one extension the law allows."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.cases.clocks import check_deadline, check_term, too_late_to_pause
from wangshi.cases.models import Clue, ClueExtension, CluePause, ClueStep
from wangshi.cases.selectors import facts_of
from wangshi.cases.workflow import StepRefused
from wangshi.engine.deadlines import next_extension
from wangshi.shared.services import record

from . import questions
from .steps import Photos, attach_photos, require_words, take, write_step
from .telling import tell_handler


@transaction.atomic
def note_check(
    clue: Clue, *, words: str, by: Account, at: datetime, version: int | None = None
) -> ClueStep:
    """记核查: what was done and what came of it."""
    clue, step = take(clue, "note", Permission.VERIFY_CLUE, by=by, version=version)
    words = require_words(words, "写明做了什么、看到什么：时间、找谁、结果")
    written = write_step(clue, step, by=by, at=at, reason=words)
    record(by, "clue.noted", clue, step=written.pk)
    return written


@transaction.atomic
def add_evidence_photos(
    clue: Clue,
    *,
    photos: Photos,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> ClueStep:
    """加证据照片: what they show, kept under their digest."""
    clue, step = take(clue, "evidence", Permission.VERIFY_CLUE, by=by, version=version)
    if not photos:
        raise StepRefused("选一张照片：JPG、PNG 或 WebP")
    words = require_words(words, "写明照片拍的是什么、在哪里拍的")
    written = write_step(clue, step, by=by, at=at, reason=words)
    kept = attach_photos(photos, to=written, by=by, at=at)
    record(by, "clue.evidence_added", clue, step=written.pk, photos=kept)
    return written


@transaction.atomic
def pause_clue(
    clue: Clue,
    *,
    ground: str,
    note: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> CluePause:
    """暂停计时: only on a ground the term itself knows; the days until it resumes do not count."""
    clue, step = take(clue, "pause", Permission.VERIFY_CLUE, by=by, version=version)
    grounds = {one.key: one.title for one in check_term(facts_of(clue)).pauses}
    if ground not in grounds:
        raise StepRefused(f"选一个法律允许的事由：{'；'.join(grounds.values())}")
    note = require_words(note, "写明送去哪里、约定哪天有结果")
    if clue.pauses.filter(last_on__isnull=True).exists():
        raise StepRefused("计时已经暂停了：先恢复，再暂停")
    due = check_deadline(facts_of(clue)).due_on
    if due is not None and timezone.localdate(at) > due:
        raise StepRefused(too_late_to_pause(due))
    pause = CluePause.objects.create(
        clue=clue, ground=ground, first_on=timezone.localdate(at), note=note, by=by
    )
    write_step(clue, step, by=by, at=at, reason=f"{grounds[ground]}：{note}")
    record(by, "clue.paused", clue, ground=ground)
    return pause


@transaction.atomic
def resume_clue(
    clue: Clue, *, by: Account, at: datetime, words: str = "", version: int | None = None
) -> CluePause:
    """恢复计时: the day of the result is the last that does not count."""
    clue, step = take(clue, "resume", Permission.VERIFY_CLUE, by=by, version=version)
    pause = clue.pauses.filter(last_on__isnull=True).first()
    if pause is None:
        raise StepRefused("计时没有暂停，用不着恢复")
    pause.last_on = timezone.localdate(at)
    pause.save(update_fields=["last_on"])
    write_step(clue, step, by=by, at=at, reason=words.strip())
    record(by, "clue.resumed", clue, ground=pause.ground)
    return pause


@transaction.atomic
def ask_extension(
    clue: Clue, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> ClueExtension:
    """申请延长: once, before the last day has passed."""
    clue, step = take(clue, "ask_extension", Permission.VERIFY_CLUE, by=by, version=version)
    reason = require_words(reason, "写明特殊情况是什么、还要做哪几件事")
    if next_extension(check_term(facts_of(clue))) is None:
        raise StepRefused("法律没有规定这个期限可以延长")
    if clue.extensions.exclude(approved=False).exists():
        raise StepRefused("只能延长一次：已经申请过了")
    _require_in_time(clue, at)
    extension = ClueExtension.objects.create(clue=clue, reason=reason, asked_by=by, asked_at=at)
    write_step(clue, step, by=by, at=at, reason=reason)
    record(by, "clue.extension_asked", clue, extension=extension.pk)
    return extension


@transaction.atomic
def answer_extension(
    extension: ClueExtension,
    *,
    approve: bool,
    answer: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> ClueExtension:
    """批复延长: by a bureau head who did not ask for it, before the last day has passed."""
    name = "extend" if approve else "refuse_extension"
    clue, step = take(extension.clue, name, Permission.APPROVE_EXTENSION, by=by, version=version)
    extension = questions.held(extension, by=by, barred={clue.handler_id})
    if approve:
        _require_in_time(clue, at)
    else:
        answer = require_words(answer, "写明为什么不批")
    questions.answer(extension, approve=approve, words=answer, by=by, at=at)
    told = write_step(clue, step, by=by, at=at, reason=extension.answer)
    tell_handler(clue, told, "批了延长" if approve else "没有批延长")
    record(by, "clue.extension_answered", clue, extension=extension.pk, approved=approve)
    return extension


def _require_in_time(clue: Clue, at: datetime) -> None:
    due = check_deadline(facts_of(clue)).due_on
    if due is not None and timezone.localdate(at) > due:
        raise StepRefused(f"{due:%m 月 %d 日}已经期满，不能再延长：尽快决定，并写明逾期的原因")
