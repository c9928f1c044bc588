"""演示县的会议、阶段和督查: a meeting to a decision done, a round to a finding fixed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.demo.office import Office
from wangshi.programme import services
from wangshi.programme.models import Body, Clause, JointMeeting, Seat, Supervision
from wangshi.programme.selectors import standing_plan
from wangshi.programme.workflow import BodyKind, MeetingKind, RoundKind

Words = Mapping[str, Any]
DONE: Final = "xingshen"
FIXED: Final = "wenlv"


def meet(office: Office, by: Account, at: datetime, words: Words) -> None:
    """会议、督查、阶段: as far as the county has come."""
    for seat in Seat.objects.filter(post__in=words["holders"]):
        services.fill_seat(seat, holder=words["holders"][seat.post], by=by, at=at)
    _stages(office, by, at, words)
    body = Body.objects.get(kind=BodyKind.JOINT_MEETING)
    _hold(office, body, by, at, words["meeting"])
    _supervise(office, by, at + timedelta(days=25), words["rounds"])


def _stages(office: Office, by: Account, at: datetime, words: Words) -> None:
    plan = standing_plan()
    for path, side, said in words["stages"]:
        clause = Clause.objects.get(plan=plan, path=path)
        day = clause.first_on if side == "entry" else clause.last_on
        on = min(day or office.today, timezone.localdate(at))
        services.mark_stage(clause, side=side, on=on, words=said, by=by, at=at)


def _hold(office: Office, body: Body, by: Account, at: datetime, words: Words) -> None:
    meeting = services.call_meeting(
        body,
        kind=MeetingKind.REGULAR,
        planned_on=timezone.localdate(at),
        place="县局三楼会议室",
        agenda=words["agenda"],
        by=by,
        at=at - timedelta(days=5),
    )
    present = [seat.department for seat in body.seats.all() if seat.department]
    meeting = services.minute_meeting(
        meeting,
        held_on=timezone.localdate(at),
        minutes=words["minutes"],
        present=present,
        by=by,
        at=at,
    )
    for code, said in words["decisions"].items():
        _decide(office, meeting, code, said, words["follow_up"], by, at)


def _decide(
    office: Office,
    meeting: JointMeeting,
    code: str,
    said: str,
    follow_up: str,
    by: Account,
    at: datetime,
) -> None:
    unit = office.departments[code]
    due_on = _later(office.today, 20) if code != DONE else timezone.localdate(at)
    new = services.NewDecision(said, unit, due_on)
    decision = services.decide(meeting, new, by=by, at=at)
    if code == DONE:
        done_at = at + timedelta(days=6)
        services.follow_up(decision, words=follow_up, done=True, by=by, at=done_at)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _supervise(office: Office, by: Account, at: datetime, words: Words) -> None:
    made = services.open_round(
        kind=RoundKind.SUPERVISION,
        title=words["title"],
        on=timezone.localdate(at),
        by=by,
        at=at,
    )
    for code, said in words["findings"].items():
        _find(office, made, code, said, words, by, at)


def _find(
    office: Office,
    made: Supervision,
    code: str,
    said: str,
    words: Words,
    by: Account,
    at: datetime,
) -> None:
    unit = office.departments[code]
    new = services.NewFinding(unit, said, _later(office.today, 10))
    finding = services.note_finding(made, new, by=by, at=at)
    who = office.people.by_department.get(unit.pk)
    if code != FIXED or who is None:
        return
    services.correct_finding(finding, words=words["correction"], by=who, at=at + timedelta(days=10))
    services.recheck_finding(
        finding,
        fixed=True,
        words=words["recheck"],
        due_on=None,
        by=by,
        at=at + timedelta(days=14),
    )
