"""会议: bodies and their meetings, one meeting, minutes, decisions, seats."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme import selectors
from wangshi.programme.forms import (
    CallMeetingForm,
    DecideForm,
    FollowUpForm,
    MinutesForm,
    SeatForm,
)
from wangshi.programme.models import Decision, JointMeeting, Seat
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Around, filled
from .plans import HOME


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """协调机构和会议."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    shown = {
        "bodies": selectors.bodies(today),
        "page": page_of(selectors.meetings_listed(), request),
        "open": selectors.open_decisions(today),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "today": today,
    }
    return render(request, "programme/meetings.html", shown)


@require_GET
def show(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """一次会议: agenda, minutes, who came, what was decided and how it stands."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    meeting = get_object_or_404(JointMeeting.objects.select_related("body"), pk=meeting_id)
    decisions = [
        (one, one.done_on is None and _may_follow(request, one))
        for one in selectors.decisions_of(meeting)
    ]
    shown = {
        "meeting": meeting,
        "present": meeting.present.all(),
        "decisions": decisions,
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "today": timezone.localdate(),
    }
    return render(request, "programme/meeting.html", shown)


def _may_follow(request: HttpRequest, decision: Decision) -> bool:
    who = account(request)
    return may(who, Permission.RUN_PROGRAMME) or may(who, Permission.WORK_TASK, decision)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """通知开会."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = CallMeetingForm(request.POST or None, by=who, initial=kept_fields(request))
    back = reverse("meetings")
    around = Around(back, "不开了", (HOME, Link("会议", back), Link("通知开会")))
    return filled(request, form, around, after=lambda made: reverse("meeting", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """写纪要."""
    who, meeting = account(request), get_object_or_404(JointMeeting, pk=meeting_id)
    require(who, Permission.RUN_PROGRAMME)
    form = MinutesForm(request.POST or None, by=who, meeting=meeting, initial=kept_fields(request))
    return filled(request, form, _around(meeting, "写纪要"))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """记议定事项."""
    who, meeting = account(request), get_object_or_404(JointMeeting, pk=meeting_id)
    require(who, Permission.RUN_PROGRAMME)
    form = DecideForm(request.POST or None, by=who, meeting=meeting, initial=kept_fields(request))
    return filled(request, form, _around(meeting, "记议定事项"))


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, decision_id: int) -> HttpResponse:
    """跟踪议定事项."""
    who = account(request)
    decision = get_object_or_404(Decision.objects.select_related("meeting"), pk=decision_id)
    if not may(who, Permission.RUN_PROGRAMME):
        require(who, Permission.WORK_TASK, decision)
    form = FollowUpForm(
        request.POST or None, by=who, decision=decision, initial=kept_fields(request)
    )
    facts = (Fact("议定", decision.words), Fact("期限", f"{decision.due_on:%Y-%m-%d}"))
    return filled(request, form, _around(decision.meeting, "跟踪", facts))


def _around(meeting: JointMeeting, here: str, facts: tuple[Fact, ...] = ()) -> Around:
    href = reverse("meeting", args=[meeting.pk])
    crumbs = (HOME, Link("会议", reverse("meetings")), Link(str(meeting), href), Link(here))
    return Around(href, "回到会议", crumbs, facts or (Fact("议题", meeting.agenda),))


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """写席位现在是谁."""
    who, one = account(request), get_object_or_404(Seat, pk=seat_id)
    require(who, Permission.RUN_PROGRAMME)
    form = SeatForm(request.POST or None, by=who, seat=one)
    back = reverse("meetings")
    facts = (Fact("席位", f"{one.role} {one.post}"),)
    return filled(
        request, form, Around(back, "不改了", (HOME, Link("会议", back), Link("席位")), facts)
    )
