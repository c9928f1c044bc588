"""重办: the clue is checked once more, and its term runs from that day."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.cases.models import Case, Clue
from wangshi.cases.workflow import StepRefused
from wangshi.shared.services import record

from .steps import require_words, take, write_step


@transaction.atomic
def work_again(
    clue: Clue, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> Clue:
    """没改好，重办: the recheck found it as it was; it may now be filed (第十九条)."""
    clue, step = take(clue, "work_again", Permission.VERIFY_CLUE, by=by, version=version)
    latest = clue.corrections.filter(set_aside_at__isnull=True).order_by("pk").last()
    if latest is None or latest.fixed is not False:
        raise StepRefused("复看写明没改好的，才能这样重办：先写复看结果")
    reason = require_words(reason, "写明为什么重新核查：哪里没改、打算怎么办")
    if Case.objects.filter(clue=clue).exists():
        raise StepRefused("已经立案：把没改好写进案卷，由办案人依法处理")
    open_again(clue, at)
    write_step(clue, step, by=by, at=at, reason=reason)
    record(by, "clue.worked_again", clue, correction=latest.pk)
    return clue


@transaction.atomic
def supplement_clue(
    clue: Clue, *, words: str, on: date, by: Account, at: datetime, version: int | None = None
) -> Clue:
    """并入新的事实: the same reporter told more; the term runs from the last receipt."""
    clue, step = take(clue, "supplement", Permission.ASSIGN_CLUE, by=by, version=version)
    words = require_words(words, "写新的事实：前一次没有说过的")
    if not clue.found_on <= on <= timezone.localdate(at):
        raise StepRefused("收到的日子要在发现日期和今天之间")
    clue.reopened_on = max(on, clue.reopened_on or on)
    write_step(clue, step, by=by, at=at, reason=words)
    record(by, "clue.supplemented", clue, on=on)
    return clue


def open_again(clue: Clue, at: datetime) -> None:
    """The decision is taken back, and with it whatever was asked to be put right."""
    clue.reopened_on = timezone.localdate(at)
    clue.outcome = clue.ground = clue.decision_reason = clue.reply = clue.transferred_out = ""
    clue.decided_on = clue.decided_by = clue.replied_at = clue.replied_by = None
    clue.duplicate_of = clue.transferred_to = None
    clue.corrections.filter(set_aside_at__isnull=True).update(set_aside_at=at)
