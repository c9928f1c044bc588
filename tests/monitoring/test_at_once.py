"""Two officers at the same moment, on real threads and real transactions."""

from functools import partial

import pytest
from django.utils import timezone

from tests import at_once
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, Sighting
from wangshi.monitoring.selectors import screener
from wangshi.monitoring.services import confirm_hit, dismiss_hit, hand_over, screen
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.shared.audit import check_chain

from .conftest import BY, CLAIM, NOON

pytestmark = pytest.mark.django_db(transaction=True)


together = partial(at_once.together, refusal=JudgementRefused)


def test_of_two_judgements_at_once_one_counts_and_one_is_told(
    shop, found, officer, make_account, station
):
    [hit] = found(shop, CLAIM)
    colleague = make_account("王范文", Role.OFFICER, department=station)
    at = timezone.now()
    results = together(
        lambda: confirm_hit(hit, by=officer, at=at),
        lambda: dismiss_hit(hit, ground="negated", by=colleague, at=at),
    )
    assert sorted(type(result) for result in results if isinstance(result, Exception)) == [
        JudgedMeanwhile
    ]
    hit.refresh_from_db()
    assert hit.state in ("confirmed", "dismissed")
    [told] = [result for result in results if isinstance(result, JudgedMeanwhile)]
    assert f"{hit.judged_by.name}在" in str(told)
    assert not check_chain()


def test_handed_over_by_two_at_once_it_is_one_clue(shop, found, officer):
    hit = confirm_hit(found(shop, CLAIM)[0], by=officer, at=NOON)
    results = together(*(lambda: hand_over([hit], by=officer, at=NOON) for _ in range(3)))
    assert sum(isinstance(result, Clue) for result in results) == 1
    assert Clue.objects.count() == 1


def test_screened_by_two_workers_at_once_it_is_one_hit(shop, see, batch):
    screener()  # ready before the race
    for number in range(50):
        see(shop, CLAIM, number=str(number))
    together(*(lambda: screen(Sighting.objects.all(), by=BY, subject=batch) for _ in range(3)))
    assert Hit.objects.count() == 50
