"""答复、异议、复核: every ending is answered for, and can be disputed."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.cases.models import Case, Clue, Dispute
from wangshi.cases.workflow import StepRefused
from wangshi.shared.services import record

from .reopening import open_again
from .steps import require_words, take, write_step
from .telling import tell_finder

FILED_ALREADY = "已经立案的不能重办：对案件的意见转给办案人，在这里写明维持的理由"


@transaction.atomic
def reply_clue(
    clue: Clue, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Clue:
    """答复: the finder reads what became of it, in plain words; the clue is closed."""
    clue, step = take(clue, "reply", Permission.REPLY_CLUE, by=by, version=version)
    clue.reply = require_words(words, "写给发现人的话：查到什么、怎么办了、谁办的")
    clue.replied_by, clue.replied_at = by, at
    tell_finder(clue, write_step(clue, step, by=by, at=at, reason=clue.reply), "有了答复")
    record(by, "clue.replied", clue)
    return clue


@transaction.atomic
def dispute_clue(
    clue: Clue, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> Dispute:
    """提异议: by its finder, once an answer; somebody else than the decider looks again."""
    clue, step = take(clue, "dispute", Permission.DISPUTE_CLUE, by=by, version=version)
    reason = require_words(reason, "写一句：哪里不对，您看到的是什么样")
    if clue.disputes.filter(raised_at__gte=clue.replied_at).exists():
        raise StepRefused("这个结果已经复核过了；有新情况就另报一条")
    if clue.decided_by is None:
        raise StepRefused("这条线索没有决定人，不能提异议")
    dispute = Dispute.objects.create(
        clue=clue,
        reason=reason,
        outcome=clue.outcome,
        decided_by=clue.decided_by,
        raised_by=by,
        raised_at=at,
    )
    write_step(clue, step, by=by, at=at, reason=reason)
    record(by, "clue.disputed", clue, dispute=dispute.pk)
    return dispute


@transaction.atomic
def settle_dispute(
    dispute: Dispute,
    *,
    reopen: bool,
    settlement: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Clue:
    """复核异议: work it again, or uphold with reasons; never by who decided or checked it."""
    name = "reopen" if reopen else "uphold"
    clue, step = take(dispute.clue, name, Permission.SETTLE_DISPUTE, by=by, version=version)
    dispute = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if dispute.reopened is not None:
        raise StepRefused("这份异议已经复核过了")
    if by.pk in {dispute.decided_by_id, dispute.raised_by_id, clue.handler_id}:
        raise StepRefused("不能复核自己办的件：请另一位复核")
    settlement = require_words(settlement, "写明复核意见：看了什么、为什么")
    if reopen:
        if Case.objects.filter(clue=clue).exists():
            raise StepRefused(FILED_ALREADY)
        open_again(clue, at)
    dispute.reopened, dispute.settlement = reopen, settlement
    dispute.settled_by, dispute.settled_at = by, at
    dispute.save()
    tell_finder(clue, write_step(clue, step, by=by, at=at, reason=settlement), "异议复核过了")
    record(by, "clue.dispute_settled", clue, dispute=dispute.pk, reopened=reopen)
    return clue
