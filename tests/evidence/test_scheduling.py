"""定时、反复、撤回: what is due is taken, what is called back is not, and the queue says which."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wangshi.accounts.policy import Refused
from wangshi.evidence.models import CaptureOrder
from wangshi.evidence.services import (
    Ordering,
    cancel_order,
    order_capture,
    release_due,
    take_up_silent,
)
from wangshi.evidence.services.capturing import _claim
from wangshi.evidence.workflow import EvidenceRefused, OrderState

from .conftest import AT

pytestmark = pytest.mark.django_db
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def ordering(second) -> Ordering:
    return Ordering(
        page_url="https://shop.example/tea",
        reason="看有没有改好",
        place="甲木所二楼",
        method="用取证程序打开",
        second_officer=second,
        due_at=AT + HOUR,
    )


@pytest.fixture
def weekly(ordering, officer) -> CaptureOrder:
    repeated = replace(ordering, every_days=7, last_on=(AT + HOUR + 15 * DAY).date())
    return order_capture(repeated, by=officer, at=AT)


def states() -> list[str]:
    return list(CaptureOrder.objects.order_by("pk").values_list("state", flat=True))


def test_an_order_waits_for_its_hour_and_no_machine_takes_it_before(ordering, officer):
    order = order_capture(ordering, by=officer, at=AT)
    assert order.state == OrderState.SCHEDULED
    assert _claim(order, AT) is None
    assert release_due(AT + HOUR - MINUTE) == []
    assert take_up_silent(AT + DAY) == []
    assert release_due(AT + HOUR) == [order]
    assert release_due(AT + HOUR) == []
    assert states() == [OrderState.WAITING]


def test_an_order_that_repeats_has_its_next_at_the_same_hour_until_its_last_day(weekly):
    for week in range(4):
        release_due(weekly.due_at + 7 * week * DAY)
    orders = CaptureOrder.objects.order_by("pk")
    assert [one.due_at for one in orders] == [weekly.due_at + 7 * n * DAY for n in range(3)]
    assert states() == [OrderState.WAITING] * 3


def test_a_machine_that_stood_still_takes_what_is_due_once(weekly):
    assert len(release_due(weekly.due_at + 8 * DAY)) == 1
    last = CaptureOrder.objects.latest("pk")
    assert (last.state, last.due_at) == (OrderState.SCHEDULED, weekly.due_at + 14 * DAY)


def test_what_is_called_back_is_never_taken_nor_repeated(weekly, officer):
    cancelled = cancel_order(weekly, reason="商家改好了", by=officer, at=AT)
    assert (cancelled.state, cancelled.fault) == (OrderState.CANCELLED, "商家改好了")
    assert release_due(weekly.due_at + 30 * DAY) == []
    assert _claim(cancelled, AT + DAY) is None
    assert states() == [OrderState.CANCELLED]
    with pytest.raises(EvidenceRefused, match="撤回了"):
        cancel_order(weekly, reason="又一次", by=officer, at=AT)


def test_what_waits_may_be_called_back_and_what_runs_may_not(ordering, officer):
    order = order_capture(replace(ordering, due_at=None), by=officer, at=AT)
    _claim(order, AT)
    with pytest.raises(EvidenceRefused, match="停不下来"):
        cancel_order(order, reason="不取了", by=officer, at=AT)
    with pytest.raises(EvidenceRefused, match="事由"):
        cancel_order(order_capture(ordering, by=officer, at=AT), reason=" ", by=officer, at=AT)


def test_an_officer_who_left_takes_no_more_evidence(weekly, second):
    second.is_active = False
    second.save()
    assert release_due(weekly.due_at) == []
    order = CaptureOrder.objects.get()
    assert (order.state, order.fate) == (OrderState.FAILED, "officer_gone")
    assert "周模拟" in order.fault


def test_another_unit_calls_nothing_back(weekly, make_account, other_bureau, officer):
    other = make_account(
        "别处样例", *officer.roles, department=other_bureau, certificate_number="虚构-09"
    )
    with pytest.raises(Refused):
        cancel_order(weekly, reason="不关他的事", by=other, at=AT)


WRONG = [
    ({"due_at": AT - MINUTE}, "晚于现在"),
    ({"every_days": 7}, "都要写"),
    ({"last_on": AT.date() + DAY}, "都要写"),
    ({"every_days": 1, "last_on": AT.date() - DAY}, "第一次取以后"),
    ({"due_at": AT + 93 * DAY + HOUR}, "92 天"),
    ({"every_days": 7, "last_on": AT.date() + 100 * DAY}, "92 天"),
]


@pytest.mark.parametrize(("changed", "words"), WRONG, ids=range(len(WRONG)))
def test_an_hour_that_cannot_be_kept_is_refused(ordering, officer, changed, words):
    with pytest.raises(EvidenceRefused, match=words):
        order_capture(replace(ordering, **changed), by=officer, at=AT)


@pytest.mark.parametrize("wrong", [{"every_days": 7}, {"state": OrderState.CANCELLED}])
def test_the_database_refuses_what_says_neither_until_when_nor_why(ordering, officer, wrong):
    order_capture(ordering, by=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaptureOrder.objects.update(**wrong)
