"""进度页: what whoever holds the code may read: never a name, never what somebody else said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from wangshi.complaints.clocks import Clock, complaint_clocks, report_clock
from wangshi.complaints.codes import ENDINGS, REFUSALS, table, ways
from wangshi.complaints.models import Complaint, ComplaintStep, Letter, ViolationReport
from wangshi.complaints.workflow import (
    OPEN,
    SAY_AFTER_STEP,
    ComplaintState,
    ReportOutcome,
    ReportState,
)
from wangshi.engine.codes import CodeRow
from wangshi.shared.pages import TimelineEvent

S = ComplaintState
TOLD: Final = {
    "receive": "收到您的投诉",
    "split": "举报的部分另外处理",
    "number": "登记到全国 12315 平台",
    "refer": "请商家的维权服务站先答复",
    "answer": "服务站答复了",
    "accept": "受理了",
    "refuse": "不予受理",
    "return": "退回统一接收机构",
    "withdraw": "您撤回了投诉",
    "mediate": "开始调解",
    "meet": "安排了现场调解",
    "prove": "请双方举证",
    "pause": "送去鉴定、检测",
    "resume": "鉴定、检测出来了",
    "agree": "达成协议",
    "end": "终止调解",
    "tell": "告知双方",
    "add": "您补充了材料",
    SAY_AFTER_STEP: "您又说了话，专席会看",
}
# 这些步骤写的话是说给投诉人听的，别的是内部的.
SPOKEN: Final = frozenset({"refuse", "meet", "prove", "agree", "end", "answer", "resume", "number"})
FACES: Final = {"agree": "good", "withdraw": "good", "refuse": "bad", "end": "bad"}
NEXT: Final = {
    S.RECEIVED: ("告诉您受理还是不受理", "不受理会写明理由和别的办法。"),
    S.ACCEPTED: ("调解", "双方都同意才算成；检测鉴定的时间不算在内。"),
    S.MEDIATING: ("调解", "双方都同意才算成；检测鉴定的时间不算在内。"),
    S.ENDED: ("告知双方", "终止的情形、别的办法一起告知。"),
}


@dataclass(frozen=True)
class Half:
    """一件的进度: a complaint or a report, where it stands and what happened."""

    title: str
    number: str
    state: str
    events: tuple[TimelineEvent, ...]
    clock: Clock | None
    next_title: str = ""
    next_words: str = ""
    reason: CodeRow | None = None
    reason_words: str = ""
    ways: tuple[CodeRow, ...] = ()


@dataclass(frozen=True)
class Progress:
    """凭码看到的: one matter, or the two a mixed letter became."""

    letter: Letter
    external_number: str
    halves: tuple[Half, ...]
    complaint: Complaint | None
    may_withdraw: bool
    is_open: bool


def progress_of(letter: Letter, today: date) -> Progress:
    """进度."""
    complaint = Complaint.objects.select_related("letter").filter(letter=letter).first()
    report = ViolationReport.objects.select_related("letter").filter(letter=letter).first()
    numbers = (one.external_number for one in (complaint, report) if one)
    halves = [_complaint_half(complaint, today)] if complaint else []
    halves += [_report_half(report, today)] if report else []
    state = S(complaint.state) if complaint else None
    return Progress(
        letter=letter,
        external_number="、".join(number for number in numbers if number),
        halves=tuple(halves),
        complaint=complaint,
        may_withdraw=state in OPEN and state is not S.ENDED,
        is_open=state in OPEN or bool(report and report.state != ReportState.CLOSED),
    )


def _complaint_half(complaint: Complaint, today: date) -> Half:
    state = S(complaint.state)
    title, words = NEXT.get(state, ("", ""))
    code = complaint.refusal or complaint.ending
    return Half(
        title="投诉",
        number=complaint.number,
        state=complaint.get_state_display(),
        events=tuple(_events(complaint)),
        clock=complaint_clocks(complaint, today)[0] if title else None,
        next_title=title,
        next_words=words,
        reason=_row(code) if code else None,
        reason_words=complaint.reason if code else "",
        ways=ways(today) if code else (),
    )


def _events(complaint: Complaint) -> Iterator[TimelineEvent]:
    steps: list[ComplaintStep] = [one for one in complaint.steps.all() if one.name in TOLD]
    for step in reversed(steps):
        own = step.by_id is None or step.name in SPOKEN
        yield TimelineEvent(
            timezone.localtime(step.at),
            TOLD[step.name],
            step.words if own else "",
            FACES.get(step.name, "good" if step is not steps[-1] else "now"),
        )


def _report_half(report: ViolationReport, today: date) -> Half:
    """举报: that it came in and where it stands; results only where the law has them told."""
    told = report.told_words if report.told_on else ""
    events = [
        TimelineEvent(timezone.localtime(report.letter.received_at), "收到您的举报", "", "good")
    ]
    if report.outcome:
        events.insert(0, TimelineEvent(report.decided_on, _outcome_words(report), told, "now"))
    waiting = report.state == ReportState.RECEIVED
    return Half(
        title="举报",
        number=report.number,
        state=report.get_state_display() if report.state != "received" else "已收到，待核查",
        events=tuple(events),
        clock=report_clock(report, today) if waiting else None,
        next_title="核查" if waiting else "",
        next_words="法律法规规章规定要告知结果的，核查完告知您。" if waiting else "",
    )


def _outcome_words(report: ViolationReport) -> str:
    return {
        ReportOutcome.CLUE: "已经登记核查",
        ReportOutcome.MERGED: "和您前一次举报合并核查",
        ReportOutcome.REPEATED: "和您前一次举报是同一事实，不再另行处理",
        ReportOutcome.ELSEWHERE: "本局没有处理权限",
    }[ReportOutcome(report.outcome)]


def _row(code: str) -> CodeRow | None:
    return next(
        (row for name in (REFUSALS, ENDINGS) for row in table(name) if row.code == code), None
    )
