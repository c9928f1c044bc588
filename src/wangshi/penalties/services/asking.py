"""请示: extension, suspension, recusal and end of an inquiry, each decided by the head."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.cases.services import may_enforce
from wangshi.engine.deadlines import next_extension
from wangshi.penalties.clocks import decide_deadline
from wangshi.penalties.codes import SUSPENSIONS, row_of
from wangshi.penalties.models import Approval, Pause
from wangshi.penalties.workflow import Matter, StepRefused
from wangshi.shared.services import record

from .questions import ask
from .steps import require_day, require_words, take, write_step

TEST, IDENTIFY, SUSPEND = "test", "identify", "suspend"


@transaction.atomic
def ask_extension(
    case: Case, *, days: int, reason: str, by: Account, at: datetime, version: int | None = None
) -> Approval:
    """申请延长办案期限: thirty days by the head, then by the heads together for a stated time."""
    docket, step = take(case, "extend", by=by, version=version)
    deadline = decide_deadline(docket)
    rule = next_extension(deadline.term, deadline.extensions)
    if rule is None:
        raise StepRefused("不能再延长")
    if rule.length is not None and not 1 <= days <= rule.length.amount:
        raise StepRefused(f"这次最多延长 {rule.length.amount} 日，由{rule.approver.title}批准")
    if days < 1:
        raise StepRefused("写明延长多少日：再次延长要同时确定合理期限（第六十四条）")
    reason = require_words(reason, "写明案情为什么复杂、还要做什么")
    question = ask(docket, Matter.EXTEND, reason, by=by, at=at, days=days)
    words = f"延长 {days} 日（{rule.approver.title}）：{reason}"
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.approval_asked", case, matter=Matter.EXTEND, days=days)
    return question


@transaction.atomic
def ask_suspension(
    case: Case, *, ground: str, reason: str, by: Account, at: datetime, version: int | None = None
) -> Approval:
    """申请中止调查: for one of the five reasons; the clock stops when the head approves."""
    docket, step = take(case, "suspend", by=by, version=version)
    row = row_of(SUSPENSIONS, ground, timezone.localdate(at))
    reason = require_words(reason, "写明等什么、等谁")
    if docket.pauses.filter(ground=SUSPEND, last_on=None).exists():
        raise StepRefused("已经中止了：原因消除以后恢复")
    question = ask(docket, Matter.SUSPEND, reason, by=by, at=at, ground=ground)
    write_step(docket, step, by=by, at=at, words=f"{row.title}：{reason}", article=row.basis)
    record(by, "penalty.approval_asked", case, matter=Matter.SUSPEND, ground=ground)
    return question


@transaction.atomic
def resume(
    case: Case, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Pause:
    """恢复调查: at once when the reason is gone."""
    docket, step = take(case, "resume", by=by, version=version)
    pause = docket.pauses.filter(ground=SUSPEND, last_on=None).first()
    if pause is None:
        raise StepRefused("现在没有中止")
    pause.result = require_words(words, "写明原因怎么消除的")[:300]
    pause.last_on = timezone.localdate(at)
    pause.save(update_fields=["result", "last_on"])
    write_step(docket, step, by=by, at=at, words=pause.result)
    record(by, "penalty.resumed", case)
    return pause


@transaction.atomic
def ask_termination(
    case: Case, *, reason: str, by: Account, at: datetime, version: int | None = None
) -> Approval:
    """申请终止调查: the party died or ended and nobody stands in for it (第四十七条)."""
    docket, step = take(case, "terminate", by=by, version=version)
    reason = require_words(reason, "写明当事人死亡、终止的证明，有没有承受人")
    question = ask(docket, Matter.TERMINATE, reason, by=by, at=at)
    write_step(docket, step, by=by, at=at, words=reason)
    record(by, "penalty.approval_asked", case, matter=Matter.TERMINATE)
    return question


@transaction.atomic
def ask_recusal(
    case: Case,
    *,
    leaving: Account,
    coming: Account,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Approval:
    """申请回避: decided by the head; the inquiry goes on meanwhile (第四条第二款)."""
    docket, step = take(case, "recuse", by=by, version=version)
    handlers = {case.first_officer_id, case.second_officer_id}
    if leaving.pk not in handlers or coming.pk in handlers:
        raise StepRefused("选要回避的办案人员，和不在这件里的接办人员")
    if not may_enforce(coming):
        raise StepRefused(f"{coming.name}没有执法证号，不能办案")
    reason = require_words(reason, "写明谁申请的、什么关系")
    question = ask(docket, Matter.RECUSE, reason, by=by, at=at, coming=coming, leaving=leaving)
    words = f"{leaving.name}回避，{coming.name}接办：{reason}"
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.approval_asked", case, matter=Matter.RECUSE, leaving=leaving)
    return question


@transaction.atomic
def send_to_test(
    case: Case,
    *,
    ground: str,
    words: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Pause:
    """送检测、鉴定、辨认: the days until it is back count neither for the case nor for a seal."""
    docket, step = take(case, "test", by=by, version=version)
    if ground not in (TEST, IDENTIFY):
        raise StepRefused("选送检测鉴定，还是请权利人辨认")
    if docket.pauses.filter(ground=ground, last_on=None).exists():
        raise StepRefused("已经送了，还没有回来：先记结果")
    require_day(on, since=case.filed_on, at=at, what="送检的日子")
    due = decide_deadline(docket).due_on
    if due is not None and on > due:
        raise StepRefused(f"{due} 已经期满：期满以后停不了表，照样可以送，记一笔")
    words = require_words(words, "写明送给哪个机构、送了什么")
    pause = Pause.objects.create(docket=docket, ground=ground, first_on=on, words=words[:300])
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.paused", case, ground=ground, on=on)
    return pause


@transaction.atomic
def take_result(
    case: Case,
    *,
    ground: str,
    result: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Pause:
    """结果出来了: told to the party; the clock runs again."""
    docket, step = take(case, "tested", by=by, version=version)
    pause = docket.pauses.filter(ground=ground, last_on=None).first()
    if pause is None:
        raise StepRefused("现在没有在送检、辨认")
    require_day(on, since=pause.first_on, at=at, what="出来的日子")
    pause.result = require_words(result, "写明结果是什么、怎么告知当事人的")[:300]
    pause.last_on = on
    pause.save(update_fields=["result", "last_on"])
    write_step(docket, step, by=by, at=at, words=pause.result)
    record(by, "penalty.resumed", case, ground=ground, on=on)
    return pause
