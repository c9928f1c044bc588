"""会议的动作: called with an agenda, held with minutes, every decision followed up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.programme.models import Body, Decision, DecisionFollowUp, JointMeeting, Seat
from wangshi.programme.workflow import MeetingKind, ProgrammeRefused
from wangshi.shared.services import clean, record

from .tasks import require_words


@dataclass(frozen=True)
class NewDecision:
    """要议定的事: who, what, until when."""

    words: str
    department: Department
    due_on: date


@transaction.atomic
def call_meeting(
    body: Body,
    *,
    kind: MeetingKind,
    planned_on: date,
    place: str,
    agenda: str,
    by: Account,
    at: datetime,
) -> JointMeeting:
    """通知开会: with what is to be talked about."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(agenda, "写议题：没有议题不开会")
    meeting = JointMeeting.objects.create(
        body=body,
        kind=kind,
        planned_on=planned_on,
        place=clean(place.strip()),
        agenda=clean(agenda.strip()),
        called_at=at,
        called_by=by,
    )
    record(by, "meeting.called", meeting, kind=kind, on=planned_on)
    return meeting


@transaction.atomic
def minute_meeting(
    meeting: JointMeeting,
    *,
    held_on: date,
    minutes: str,
    present: Iterable[Department],
    by: Account,
    at: datetime,
) -> JointMeeting:
    """写纪要: the meeting was held on that day, by these units."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(minutes, "写纪要")
    meeting = JointMeeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.held_on is not None:
        raise ProgrammeRefused("纪要已经写过了：议定事项可以再加")
    if held_on > timezone.localdate(at):
        raise ProgrammeRefused("还没开的会写不了纪要：填开会的那一天")
    came = list(present)
    if not came:
        raise ProgrammeRefused("选到会的单位")
    meeting.held_on, meeting.minuted_by = held_on, by
    meeting.minutes = clean(minutes.strip())
    meeting.save(update_fields=["held_on", "minutes", "minuted_by"])
    meeting.present.set(came)
    record(by, "meeting.minuted", meeting, on=held_on, present=[unit.short_name for unit in came])
    return meeting


@transaction.atomic
def decide(meeting: JointMeeting, new: NewDecision, *, by: Account, at: datetime) -> Decision:
    """记议定事项: only of a meeting that was held."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(new.words, "写议定了什么")
    if meeting.held_on is None:
        raise ProgrammeRefused("先写纪要，再记议定事项")
    if new.due_on < meeting.held_on:
        raise ProgrammeRefused(f"期限要在开会（{meeting.held_on:%Y-%m-%d}）以后")
    decision = Decision.objects.create(
        meeting=meeting,
        words=clean(new.words.strip()),
        department=new.department,
        due_on=new.due_on,
    )
    record(by, "decision.made", decision, department=new.department, due_on=new.due_on)
    return decision


@transaction.atomic
def follow_up(decision: Decision, *, words: str, done: bool, by: Account, at: datetime) -> Decision:
    """跟踪议定事项: by the unit or the office; done is said once, with words."""
    if not may(by, Permission.RUN_PROGRAMME):
        require(by, Permission.WORK_TASK, decision)
    require_words(words, "写一句：办到哪里了")
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.done_on is not None:
        raise ProgrammeRefused(f"{decision.done_on:%Y-%m-%d} 已经办完了")
    DecisionFollowUp.objects.create(
        decision=decision, words=clean(words.strip()), done=done, at=at, by=by
    )
    if done:
        decision.done_on = timezone.localdate(at)
        decision.save(update_fields=["done_on"])
    record(by, "decision.followed_up", decision, done=done)
    return decision


@transaction.atomic
def fill_seat(seat: Seat, *, holder: str, by: Account, at: datetime) -> Seat:
    """写席位现在是谁: empty says that the post is vacant."""
    require(by, Permission.RUN_PROGRAMME)
    seat.holder = clean(holder.strip())
    seat.save(update_fields=["holder"])
    record(by, "seat.filled", seat, holder=seat.holder)
    return seat
