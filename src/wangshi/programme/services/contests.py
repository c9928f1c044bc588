"""计分异议的动作: a unit contests an item, the office answers; never the one who contested."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.unit_scores import standing_score_rules
from wangshi.programme.models import Contest
from wangshi.programme.workflow import ProgrammeRefused
from wangshi.shared.services import clean, record

from .tasks import require_words


@transaction.atomic
def contest_score(
    department: Department, *, year: int, item: str, words: str, by: Account, at: datetime
) -> Contest:
    """提出异议: one that is not answered yet at a time for an item."""
    made = Contest(
        department=department, year=year, item=item, words=clean(words.strip()), at=at, by=by
    )
    require(by, Permission.WORK_TASK, made)
    require_words(words, "写为什么不对")
    if standing_score_rules().item(item) is None:
        raise ProgrammeRefused("没有这一项：照计分规则选")
    if Contest.objects.filter(
        department=department, year=year, item=item, answered_at=None
    ).exists():
        raise ProgrammeRefused("这一项的异议还没有答复：等答复了再提")
    made.save(force_insert=True)
    record(by, "score.contested", made, item=item)
    return made


@transaction.atomic
def answer_contest(
    contest: Contest, *, words: str, given_back: Decimal, by: Account, at: datetime
) -> Contest:
    """答复异议: with what is given back, nought when it is not upheld."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写答复")
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.answered_at is not None:
        raise ProgrammeRefused("已经答复过了")
    if contest.by_id == by.pk:
        raise ProgrammeRefused("异议是您提的，请别人答复")
    item = standing_score_rules().item(contest.item)
    most = abs(item.most) if item else 0
    if abs(given_back) > most:
        raise ProgrammeRefused(f"这一项最多改 {most} 分")
    contest.answer, contest.given_back = clean(words.strip()), given_back
    contest.answered_at, contest.answered_by = at, by
    contest.save(update_fields=["answer", "given_back", "answered_at", "answered_by"])
    record(by, "score.contest_answered", contest, given_back=given_back)
    return contest
