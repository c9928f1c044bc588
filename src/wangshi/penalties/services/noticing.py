"""告知: the head agrees, the notice is served, the party speaks, a hearing is held."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.clocks import HEAR, STATE, due_after, hearing_notice_by, notified_on
from wangshi.penalties.models import Docket, Hearing, Report, ServiceAttempt, Statement
from wangshi.penalties.selectors.sanctions import hearing_reasons_of
from wangshi.penalties.workflow import (
    LAW,
    CaseOutcome,
    CaseState,
    ReviewKind,
    Served,
    StepRefused,
)
from wangshi.shared.services import record

from .numbers import NOTICE, next_number
from .reviewing import officers_of, open_review, require_reviewed
from .serving import Delivery, deliver
from .steps import require_day, require_words, take, write_step
from .telling import tell_officers


@transaction.atomic
def agree(
    case: Case, *, words: str = "", by: Account, at: datetime, version: int | None = None
) -> Docket:
    """同意拟处罚: what the review let pass is told to the party (第五十六条)."""
    docket, step = take(case, "agree", by=by, version=version)
    report = require_reviewed(docket).report
    if report.handling != CaseOutcome.PENALTY:
        raise StepRefused("这件不拟处罚，不用告知：直接作出决定")
    write_step(docket, step, by=by, at=at, words=words or "同意拟处罚，依法告知")
    record(by, "penalty.agreed", case, report=report.pk)
    return docket


@transaction.atomic
def send_back(
    case: Case, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Docket:
    """退回补充调查: by the head, with what is missing."""
    docket, step = take(case, "send-back", by=by, version=version)
    words = require_words(words, "写明要补充调查什么")
    # A hearing that was still awaited is not held about a report that is taken back.
    on = timezone.localdate(at)
    Hearing.objects.filter(report__docket=docket, ended_on=None).update(ended_on=on)
    written = write_step(docket, step, by=by, at=at, words=words)
    tell_officers(written, "退回补充调查", returned=True)
    record(by, "penalty.sent_back", case)
    return docket


@transaction.atomic
def serve_notice(
    case: Case, delivery: Delivery, *, by: Account, at: datetime, version: int | None = None
) -> ServiceAttempt:
    """送达告知书: five working days to speak or to ask for a hearing run from when it counts."""
    docket, step = take(case, "notify", by=by, version=version)
    before = docket.attempts.filter(what=Served.NOTICE).last()
    number = before.number if before and not before.succeeded else next_number(NOTICE, at)
    reviewed = require_reviewed(docket)
    since = timezone.localdate(reviewed.answered_at or at)
    attempt = deliver(docket, Served.NOTICE, number, delivery, since=since, by=by, at=at)
    state = None if attempt.succeeded else CaseState.AGREED
    write_step(docket, step, by=by, at=at, words=told_of(attempt), target=state)
    record(by, "penalty.notice_served", case, number=number, succeeded=attempt.succeeded)
    return attempt


@dataclass(frozen=True)
class Said:
    """当事人怎么说的，复核下来怎么样."""

    on: date
    words: str
    adopted: bool
    why: str


@transaction.atomic
def take_statement(
    case: Case, said: Said, *, by: Account, at: datetime, version: int | None = None
) -> Statement:
    """记陈述申辩: one that comes late is heard too, and marked."""
    docket, step = take(case, "statement", by=by, version=version)
    served = _notified(docket)
    require_day(said.on, since=served, at=at, what="提出的日子")
    statement = Statement.objects.create(
        docket=docket,
        on=said.on,
        words=require_words(said.words, "写当事人提出的事实、理由和证据；没有意见的写“没有意见”"),
        adopted=said.adopted,
        why=require_words(said.why, "写复核的情况，采纳或者不采纳的理由"),
        late=said.on > due_after(STATE, served),
    )
    words = f"{'采纳' if said.adopted else '不采纳'}：{statement.words}"
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.statement_taken", case, adopted=said.adopted, late=statement.late)
    return statement


@transaction.atomic
def ask_hearing(
    case: Case, *, on: date, by: Account, at: datetime, version: int | None = None
) -> Hearing:
    """记听证申请: within five working days of the notice, where the penalty is heavy enough."""
    docket, step = take(case, "hearing", by=by, version=version)
    served, report = _notified(docket), last_report(docket)
    require_day(on, since=served, at=at, what="提出的日子")
    if not hearing_reasons_of(report, docket):
        raise StepRefused("拟作出的处罚不属于听证范围：记在陈述申辩里（行政处罚法第六十三条）")
    last = due_after(HEAR, served)
    if on > last:
        raise StepRefused(
            f"告知书 {served} 送达，要求听证到 {last} 为止，过了视为放弃（第五十七条第二款）："
            "当事人还有意见的，记在陈述申辩里"
        )
    if Hearing.objects.filter(report=report).exists():
        raise StepRefused("已经记过听证申请了")
    hearing = Hearing.objects.create(report=report, asked_on=on, **officers_of(docket))
    write_step(docket, step, by=by, at=at, words=f"{on} 要求听证")
    record(by, "penalty.hearing_asked", case, on=on)
    return hearing


@transaction.atomic
def set_hearing(
    case: Case,
    *,
    held_on: date,
    place: str,
    chair: Account,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Hearing:
    """通知听证: seven working days before, led by somebody who did not investigate."""
    docket, step = take(case, "hearing-day", by=by, version=version)
    hearing = _hearing(docket)
    if chair in (case.first_officer, case.second_officer):
        raise StepRefused(f"听证由非本案调查人员主持（{LAW}第六十四条第四项）：换一位")
    today, last = timezone.localdate(at), hearing_notice_by(held_on)
    if today > last:
        raise StepRefused(f"{held_on} 举行的，最晚 {last} 通知（{LAW}第六十四条第二项）：往后定")
    hearing.held_on, hearing.notified_on, hearing.chair = held_on, today, chair
    hearing.place = require_words(place, "写听证的地点")[:200]
    hearing.save()
    words = f"{held_on} 在{hearing.place}，{chair.name}主持"
    write_step(docket, step, by=by, at=at, words=words)
    record(by, "penalty.hearing_set", case, on=held_on, chair=chair)
    return hearing


@transaction.atomic
def end_hearing(
    case: Case, *, findings: str, by: Account, at: datetime, version: int | None = None
) -> Hearing:
    """听证结束: what was heard goes to legal review (第五十条第二款)."""
    docket, step = take(case, "heard", by=by, version=version)
    hearing = _hearing(docket)
    today = timezone.localdate(at)
    if hearing.held_on is None or today < hearing.held_on:
        raise StepRefused("听证还没有举行：先通知，到了那天再记")
    hearing.findings = require_words(findings, "写听证报告的意见：事实、证据、处理建议")
    hearing.ended_on = today
    hearing.save()
    open_review(hearing.report, ReviewKind.LEGAL, docket, at)
    write_step(docket, step, by=by, at=at, words=hearing.findings)
    record(by, "penalty.hearing_ended", case)
    return hearing


def last_report(docket: Docket) -> Report:
    """最后一份调查终结报告."""
    report = docket.reports.last()
    if report is None:
        raise StepRefused("还没有调查终结报告")
    return report


def told_of(attempt: ServiceAttempt) -> str:
    """送达怎么样了."""
    result = f"{attempt.counts_on} 算作送达" if attempt.succeeded else "没有送到"
    return f"{attempt.number}：{result}。{attempt.proof}"


def _notified(docket: Docket) -> date:
    served = notified_on(docket)
    if served is None:
        raise StepRefused("告知书还没有送达")
    return served


def _hearing(docket: Docket) -> Hearing:
    found = Hearing.objects.filter(report=last_report(docket), ended_on=None).first()
    if found is None:
        raise StepRefused("没有等着举行的听证：先记听证申请")
    return found
