"""期限: every clock that runs on a case, worked out from its facts and the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone

from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import Deadline, Extension, Pause, compute, next_extension
from wangshi.engine.lawbook import standing_lawbook
from wangshi.shared.clocks import clock_badge
from wangshi.shared.pages import ClockBadge

from .codes import ANNOUNCED
from .models import Docket, Measure, SpotPenalty
from .workflow import MEASURE_TERMS, CaseState, Matter, MeasureKind, Served

DECIDE, REVIEW, STATE, HEAR = "case_decide", "legal_review", "statement_defense", "hearing_request"
SERVE, PAY, URGE, COURT, CLOSE = (
    "serve_decision",
    "pay_fine",
    "urge_enforce",
    "apply_court",
    "close_case",
)
PUBLISH, PUSH, WITHDRAW = "penalty_publish_same", "penalty_push_cross", "penalty_withdraw"
REPAIR = "repair_decide_other"
URGENT, ASSIST, ARCHIVE = "urgent_measure_report", "assist_letter", "summary_archive"
APPEAL_REVIEW, APPEAL_COURT = "appeal_review", "appeal_court"
POLICE_DECIDE, POLICE_SEND, POLICE_ANSWER = (
    "criminal_transfer_decide",
    "criminal_transfer_send",
    "criminal_transfer_police",
)
HEARING_NOTICE, ANNOUNCE = "hearing_notice", "announce_service"
TEST, HEARING, ANNOUNCEMENT = "test", "hearing", "announce"


@dataclass(frozen=True)
class Clock:
    """一个期限: what it is for, its badge, when it is due, whether it still runs."""

    key: str
    name: str
    badge: ClockBadge
    due_on: date | None
    why: tuple[str, ...]
    done: bool

    @property
    def is_late(self) -> bool:
        """逾期."""
        return self.badge.state is ClockState.LATE


def case_clocks(docket: Docket, today: date) -> tuple[Clock, ...]:
    """全部期限: the running ones first, the nearest first."""
    found = list(_clocks(docket, today))
    return tuple(sorted(found, key=lambda one: (one.done, one.due_on or date.max)))


def case_clock(docket: Docket, today: date) -> Clock:
    """最要紧的期限: the running one that is due first, or the one of the decision."""
    return case_clocks(docket, today)[0]


def decide_deadline(docket: Docket) -> Deadline:
    """办案期限: ninety days from filing, without what does not count, with what was granted."""
    filed = docket.case.filed_on
    if docket.pk is None:
        return _deadline(DECIDE, filed)
    return _deadline(DECIDE, filed, tuple(_case_pauses(docket)), _granted(docket, filed))


def measure_deadline(measure: Measure) -> Deadline:
    """措施的期限: from the day it began; days of a test do not count for a seal."""
    kind = MeasureKind(measure.kind)
    if measure.started_at is None:
        raise ValueError(f"{measure} 还没有开始")
    start = timezone.localdate(measure.started_at)
    pauses: tuple[Pause, ...] = ()
    if kind is MeasureKind.SEAL:
        tests = [one for one in measure.docket.pauses.all() if one.ground == TEST]
        pauses = tuple(
            Pause(TEST, max(one.first_on, start), one.last_on)
            for one in tests
            if one.last_on is None or one.last_on >= start
        )
    granted: tuple[Extension, ...] = ()
    rule = next_extension(standing_lawbook().term(MEASURE_TERMS[kind], on=start))
    if measure.prolonged_by and rule is not None:
        granted = (Extension(measure.prolonged_by, rule.approver.key),)
    return _deadline(MEASURE_TERMS[kind], start, pauses, granted)


def due_after(key: str, start: date) -> date:
    """最后一天 of a plain term that began on that day."""
    due = _deadline(key, start).due_on
    if due is None:
        raise ValueError(f"{key} 没有到期日")
    return due


def hearing_notice_by(held_on: date) -> date:
    """听证通知最晚哪天: seven working days before it is held."""
    return due_after(HEARING_NOTICE, held_on)


def notified_on(docket: Docket) -> date | None:
    """告知书算作哪天送达: None until it was; the last report's own."""
    return _counts(docket, Served.NOTICE)


def served_on(docket: Docket) -> date | None:
    """决定书算作哪天送达."""
    return _counts(docket, Served.DECISION)


def urged_on(docket: Docket) -> date | None:
    """催告书算作哪天送达."""
    return _counts(docket, Served.URGE)


