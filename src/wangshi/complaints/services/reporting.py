"""举报的去向: a clue, a repeat, a merger that starts the term anew, or another authority."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue, supplement_clue
from wangshi.cases.workflow import ClueSource, ClueState, StepRefused
from wangshi.complaints.codes import NOTICES, row_of
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.complaints.selectors.likeness import same_reporter
from wangshi.complaints.workflow import ReportOutcome, ReportState, RoadRefused, Told
from wangshi.shared.services import record

from .steps import require_words, take, write_step

TITLE: Final = 200


@dataclass(frozen=True)
class Suspicion:
    """要核查的事: in the desk's words, which never say who reported."""

    title: str
    detail: str = ""
    violation: str = ""
    town: Town | None = None


@transaction.atomic
def raise_report(
    report: ViolationReport,
    suspicion: Suspicion,
    *,
    notice: str = "",
    by: Account,
    at: datetime,
) -> Clue:
    """转为线索: with what the desk wrote, never with who reported; checked from the day it came."""
    report = _held(report, by)
    require_words(suspicion.title, "写一句话，说清是什么事；不写举报人是谁")
    clue = _clue(
        NewClue(
            source=ClueSource.REPORT,
            source_key=f"violation_report:{report.pk}",
            title=suspicion.title.strip()[:TITLE],
            detail=suspicion.detail.strip(),
            found_on=report.letter.received_on,
            external_number=report.external_number or report.number,
            violation=suspicion.violation,
            operator=report.operator,
            shop=report.shop,
            suspect_name=report.respondent_name,
            page_url=report.page_url,
            town=suspicion.town,
            place=report.respondent_address[:TITLE],
        ),
        by,
        at,
    )
    report.clue, report.violation = clue, suspicion.violation
    report.notice = _notice(notice, at)
    _leave(report, ReportOutcome.CLUE, ReportState.CHECKING, clue.number, by, at)
    record(by, "report.raised", report, clue=clue)
    return clue


@transaction.atomic
def merge_report(
    report: ViolationReport, same_as: ViolationReport, *, detail: str, by: Account, at: datetime
) -> Clue:
    """合并: the same reporter brings new facts; the term runs from this receipt (第三十五条)."""
    report = _held(report, by)
    clue = _clue_of(report, same_as)
    if clue.state == ClueState.CLOSED:
        raise RoadRefused(f"{clue.number} 已经了结：有新的事实，另转一条线索")
    detail = require_words(detail, "写新的事实：前一次没有说过的")
    try:
        supplement_clue(clue, words=detail, on=report.letter.received_on, by=by, at=at)
    except StepRefused as fault:
        raise RoadRefused(str(fault)) from None
    report.same_as, report.clue = same_as, clue
    _leave(report, ReportOutcome.MERGED, ReportState.CHECKING, detail, by, at)
    record(by, "report.merged", report, clue=clue)
    return clue


@transaction.atomic
def close_as_repeated(
    report: ViolationReport, same_as: ViolationReport, *, reason: str, by: Account, at: datetime
) -> ViolationReport:
    """重复举报: the same person, the same fact; nothing further is done, and both records stay."""
    report = _held(report, by)
    _clue_of(report, same_as)
    report.same_as = same_as
    reason = require_words(reason, "写明是同一人、同一事实：凭什么这样认定")
    _leave(report, ReportOutcome.REPEATED, ReportState.CLOSED, reason, by, at)
    record(by, "report.repeated", report, same_as=same_as)
    return report


@transaction.atomic
def send_elsewhere(
    report: ViolationReport, *, words: str, told: Told, by: Account, at: datetime
) -> ViolationReport:
    """本局没有权限: the reporter is told whom to ask; nothing is passed on (第三十四条)."""
    report = _held(report, by)
    words = require_words(words, "写明告知了什么：应当向哪个部门提出")
    report.told_on, report.told_by, report.told_words = timezone.localdate(at), told, words
    _leave(report, ReportOutcome.ELSEWHERE, ReportState.CLOSED, words, by, at)
    record(by, "report.sent_elsewhere", report)
    return report


