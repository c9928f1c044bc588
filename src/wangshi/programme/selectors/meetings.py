"""会议: the bodies with their seats, how often they must meet, what was decided and not done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from wangshi.programme.models import Body, Decision, JointMeeting, Seat
from wangshi.programme.workflow import MeetingKind

LAST_QUARTER = 10


@dataclass(frozen=True)
class Frequency:
    """开会次数: held this year against the rule of the plan; `kind` is good, soon or late."""

    year: int
    held: int
    planned: int
    rule: str
    kind: str
    words: str


@dataclass(frozen=True)
class BodyLine:
    """一个协调机构: its seats, its rule, who is missing."""

    body: Body
    seats: tuple[Seat, ...]
    vacant: int
    unknown: tuple[str, ...]
    frequency: Frequency | None


def bodies(today: date) -> tuple[BodyLine, ...]:
    """协调机构: with the year's meetings counted."""
    found = Body.objects.select_related("clause").prefetch_related(
        Prefetch("seats", Seat.objects.select_related("department")), "meetings"
    )
    return tuple(_line(body, today) for body in found)


def _line(body: Body, today: date) -> BodyLine:
    seats = tuple(body.seats.all())
    return BodyLine(
        body=body,
        seats=seats,
        vacant=sum(1 for seat in seats if not seat.holder),
        unknown=tuple(seat.unit for seat in seats if seat.department_id is None),
        frequency=frequency(body, today),
    )


def frequency(body: Body, today: date) -> Frequency | None:
    """开会次数够不够: None where the plan gives no number a year."""
    if body.at_least is None:
        return None
    regular = [one for one in body.meetings.all() if one.kind == MeetingKind.REGULAR]
    held = sum(1 for one in regular if one.held_on and one.held_on.year == today.year)
    planned = sum(1 for one in regular if not one.held_on and one.planned_on >= today)
    least, most = body.at_least, body.at_most or body.at_least
    rule = f"每年 {least} 次" if least == most else f"每年 {least} 至 {most} 次"
    kind, words = _judged(held, planned, (least, most), today)
    return Frequency(today.year, held, planned, rule, kind, words)


def _judged(held: int, planned: int, rule: tuple[int, int], today: date) -> tuple[str, str]:
    least, most = rule
    if held > most:
        return "soon", f"开了 {held} 次，比方案写的多：不算错，想想能不能并"
    if held >= least:
        return "good", f"今年开了 {held} 次，够了"
    if held + planned >= least:
        return "good", f"今年开了 {held} 次，还排了 {planned} 次"
    kind = "late" if today.month >= LAST_QUARTER else "soon"
    return kind, f"今年开了 {held} 次，至少要 {least} 次：年底前排上"


def meetings_listed() -> QuerySet[JointMeeting]:
    """会议清单: the newest first."""
    return JointMeeting.objects.select_related("body").prefetch_related("decisions")


def decisions_of(meeting: JointMeeting) -> Sequence[Decision]:
    """议定事项, with how each was followed up."""
    return list(meeting.decisions.select_related("department").prefetch_related("follow_ups__by"))


def open_decisions(today: date) -> tuple[int, int]:
    """没办完的议定事项, and how many of them are late."""
    rows = Decision.objects.filter(done_on=None)
    return rows.count(), rows.filter(due_on__lt=today).count()
