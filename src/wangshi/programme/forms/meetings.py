"""会议的表单: call, minutes, decisions, follow-up, seats."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Department
from wangshi.programme import services
from wangshi.programme.models import Body, Decision, JointMeeting, Seat
from wangshi.programme.workflow import MEETING_TITLES, MeetingKind

from .acting import ActForm, day, line, words


def unit(label: str, missing: str) -> "forms.ModelChoiceField[Department]":
    """一个单位."""
    return forms.ModelChoiceField(
        Department.objects.all(),
        label=label,
        empty_label="选单位",
        required=bool(missing),
        error_messages={"required": missing},
    )


class CallMeetingForm(ActForm):
    title, button, done = "通知开会", "通知开会", "记下了。开完会写纪要。"

    body = forms.ModelChoiceField(
        Body.objects.all(),
        label="哪个机构",
        empty_label="选机构",
        error_messages={"required": "选哪个机构开会"},
    )
    kind = forms.ChoiceField(label="哪种会", choices=list(MEETING_TITLES.items()))
    planned_on = day("哪天开", "填哪天开")
    place = line("地点", "", most=120)
    agenda = words("议题", "写议题：没有议题不开会")

    def act(self, at: datetime) -> JointMeeting:
        """The meeting, called."""
        given = self.cleaned_data
        return services.call_meeting(
            given["body"], kind=MeetingKind(given["kind"]), planned_on=given["planned_on"],
            place=given["place"], agenda=given["agenda"], by=self.by, at=at,
        )  # fmt: skip


class MeetingForm(ActForm):
    """一次会议上的动作."""

    def __init__(self, *args: Any, meeting: JointMeeting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meeting = meeting


class MinutesForm(MeetingForm):
    title, button, done = "写纪要", "写好纪要", "纪要记下了。接着记议定事项。"

    held_on = day("开会日期", "填开会的那一天")
    present = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label="到会单位",
        help_text="可以选几个",
        error_messages={"required": "选到会的单位"},
    )
    minutes = words("纪要", "写纪要", rows=8)

    def __init__(self, *args: Any, meeting: JointMeeting, **options: Any) -> None:
        seats = [seat.department_id for seat in meeting.body.seats.all() if seat.department_id]
        standing = {"held_on": meeting.planned_on, "present": seats}
        options["initial"] = standing | (options.get("initial") or {})
        super().__init__(*args, meeting=meeting, **options)

    def act(self, at: datetime) -> JointMeeting:
        given = self.cleaned_data
        return services.minute_meeting(
            self.meeting, held_on=given["held_on"], minutes=given["minutes"],
            present=given["present"], by=self.by, at=at,
        )  # fmt: skip


class DecideForm(MeetingForm):
    title, button, done = "记议定事项", "记下议定事项", "记下了，到期会提醒。"

    what = line("议定了什么", "写议定了什么", most=500)
    department = unit("谁办", "选谁办")
    due_on = day("什么时候办完", "填什么时候办完")

    def act(self, at: datetime) -> Decision:
        given = self.cleaned_data
        new = services.NewDecision(given["what"], given["department"], given["due_on"])
        return services.decide(self.meeting, new, by=self.by, at=at)


class FollowUpForm(ActForm):
    title, button, done = "跟踪议定事项", "记下办到哪里", "记下了。"

    words = words("办到哪里了", "写一句：办到哪里了")
    finished = forms.BooleanField(label="办完了", required=False)

    def __init__(self, *args: Any, decision: Decision, **options: Any) -> None:
        super().__init__(*args, **options)
        self.decision = decision

    def act(self, at: datetime) -> Decision:
        given = self.cleaned_data
        return services.follow_up(
            self.decision, words=given["words"], done=given["finished"], by=self.by, at=at
        )


class SeatForm(ActForm):
    title, button, done = "写席位现在是谁", "记下席位", "记下了。"
    lede = "席位跟着岗位走；人换了，改这里"

    holder = line("现在是谁", "", "空着就是空缺", most=40)

    def __init__(self, *args: Any, seat: Seat, **options: Any) -> None:
        options["initial"] = {"holder": seat.holder} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.seat = seat

    def act(self, at: datetime) -> Seat:
        return services.fill_seat(self.seat, holder=self.cleaned_data["holder"], by=self.by, at=at)
