"""履行: what comes in, what may wait, what is contested, what the court is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.clocks import (
    COURT,
    URGE,
    court_from,
    due_after,
    pay_by,
    served_on,
    urged_on,
)
from wangshi.penalties.codes import COURT as COURT_ENDED
from wangshi.penalties.codes import DONE
from wangshi.penalties.models import Approval, Contest, Docket, Instalment, Payment, ServiceAttempt
from wangshi.penalties.selectors.money import account_of
from wangshi.penalties.workflow import (
    MONEY_TITLES,
    CaseState,
    Matter,
    Money,
    Served,
    StepRefused,
)
from wangshi.shared.services import clean, record

from . import numbers
from .ledger import tell_ledger
from .questions import ask
from .serving import Delivery, deliver
from .steps import require_day, require_words, take, write_step


@dataclass(frozen=True)
class Receipt:
    """一张票据."""

    kind: Money
    amount: Decimal
    on: date
    number: str


@dataclass(frozen=True)
class Part:
    """延期、分期的一笔."""

    due_on: date
    amount: Decimal


@transaction.atomic
def pay(
    case: Case, receipt: Receipt, *, by: Account, at: datetime, version: int | None = None
) -> Payment:
    """记缴款: with its receipt; when nothing is left, the case may be closed."""
    docket, step = take(case, "pay", by=by, version=version)
    kind, amount, on = receipt.kind, receipt.amount, receipt.on
    require_day(on, since=docket.decision.decided_on, at=at, what="缴款的日子")
    number = require_words(receipt.number, "写票据号")[:60]
    if Payment.objects.filter(receipt=number, kind=kind).exists():
        raise StepRefused(f"票据 {number} 已经记过{MONEY_TITLES[kind]}了")
    left = account_of(docket, on).left[kind]
    if not Decimal(0) < amount <= left:
        raise StepRefused(f"{MONEY_TITLES[kind]}还差 {left} 元：金额写 0.01 到 {left}")
    payment = Payment.objects.create(
        docket=docket, kind=kind, amount=amount, on=on, receipt=number, by=by
    )
    target = _paid_up(docket, on, at, step.article)
    words = f"{MONEY_TITLES[kind]} {amount} 元，票据 {number}"
    write_step(docket, step, by=by, at=at, words=words, target=target)
    record(by, "penalty.paid", case, kind=kind, amount=amount, receipt=number)
    return payment


@transaction.atomic
def fulfil(
    case: Case, *, words: str, on: date, by: Account, at: datetime, version: int | None = None
) -> Docket:
    """记履行完毕: what is no money, once no money is owed any more."""
    docket, step = take(case, "fulfil", by=by, version=version)
    served = served_on(docket)
    require_day(on, since=served or case.filed_on, at=at, what="履行完毕的日子")
    owed = account_of(docket, on)
    ordered = owed.left[Money.FINE] + owed.left[Money.INCOME]
    if ordered:
        raise StepRefused(f"罚没款还有 {ordered} 元没有缴：先记缴款")
    # 第七十五条 lets a surcharge be added and does not order it: who leaves it says why.
    waived = owed.left[Money.SURCHARGE]
    what = f"还有加处罚款 {waived} 元：写明为什么不收" if waived else "写明怎么履行的"
    words = require_words(words, f"{what}，没收的物品交到哪里、停业哪天满")
    docket.performed_on, docket.closing_ground = on, DONE
    write_step(docket, step, by=by, at=at, words=words)
    tell_ledger(docket.decision, "paid", on=on, at=at, article=step.article)
    record(by, "penalty.fulfilled", case, on=on, waived=waived)
    return docket


@transaction.atomic
def ask_deferral(
    case: Case,
    parts: Sequence[Part],
    *,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Approval:
    """申请延期、分期: on the party's written request, for what is left of the fine."""
    docket, step = take(case, "defer", by=by, version=version)
    reason = require_words(reason, "写当事人书面申请的日子、经济困难的情况和证明")
    today = timezone.localdate(at)
    left = account_of(docket, today).left[Money.FINE]
    total = sum((part.amount for part in parts), Decimal(0))
    if not parts or any(part.due_on <= today or part.amount <= 0 for part in parts):
        raise StepRefused("每一笔写明以后哪天缴、缴多少")
    if total != left:
        raise StepRefused(f"各笔加起来 {total} 元，没有缴的罚款是 {left} 元：要一样")
    question = ask(docket, Matter.DEFER, reason, by=by, at=at)
    for part in parts:
        Instalment.objects.create(approval=question, due_on=part.due_on, amount=part.amount)
    write_step(docket, step, by=by, at=at, words=reason)
    record(by, "penalty.approval_asked", case, matter=Matter.DEFER, parts=len(parts))
    return question


