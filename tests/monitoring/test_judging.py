"""复核: one officer judges a hit once; a second one hears who was first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.services import confirm_hit, dismiss_hit, undo_judgement
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.shared.models import AuditRecord

from .conftest import CLAIM

pytestmark = pytest.mark.django_db


@pytest.fixture
def hit(shop, found) -> Hit:
    return found(shop, CLAIM)[0]


@pytest.fixture
def colleague(make_account, station):
    return make_account("王范文", Role.OFFICER, department=station)


def test_a_confirmed_hit_says_who_and_when_and_leaves_one_record(hit, officer):
    at = timezone.now()
    before = AuditRecord.objects.count()
    hit = confirm_hit(hit, note="看过实物页", by=officer, at=at)
    assert (hit.state, hit.judged_by, hit.judged_at, hit.note) == (
        HitState.CONFIRMED,
        officer,
        at,
        "看过实物页",
    )
    assert AuditRecord.objects.count() == before + 1
    assert AuditRecord.objects.latest("sequence").verb == "hit.confirmed"


def test_a_dismissed_hit_keeps_its_ground_and_the_ticked_exemptions(hit, officer):
    hit = dismiss_hit(
        hit, ground="proven_fact", exemptions=["B9", "B9"], by=officer, at=timezone.now()
    )
    assert (hit.state, hit.ground, hit.exemptions) == (HitState.DISMISSED, "proven_fact", ["B9"])
    assert AuditRecord.objects.latest("sequence").facts["ground"] == "proven_fact"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ground": ""}, "选一个排除的理由"),
        ({"ground": "no_such"}, "没有这个排除理由"),
        ({"ground": "other"}, "写明为什么"),
        ({"ground": "negated", "note": "长" * 301}, "最多 300 个字"),
        ({"ground": "negated", "exemptions": ["Z9"]}, "没有这种除外情形"),
    ],
)
def test_a_dismissal_without_a_proper_ground_is_refused_and_changes_nothing(
    hit, officer, given, words
):
    with pytest.raises(JudgementRefused, match=words):
        dismiss_hit(hit, by=officer, at=timezone.now(), **given)
    hit.refresh_from_db()
    assert hit.state == HitState.PENDING


def test_the_second_officer_is_told_who_did_what(hit, officer, colleague):
    dismiss_hit(hit, ground="negated", by=officer, at=timezone.now())
    with pytest.raises(JudgedMeanwhile, match=r"李示范在 .* 排除了这条命中"):
        confirm_hit(hit, by=colleague, at=timezone.now())


def test_a_judgement_is_taken_back_on_its_day_by_whoever_made_it(hit, officer, colleague):
    at = timezone.now()
    confirm_hit(hit, by=officer, at=at)
    with pytest.raises(JudgementRefused, match="本人在当天"):
        undo_judgement(hit, by=colleague, at=at)
    with pytest.raises(JudgementRefused, match="本人在当天"):
        undo_judgement(hit, by=officer, at=at + timedelta(days=1))
    hit = undo_judgement(hit, by=officer, at=at)
    assert (hit.state, hit.judged_by, hit.judged_at, hit.ground) == ("pending", None, None, "")
    last = AuditRecord.objects.latest("sequence")
    assert (last.verb, last.facts["was"]["state"]) == ("hit.judgement_undone", "confirmed")
    with pytest.raises(JudgementRefused, match="还没有判断"):
        undo_judgement(hit, by=officer, at=at)


@pytest.mark.parametrize("act", [confirm_hit, undo_judgement])
def test_who_may_only_look_may_not_judge(hit, dispatcher, act):
    with pytest.raises(Refused):
        act(hit, by=dispatcher, at=timezone.now())