@transaction.atomic
def tell_result(
    report: ViolationReport, *, words: str, told: Told, by: Account, at: datetime
) -> ViolationReport:
    """告知结果: only where a law asks for it, and only once the clue was decided."""
    require(by, Permission.TAKE_COMPLAINT, report)
    report = ViolationReport.objects.select_for_update().get(pk=report.pk)
    if not report.notice:
        raise RoadRefused(
            "没有法律法规规章规定要告知结果：举报情况也不能说给别人（第三十六、三十七条）"
        )
    if report.clue is None or report.clue.state not in (ClueState.DECIDED, ClueState.CLOSED):
        raise RoadRefused("线索还没有决定：决定了再告知")
    if report.told_on is not None:
        raise RoadRefused(f"{report.told_on} 已经告知过了")
    report.told_words = require_words(words, "写告知的内容：查到什么、怎么处理")
    report.told_on, report.told_by = timezone.localdate(at), told
    report.state = ReportState.CLOSED
    report.save()
    record(by, "report.told", report, told=told)
    return report


@transaction.atomic
def number_report(
    report: ViolationReport, *, external_number: str, by: Account, at: datetime
) -> ViolationReport:
    """填 12315 编号."""
    require(by, Permission.TAKE_COMPLAINT, report)
    number = require_words(external_number, "抄上全国 12315 平台的编号")
    other = ViolationReport.objects.filter(external_number=number).exclude(pk=report.pk).first()
    if other is not None:
        raise RoadRefused(f"这个编号已经写在 {other.number} 上了：核对一遍")
    report.external_number = number
    report.save(update_fields=["external_number"])
    record(by, "report.numbered", report, number=number, at=at)
    return report


@transaction.atomic
def raise_from_mediation(
    complaint: Complaint,
    suspicion: Suspicion,
    *,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Clue:
    """调解中发现违法线索: checked within fifteen working days from that day (第二十七条)."""
    complaint, step = take(complaint, "found", Permission.MEDIATE_COMPLAINT, by=by, version=version)
    require_words(suspicion.title, "写一句话，说清是什么事")
    if complaint.clue is not None:
        raise RoadRefused(f"已经转为线索 {complaint.clue.number}")
    complaint.clue = _clue(
        NewClue(
            source=ClueSource.COMPLAINT,
            source_key=f"complaint:{complaint.pk}",
            title=suspicion.title.strip()[:TITLE],
            detail=suspicion.detail.strip(),
            found_on=timezone.localdate(at),
            external_number=complaint.external_number or complaint.number,
            violation=suspicion.violation,
            operator=complaint.operator,
            shop=complaint.shop,
            suspect_name=complaint.respondent_name,
            page_url=complaint.page_url,
        ),
        by,
        at,
    )
    write_step(complaint, step, by=by, at=at, words=complaint.clue.number)
    record(by, "complaint.raised", complaint, clue=complaint.clue)
    return complaint.clue


def _held(report: ViolationReport, by: Account) -> ViolationReport:
    require(by, Permission.TAKE_COMPLAINT, report)
    held = ViolationReport.objects.select_for_update().select_related("letter").get(pk=report.pk)
    if held.state != ReportState.RECEIVED:
        raise RoadRefused(f"这件已经{held.get_outcome_display()}：刷新看最新情况")
    return held


def _clue_of(report: ViolationReport, same_as: ViolationReport) -> Clue:
    if not same_reporter(report, same_as):
        raise RoadRefused("不是同一个举报人：各办各的，内容相近的写在核查记录里（第三十五条）")
    if same_as.clue is None:
        raise RoadRefused(f"{same_as.number} 还没有转为线索：先办那一件")
    return same_as.clue


def _clue(new: NewClue, by: Account, at: datetime) -> Clue:
    require(by, Permission.REPORT_CLUE)
    try:
        return report_clue(new, by=by, at=at)
    except StepRefused as fault:
        raise RoadRefused(str(fault)) from None


def _notice(code: str, at: datetime) -> str:
    return row_of(NOTICES, code, timezone.localdate(at)).code or "" if code else ""


def _leave(
    report: ViolationReport,
    outcome: ReportOutcome,
    state: ReportState,
    reason: str,
    by: Account,
    at: datetime,
) -> None:
    report.outcome, report.state, report.reason = outcome, state, reason
    report.decided_on, report.decided_by = timezone.localdate(at), by
    report.save()
