"""The county in the database: every state, every clock, and an audit chain that holds."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.every_page import pages
from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.matters import matter
from wangshi.cases.models import (
    Case,
    Clue,
    ClueExtension,
    CluePause,
    ClueProposal,
    ClueStep,
    Correction,
    Dispute,
    SupervisionLetter,
)
from wangshi.cases.selectors import desk, own_corrections
from wangshi.cases.workflow import CLUE_STEPS, ClueOutcome, ClueSource, ClueState
from wangshi.complaints.models import (
    Complaint,
    Entrustment,
    Letter,
    Proof,
    ViolationReport,
    WalkIn,
)
from wangshi.complaints.workflow import ComplaintState, ReportOutcome, WalkInEnd
from wangshi.demo.county import build
from wangshi.engine.cli_chinese import Refused
from wangshi.engine.clocks import ClockState
from wangshi.growth.models import FoodStart, Seller
from wangshi.monitoring.models import Hit, HitState, Listing, SeenAgain, Sighting, Sweep
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny.models import Suspicion
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditRecord

from .conftest import TODAY

pytestmark = pytest.mark.once
LATER = date(2027, 5, 6)
LEAST = 120


@pytest.mark.road
def test_it_counts_what_stands_in_the_database(county):
    built = county.built
    assert (built.operators, built.shops) == (Operator.objects.count(), Shop.objects.count())
    assert (built.operators > 150, built.shops > 400, built.listings) == (True, True, 2_000)
    assert built.planted == 40
    assert (built.hits, built.clues) == (Hit.objects.count(), Clue.objects.count())
    assert set(built.as_answer()) >= {"operators", "accounts", "password", "seconds"}
    assert "虚构" in built.as_sentence()
    assert check_chain() == ()


@pytest.mark.road
def test_some_people_sell_without_a_shop_page_and_stand_at_every_end_of_the_road(county):
    states = set(Seller.objects.values_list("state", flat=True))
    assert {"found", "visited", "guided", "registered", "licensed", "exempt"} <= states
    assert {"refused", "lost"} <= states
    assert FoodStart.objects.exists()


@pytest.mark.road
def test_every_planted_suspicion_waits_but_for_the_two_that_were_judged(county):
    states = list(Suspicion.objects.order_by("state").values_list("state", flat=True))
    assert (states.count("dismissed"), states.count("handed")) == (1, 1)
    reasons = set(Suspicion.objects.values_list("reason", flat=True))
    assert {"cluster", "payee_reuse", "phone_reuse", "dense_address", "unreachable"} <= reasons


@pytest.mark.province
def test_every_page_of_the_officer_opens_on_what_half_a_year_left(county):
    officer, client = Account.objects.get(username="lishifan"), Client()
    client.force_login(officer)
    assert len(list(pages(client, officer))) >= LEAST


def test_the_truth_file_says_what_is_true_of_each_listing(county):
    lines = (county.home / "demo-truth.jsonl").read_text("utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    assert sum(truth["kind"] == "planted" for truth in truths) == 40
    for truth in truths:
        listing = Listing.objects.get(pk=truth["listing"])
        texts = "\n".join(seen.text for seen in listing.sightings.all())
        assert truth["phrase"].rstrip("。") in texts


def test_the_card_names_an_account_for_every_role_and_their_password(county):
    card = json.loads((county.home / "demo.json").read_text("utf-8"))
    for one in card["accounts"]:
        assert Account.objects.get(username=one["username"]).check_password(card["password"])
    held = set(Account.objects.values_list("grants__role", flat=True))
    assert held >= set(Role)


def test_the_audit_chain_holds(county):
    assert check_chain() == ()
    assert AuditRecord.objects.filter(verb="clue.replied").exists()


def test_building_twice_is_refused_in_chinese(county):
    with pytest.raises(Refused, match="库里已有数据"):
        build(small=True, today=TODAY)


@pytest.mark.django_db
def test_a_clock_that_is_months_slow_is_named_before_anything_is_built():
    with pytest.raises(Refused, match=r"日期是 2026-03-01.*先把日期校准"):
        build(small=True, today=date(2026, 3, 1))
    assert not Operator.objects.exists()


def test_clues_stand_in_every_state_from_every_source_with_every_outcome(county):
    assert set(Clue.objects.values_list("state", flat=True)) == set(ClueState)
    outcomes = set(Clue.objects.exclude(outcome="").values_list("outcome", flat=True))
    assert outcomes == set(ClueOutcome)
    sources = set(Clue.objects.values_list("source", flat=True))
    assert sources == set(ClueSource)


def test_everything_that_may_happen_to_a_clue_has_happened(county):
    names = set(ClueStep.objects.values_list("name", flat=True))
    # Photos are files, and files are no part of an invented county.
    every = {step.name for step in CLUE_STEPS} - {"evidence"}
    assert names >= every
    assert CluePause.objects.filter(last_on=None).exists()
    assert ClueExtension.objects.filter(approved=None).exists()
    assert ClueProposal.objects.filter(approved=None).exists()
    assert Dispute.objects.filter(reopened=None).exists()
    assert SupervisionLetter.objects.filter(answered_at=None).exists()
    assert Case.objects.exists()
    assert Clue.objects.filter(came_from__isnull=False).exists()


def test_nothing_happens_before_it_was_seen_or_after_today(county):
    assert not ClueStep.objects.filter(at__date__gte=TODAY).exists()
    assert not Sighting.objects.filter(seen_at__date__gte=TODAY).exists()
    for clue in Clue.objects.prefetch_related("steps"):
        moments = [step.at for step in clue.steps.all()]
        assert moments == sorted(moments)
        assert clue.found_on <= clue.received_at.date()


def test_clues_are_numbered_in_the_order_they_came(county):
    numbers = [clue.number for clue in Clue.objects.order_by("received_at", "pk")]
    assert numbers == [f"拾市监线〔2026〕{place + 1}号" for place in range(len(numbers))]


def test_the_demo_officers_desk_has_a_days_work_and_every_kind_of_clock(county):
    officer = Account.objects.get(username="lishifan")
    on_desk = desk(officer, TODAY)
    mine = [item for item in on_desk.items if item.duty or item.clock.state is ClockState.REST]
    assert 6 <= len(on_desk.today) <= 10
    assert {item.clock.state for item in mine} == set(ClockState) - {ClockState.DONE}


def test_the_shop_owner_has_something_to_put_right_and_something_that_was(county):
    owner = Account.objects.get(username="zhengxugou")
    words = [matter(one, TODAY).word for one in own_corrections(owner)]
    assert {"要改", "等复看", "已改好"} <= set(words)


def test_what_was_to_be_put_right_was_looked_at_with_either_result(county):
    results = Correction.objects.values_list("fixed", flat=True)
    assert set(results) == {True, False, None}


@pytest.mark.parametrize("username", ["zhaoyangli", "wufanwen", "wangyangli", "xuxugou"])
def test_nobody_who_has_work_finds_an_empty_desk(county, username):
    assert desk(Account.objects.get(username=username), TODAY).today


def test_hits_wait_were_confirmed_and_were_dismissed_with_grounds(county):
    states = set(Hit.objects.values_list("state", flat=True))
    assert states == set(HitState)
    assert not Hit.objects.filter(state=HitState.DISMISSED, ground="").exists()
    assert Hit.objects.filter(clue__isnull=False).exists()


def test_listings_are_seen_again_at_other_prices(county):
    prices = {}
    for seen in Sighting.objects.all():
        prices.setdefault(seen.listing_id, set()).add(seen.price)
    assert any(len(each) > 1 for each in prices.values())
    assert Sweep.objects.filter(closed_at=None).exists()
    assert Sweep.objects.filter(closed_at__isnull=False).exists()
    assert not Sighting.objects.filter(screened_with="").exists()


def digest() -> str:
    """What a second county of the same seed must share; keys depend on the database."""
    whole = hashlib.sha256()
    for rows in (
        Operator.objects.values_list("name", "uscc", "phone"),
        Shop.objects.values_list("name", "url", "operator__uscc"),
        Listing.objects.values_list("external_id", "title"),
        Sighting.objects.values_list("content_sha256", "seen_at"),
        Hit.objects.values_list("rule", "quote", "state", "ground", "judged_by__username"),
        Clue.objects.values_list("number", "title", "state", "outcome", "handler__username"),
        ClueStep.objects.values_list("name", "at", "by__username", "reason"),
        SeenAgain.objects.values_list("hit__rule", "spans"),
    ):
        whole.update(repr(list(rows.order_by("pk"))).encode())
    return whole.hexdigest()


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_county_again():
    """Another seed on another day, of a year whose holidays nobody has announced."""
    seen = []
    for _ in range(2):
        with transaction.atomic():
            build(seed=7, small=True, today=LATER)
            seen.append(digest())
            (Path(settings.WANGSHI_HOME) / "demo.json").unlink()
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


def test_complaints_stand_at_every_stage_and_reports_went_every_way(county):
    stages = set(Complaint.objects.values_list("state", flat=True))
    assert stages >= set(ComplaintState) - {ComplaintState.ACCEPTED}
    ways = set(ViolationReport.objects.values_list("outcome", flat=True))
    assert ways >= {ReportOutcome.CLUE, ReportOutcome.MERGED, ReportOutcome.ELSEWHERE, ""}
    assert Proof.objects.filter(not_shown_on__isnull=False, shower="operator").exists()
    assert Letter.objects.filter(asked="both", report=None).exists()


def test_one_mediation_is_out_and_of_those_who_walked_in_one_still_waits(county):
    assert Entrustment.objects.filter(returned_on=None).count() == 1
    ends = sorted(WalkIn.objects.values_list("end", flat=True))
    assert ends == sorted(["", WalkInEnd.SETTLED, WalkInEnd.GONE])