@transaction.atomic
def begin_contest(
    case: Case,
    *,
    kind: str,
    before: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Contest:
    """记复议、诉讼: the penalty goes on, no surcharge grows (行政处罚法第七十三条)."""
    docket, step = take(case, "contest", by=by, version=version)
    require_day(on, since=docket.decision.decided_on, at=at, what="受理的日子")
    if docket.contests.filter(last_on=None).exists():
        raise StepRefused("已经有一件复议、诉讼没有结束")
    before = require_words(before, "写哪个机关、哪个法院")
    contest = Contest.objects.create(docket=docket, kind=kind, before=before[:120], first_on=on)
    write_step(docket, step, by=by, at=at, words=f"{contest.get_kind_display()}：{before}")
    record(by, "penalty.contested", case, kind=kind, on=on)
    return contest


@transaction.atomic
def end_contest(
    case: Case, *, result: str, on: date, by: Account, at: datetime, version: int | None = None
) -> Contest:
    """复议、诉讼结束: the surcharge may grow again from the next day."""
    docket, step = take(case, "contested", by=by, version=version)
    contest = docket.contests.filter(last_on=None).first()
    if contest is None:
        raise StepRefused("没有在走的复议、诉讼")
    require_day(on, since=contest.first_on, at=at, what="结束的日子")
    contest.last_on, contest.result = on, require_words(result, "写结果：维持、撤销、变更")[:300]
    contest.save(update_fields=["last_on", "result"])
    write_step(docket, step, by=by, at=at, words=contest.result)
    record(by, "penalty.contest_ended", case, on=on)
    return contest


@transaction.atomic
def urge(
    case: Case, delivery: Delivery, *, by: Account, at: datetime, version: int | None = None
) -> ServiceAttempt:
    """催告: when the time to pay is over; ten working days later the court may be asked."""
    docket, step = take(case, "urge", by=by, version=version)
    last = pay_by(docket)
    if last is None or timezone.localdate(at) <= last:
        raise StepRefused(f"缴款期限到 {last}：没有满，不能催告")
    before = docket.attempts.filter(what=Served.URGE).last()
    if before and before.succeeded:
        raise StepRefused("已经催告过了")
    number = before.number if before else numbers.next_number(numbers.URGE, at)
    attempt = deliver(docket, Served.URGE, number, delivery, since=last, by=by, at=at)
    result = f"{attempt.counts_on} 算作送达" if attempt.succeeded else "没有送到"
    write_step(docket, step, by=by, at=at, words=f"{number}：{result}")
    record(by, "penalty.urged", case, number=number, succeeded=attempt.succeeded)
    return attempt


@transaction.atomic
def ask_enforcement(
    case: Case, *, court: str, by: Account, at: datetime, version: int | None = None
) -> Approval:
    """申请法院强制执行: after review, suit and the reminder are over, within three months."""
    docket, step = take(case, "enforce", by=by, version=version)
    today, urged, opened = timezone.localdate(at), urged_on(docket), court_from(docket)
    if urged is None or today <= due_after(URGE, urged):
        raise StepRefused(
            "先催告，当事人收到催告书十个工作日以后仍不履行的，才能申请（第七十六条）"
        )
    if docket.contests.filter(last_on=None).exists():
        raise StepRefused("复议、诉讼还没有结束：结束以后再申请")
    if opened is None or today <= opened:
        raise StepRefused(f"当事人申请复议、起诉的期限到 {opened}：过了那天才能申请")
    last = due_after(COURT, opened)
    if today > last:
        raise StepRefused(f"申请强制执行的期限 {last} 已经过了：不能再申请（第七十六条）")
    words = require_words(court, "写向哪个法院申请")
    question = ask(docket, Matter.ENFORCE, words, by=by, at=at)
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.approval_asked", case, matter=Matter.ENFORCE)
    return question


@transaction.atomic
def end_enforcement(
    case: Case,
    *,
    finished: bool,
    words: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Docket:
    """法院执行结束: carried out, or the court ended it."""
    docket, step = take(case, "enforced", by=by, version=version)
    if not docket.approvals.filter(matter=Matter.ENFORCE, approved=True).exists():
        raise StepRefused("没有申请过强制执行")
    require_day(on, since=docket.decision.decided_on, at=at, what="结束的日子")
    words = require_words(words, "写法院的文书、执行到多少")
    docket.performed_on, docket.closing_ground = on, DONE if finished else COURT_ENDED
    write_step(docket, step, by=by, at=at, words=words)
    if finished:
        tell_ledger(docket.decision, "paid", on=on, at=at, article=step.article)
    record(by, "penalty.enforced", case, finished=finished)
    return docket


@transaction.atomic
def ask_closing(
    case: Case, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Approval:
    """填结案审批表: within fifteen working days; no measure may still run."""
    docket, step = take(case, "close", by=by, version=version)
    if docket.measures.filter(started_at__isnull=False, ended_on=None).exists():
        raise StepRefused("还有查封、扣押没有了结：先解除或者处理")
    if hasattr(docket, "decision") and docket.decision.undone:
        words = require_words(words, "决定被撤销、变更过：写明现在怎么处理")
    reason = clean(words.strip()) or "符合结案情形"
    question = ask(docket, Matter.CLOSE, reason, by=by, at=at)
    write_step(docket, step, by=by, at=at, words=reason)
    record(by, "penalty.approval_asked", case, matter=Matter.CLOSE)
    return question


def _paid_up(docket: Docket, on: date, at: datetime, article: str) -> CaseState | None:
    """缴清了: and nothing else is to be done, the case may be closed."""
    decision = docket.decision
    if account_of(docket, on).owes or decision.goods or decision.others:
        return None
    docket.performed_on, docket.closing_ground = on, DONE
    tell_ledger(decision, "paid", on=on, at=at, article=article)
    return CaseState.PERFORMED
