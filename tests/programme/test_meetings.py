"""A meeting is called, held, minuted; its decisions are followed up; findings are re-checked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.programme.conftest import now
from wangshi.accounts.policy import Refused
from wangshi.programme import selectors, services
from wangshi.programme.models import Body, JointMeeting
from wangshi.programme.selectors.meetings import frequency
from wangshi.programme.services import NewDecision, NewFinding, ProgrammeRefused
from wangshi.programme.workflow import BodyKind, MeetingKind, RoundKind

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def body(plan) -> Body:
    return Body.objects.get(kind=BodyKind.JOINT_MEETING)


def call(body: Body, by, on: date = TODAY) -> JointMeeting:
    return services.call_meeting(
        body, kind=MeetingKind.REGULAR, planned_on=on, place="", agenda="样例议题",
        by=by, at=now(),
    )  # fmt: skip


@pytest.fixture
def held(body, office, travel) -> JointMeeting:
    return services.minute_meeting(
        call(body, office), held_on=TODAY, minutes="样例纪要", present=[travel],
        by=office, at=now(),
    )  # fmt: skip


def test_a_decision_is_followed_up_until_it_is_done(held, office, travel, traveller):
    due_on = TODAY + timedelta(days=10)
    decision = services.decide(held, NewDecision("列名录", travel, due_on), by=office, at=now())
    assert selectors.open_decisions(TODAY + timedelta(days=11)) == (1, 1)
    services.follow_up(decision, words="列了一半", done=False, by=traveller, at=now())
    services.follow_up(decision, words="列完了", done=True, by=traveller, at=now())
    assert selectors.open_decisions(TODAY) == (0, 0)
    with pytest.raises(ProgrammeRefused, match="已经办完"):
        services.follow_up(decision, words="又来", done=True, by=traveller, at=now())


def test_a_decision_of_another_unit_is_not_followed_up_by_it(held, office, amr, traveller):
    decision = services.decide(held, NewDecision("抽查", amr, TODAY), by=office, at=now())
    with pytest.raises(Refused):
        services.follow_up(decision, words="试填", done=True, by=traveller, at=now())


def test_a_meeting_without_an_agenda_minutes_or_anybody_there_is_refused(body, office, travel):
    with pytest.raises(ProgrammeRefused, match="议题"):
        services.call_meeting(
            body, kind=MeetingKind.REGULAR, planned_on=TODAY, place="", agenda=" ",
            by=office, at=now(),
        )  # fmt: skip
    meeting = call(body, office)
    with pytest.raises(ProgrammeRefused, match="到会"):
        services.minute_meeting(
            meeting, held_on=TODAY, minutes="试填", present=[], by=office, at=now()
        )
    with pytest.raises(ProgrammeRefused, match="先写纪要"):
        services.decide(meeting, NewDecision("试填", travel, TODAY), by=office, at=now())


FREQUENCIES = [
    (0, 0, 6, "soon"),  # half the year is left
    (0, 0, 11, "late"),  # the last quarter has begun
    (0, 1, 11, "good"),  # one is called
    (1, 0, 11, "good"),
    (3, 0, 11, "soon"),  # more often than the plan says
]


@pytest.mark.parametrize(("times", "called", "month", "kind"), FREQUENCIES)
def test_the_rule_of_once_or_twice_a_year_is_counted(body, office, times, called, month, kind):
    day = date(2026, month, 1)
    for _ in range(times):
        JointMeeting.objects.create(
            body=body, kind="regular", planned_on=day, agenda="x", called_at=now(),
            called_by=office, held_on=date(2026, 1, 5), minutes="x",
        )  # fmt: skip
    for _ in range(called):
        call(body, office, day + timedelta(days=9))
    found = frequency(Body.objects.get(pk=body.pk), day)
    assert (found.kind, found.held, found.rule) == (kind, times, "每年 1 至 2 次")


def test_seats_say_who_is_missing(body, office):
    seat = body.seats.first()
    services.fill_seat(seat, holder="样例甲", by=office, at=now())
    line = next(one for one in selectors.bodies(TODAY) if one.body == body)
    assert line.vacant == 1


@pytest.fixture
def finding(plan, office, travel):
    made = services.open_round(
        kind=RoundKind.SUPERVISION, title="样例督查", on=TODAY, by=office, at=now()
    )
    new = NewFinding(travel, "名录没有对上", TODAY + timedelta(days=5))
    return services.note_finding(made, new, by=office, at=now())


def test_a_finding_is_corrected_then_looked_at_again(finding, office, traveller):
    services.correct_finding(finding, words="对上了", by=traveller, at=now())
    again = TODAY + timedelta(days=9)
    services.recheck_finding(
        finding, fixed=False, words="还差两家", due_on=again, by=office, at=now()
    )
    assert selectors.open_findings() == 1
    services.correct_finding(finding, words="都对上了", by=traveller, at=now())
    services.recheck_finding(
        finding, fixed=True, words="抽了五家", due_on=None, by=office, at=now()
    )
    assert selectors.open_findings() == 0
    names = list(finding.notes.values_list("name", flat=True))
    assert names == ["correct", "unfixed", "correct", "fixed"]


def test_a_finding_is_not_rechecked_before_its_correction_nor_by_its_own_hand(
    finding, office, amr, plan
):
    with pytest.raises(ProgrammeRefused, match="还没有报整改"):
        services.recheck_finding(
            finding, fixed=True, words="试填", due_on=None, by=office, at=now()
        )
    made = services.note_finding(
        finding.supervision, NewFinding(amr, "试填", TODAY), by=office, at=now()
    )
    services.correct_finding(made, words="改了", by=office, at=now())
    with pytest.raises(ProgrammeRefused, match="请别人复查"):
        services.recheck_finding(made, fixed=True, words="看过", due_on=None, by=office, at=now())
