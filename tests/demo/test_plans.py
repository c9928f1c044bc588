"""The county on paper: repeatable, invented, and as large as promised."""

import hashlib
import re
from collections import Counter

import pytest
from django.utils import timezone

from tests.demo.conftest import SEED, Paper, plan
from wangshi.demo.dice import Dice
from wangshi.demo.disguise import disguise
from wangshi.demo.plans import FULL, SMALL
from wangshi.demo.words import (
    casework,
    evasions,
    goods,
    look_alikes,
    names,
    people_rows,
    provable,
    wrongs,
)
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.violations import Violations
from wangshi.monitoring.selectors.codes import dismissal_reason

pytestmark = pytest.mark.once

MARKER = re.compile("|".join(names().markers))


def digest(paper: Paper) -> str:
    return hashlib.sha256(repr(paper).encode()).hexdigest()


def test_the_same_seed_gives_the_same_county_to_the_last_price(paper):
    assert digest(plan(SEED, FULL)) == digest(paper)


def test_another_seed_gives_another_county():
    assert digest(plan(1, SMALL)) != digest(plan(2, SMALL))


def test_it_is_as_large_as_promised(paper):
    assert (len(paper.operators), len(paper.shops), len(paper.listings)) == (3_000, 8_000, 40_000)


def test_two_in_a_hundred_listings_are_planted_and_as_many_only_look_like_it(paper):
    kinds = Counter(each.truth.kind for each in paper.listings if each.truth)
    assert kinds == {"planted": 800, "look_alike": 800, "provable": 200 + FULL.medals}


def test_every_kind_of_offence_and_of_evasion_is_planted(paper):
    planted = [each.truth for each in paper.listings if each.truth]
    assert {one.violation for one in wrongs()} <= {truth.violation for truth in planted}
    assert {way.key for way in evasions().rows} <= {truth.evasion for truth in planted}


def test_the_planted_phrase_stands_in_the_text(paper):
    for each in paper.listings:
        if each.truth:
            assert each.truth.phrase.rstrip("。") in f"{each.title}\n{each.detail}"


def test_every_name_is_visibly_invented(paper):
    called = [each.name for each in (*paper.operators, *paper.shops)]
    called += [each.person for each in paper.operators]
    called += [row["name"] for row in people_rows()]
    assert [name for name in called if not MARKER.search(name)] == []


def test_no_two_operators_share_a_name_or_a_code(paper):
    assert len({each.name for each in paper.operators}) == len(paper.operators)
    assert len({each.uscc for each in paper.operators}) == len(paper.operators)


def test_every_code_has_valid_check_digits_and_an_invented_division(paper):
    assert all(check_uscc(each.uscc).ok for each in paper.operators)
    assert {each.uscc[2:8] for each in paper.operators} == {"990101"}


def test_no_phone_can_ring_anywhere(paper):
    phones = {each.phone for each in paper.operators if each.phone}
    assert phones
    assert all(re.fullmatch(r"169\d{8}", phone) for phone in phones)


def test_a_listing_is_seen_once_at_a_moment_and_never_in_the_future(paper):
    for each in paper.listings:
        moments = [(seen.days_ago, seen.minute) for seen in each.sightings]
        assert len(set(moments)) == len(moments)
        assert moments == sorted(moments, key=lambda moment: -moment[0])
        assert min(days for days, _ in moments) >= 1


@pytest.mark.parametrize("way", [way for way in evasions().rows if way.key != "none"])
def test_an_evasion_changes_what_it_can_and_keeps_the_rest(way):
    shown = disguise(Dice(1), "治疗糖尿病，100%有效", way)
    assert shown != "治疗糖尿病，100%有效"
    assert "效" in shown


def test_what_was_planted_is_an_offence_of_the_law_folder():
    law = Violations.load()
    assert [one.violation for one in wrongs() if one.violation not in law.by_code] == []
    named = {one.evaluation_class for one in wrongs()} | {a for one in wrongs() for a in one.also}
    assert named <= set(law.evaluation_classes)


def test_every_reason_an_officer_gives_is_one_the_office_knows():
    grounds = {one.kind for one in (*look_alikes(), *provable())}
    assert grounds <= set(casework().dismissals)
    for ground in grounds:
        assert dismissal_reason(ground, timezone.localdate())


def test_trades_named_by_a_phrase_exist():
    trades = {trade.key for trade in goods().trades}
    named = {t for one in (*wrongs(), *look_alikes(), *provable()) for t in one.trades}
    assert named <= trades
