"""The same-day lane: a few lines at the desk, settled or a complaint before the day is over."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.complaints.conftest import letter, then
from tests.complaints.test_pages import INTAKE
from wangshi.accounts.policy import Refused
from wangshi.complaints import services
from wangshi.complaints.models import Complaint, WalkIn
from wangshi.complaints.selectors import open_walk_ins, walk_in_figures
from wangshi.complaints.workflow import Asked, RoadRefused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
NEW = services.NewWalkIn("试填土菜馆", "一桌菜", "菜单没有价，结账多收 60 元", is_visitor=True)


def take(desk, days=0, **given):
    return services.take_walk_in(replace(NEW, **given), by=desk, at=then(days))


def test_a_visitor_is_settled_the_same_day_with_what_was_paid_in_advance(desk):
    walk_in = take(desk)
    paid = services.Settlement("店家退了", Decimal(60), Decimal(60), "景区先行赔付金")
    services.settle_walk_in(walk_in, paid, by=desk, at=then())
    figures = walk_in_figures(TODAY())
    assert (figures.taken, figures.visitors, figures.settled, figures.same_day) == (1, 1, 1, 1)
    assert (figures.recovered, figures.advanced) == (60, 60)
    with pytest.raises(RoadRefused, match="已经了结"):
        services.leave_walk_in(walk_in, words="走了", by=desk, at=then())


WRONG = [
    (services.Settlement(" "), "写怎么解决的"),
    (services.Settlement("退了", Decimal(10), Decimal(20), "景区"), "不能比退赔多"),
    (services.Settlement("退了", Decimal(20), Decimal(20)), "谁先行赔付"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG, ids=["no words", "more", "by nobody"])
def test_money_paid_in_advance_is_part_of_what_came_back_and_somebodys(desk, wrong, told):
    walk_in = take(desk)
    with pytest.raises(RoadRefused, match=told):
        services.settle_walk_in(walk_in, wrong, by=desk, at=then())
    assert open_walk_ins().get() == walk_in


def test_what_is_not_settled_becomes_a_complaint_with_its_name_code_and_clock(desk, county):
    walk_in = take(desk)
    filed = services.file_walk_in(walk_in, letter(channel="VISIT"), by=desk, at=then())
    walk_in.refresh_from_db()
    assert walk_in.complaint == filed.complaint
    assert filed.code
    assert not open_walk_ins().exists()


def test_a_report_is_no_end_of_a_walk_in_and_nothing_of_it_is_kept(desk, county):
    walk_in = take(desk)
    with pytest.raises(RoadRefused, match="只登记成投诉"):
        services.file_walk_in(walk_in, letter(Asked.REPORT), by=desk, at=then())
    assert open_walk_ins().get() == walk_in


def test_whoever_leaves_first_is_first_and_yesterday_is_not_forgotten(desk):
    yesterday = take(desk, days=1)
    leaving = take(desk, leaves_on=TODAY())
    assert list(open_walk_ins()) == [leaving, yesterday]
    services.leave_walk_in(yesterday, words="告诉了 12315", by=desk, at=then())
    assert walk_in_figures(TODAY()).same_day == 0
    with pytest.raises(RoadRefused, match="不能早于今天"):
        take(desk, leaves_on=TODAY() - timedelta(days=1))


def test_only_the_desk_takes_somebody_in(officer):
    with pytest.raises(Refused):
        take(officer)


def test_the_lane_from_the_desk_to_the_complaint(client, desk, county):
    client.force_login(desk)
    take(desk, days=1)
    given = {"mark": "来", "respondent": "试填客栈", "goods": "一晚房", "text": "到店加价"}
    assert client.post(reverse("walk-in-new"), given | {"text": ""}).status_code == 422
    assert client.post(reverse("walk-in-new"), given).status_code == 302
    shown = client.get(reverse("walk-ins")).content.decode()
    assert "还有 2 件没有了结" in shown
    assert "有 1 件过了当天" in shown
    old, fresh = WalkIn.objects.order_by("taken_on")
    settled = {"mark": "解", "words": "退了", "recovered": "60"}
    assert client.post(reverse("walk-in-settle", args=[old.pk]), settled).status_code == 302
    step = reverse("walk-in-complaint", args=[fresh.pk])
    assert "试填客栈" in client.get(step).content.decode()
    assert client.post(step, INTAKE | {"mark": "诉"}).status_code == 302
    assert Complaint.objects.get().walk_in == fresh
    ended = client.get(reverse("walk-ins")).content.decode()
    assert "来访的都了结了" in ended
    assert "试填土菜馆" in client.get(reverse("walk-ins"), {"end": "settled"}).content.decode()
    assert Complaint.objects.get().number in ended
