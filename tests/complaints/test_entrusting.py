"""The register of mediators, and mediations entrusted with both sides' consent (第十九条)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.complaints.conftest import then
from wangshi.accounts.policy import Refused
from wangshi.complaints import services
from wangshi.complaints.clocks import complaint_clock
from wangshi.complaints.models import MediationBody, Mediator
from wangshi.complaints.selectors import (
    appointed_mediators,
    bodies_listed,
    hours_learned,
    mediation_figures,
)
from wangshi.complaints.workflow import BodyKind, Result, RoadRefused, Written
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
YEAR, WEEK = timedelta(days=365), timedelta(days=7)


@pytest.fixture
def body(desk) -> MediationBody:
    new = services.NewBody(
        "试填消费者协会", BodyKind.ASSOCIATION, "样例登记证 1 号", "试填", "0990-1", TODAY()
    )
    return services.list_body(new, by=desk)


@pytest.fixture
def mediator(body, desk) -> Mediator:
    new = services.NewMediator("演示调解员", TODAY(), TODAY() + YEAR, body=body, field="家电")
    return services.appoint_mediator(new, by=desk)


@pytest.fixture
def new(body) -> services.NewEntrustment:
    return services.NewEntrustment(body, "电话里同意", "店主当面同意", TODAY() + WEEK)


def entrust(complaint, new, officer, at=None):
    return services.entrust_mediation(complaint, new, by=officer, at=at or then())


def back(complaint, officer, result=Result.AGREED, at=None):
    return services.take_back(
        complaint, result=result, words="三日内退 68 元", by=officer, at=at or then()
    )


def test_a_mediation_goes_out_with_consent_and_comes_back_with_a_result(mediated, new, officer):
    before = complaint_clock(mediated, TODAY()).due_on
    entrust(mediated, new, officer)
    mediated.refresh_from_db()
    assert mediated.delegated_to == "试填消费者协会"
    assert complaint_clock(mediated, TODAY()).due_on == before  # the sixty days go on
    assert back(mediated, officer).returned_on == TODAY()
    assert [step.name for step in mediated.steps.all()][-2:] == ["entrust", "back"]
    assert {"complaint.entrusted", "complaint.taken_back"} <= set(
        AuditRecord.objects.values_list("verb", flat=True)
    )
    figures = mediation_figures(TODAY())
    assert (figures.entrusted, figures.agreed, figures.in_time, figures.out) == (1, 1, 1, 0)
    assert [(one.given, one.agreed) for one in bodies_listed()] == [(1, 1)]


REFUSED = [
    ({"complainant": " "}, "投诉人怎么同意"),
    ({"respondent": " "}, "被投诉人怎么同意"),
    ({"due_on": TODAY() - WEEK}, "交回的日子"),
    ({"due_on": TODAY() + YEAR}, "第二十三条"),
]


@pytest.mark.parametrize(
    ("wrong", "told"), REFUSED, ids=["one side", "the other side", "past", "after the sixty days"]
)
def test_without_both_consents_or_beyond_the_term_it_stays_here(
    mediated, new, officer, wrong, told
):
    with pytest.raises(RoadRefused, match=told):
        entrust(mediated, replace(new, **wrong), officer)
    assert not mediated.entrustments.exists()


def test_nobody_is_entrusted_twice_and_nobody_passes_it_on(
    mediated, new, officer, mediator, station, desk
):
    ours = services.NewMediator("本局的", TODAY(), TODAY() + YEAR, department=station)
    with pytest.raises(RoadRefused, match="不得再委托"):
        entrust(mediated, replace(new, mediator=services.appoint_mediator(ours, by=desk)), officer)
    entrust(mediated, replace(new, mediator=mediator), officer)
    with pytest.raises(RoadRefused, match="已经委托出去了"):
        entrust(mediated, new, officer)


def test_an_appointment_that_is_over_takes_nothing_more(mediated, new, officer, mediator, desk):
    later = then() + timedelta(days=3)
    mediator = services.change_appointment(mediator, until=TODAY(), reason="搬走了", by=desk)
    assert list(appointed_mediators(TODAY())) == [mediator]
    assert not appointed_mediators(timezone.localdate(later)).exists()
    with pytest.raises(RoadRefused, match="聘期"):
        entrust(mediated, replace(new, mediator=mediator), officer, at=later)


def test_an_agreement_waits_until_the_organisation_has_answered(mediated, new, officer):
    entrust(mediated, new, officer)
    agreement = services.Agreement("三日内退 68 元", Decimal(68), Written.PERFORMED)
    with pytest.raises(RoadRefused, match="先记交回的结果"):
        services.agree(mediated, agreement, on=TODAY(), by=officer, at=then())
    back(mediated, officer)
    services.agree(mediated, agreement, on=TODAY(), by=officer, at=then())
    assert mediation_figures(TODAY()).settled == 1


def test_an_ending_meanwhile_stops_what_was_out(mediated, new, officer):
    entrust(mediated, new, officer)
    services.withdraw_complaint(mediated, words="商家退了", at=then())
    assert mediated.entrustments.get().result == Result.STOPPED
    with pytest.raises(RoadRefused):
        back(mediated, officer)


def test_what_is_out_too_long_is_counted(mediated, new, officer):
    entrust(mediated, new, officer)
    assert mediation_figures(TODAY() + timedelta(days=8)).overdue == 1
    back(mediated, officer, at=then() + timedelta(days=9))
    assert mediation_figures(TODAY()).in_time == 0


def test_the_register_is_the_desks_and_a_mediator_belongs_to_one_house(
    body, station, desk, officer
):
    both = services.NewMediator("样例", TODAY(), TODAY(), body=body, department=station)
    for wrong, told in (
        (both, "选一个"),
        (replace(both, body=None, department=None), "选一个"),
        (replace(both, body=None, until=TODAY() - WEEK), "不能早于"),
    ):
        with pytest.raises(RoadRefused, match=told):
            services.appoint_mediator(wrong, by=desk)
    with pytest.raises(Refused):
        services.appoint_mediator(replace(both, body=None), by=officer)
    with pytest.raises(RoadRefused, match="已经有这个组织"):
        services.list_body(
            services.NewBody(body.name, BodyKind.OTHER, "样例", "试填", "1", TODAY()), by=desk
        )


def test_trainings_add_up(mediator, desk):
    for hours in (4, 6):
        services.note_training(mediator, title="调解技巧", hours=hours, on=TODAY(), by=desk)
    assert hours_learned() == {mediator.pk: 10}
    with pytest.raises(RoadRefused, match="学时"):
        services.note_training(mediator, title="调解技巧", hours=0, on=TODAY(), by=desk)


def test_the_register_and_the_entrustment_are_made_from_their_pages(client, desk, mediated):
    client.force_login(desk)
    day = TODAY().isoformat()

    def post(step, *args, **given):
        answer = client.post(reverse(step, args=args), {"mark": step} | given)
        assert answer.status_code == 302, answer.content.decode()

    post("mediation-body-new", name="样例调委会", kind="other", basis="样例", contact="试填",
         phone="1", listed_on=day)  # fmt: skip
    body = MediationBody.objects.get()
    until = (TODAY() + YEAR).isoformat()
    post("mediator-new", name="演示员", body=body.pk, appointed_on=day, until=until)
    mediator = Mediator.objects.get()
    post("mediator-training", mediator.pk, training="样例课", hours="4", on=day)
    post("mediator-appointment", mediator.pk, until=day, reason="试填")
    due = (TODAY() + WEEK).isoformat()
    post("complaint-entrust", mediated.pk, body=body.pk, mediator=mediator.pk, due_on=due,
         complainant="同意", respondent="同意")  # fmt: skip
    out = client.get(reverse("mediators")).content.decode()
    assert mediated.number in out
    shown = client.get(reverse("complaint", args=[mediated.pk])).content.decode()
    assert "样例调委会 演示员" in shown
    assert "写调解协议" not in shown
    post("complaint-back", mediated.pk, result="failed", words="店主没有来")
    shown = client.get(reverse("complaint", args=[mediated.pk])).content.decode()
    assert "没有谈成。店主没有来" in shown
    listed = client.get(reverse("complaints"), {"waits": "entrusted"}).content.decode()
    assert mediated.number in listed
    assert "写调解协议" in shown
