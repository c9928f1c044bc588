"""Prices of listings: their history, what is doubtful in it, and its way into the queue."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.monitoring.models import Hit, HitLevel, Sighting
from wangshi.monitoring.selectors.prices import price_stories, price_story
from wangshi.monitoring.services import (
    check_prices_of,
    confirm_hit,
    hand_over,
    raise_price_doubts,
)
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.models import AuditRecord

from .conftest import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(see, shop):
    """Seen on these days (back from NOON) at these prices: sold((5, 99, None), (0, 79, 199))."""

    def make(*looks, number="p1", **facts):
        for back, price, reference in looks:
            seen = see(
                shop,
                "样例蜂蜜 500g",
                number=number,
                at=NOON - DAY * back,
                price=None if price is None else Decimal(str(price)),
                reference_price=None if reference is None else Decimal(str(reference)),
                **facts,
            )
        return seen.listing

    return make


def test_a_reference_above_the_week_before_is_doubtful_with_its_numbers(sold):
    listing = sold((5, 99, None), (3, 99, None), (0, 79, 199))
    (doubt,) = price_story(listing).doubts
    assert doubt.finding.rule == "price-series-base"
    assert doubt.sighting.price == Decimal(79)
    assert doubt.hit is None
    assert "99.00 元" in doubt.finding.words


def test_looks_come_newest_first_with_what_changed(sold):
    looks = price_story(sold((5, 99, None), (3, None, None), (1, 0, None), (0, 79, 199))).looks
    assert [look.price for look in looks] == [79, None, None, 99]
    assert looks[0].change == Decimal(-20)
    assert looks[0].drop == Decimal(20)
    assert round(looks[0].discount, 1) == Decimal("4.0")
    assert price_story(looks[0].sighting.listing).unpriced == 2


def test_a_price_that_never_moved_is_no_doubt(sold):
    assert price_story(sold(*[(back, 99, None) for back in range(6)])).doubts == ()
    assert price_story(sold((0, 99, None), number="p2")).doubts == ()


def test_doubts_become_hits_and_walk_the_road_of_any_hit(sold, officer):
    listing = sold((5, 99, None), (0, 79, 199))
    assert raise_price_doubts(listing, by=officer) == 1
    hit = Hit.objects.get()
    assert (hit.violation, hit.family, hit.level) == ("V25", "price", HitLevel.REVIEW)
    assert hit.article == "《明码标价和禁止价格欺诈规定》第十六条第二款"
    confirm_hit(hit, by=officer, at=timezone.now())
    clue = hand_over([hit], by=officer, at=timezone.now())
    assert "99.00 元" in clue.detail
    assert AuditRecord.objects.filter(verb="prices.checked").count() == 1
    assert price_story(listing).doubts[0].hit == hit


def test_doubts_are_raised_once(sold, officer):
    listing = sold((5, 99, None), (0, 79, 199))
    raise_price_doubts(listing, by=officer)
    with pytest.raises(JudgementRefused, match="没有还要列入"):
        raise_price_doubts(listing, by=officer)
    assert Hit.objects.count() == 1


def test_only_who_judges_may_raise_them(sold, make_account):
    listing = sold((5, 99, None), (0, 79, 199))
    with pytest.raises(Refused):
        raise_price_doubts(listing, by=make_account("看的人", Role.AUDITOR))


def test_an_import_raises_what_a_series_shows_and_leaves_the_rest_to_the_page(sold, batch):
    sold((5, 99, None), (0, 79, 199), number="told")
    sold((0, 79, 199), number="once")
    sold((5, 149, None), (2, 199, None), (0, 149, None), number="note")
    Sighting.objects.update(batch_id=batch.pk)
    assert check_prices_of(batch) == 1
    assert check_prices_of(batch) == 0
    assert Hit.objects.get().sighting.listing.external_id == "told"


def test_the_last_day_in_a_title_counts_as_said(see, shop):
    for back in (9, 5, 0):
        see(shop, "样例蜂蜜 最后一天", number="loop", at=NOON - DAY * back, price=Decimal(59))
    (doubt,) = price_story(Sighting.objects.last().listing).doubts
    assert doubt.finding.rule == "price-series-last-day"


def test_many_listings_take_two_questions(sold, django_assert_num_queries):
    keys = [sold((5, 99, None), (0, 79, 199), number=f"n{n}").pk for n in range(6)]
    with django_assert_num_queries(2):
        stories = price_stories(keys)
    assert all(len(story.doubts) == 1 for story in stories.values())


def test_the_days_are_those_of_the_county(see, shop):
    at = NOON.replace(hour=17)  # one in the morning of the next day, here
    see(shop, "样例蜂蜜", number="late", at=at, price=Decimal(99))
    see(
        shop,
        "样例蜂蜜",
        number="late",
        at=at + timedelta(hours=20),
        price=Decimal(79),
        reference_price=199,
    )
    (doubt,) = price_story(Sighting.objects.last().listing).doubts
    assert doubt.finding.on == timezone.localdate(at + timedelta(hours=20))
