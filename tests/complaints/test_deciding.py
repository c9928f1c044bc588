"""Accepting, refusing, returning: by whom, on which ground, told with what, by which day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.complaints.conftest import CONSUMER, dispute, then
from wangshi.accounts.policy import Refused
from wangshi.complaints import services
from wangshi.complaints.clocks import complaint_clock, limit_of
from wangshi.complaints.codes import REFUSALS, titles, ways
from wangshi.complaints.models import Complaint
from wangshi.complaints.selectors import (
    competence,
    complaint_story,
    patterns,
    progress_of,
    similar_complaints,
)
from wangshi.complaints.workflow import Asked, ChangedMeanwhile, RoadRefused, Told
from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import due_on
from wangshi.engine.jurisdiction import Place, Respondent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def refuse(complaint, desk, ground="R16_3", reason="没有消费凭证", **given):
    return services.refuse_complaint(
        complaint, ground=ground, reason=reason, told=Told.PHONE, by=desk, at=then(), **given
    )


def test_the_term_of_acceptance_is_seven_working_days_from_receipt(complaint):
    clock = complaint_clock(complaint, TODAY())
    assert clock.due_on == due_on("complaint_accept", TODAY())
    assert "第十五条" in clock.badge.article


def test_accepting_starts_the_sixty_days_and_names_the_unit(accepted, station):
    assert accepted.state == "accepted"
    clock = complaint_clock(accepted, TODAY())
    assert clock.key == "complaint_mediate"
    assert clock.due_on == due_on("complaint_mediate", TODAY())
    assert accepted.department == station


@pytest.mark.parametrize("ground", sorted(titles(REFUSALS)))
def test_each_of_the_seven_grounds_is_told_with_the_five_other_ways(complaint, desk, ground):
    refuse(complaint, desk, ground, "依照某法某条，写明事实")
    half = progress_of(complaint.letter, TODAY()).halves[0]
    assert half.state == "不予受理"
    assert half.reason.code == ground
    assert "第十六条" in half.reason.basis
    assert [row.code for row in half.ways] == [row.code for row in ways(TODAY())]
    assert len(half.ways) == 5


def test_a_refusal_without_a_reason_or_with_an_unknown_ground_is_not_made(complaint, desk):
    with pytest.raises(RoadRefused, match="写明事实和理由"):
        refuse(complaint, desk, reason="  ")
    with pytest.raises(RoadRefused, match="R16_9"):
        refuse(complaint, desk, ground="R16_9")
    complaint.refresh_from_db()
    assert complaint.state == "received"


def test_only_what_was_handed_to_us_is_returned(complaint, desk):
    with pytest.raises(RoadRefused, match="不是分送来的"):
        services.return_complaint(complaint, reason="归外县", by=desk, at=then())
    services.number_complaint(complaint, external_number="样例123", by=desk, at=then())
    services.return_complaint(complaint, reason="归外县", by=desk, at=then())
    complaint.refresh_from_db()
    assert complaint.state == "returned"


def test_one_12315_number_belongs_to_one_complaint(file, desk):
    first, second = file().complaint, file().complaint
    services.number_complaint(first, external_number="样例123", by=desk, at=then())
    with pytest.raises(RoadRefused, match="已经写在"):
        services.number_complaint(second, external_number="样例123", by=desk, at=then())


def test_of_two_desks_on_one_record_the_second_is_told_who_was_first(complaint, desk, station):
    drawn = complaint.steps.count()
    refuse(complaint, desk, version=drawn)
    with pytest.raises(ChangedMeanwhile, match="冯演示"):
        services.accept_complaint(
            complaint, department=station, told=Told.PHONE, by=desk, at=then(), version=drawn
        )


def test_an_officer_does_not_decide_on_acceptance(complaint, officer, station):
    with pytest.raises(Refused):
        services.accept_complaint(
            complaint, department=station, told=Told.PHONE, by=officer, at=then()
        )


PLACES = [
    (Respondent.OFFLINE, {Place.ACTUAL: "拾穗县"}, True, True, "第十三条第一款"),
    (Respondent.OFFLINE, {Place.ACTUAL: "外县", Place.DOMICILE: "外县"}, True, False,
     "第十三条第一款"),
    (Respondent.SELF_SITE, {Place.DOMICILE: "拾穗县"}, True, True, "第十三条第二款"),
    (Respondent.PLATFORM, {Place.DOMICILE: "外省某区"}, True, False, "第十三条第二款"),
    (Respondent.IN_PLATFORM, {Place.DISCLOSED: "拾穗县"}, True, True, "第十三条第三款"),
    (Respondent.IN_PLATFORM, {Place.DISCLOSED: "拾穗县", Place.PLATFORM: "外省"}, False, False,
     "第十三条第三款"),
    (Respondent.IN_PLATFORM, {Place.PLATFORM: "拾穗县"}, True, True, "第十三条第三款"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "places", "reachable", "ours", "article"), PLACES)
def test_the_candidates_follow_from_what_was_found_out(
    complaint, desk, kind, places, reachable, ours, article
):
    placed = services.Placed(kind, places, reachable)
    services.place_complaint(complaint, placed, by=desk, at=then())
    complaint.refresh_from_db()
    found = competence(complaint)
    assert found.ours is ours
    assert article in found.answer.authorities[0].reason


def test_a_matter_of_three_years_ago_is_said_and_not_refused(file, desk):
    old = TODAY() - timedelta(days=3 * 366 + 10)
    complaint = file(dispute=dispute(knew_on=old, got_on=None)).complaint
    story = complaint_story(complaint, desk, TODAY())
    assert story.too_old == limit_of(old, TODAY())
    assert complaint.state == "received"
    assert limit_of(date(2023, 11, 24), date(2026, 11, 23)) == date(2026, 11, 24)


def test_the_patterns_of_article_17_are_facts_with_counts(file):
    for days in (200, 80, 20):
        file(days=days)
    complaint = file().complaint
    found = {one.title: one for one in patterns(complaint)}
    assert found["同一人投诉同一商家"].counts == ((30, 1), (90, 2), (365, 3))
    assert "第十七条" in found["同一人投诉同一商家"].article
    assert complaint.state == "received"


def test_another_person_with_the_same_telephone_is_seen_without_opening_a_seal(file):
    file(person=CONSUMER.__class__("试填另一人", CONSUMER.phone, "别处"))
    assert [one.title for one in patterns(file().complaint)] == ["别的投诉人用同一电话"]


def test_near_duplicates_are_named_linked_and_both_stay(file, desk):
    first = file().complaint
    second = file().complaint
    assert [like.complaint for like in similar_complaints(second)] == [first]
    services.link_complaints(second, first, words="同一天同一单", by=desk, at=then())
    assert complaint_story(first, desk, TODAY()).linked[0][0] == second
    with pytest.raises(RoadRefused, match="已经连起来了"):
        services.link_complaints(first, second, words="再来", by=desk, at=then())
    assert Complaint.objects.count() == 2


def test_the_mark_stays_red_until_the_number_is_there(complaint, desk):
    names = [step.button for step in complaint_story(complaint, desk, TODAY()).next_steps]
    assert "填 12315 编号" in names
    services.number_complaint(complaint, external_number="样例7", by=desk, at=then())
    complaint.refresh_from_db()
    names = [step.button for step in complaint_story(complaint, desk, TODAY()).next_steps]
    assert "填 12315 编号" not in names


def test_a_mixed_letter_is_to_be_split_first(file, desk):
    story = complaint_story(file(Asked.BOTH).complaint, desk, TODAY())
    assert story.mixed
    assert [step.button for step in story.next_steps if step.main] == ["拆成两件"]


def test_an_overdue_decision_is_late(file):
    assert complaint_clock(file(days=30).complaint, TODAY()).badge.state is ClockState.LATE


def test_a_station_is_asked_first_and_what_it_settles_needs_no_decision(complaint, desk):
    new = services.NewStation("试填服务站", "试填", "0990-1", TODAY())
    station = services.open_station(new, by=desk)
    services.refer_complaint(complaint, station, by=desk, at=then())
    services.answer_referral(complaint, answer="退款了", settled=True, by=desk, at=then())
    complaint.refresh_from_db()
    assert complaint.state == "withdrawn"
    assert [one.name for one in complaint.steps.all()][-2:] == ["answer", "withdraw"]
