"""决定: file and decline on the bureau head's approval, every other ending by who checked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.cases.endings import Ending, ending
from wangshi.cases.models import Case, Clue, ClueProposal
from wangshi.cases.workflow import (
    DECIDED_BY_THE_HEAD,
    OUTCOME_TITLES,
    ClueOutcome,
    ClueSource,
    StepRefused,
)
from wangshi.shared.services import record

from . import questions
from .correcting import Demand, open_correction
from .numbers import CASE, next_number
from .officers import may_enforce
from .reporting import NewClue, receive
from .steps import require_words, take, write_step
from .telling import tell_finder, tell_handler


@dataclass(frozen=True)
class Verdict:
    """怎么了结: the ending, its ground and why; the other clue or office where it needs one.

    Guidance names what is to be put right, and by when.
    """

    outcome: ClueOutcome
    ground: str
    reason: str
    duplicate_of: Clue | None = None
    transferred_to: Department | None = None
    transferred_out: str = ""
    demand: Demand | None = None


@dataclass(frozen=True)
class Filing:
    """立案审批表、不予立案审批表: what the bureau head reads before answering."""

    outcome: ClueOutcome
    ground: str
    reason: str
    cause: str = ""
    party: str = ""
    second_officer: Account | None = None


@transaction.atomic
def decide_clue(
    clue: Clue, *, verdict: Verdict, by: Account, at: datetime, version: int | None = None
) -> Clue:
    """决定: guide and correct, transfer, duplicate, not ours or unverifiable, with its ground."""
    clue, step = take(clue, "decide", Permission.DECIDE_CLUE, by=by, version=version)
    if verdict.outcome in DECIDED_BY_THE_HEAD:
        title = OUTCOME_TITLES[verdict.outcome]
        raise StepRefused(f"{title}由负责人决定（第十八条）：先填审批表，提请负责人批准")
    row = ending(verdict.outcome, verdict.ground, on=timezone.localdate(at))
    reason = require_words(verdict.reason, "写明查到了什么、为什么这样了结")
    _require_no_open_question(clue)
    _require_other_side(clue, verdict)
    clue.duplicate_of, clue.transferred_to = verdict.duplicate_of, verdict.transferred_to
    clue.transferred_out = verdict.transferred_out.strip()
    _end(clue, row, reason, by=by, at=at)
    demanded = _demanded(clue, verdict, by=by, at=at)
    words = f"{row.title}：{reason.rstrip('。') if demanded else reason}{demanded}"
    told = write_step(clue, step, by=by, at=at, reason=words, article=row.article)
    tell_finder(clue, told, "作出了决定")
    handed_on = _hand_on(clue, by=by, at=at)
    record(by, "clue.decided", clue, outcome=row.outcome, ground=row.code, handed_on=handed_on)
    return clue


@transaction.atomic
def propose_decision(
    clue: Clue, *, filing: Filing, by: Account, at: datetime, version: int | None = None
) -> ClueProposal:
    """提请审批: the one who checked fills in the form; the bureau head answers it."""
    clue, step = take(clue, "propose", Permission.VERIFY_CLUE, by=by, version=version)
    if filing.outcome not in DECIDED_BY_THE_HEAD:
        raise StepRefused("只有立案和不予立案要提请负责人批准，别的直接决定")
    row = ending(filing.outcome, filing.ground, on=timezone.localdate(at))
    reason = require_words(filing.reason, "写明初步查到的事实，至少写清时间、网址和说法")
    _require_no_open_question(clue)
    if filing.outcome is ClueOutcome.FILED:
        _require_case_form(clue, filing)
    proposal = ClueProposal.objects.create(
        clue=clue,
        outcome=filing.outcome,
        ground=row.code,
        reason=reason,
        cause=filing.cause.strip(),
        party=filing.party.strip(),
        second_officer=filing.second_officer,
        asked_by=by,
        asked_at=at,
    )
    words = f"提请{OUTCOME_TITLES[filing.outcome]}：{reason}"
    write_step(clue, step, by=by, at=at, reason=words, article=row.article)
    record(by, "clue.decision_proposed", clue, proposal=proposal.pk, outcome=filing.outcome)
    return proposal


@transaction.atomic
def answer_proposal(
    proposal: ClueProposal,
    *,
    approve: bool,
    answer: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Clue:
    """批复: the head who did not check it decides; a filed clue opens its case the same moment."""
    name = "approve" if approve else "send_back"
    clue, step = take(proposal.clue, name, Permission.APPROVE_FILING, by=by, version=version)
    barred = {clue.handler_id, proposal.second_officer_id}
    proposal = questions.held(proposal, by=by, barred=barred)
    if not approve:
        answer = require_words(answer, "写明退回要补正什么")
    questions.answer(proposal, approve=approve, words=answer, by=by, at=at)
    case = _carry_out(clue, proposal, by=by, at=at) if approve else None
    words = f"{proposal.get_outcome_display()}：{proposal.answer or '同意'}"
    told = write_step(clue, step, by=by, at=at, reason=words)
    tell_handler(clue, told, "批了" if approve else "退回补正")
    record(by, "clue.proposal_answered", clue, approved=approve, case=case)
    return clue


def _carry_out(clue: Clue, proposal: ClueProposal, *, by: Account, at: datetime) -> Case | None:
    outcome = ClueOutcome(proposal.outcome)
    row = ending(outcome, proposal.ground, on=timezone.localdate(proposal.asked_at))
    _end(clue, row, proposal.reason, by=by, at=at)
    if outcome is not ClueOutcome.FILED:
        return None
    if clue.handler is None or proposal.second_officer is None:
        raise StepRefused("立案要有两名办案人员：退回补正")
    on = timezone.localdate(at)
    return Case.objects.create(
        clue=clue,
        number=next_number(CASE, on.year),
        cause=proposal.cause,
        party=proposal.party,
        first_officer=clue.handler,
        second_officer=proposal.second_officer,
        filed_on=on,
        filed_by=by,
    )


def _end(clue: Clue, row: Ending, reason: str, *, by: Account, at: datetime) -> None:
    clue.outcome, clue.ground, clue.decision_reason = row.outcome, row.code, reason
    clue.decided_by, clue.decided_on = by, timezone.localdate(at)
    # A decision ends a test or an appraisal that was still awaited.
    clue.pauses.filter(last_on__isnull=True).update(last_on=clue.decided_on)


def _demanded(clue: Clue, verdict: Verdict, *, by: Account, at: datetime) -> str:
    """指导改正就有改正要求: it says what and by when, and is looked at again."""
    if verdict.outcome is not ClueOutcome.CORRECTED:
        return ""
    if verdict.demand is None:
        raise StepRefused("指导改正要写明改什么、改到哪天")
    correction = open_correction(clue, verdict.demand, by=by, at=at)
    return f"；要求最晚 {correction.due_on:%m-%d} 改好：{correction.demand}"


def _require_no_open_question(clue: Clue) -> None:
    if clue.proposals.filter(approved__isnull=True).exists():
        raise StepRefused("已经提请负责人审批：等批复，或者请负责人退回")


def _require_other_side(clue: Clue, verdict: Verdict) -> None:
    if verdict.outcome is ClueOutcome.DUPLICATE and verdict.duplicate_of in (None, clue):
        raise StepRefused("写明和哪一条重复：填另一条线索的编号")
    receiver = verdict.transferred_to
    named = receiver is not None or verdict.transferred_out.strip()
    if verdict.outcome is ClueOutcome.TRANSFERRED and not named:
        raise StepRefused("选移送给哪个单位；县外的单位和司法机关写名称")
    if receiver is not None and receiver.pk == clue.department_id:
        raise StepRefused("不能移送给自己：选别的单位")


def _require_case_form(clue: Clue, filing: Filing) -> None:
    """第十九条第二款: 指定两名以上具有行政执法资格的办案人员."""
    require_words(filing.cause, "写明案由")
    require_words(filing.party, "写明当事人，名称与营业执照一致")
    second = filing.second_officer
    if second is None or second.pk == clue.handler_id:
        raise StepRefused("选第二名执法人员，不能是您自己")
    for officer in (clue.handler, second):
        if officer is not None and not may_enforce(officer):
            raise StepRefused(f"{officer.name}没有登记执法证号：请系统管理员补上再立案")


def _hand_on(clue: Clue, *, by: Account, at: datetime) -> str:
    """A transfer inside the county stands on the receiver's desk the same moment."""
    if clue.transferred_to is None:
        return ""
    report = NewClue(
        source=ClueSource.TRANSFER,
        title=clue.title,
        found_on=timezone.localdate(at),
        source_key=f"transfer:{clue.pk}:{clue.steps.count()}",
        external_number=clue.number,
        detail=f"{clue.detail}\n\n移送理由：{clue.decision_reason}".strip(),
        quote=clue.quote,
        violation=clue.violation,
        rule=clue.rule,
        law_fingerprint=clue.law_fingerprint,
        operator=clue.operator,
        shop=clue.shop,
        suspect_name=clue.suspect_name,
        page_url=clue.page_url,
        town=clue.town,
        place=clue.place,
    )
    return receive(report, by=by, at=at, department=clue.transferred_to, came_from=clue).number