def pay_by(docket: Docket) -> date | None:
    """最晚哪天缴: fifteen days after service, or the last instalment the head let wait."""
    served = served_on(docket)
    if served is None:
        return None
    deferred = [
        part.due_on
        for one in docket.approvals.all()
        if one.matter == Matter.DEFER and one.approved
        for part in one.instalments.all()
    ]
    return max(deferred) if deferred else due_after(PAY, served)


def court_from(docket: Docket) -> date | None:
    """申请法院强制执行从哪天算: the end of the time to sue, or of what was put off if later."""
    served = served_on(docket)
    if served is None:
        return None
    last = max(due_after(APPEAL_REVIEW, served), due_after(APPEAL_COURT, served))
    return max(last, pay_by(docket) or last)


def spot_clock(spot: SpotPenalty, today: date) -> Clock:
    """当场处罚的归档期限."""
    done = spot.archived_on is not None
    deadline = _deadline(ARCHIVE, timezone.localdate(spot.at))
    return _clock(ARCHIVE, "归档", deadline, spot.archived_on or today, done=done)


def _clocks(docket: Docket, today: date) -> Iterator[Clock]:
    decision = getattr(docket, "decision", None)
    ended = decision.decided_on if decision else docket.performed_on
    done = docket.state not in _UNDECIDED
    yield _clock(
        DECIDE, "作出处理决定", decide_deadline(docket), (done and ended) or today, done=done
    )
    if docket.pk is None:
        return
    yield from _measures(docket, today)
    yield from _inquiry(docket, today)
    yield from _notice(docket, today)
    yield from _after(docket, today)
    yield from _publication(docket, today)


def _measures(docket: Docket, today: date) -> Iterator[Clock]:
    for measure in docket.measures.all():
        if measure.started_at is None:
            continue
        key = MEASURE_TERMS[MeasureKind(measure.kind)]
        name = f"{measure.get_kind_display()} {measure.number}"
        ended = measure.ended_on
        yield _clock(key, name, measure_deadline(measure), ended or today, done=bool(ended))
        if measure.urgent and measure.approved is None:
            yield _clock(URGENT, "补报当场采取的措施", _hours(URGENT, measure.started_at), today)


def _inquiry(docket: Docket, today: date) -> Iterator[Clock]:
    for report in docket.reports.all():
        for review in report.reviews.all():
            if review.passed is None:
                yield _clock(
                    REVIEW, review.get_kind_display(), _deadline(REVIEW, review.received_on), today
                )
    for letter in docket.letters.all():
        if letter.received_on is not None and letter.answered_on is None:
            name = f"{letter.to}回函"
            yield _clock(ASSIST, name, _deadline(ASSIST, letter.received_on), today)
    yield from _police(docket, today)


def _police(docket: Docket, today: date) -> Iterator[Clock]:
    transfer = getattr(docket, "transfer", None)
    if transfer is None:
        return
    if transfer.approved is None:
        deadline = _deadline(POLICE_DECIDE, transfer.reported_on)
        yield _clock(POLICE_DECIDE, "决定移不移送公安", deadline, today)
    elif transfer.approved and transfer.sent_at is None and transfer.decided_at:
        yield _clock(POLICE_SEND, "移送公安", _hours(POLICE_SEND, transfer.decided_at), today)
    elif transfer.sent_at is not None and transfer.taken is None:
        start = timezone.localdate(transfer.sent_at)
        yield _clock(POLICE_ANSWER, "公安审查", _deadline(POLICE_ANSWER, start), today)


def _notice(docket: Docket, today: date) -> Iterator[Clock]:
    served = notified_on(docket)
    if docket.state != CaseState.NOTIFIED or served is None:
        return
    for key, name in ((STATE, "陈述、申辩"), (HEAR, "要求听证")):
        deadline = _deadline(key, served)
        over = deadline.due_on is not None and today > deadline.due_on
        yield _clock(key, f"{name}（期满）" if over else name, deadline, today, done=over)


