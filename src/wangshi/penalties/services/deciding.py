"""决定: by a head who neither investigated nor reviewed; late is told, never hidden."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.clocks import HEAR, STATE, decide_deadline, due_after, notified_on
from wangshi.penalties.codes import NO_PENALTY
from wangshi.penalties.models import Decision, Docket, Report, Review
from wangshi.penalties.workflow import (
    OUTCOME_ARTICLES,
    RULES,
    TOLD_TO_PARTY,
    CaseOutcome,
    CaseState,
    ReviewKind,
    StepRefused,
    Undone,
)
from wangshi.shared.services import clean, record

from . import numbers
from .ledger import tell_ledger
from .reviewing import Sanctioned, columns_of, is_nothing, require_reviewed
from .steps import require_day, require_words, take, write_step
from .telling import tell_officers

SERIES = {
    CaseOutcome.PENALTY: numbers.PENALTY,
    CaseOutcome.NO_PENALTY: numbers.NO_PENALTY,
    CaseOutcome.NOT_PROVEN: numbers.NO_PENALTY,
}


@dataclass(frozen=True)
class Ruling:
    """怎么决定: the outcome, the penalty, why; the discussion and the delay where there are any."""

    outcome: CaseOutcome
    reason: str
    sanction: Sanctioned
    discussed_on: date | None = None
    discussion: str = ""
    late_reason: str = ""


@transaction.atomic
def decide(
    case: Case, ruling: Ruling, *, by: Account, at: datetime, version: int | None = None
) -> Decision:
    """作出处理决定: only after review, notice and the time to speak; nothing heavier than told."""
    docket, step = take(case, "decide", by=by, version=version)
    reviewed = require_reviewed(docket)
    if reviewed.by is None or reviewed.by == by:
        raise StepRefused(f"这件是您审核的：由没有办过、没有审过的负责人决定（{RULES}第四十九条）")
    report, on = reviewed.report, timezone.localdate(at)
    _require_outcome(docket, ruling, report, on)
    _require_discussion(ruling, report, reviewed)
    decision = Decision.objects.create(
        docket=docket,
        report=report,
        number=numbers.next_number(SERIES.get(ruling.outcome, numbers.OTHERWISE), at),
        outcome=ruling.outcome,
        reason=require_words(ruling.reason, "写决定的理由"),
        adoption=_adoption(docket) if ruling.outcome is CaseOutcome.PENALTY else "",
        decided_on=on,
        by=by,
        reviewer=reviewed.by,
        first_officer=case.first_officer,
        second_officer=case.second_officer,
        discussed_on=ruling.discussed_on,
        discussion=clean(ruling.discussion.strip()),
        late_reason=_late_reason(docket, ruling, on),
        **columns_of(ruling.sanction),
    )
    target = _decided(docket, ruling.outcome, on)
    article = OUTCOME_ARTICLES[ruling.outcome]
    words = decision.reason
    written = write_step(docket, step, by=by, at=at, words=words, article=article, target=target)
    tell_officers(written, "作出了处理决定")
    tell_ledger(decision, "decided", on=on, at=at, article=article)
    late = bool(decision.late_reason)
    record(by, "penalty.decided", case, number=decision.number, outcome=ruling.outcome, late=late)
    return decision


@transaction.atomic
def undo(
    case: Case,
    *,
    how: Undone,
    on: date,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Decision:
    """决定被撤销、变更: what was published is withdrawn within three working days."""
    docket, step = take(case, "undo", by=by, version=version)
    decision = Decision.objects.select_for_update().get(docket=docket)
    if decision.undone:
        raise StepRefused("已经记过了")
    require_day(on, since=decision.decided_on, at=at, what="变更、撤销的日子")
    decision.undone, decision.undone_on = how, on
    decision.undone_words = require_words(words, "写哪个机关的哪份文书、为什么")
    decision.save(update_fields=["undone", "undone_on", "undone_words"])
    said = f"{decision.get_undone_display()}：{decision.undone_words}"
    write_step(docket, step, by=by, at=at, words=said)
    tell_ledger(decision, "undone", on=on, at=at, article=step.article)
    record(by, "penalty.undone", case, how=how, on=on)
    return decision


def _require_outcome(docket: Docket, ruling: Ruling, report: Report, on: date) -> None:
    if ruling.outcome is CaseOutcome.TERMINATED:
        raise StepRefused("终止调查另外请示（第四十七条）")
    if ruling.outcome is not CaseOutcome.PENALTY:
        if not is_nothing(ruling.sanction):
            raise StepRefused("不予处罚、移送的，不能同时写处罚内容")
        _require_ground(docket, ruling, report)
        return
    if is_nothing(ruling.sanction):
        raise StepRefused("写明罚什么：警告、罚款、没收，至少一样")
    _require_heard(docket, on)
    _require_not_heavier(ruling.sanction, report)


def _require_ground(docket: Docket, ruling: Ruling, report: Report) -> None:
    transfer = getattr(docket, "transfer", None)
    if ruling.outcome is CaseOutcome.CRIMINAL and (transfer is None or transfer.sent_at is None):
        raise StepRefused("还没有移送公安：先报请移送，批准以后记移送")
    named = (CaseOutcome.NO_PENALTY, CaseOutcome.NOT_PROVEN)
    if ruling.outcome in named and report.handling != ruling.outcome:
        raise StepRefused("报告里没有不予处罚的理由：退回补充调查，逐项写明以后再决定")


def _require_heard(docket: Docket, on: date) -> None:
    served = notified_on(docket)
    if docket.state != CaseState.NOTIFIED or served is None:
        raise StepRefused(f"还没有告知当事人：先同意拟处罚，送达告知书（{RULES}第五十七条）")
    last = max(due_after(STATE, served), due_after(HEAR, served))
    if on <= last:
        raise StepRefused(f"当事人陈述申辩、要求听证到 {last} 为止：过了那天再决定（第五十七条）")
    report = docket.reports.last()
    if report is not None and hasattr(report, "hearing") and report.hearing.ended_on is None:
        raise StepRefused("当事人要求听证：先举行听证，再做法制审核")


def _require_not_heavier(sanction: Sanctioned, report: Report) -> None:
    """第五十八条: nobody is punished more for having spoken; a heavier one is told anew."""
    heavier = (
        sanction.fine > report.fine
        or sanction.income > report.income
        or sanction.goods_value > report.goods_value
        or not set(sanction.others) <= set(report.others)
    )
    if heavier:
        raise StepRefused(
            f"比告知的重：不得因陈述、申辩、听证加重（{RULES}第五十八条）；有新事实的退回，重新告知"
        )


def _require_discussion(ruling: Ruling, report: Report, reviewed: Review) -> None:
    """第六十条第二款: a weighty case is decided by the heads together."""
    weighty = report.weighty or reviewed.kind == ReviewKind.LEGAL
    if not weighty or ruling.outcome is not CaseOutcome.PENALTY:
        return
    if ruling.discussed_on is None or not ruling.discussion.strip():
        raise StepRefused(f"应当由负责人集体讨论（{RULES}第六十条第二款）：写哪天、谁参加、意见")


def _adoption(docket: Docket) -> str:
    """陈述、申辩的采纳情况及理由: from what was taken down."""
    said = [f"{'采纳' if one.adopted else '不采纳'}：{one.why}" for one in docket.statements.all()]
    report = docket.reports.last()
    if report is not None and hasattr(report, "hearing"):
        said.append("当事人要求听证，已经举行，意见见听证情况。")
    return "\n".join(said) or "当事人在期限内没有陈述、申辩，没有要求听证，视为放弃。"


def _late_reason(docket: Docket, ruling: Ruling, on: date) -> str:
    due = decide_deadline(docket).due_on
    if due is None or on <= due:
        return ""
    return require_words(
        ruling.late_reason, f"办案期限 {due} 已经满了：写明为什么超期，写进决定的记录，不隐去"
    )


def _decided(docket: Docket, outcome: CaseOutcome, on: date) -> CaseState:
    docket.outcome = outcome
    if outcome in TOLD_TO_PARTY:
        return CaseState.DECIDED
    docket.performed_on, docket.closing_ground = on, NO_PENALTY
    return CaseState.PERFORMED
