"""当场指导改正: found, checked, decided and answered for at once; only the recheck is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.selectors import desk
from wangshi.cases.services import Demand, NewClue, Verdict, correct_on_the_spot
from wangshi.cases.workflow import ClueOutcome, ClueSource, StepRefused
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def correct(county):
    def act(by, *, outcome=ClueOutcome.CORRECTED, days=3):
        now = timezone.now()
        today = timezone.localdate(now)
        report = NewClue(ClueSource.OFFICER, "样例店没有亮照", today, violation="V03")
        demand = Demand("首页亮出营业执照", today + timedelta(days=days))
        verdict = Verdict(outcome, "corrected", "看过首页，没有亮照", demand=demand)
        return correct_on_the_spot(report, verdict=verdict, by=by, at=now)

    return act


def test_it_is_closed_at_once_and_only_the_recheck_waits(correct, officer, station):
    clue = correct(officer)
    assert (clue.state, clue.outcome, clue.department) == ("closed", "corrected", station)
    assert [step.name for step in clue.steps.all()] == ["report", "accept", "decide", "reply"]
    last = AuditRecord.objects.order_by("-sequence").first()
    assert last.verb == "clue.corrected_on_the_spot"
    after = timezone.localdate() + timedelta(days=4)
    (item,) = desk(officer, after).items
    assert item.duty == "recheck"


@pytest.mark.parametrize("outcome", [ClueOutcome.FILED, ClueOutcome.UNVERIFIABLE])
def test_nothing_else_is_decided_on_the_spot(correct, officer, outcome):
    with pytest.raises(StepRefused, match="当场只能指导改正"):
        correct(officer, outcome=outcome)
    assert not Clue.objects.exists()


def test_an_officer_without_a_unit_answers_for_nothing(correct, make_account):
    with pytest.raises(StepRefused, match="还没有写单位"):
        correct(make_account("无单位样例", Role.OFFICER))


def test_a_term_too_long_leaves_nothing_behind(correct, officer):
    with pytest.raises(StepRefused, match="改正期限"):
        correct(officer, days=90)
    assert not Clue.objects.exists()


def test_who_only_reports_decides_nothing(correct, grid_member, station):
    grid_member.department = station
    with pytest.raises(Refused):
        correct(grid_member)
    assert not Clue.objects.exists()
