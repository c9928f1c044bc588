"""The database refuses what can never be."""

import pytest
from django.db import IntegrityError, transaction

from wangshi.monitoring.models import Hit, Listing, SeenAgain, Sighting, Sweep
from wangshi.monitoring.services import confirm_hit, hand_over

from .conftest import CLAIM, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def hit(shop, found) -> Hit:
    return found(shop, CLAIM)[0]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "confirmed"}, "judged_exactly_when"),
        ({"judged_at": NOON}, "judged_exactly_when"),
        (
            {"state": "dismissed", "judged_at": NOON, "judged_by": True},
            "dismissed_hit_has_a_ground",
        ),
    ],
)
def test_a_half_judged_hit_cannot_be(hit, officer, change, name):
    if change.get("judged_by"):
        change = {**change, "judged_by": officer}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Hit.objects.filter(pk=hit.pk).update(**change)


def test_only_a_confirmed_hit_carries_a_clue(hit, officer, found, shop):
    clue = hand_over([confirm_hit(hit, by=officer, at=NOON)], by=officer, at=NOON)
    other = found(shop, f"{CLAIM}！")[0]
    with pytest.raises(IntegrityError, match="only_a_confirmed_hit"), transaction.atomic():
        Hit.objects.filter(pk=other.pk).update(clue=clue)


def test_nothing_is_there_twice(hit):
    sighting, listing = hit.sighting, hit.sighting.listing
    doubles = (
        Hit(sighting=sighting, shop=hit.shop, rule=hit.rule),
        Sighting(listing=listing, seen_at=sighting.seen_at),
        Listing(shop=hit.shop, external_id=listing.external_id, first_seen_at=NOON),
    )
    for double in doubles:
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()
    SeenAgain.objects.create(hit=hit, sighting=sighting)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeenAgain.objects.create(hit=hit, sighting=sighting)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_on": "2026-03-01"}, "ends_after_it_starts"),
        ({"closed_at": NOON}, "closed_by_somebody"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused(officer, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Sweep.objects.create(
            title="样例", kind="daily", starts_on="2026-03-02", opened_by=officer, **fields
        )
