"""调解: begins when both sides agree, may pause for a test, ends in agreement or eight ways."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.complaints.clocks import mediation_deadline
from wangshi.complaints.codes import ENDINGS, OTHERWISE, row_of
from wangshi.complaints.models import Complaint, ComplaintPause
from wangshi.complaints.workflow import RULES, RoadRefused, RoadStep, Told, Written
from wangshi.shared.services import record

from .entrusting import require_back, stop_entrustment
from .steps import require_words, take, write_step

APPRAISAL: Final = "appraisal"
WITHDRAWN, TIMED_OUT = "T23_1", "T23_5"


@dataclass(frozen=True)
class Agreement:
    """协议: what was agreed, how much came back, and whether a paper is made."""

    text: str
    recovered: Decimal
    written: Written


@transaction.atomic
def begin_mediation(
    complaint: Complaint,
    *,
    mediator: Account,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """开始调解: with both sides' consent, by somebody of the unit it was given to."""
    complaint, step = _held(complaint, "mediate", by, version)
    require_words(words, "写明双方怎么同意的：电话、书面、当面，哪一天")
    if complaint.department is None or not may(mediator, Permission.MEDIATE_COMPLAINT, complaint):
        raise RoadRefused("调解人要选承办单位的人")
    complaint.mediator = mediator
    complaint.mediated_on = timezone.localdate(at)
    write_step(complaint, step, by=by, at=at, words=words)
    record(by, "complaint.mediation_begun", complaint, mediator=mediator)
    return complaint


@transaction.atomic
def arrange_meeting(
    complaint: Complaint, *, meeting: str, by: Account, at: datetime, version: int | None = None
) -> Complaint:
    """安排现场调解: both sides are told when, where and before whom, in advance."""
    complaint, step = _held(complaint, "meet", by, version)
    complaint.meeting = require_words(meeting, "写时间、地点、调解人员")[:200]
    write_step(complaint, step, by=by, at=at, words=complaint.meeting)
    record(by, "complaint.meeting_arranged", complaint)
    return complaint


@transaction.atomic
def replace_mediator(
    complaint: Complaint,
    *,
    mediator: Account,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """回避: decided on by somebody else than the mediator; the clock goes on."""
    complaint, step = _held(complaint, "recuse", by, version)
    if by.pk == complaint.mediator_id:
        raise RoadRefused("不能决定自己回避不回避：请单位里另一位决定")
    if not may(mediator, Permission.MEDIATE_COMPLAINT, complaint):
        raise RoadRefused("调解人要选承办单位的人")
    reason = require_words(reason, "写明谁申请的、为什么、决定回避还是不回避")
    complaint.mediator = mediator
    write_step(complaint, step, by=by, at=at, words=reason)
    record(by, "complaint.mediator_replaced", complaint, mediator=mediator)
    return complaint


@transaction.atomic
def pause_mediation(
    complaint: Complaint,
    *,
    institution: str,
    first_on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """送鉴定、检测: the days until it is back do not count (第二十二条)."""
    complaint, step = _held(complaint, "pause", by, version)
    institution = require_words(institution, "写鉴定、检测机构，怎么定的：双方商定，还是本局指定")
    if complaint.pauses.filter(last_on=None).exists():
        raise RoadRefused("已经送检，还没有回来：先记结果")
    accepted = complaint.decided_on or first_on
    due = mediation_deadline(complaint).due_on
    if not accepted <= first_on <= timezone.localdate(at):
        raise RoadRefused(f"送检的日子要在 {accepted} 到今天之间")
    if due is not None and first_on > due:
        raise RoadRefused(f"调解期限 {due} 已经满了：停不了表，照第二十三条终止")
    ComplaintPause.objects.create(
        complaint=complaint, ground=APPRAISAL, first_on=first_on, institution=institution[:120]
    )
    write_step(complaint, step, by=by, at=at, words=institution)
    record(by, "complaint.paused", complaint, on=first_on)
    return complaint


@transaction.atomic
def resume_mediation(
    complaint: Complaint,
    *,
    finding: str,
    last_on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """鉴定、检测出来了: the clock runs again from the next day."""
    complaint, step = _held(complaint, "resume", by, version)
    finding = require_words(finding, "写结果：机构怎么说")
    pause = complaint.pauses.filter(last_on=None).first()
    if pause is None:
        raise RoadRefused("现在没有在送检：不用恢复")
    if not pause.first_on <= last_on <= timezone.localdate(at):
        raise RoadRefused(f"出来的日子要在 {pause.first_on} 到今天之间")
    pause.last_on, pause.finding = last_on, finding[:300]
    pause.save(update_fields=["last_on", "finding"])
    write_step(complaint, step, by=by, at=at, words=finding)
    record(by, "complaint.resumed", complaint, on=last_on)
    return complaint


@transaction.atomic
def agree(
    complaint: Complaint,
    agreement: Agreement,
    *,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """达成协议: the matter is closed; the paper is made unless the law lets it be left."""
    complaint, step = _held(complaint, "agree", by, version)
    complaint.agreement = require_words(agreement.text, "写协议内容：谁、什么时候、做什么")
    if agreement.recovered < 0:
        raise RoadRefused("退赔金额写 0 或者更多")
    if complaint.pauses.filter(last_on=None).exists():
        raise RoadRefused("还在送检：先记结果，再写协议")
    require_back(complaint)
    _require_day(complaint, on, at)
    complaint.recovered, complaint.written = agreement.recovered, agreement.written
    complaint.ended_on = on
    write_step(complaint, step, by=by, at=at, words=complaint.agreement)
    record(by, "complaint.agreed", complaint, recovered=agreement.recovered)
    return complaint


@transaction.atomic
def end_mediation(
    complaint: Complaint,
    *,
    ending: str,
    reason: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """终止调解: one of the eight endings; both sides are told within seven working days."""
    complaint, step = _held(complaint, "end", by, version)
    row = row_of(ENDINGS, ending, on)
    what = "写明是哪部法律法规的哪一条" if ending in OTHERWISE else "写明是怎么回事，谁说的"
    complaint.reason = require_words(reason, what)
    _require_day(complaint, on, at)
    due = mediation_deadline(complaint).due_on
    if ending == TIMED_OUT and (due is None or on <= due):
        raise RoadRefused("六十日还没有满，不能用这一项：" + (f"{due} 期满" if due else "正在送检"))
    complaint.pauses.filter(last_on=None).update(last_on=on)
    stop_entrustment(complaint, on)
    complaint.ending, complaint.ended_on = ending, on
    write_step(complaint, step, by=by, at=at, words=complaint.reason, article=row.basis)
    record(by, "complaint.ended", complaint, ending=ending)
    return complaint


@transaction.atomic
def tell_both(
    complaint: Complaint,
    *,
    told: Told,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """告知双方: with the other ways that stay open; the matter is closed."""
    complaint, step = _held(complaint, "tell", by, version)
    words = require_words(words, "写明怎么告知双方的，各是哪一天")
    complaint.told_on, complaint.told_by = timezone.localdate(at), told
    write_step(complaint, step, by=by, at=at, words=words)
    record(by, "complaint.told", complaint, told=told)
    return complaint


def _held(
    complaint: Complaint, name: str, by: Account, version: int | None
) -> tuple[Complaint, RoadStep]:
    return take(complaint, name, Permission.MEDIATE_COMPLAINT, by=by, version=version)


def _require_day(complaint: Complaint, on: date, at: datetime) -> None:
    first = complaint.decided_on or on
    if not first <= on <= timezone.localdate(at):
        raise RoadRefused(f"日期要在受理的 {first} 到今天之间（{RULES}第二十三条）")
