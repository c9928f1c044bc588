"""阶段的动作: entered and left, each with what shows it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.programme.models import Clause, StageMark
from wangshi.programme.workflow import ProgrammeRefused, StageSide
from wangshi.shared.services import clean, record

from .tasks import require_words


@transaction.atomic
def mark_stage(
    clause: Clause, *, side: str, on: date, words: str, by: Account, at: datetime
) -> StageMark:
    """记阶段: entered before it is left, each once."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写一句：凭什么")
    if clause.last_on is None:
        raise ProgrammeRefused("这一条不是阶段")
    if on > timezone.localdate(at):
        raise ProgrammeRefused("日期不能晚于今天")
    marks = {mark.side: mark for mark in clause.stage_marks.select_for_update()}
    if side in marks:
        raise ProgrammeRefused(f"{marks[side].on:%Y-%m-%d} 已经记过了")
    entered = marks.get(StageSide.ENTRY)
    if side == StageSide.EXIT and entered is None:
        raise ProgrammeRefused("先记进入，再记完成")
    if side == StageSide.EXIT and entered is not None and on < entered.on:
        raise ProgrammeRefused(f"完成不能早于进入（{entered.on:%Y-%m-%d}）")
    mark = StageMark.objects.create(
        clause=clause, side=side, on=on, words=clean(words.strip()), at=at, by=by
    )
    record(by, "stage.marked", clause, side=side, on=on)
    return mark