def _after(docket: Docket, today: date) -> Iterator[Clock]:
    decision = getattr(docket, "decision", None)
    if docket.state == CaseState.DECIDED and decision:
        yield _clock(SERVE, "送达决定书", _deadline(SERVE, decision.decided_on), today)
    served = served_on(docket)
    if docket.state == CaseState.SERVED and served is not None:
        yield _clock(PAY, "缴纳罚没款", _pay_deadline(docket, served), today)
        urged, opened = urged_on(docket), court_from(docket)
        if urged is not None:
            over = today > due_after(URGE, urged)
            yield _clock(URGE, "催告后的履行期", _deadline(URGE, urged), today, done=over)
        if opened is not None and today > opened:
            yield _clock(COURT, "申请法院强制执行", _deadline(COURT, opened), today)
    if docket.performed_on is not None:
        closed = docket.closed_on
        deadline = _deadline(CLOSE, docket.performed_on)
        yield _clock(CLOSE, "填结案审批表", deadline, closed or today, done=bool(closed))


def _publication(docket: Docket, today: date) -> Iterator[Clock]:
    decision = getattr(docket, "decision", None)
    if decision is None or decision.outcome != "penalty" or decision.only_warning:
        return
    publication = getattr(decision, "publication", None)
    out = publication.published_on if publication else None
    if not decision.undone:
        key = PUSH if docket.party_elsewhere else PUBLISH
        name = "推送到登记地" if docket.party_elsewhere else "公示处罚信息"
        yield _clock(key, name, _deadline(key, decision.decided_on), out or today, done=bool(out))
    if decision.undone_on is not None and publication is not None and out is not None:
        back = publication.withdrawn_on
        deadline = _deadline(WITHDRAW, decision.undone_on)
        yield _clock(WITHDRAW, "撤回公示", deadline, back or today, done=bool(back))
    for one in publication.repairs.all() if publication is not None else ():
        deadline = _deadline(REPAIR, one.accepted_on)
        done = one.decided_on is not None
        yield _clock(REPAIR, "决定信用修复", deadline, one.decided_on or today, done=done)


def _case_pauses(docket: Docket) -> Iterator[Pause]:
    filed = docket.case.filed_on
    for one in docket.pauses.all():
        yield Pause(one.ground, max(one.first_on, filed), one.last_on)
    for report in docket.reports.all():
        hearing = getattr(report, "hearing", None)
        if hearing is not None:
            yield Pause(HEARING, hearing.asked_on, hearing.ended_on)
    for sent in docket.attempts.all():
        if sent.what == Served.NOTICE and sent.way == ANNOUNCED and sent.succeeded:
            yield Pause(ANNOUNCEMENT, sent.on, sent.counts_on)


def _granted(docket: Docket, filed: date) -> tuple[Extension, ...]:
    term = standing_lawbook().term(DECIDE, on=filed)
    granted: tuple[Extension, ...] = ()
    for one in docket.approvals.all():
        rule = next_extension(term, granted)
        if one.matter == Matter.EXTEND and one.approved and rule is not None:
            granted += (Extension(one.days, rule.approver.key),)
    return granted


def _counts(docket: Docket, what: Served) -> date | None:
    found = [one.counts_on for one in docket.attempts.all() if one.what == what and one.succeeded]
    return found[-1] if found else None


def _pay_deadline(docket: Docket, served: date) -> Deadline:
    """缴款期限: put off to the last instalment where the head allowed it (第七十四条)."""
    plain, last = _deadline(PAY, served), pay_by(docket)
    rule = next_extension(plain.term)
    if last is None or plain.due_on is None or rule is None or last <= plain.due_on:
        return plain
    days = (last - served).days - plain.amount
    return _deadline(PAY, served, (), (Extension(days, rule.approver.key),))


def _clock(key: str, name: str, deadline: Deadline, on: date, *, done: bool = False) -> Clock:
    badge = clock_badge(deadline, on, done=done, href=f"#clock-{key}")
    return Clock(key, name, badge, deadline.due_on, deadline.why, done)


def _hours(key: str, start: datetime) -> Deadline:
    book, moment = standing_lawbook(), timezone.localtime(start)
    return compute(book.term(key, on=moment.date()), moment, book.calendar)


@lru_cache(maxsize=4096)
def _deadline(
    key: str, start: date, pauses: tuple[Pause, ...] = (), granted: tuple[Extension, ...] = ()
) -> Deadline:
    book = standing_lawbook()
    return compute(book.term(key, on=start), start, book.calendar, pauses, granted)


_UNDECIDED = (
    CaseState.INVESTIGATING,
    CaseState.REVIEWING,
    CaseState.REVIEWED,
    CaseState.AGREED,
    CaseState.NOTIFIED,
)
