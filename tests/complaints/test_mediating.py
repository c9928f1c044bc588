"""Mediation: consent, pauses, proofs with the burden where the law puts it, the endings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.complaints.conftest import then
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.complaints import services
from wangshi.complaints.clocks import complaint_clock, complaint_clocks
from wangshi.complaints.codes import ENDINGS, titles
from wangshi.complaints.disputes import disputes, proofs_for
from wangshi.complaints.models import Complaint
from wangshi.complaints.workflow import RoadRefused, Told, Written
from wangshi.engine.clocks import ClockState
from wangshi.engine.consumer import Shower
from wangshi.engine.deadlines import due_on

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SOON = timedelta(days=9)


def ask(complaint, officer, *, goods="durable", kind="quality", got=60, **given):
    matter = services.Matter(kind, goods, TODAY() - timedelta(days=got) if got else None)
    return services.ask_for_proofs(
        complaint, matter, due_on=TODAY() + SOON, by=officer, at=then(), **given
    )


def finish(complaint, officer, *, ending="T23_3", reason="一方明确不退", on=None):
    return services.end_mediation(
        complaint, ending=ending, reason=reason, on=on or TODAY(), by=officer, at=then()
    )


BURDENS = [
    ("durable", "quality", 60, Shower.OPERATOR),  # inside six months
    ("decoration", "decoration", 60, Shower.OPERATOR),
    ("other", "quality", 60, Shower.CONSUMER),  # not a durable good
    ("durable", "quality", 300, Shower.CONSUMER),  # found after six months
    ("durable", "quality", 0, Shower.CONSUMER),  # nobody knows since when
]


@pytest.mark.parametrize(("goods", "kind", "got", "shower"), BURDENS)
def test_the_burden_of_the_flaw_is_reversed_exactly_where_the_law_says(
    mediated, officer, goods, kind, got, shower
):
    ask(mediated, officer, goods=goods, kind=kind, got=got)
    flaw = mediated.proofs.get(key="flaw")
    assert flaw.shower == shower
    assert "第二十三条第三款" in flaw.article
    assert mediated.proofs.get(key="deal").shower == Shower.CONSUMER


@pytest.mark.parametrize("kind", sorted(disputes().titles))
def test_every_kind_of_dispute_says_who_shows_what_and_why(kind):
    wanted = proofs_for(kind, "other", received=date(2026, 1, 5), found=date(2026, 2, 5))
    assert wanted
    assert all(one.title and one.why for one in wanted)
    assert len({one.key for one in wanted}) == len(wanted)


def test_what_was_not_shown_is_recorded_after_the_last_day_and_not_before(mediated, officer):
    proof = next(one for one in ask(mediated, officer) if one.key == "flaw")
    with pytest.raises(RoadRefused, match="还没有到期"):
        services.note_not_shown(proof, by=officer, at=then())
    later = then() + SOON + timedelta(days=1)
    services.note_not_shown(proof, by=officer, at=later)
    proof.refresh_from_db()
    assert proof.not_shown_on == timezone.localdate(later)
    assert mediated.steps.last().words == f"经营者到期没有举证：{proof.title}"


def test_late_proof_is_taken_and_takes_the_mark_away(mediated, officer):
    proof = ask(mediated, officer)[0]
    later = then() + SOON + timedelta(days=1)
    services.note_not_shown(proof, by=officer, at=later)
    services.take_proof(proof, words="晚交的发票", by=officer, at=later)
    proof.refresh_from_db()
    assert (proof.shown_on, proof.not_shown_on) == (timezone.localdate(later), None)


def test_a_test_stops_the_sixty_days_and_its_result_starts_them_again(mediated, officer):
    services.pause_mediation(
        mediated, institution="样例检测所", first_on=TODAY(), by=officer, at=then()
    )
    paused = Complaint.objects.get(pk=mediated.pk)
    assert complaint_clock(paused, TODAY() + timedelta(days=90)).badge.state is ClockState.REST
    later = then() + timedelta(days=10)
    services.resume_mediation(
        mediated, finding="不合格", last_on=timezone.localdate(later), by=officer, at=later
    )
    resumed = Complaint.objects.get(pk=mediated.pk)
    # Sixty days and the ten of the test; the last one may move to a working day.
    assert complaint_clock(resumed, TODAY()).due_on >= TODAY() + timedelta(days=60 + 10)


def test_the_sixty_days_are_not_called_over_before_they_are(mediated, officer):
    with pytest.raises(RoadRefused, match="六十日还没有满"):
        finish(mediated, officer, ending="T23_5")
    later = then() + timedelta(days=75)
    services.end_mediation(
        mediated,
        ending="T23_5",
        reason="六十日没有达成",
        on=timezone.localdate(later),
        by=officer,
        at=later,
    )


@pytest.mark.parametrize("ending", sorted(set(titles(ENDINGS)) - {"T23_5"}))
def test_each_ending_is_told_to_both_sides_within_seven_working_days(mediated, officer, ending):
    finish(mediated, officer, ending=ending)
    mediated.refresh_from_db()
    assert mediated.state == "ended"
    clock = complaint_clocks(mediated, TODAY())[0]
    assert clock.due_on == due_on("complaint_term_notice", TODAY())
    services.tell_both(mediated, told=Told.LETTER, words="寄给双方", by=officer, at=then())
    mediated.refresh_from_db()
    assert mediated.state == "closed"


def test_there_are_eight_endings():
    assert len(titles(ENDINGS)) == 8


def test_an_agreement_closes_the_matter_and_keeps_what_came_back(mediated, officer):
    agreement = services.Agreement("三日内退 68 元", Decimal("68.00"), Written.MADE)
    services.agree(mediated, agreement, on=TODAY(), by=officer, at=then())
    mediated.refresh_from_db()
    assert (mediated.state, mediated.recovered) == ("closed", Decimal("68.00"))
    with pytest.raises(RoadRefused, match="已办结"):
        finish(mediated, officer)


def test_mediation_needs_both_sides(accepted, officer):
    begin = {"mediator": officer, "by": officer, "at": then()}
    with pytest.raises(RoadRefused, match="双方怎么同意"):
        services.begin_mediation(accepted, words=" ", **begin)


def test_nobody_decides_on_his_own_recusal(mediated, officer, colleague):
    with pytest.raises(RoadRefused, match="不能决定自己"):
        services.replace_mediator(
            mediated, mediator=colleague, reason="亲戚", by=officer, at=then()
        )
    services.replace_mediator(
        mediated, mediator=colleague, reason="投诉人申请，是亲戚", by=colleague, at=then()
    )
    mediated.refresh_from_db()
    assert mediated.mediator == colleague


def test_another_unit_does_not_touch_it(mediated, make_account, other_bureau):
    stranger = make_account("生人", Role.OFFICER, department=other_bureau)
    with pytest.raises(Refused):
        services.note_complaint(mediated, words="看看", by=stranger, at=then())


def test_a_withdrawal_after_acceptance_ends_the_mediation_under_the_first_ending(mediated):
    services.withdraw_complaint(mediated, words="商家退了", at=then())
    mediated.refresh_from_db()
    assert (mediated.state, mediated.ending) == ("ended", "T23_1")
    with pytest.raises(RoadRefused, match="已经办完了"):
        services.withdraw_complaint(mediated, words="再撤一次", at=then())


def test_a_violation_found_in_mediation_becomes_a_clue_of_that_day(mediated, desk):
    suspicion = services.Suspicion("卖没有标签的核桃", violation="V16")
    clue = services.raise_from_mediation(mediated, suspicion, by=desk, at=then())
    assert (clue.source, clue.found_on) == ("complaint", TODAY())
    with pytest.raises(RoadRefused, match="已经转为线索"):
        services.raise_from_mediation(mediated, suspicion, by=desk, at=then())
