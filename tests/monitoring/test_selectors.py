"""Questions about hits: the queue's neighbours, the rules' accuracy, what others are told."""

import random

import pytest

from wangshi.monitoring.models import Hit, Sweep
from wangshi.monitoring.selectors import (
    Wanted,
    family_bars,
    listings,
    next_pending,
    pending_count,
    place_of,
    queue,
    sweep_counts,
    timeline,
)
from wangshi.monitoring.services import confirm_hit
from wangshi.registry.models import Operator

from .conftest import CLAIM, NOON

pytestmark = pytest.mark.django_db
REBATE = "样例店 好评返现三元 晒图联系客服"
STATE_CLAIM = "样例茶 国家级品质"
ALL = Wanted({"state": "all"})


def test_walking_by_key_meets_every_hit_once_in_both_directions(shop, found, officer):
    found(shop, *[random.Random(7).choice((CLAIM, REBATE, STATE_CLAIM)) for _ in range(20)])
    hits = list(queue(ALL, officer))
    assert [hit.harm for hit in hits] == sorted((hit.harm for hit in hits), reverse=True)
    for number, hit in enumerate(hits):
        place = place_of(hit, ALL, officer)
        before, after = hits[:number], hits[number + 1 :]
        assert (place.number, place.total) == (number + 1, len(hits))
        assert place.previous == (before[-1].pk if before else None)
        assert place.following == (after[0].pk if after else None)


def test_the_next_pending_hit_wraps_round_and_ends_when_none_is_left(shop, found, officer):
    hits = found(shop, CLAIM, REBATE, STATE_CLAIM)
    pending = Wanted.read({})
    assert next_pending(hits[-1], pending, officer) == hits[0].pk
    for hit in hits:
        confirm_hit(hit, by=officer, at=NOON)
    assert next_pending(hits[0], pending, officer) is None


def test_a_hit_that_left_the_queue_still_knows_its_neighbours(shop, found, officer):
    hits = found(shop, CLAIM, STATE_CLAIM, f"{CLAIM}！")
    confirm_hit(hits[1], by=officer, at=NOON)
    place = place_of(hits[1], Wanted.read({}), officer)
    assert (place.number, place.total) == (0, 2)
    assert (place.previous, place.following) == (hits[0].pk, hits[2].pk)


def test_what_was_asked_is_written_back_as_it_was_read(db):
    asked = {"family": "absolute", "town": "3", "state": "all"}
    assert Wanted.read(asked).query == "state=all&family=absolute&town=3"
    assert Wanted.read({}).query == ""


def test_a_sweep_counts_what_was_seen_and_every_bar_leads_to_its_rows(
    shop, other_shop, found, officer
):
    sweep = Sweep.objects.create(
        title="样例", kind="daily", starts_on=NOON.date(), opened_by=officer
    )
    hits = found(shop, CLAIM, REBATE, STATE_CLAIM, sweep=sweep)
    found(other_shop, "样例普通茶", sweep=sweep)
    found(other_shop, CLAIM)
    confirm_hit(hits[0], by=officer, at=NOON)
    counts = sweep_counts([sweep.pk])[sweep.pk]
    assert (counts.sightings, counts.hits) == (4, 3)
    assert (counts.pending, counts.confirmed, counts.dismissed) == (2, 1, 0)
    for bar in family_bars(sweep):
        asked = dict(pair.split("=") for pair in bar.href.partition("?")[2].split("&"))
        assert queue(Wanted.read(asked), officer).count() == int(bar.figure)


def test_listings_are_found_by_sweep_shop_words_and_hits(shop, other_shop, found, officer):
    sweep = Sweep.objects.create(
        title="样例", kind="daily", starts_on=NOON.date(), opened_by=officer
    )
    found(shop, CLAIM, "样例普通茶", sweep=sweep)
    found(other_shop, "样例普通茶")
    for asked, count in (
        ({}, 3),
        ({"sweep": str(sweep.pk)}, 2),
        ({"shop": str(other_shop.pk)}, 1),
        ({"q": "普通"}, 2),
        ({"q": "\x00"}, 0),
        ({"hits": "1"}, 1),
        ({"shop": "x"}, 0),
        ({"batch": "9" * 30}, 0),
    ):
        assert listings(asked).count() == count, asked


def test_an_operators_page_hears_of_confirmed_hits_and_only_whoever_may(
    shop, found, officer, grid_member
):
    operator = Operator.objects.create(source_key="样例", name="样例山货商行", form="sole_trader")
    shop.operator = operator
    shop.save()
    [hit] = found(shop, CLAIM)
    confirm_hit(hit, by=officer, at=NOON)
    for of in (operator, shop):
        titles = [event.title for event in timeline(of, officer)]
        assert titles == [hit.title, "最近一次看到商品"]
        assert list(timeline(of, grid_member)) == []


def test_the_navigation_counts_what_waits(shop, found, officer, grid_member):
    hits = found(shop, CLAIM, REBATE)
    confirm_hit(hits[0], by=officer, at=NOON)
    assert pending_count(officer) == 1
    assert pending_count(grid_member) == 0
    assert Hit.objects.count() == 2
