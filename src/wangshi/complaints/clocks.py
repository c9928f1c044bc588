"""期限: the clocks of a complaint and of a report, worked out from their facts and the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import Deadline, Pause, compute
from wangshi.engine.lawbook import standing_lawbook
from wangshi.shared.clocks import clock_badge
from wangshi.shared.pages import ClockBadge

from .disputes import disputes
from .models import Complaint, Referral, ViolationReport
from .workflow import ComplaintState, ReportState

ACCEPT, MEDIATE, NOTICE = "complaint_accept", "complaint_mediate", "complaint_term_notice"
LIMIT, CHECK = "complaint_limit", "report_check"


@dataclass(frozen=True)
class Clock:
    """一个期限: what it is for, its badge, and when it is due."""

    key: str
    badge: ClockBadge
    due_on: date | None
    why: tuple[str, ...]

    @property
    def is_late(self) -> bool:
        """逾期."""
        return self.badge.state is ClockState.LATE


def complaint_clocks(complaint: Complaint, today: date) -> tuple[Clock, ...]:
    """全部期限: the running one first."""
    return tuple(_clocks(complaint, today))


def complaint_clock(complaint: Complaint, today: date) -> Clock:
    """最要紧的期限: the running one, or the last that ended."""
    return complaint_clocks(complaint, today)[0]


def report_clock(report: ViolationReport, today: date) -> Clock:
    """举报的期限: from the day it came in; the clue has a clock of its own."""
    deadline = _deadline(CHECK, report.letter.received_on, ())
    done = report.state != ReportState.RECEIVED
    return _clock(CHECK, deadline, report.decided_on or today, done=done)


def mediation_deadline(complaint: Complaint) -> Deadline:
    """调解期满: sixty days from acceptance, without the days of a test."""
    start = complaint.decided_on
    if start is None:
        raise ValueError(f"{complaint} 还没有受理")
    pauses = tuple(Pause(one.ground, one.first_on, one.last_on) for one in complaint.pauses.all())
    return _deadline(MEDIATE, start, pauses)


def limit_of(knew_on: date, received_on: date) -> date | None:
    """三年: the last day on which a complaint may be made, by the rule of the day it came."""
    book = standing_lawbook()
    return compute(book.term(LIMIT, on=received_on), knew_on, book.calendar).due_on


def first_stop_due(referral: Referral) -> datetime:
    """服务站最晚什么时候答复: 本县约定的小时数."""
    return referral.sent_at + timedelta(hours=disputes().first_stop_hours)


def _clocks(complaint: Complaint, today: date) -> Iterator[Clock]:
    received = complaint.letter.received_on
    if complaint.ending and complaint.ended_on:
        notice = _deadline(NOTICE, complaint.ended_on, ())
        done = complaint.state != ComplaintState.ENDED
        yield _clock(NOTICE, notice, (complaint.told_on if done else None) or today, done=done)
    if complaint.decided_on and complaint.department_id:
        ended = complaint.ended_on
        yield _clock(MEDIATE, mediation_deadline(complaint), ended or today, done=bool(ended))
    done = complaint.state != ComplaintState.RECEIVED
    accept = _deadline(ACCEPT, received, ())
    yield _clock(ACCEPT, accept, complaint.decided_on or today, done=done)


def _clock(key: str, deadline: Deadline, on: date, *, done: bool) -> Clock:
    badge = clock_badge(deadline, on, done=done, href=f"#clock-{key}")
    return Clock(key, badge, deadline.due_on, deadline.why)


@lru_cache(maxsize=4096)
def _deadline(key: str, start: date, pauses: tuple[Pause, ...]) -> Deadline:
    book = standing_lawbook()
    return compute(book.term(key, on=start), start, book.calendar, pauses)
