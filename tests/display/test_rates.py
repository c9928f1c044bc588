"""三率: of the newest check of each open shop, three by themselves, stale ones apart."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from wangshi.display.forms.listing import ChecksForm, DueForm
from wangshi.display.selectors import DueAsked, checks_for, due_shops, three_rates
from wangshi.engine.display import Section, Verdict
from wangshi.registry.models import Platform, Shop

from .conftest import GOOD, MISSING, SHOWN, UNSEEN

pytestmark = pytest.mark.django_db
WITH_MARK = SHOWN | {Section.MARK: Verdict.SHOWN}


@pytest.fixture
def county_of_shops(platform, operator, town, other_town, check):
    """Seven shops: shown, shown with a mark, missing, unseen, stale, never looked at, closed."""
    today = timezone.localdate()
    other = Platform.objects.create(code="lanpu", name="蓝铺商城（演示）")
    places = [(platform, town)] * 3 + [(other, other_town)] * 2 + [(other, None), (platform, town)]
    shops = [
        Shop.objects.create(platform=where, external_id=str(n), name=f"样例{n}号店",
                            operator=operator, town=place)
        for n, (where, place) in enumerate(places)
    ]  # fmt: skip
    check(shops[0], MISSING)
    check(shops[0])
    check(shops[1], WITH_MARK, marks=("地理标志 2019年第12号",))
    check(shops[2], MISSING)
    check(shops[3], UNSEEN)
    check(shops[4], values=GOOD, on=today - timedelta(days=181))
    check(shops[6])
    Shop.objects.filter(pk=shops[6].pk).update(closed_on=today)
    return shops


def fractions(group):
    return [(one.rate.part, one.rate.whole) for one in group.fresh]


def test_the_three_are_counted_by_themselves(county_of_shops):
    rates = three_rates(timezone.localdate())
    assert fractions(rates.county) == [(2, 3), (0, 0), (1, 1)]
    county = rates.county
    assert (county.shops.count, county.never.count, county.unseen.count) == (6, 1, 1)
    assert county.stale_shops.count == 1
    assert [(one.rate.part, one.rate.whole) for one in county.stale] == [(1, 1), (0, 0), (0, 0)]


def test_platforms_and_towns_add_up_to_the_county(county_of_shops):
    rates = three_rates(timezone.localdate())
    for groups in (rates.platforms, rates.towns):
        for section in range(3):
            parts = [fractions(one)[section] for one in groups]
            assert tuple(map(sum, zip(*parts, strict=True))) == fractions(rates.county)[section]
        assert sum(one.shops.count for one in groups) == rates.county.shops.count
        assert sum(one.never.count for one in groups) == rates.county.never.count
    assert [one.name for one in rates.towns] == ["甲木镇", "乙水镇", "镇办不明"]


def test_a_check_is_fresh_for_a_hundred_and_eighty_days_and_stale_the_day_after(shop, check):
    check(shop)
    today = timezone.localdate()
    for days, whole in ((180, 1), (181, 0)):
        county = three_rates(today + timedelta(days=days)).county
        assert county.fresh[0].rate.whole == whole
        assert county.stale_shops.count == 1 - whole


def test_a_draw_is_the_same_all_month_and_another_one_the_next(platform, operator):
    shops = [
        Shop(platform=platform, external_id=str(n), name=f"样例{n}号店", operator=operator)
        for n in range(60)
    ]
    Shop.objects.bulk_create(shops)
    drawn = [
        set(due_shops(DueAsked(drawn=100), day).values_list("pk", flat=True))
        for day in (date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1))
    ]
    assert len(drawn[0]) == 6
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0] < set(due_shops(DueAsked(drawn=200), date(2026, 11, 9)).values_list(
        "pk", flat=True
    ))  # fmt: skip
    assert due_shops(DueAsked(drawn=77), date(2026, 11, 9)).count() == 60


def test_rates_of_a_draw_count_only_what_was_drawn(county_of_shops):
    today = timezone.localdate()
    county = three_rates(today, drawn=200).county
    assert county.shops.count == rows_behind(county.shops.href) == 2
    assert county.never.count + county.unseen.count + county.stale_shops.count <= 2
    for one in county.fresh:
        assert rows_behind(one.due_href) == one.rate.whole


def test_it_takes_as_many_questions_for_ten_shops_as_for_one(
    county_of_shops, django_assert_num_queries
):
    with django_assert_num_queries(2):
        three_rates(timezone.localdate())


def rows_behind(href: str) -> int:
    address, today = urlsplit(href), timezone.localdate()
    given = QueryDict(address.query)
    if address.path == reverse("display-due"):
        return due_shops(DueForm(given).asked(), today).count()
    return checks_for(ChecksForm(given).asked(), today).count()


def test_every_figure_leads_to_as_many_rows(county_of_shops):
    rates = three_rates(timezone.localdate())
    for group in (rates.county, *rates.platforms, *rates.towns):
        for one in group.fresh + group.stale:
            assert rows_behind(one.due_href) == one.rate.whole, one.due_href
            assert rows_behind(one.shown_href) == one.rate.part, one.shown_href
        for counted in (group.shops, group.stale_shops, group.unseen, group.never):
            assert rows_behind(counted.href) == counted.count, counted.href
