"""What a complaint costs whoever makes it, and how much each unit has in hand."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.complaints.conftest import then
from wangshi.complaints import services
from wangshi.complaints.selectors import cost_of_complaining, loads
from wangshi.complaints.workflow import Written

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_days_additions_meetings_and_money_are_counted_from_what_is_recorded(
    file, mediated, officer
):
    before = file(days=4)
    services.add_material(before.letter, words="补一张照片", at=then(2))
    services.withdraw_complaint(before.complaint, words="退了", at=then())
    services.arrange_meeting(mediated, meeting="明天九时", by=officer, at=then())
    agreement = services.Agreement("退 68 元", Decimal(68), Written.PERFORMED)
    services.agree(mediated, agreement, on=TODAY(), by=officer, at=then())
    cost = cost_of_complaining(TODAY())
    assert (cost.ended, cost.days, cost.met, cost.added) == (2, 2.0, 1, 1)
    assert (cost.settled_before, cost.recovered) == (1, 68)


def test_nothing_ended_has_no_days(complaint):
    assert cost_of_complaining(TODAY()).days is None


def test_a_units_load_is_told_with_the_people_who_can_take_it(file, mediated, officer, colleague):
    file(days=60)
    told = {one.name: (one.open, one.late, one.people, one.each) for one in loads(TODAY())}
    assert told[mediated.department.short_name] == (1, 0, 2, "0.5")
    assert told["还没有定承办单位"] == (1, 1, 0, "—")


def test_the_page_says_both(client, desk, mediated):
    client.force_login(desk)
    shown = client.get(reverse("complaint-measures")).content.decode()
    assert mediated.department.short_name in shown
    assert "维权成本" in shown
