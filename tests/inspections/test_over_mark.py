"""年交易额: counted per person over every shop of every platform, each shop once a year."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from wangshi.cases.models import Clue
from wangshi.inspections.selectors import (
    people,
    people_over,
    rows_over,
    turnover_years,
    yearly_mark,
)
from wangshi.inspections.services import raise_over_mark
from wangshi.inspections.workflow import InspectionRefused

from .conftest import CODE, OTHER_PERSON, PERSON, row, table

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SMALL, FARM = "个人从事零星小额交易活动", "个人销售自产农副产品"
LANPU = "https://lanpu.invalid/乙"


def over(year: int = 2026) -> list[tuple[str, Decimal | None]]:
    keys = [found["person_key"] for found in people_over(year, TODAY)]
    return [(one.name, one.total) for one in people(keys, year)]


def seller(
    shop: str, turnover: str, person: str = PERSON, name: str = "试填人", **more: str
) -> str:
    return row(name, shop, person=person, turnover=turnover, **{"ground": SMALL, **more})


def test_the_mark_is_the_one_the_law_writes():
    assert yearly_mark(TODAY) == 100_000


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("60000", "40000", []),  # exactly the mark is not over it
        ("60000", "40000.01", [("试填人", Decimal("100000.01"))]),
        ("100001", "", [("试填人", Decimal("100001"))]),
        ("", "", []),
    ],
)
def test_shops_on_two_platforms_are_added_up(send, other_platform, first, second, expected):
    send(table(seller("甲", first)))
    send(table(seller("乙", second, url=LANPU)), to=other_platform)
    assert over() == expected


def test_two_people_are_not_added_up(send):
    send(table(seller("甲", "60000"), seller("乙", "60000", OTHER_PERSON, "别的试填人")))
    assert over() == []


def test_a_registered_seller_is_not_on_the_list(send):
    send(table(row("虚构商行", "甲", code=CODE, turnover="900000")))
    assert over() == []
    assert turnover_years() == []


def test_january_tells_of_the_whole_year_before_and_replaces_its_july(send):
    send(table(seller("甲", "70000")), window="2025-07", reported_on="")
    send(table(seller("甲", "120000")), window="2026-01", reported_on="")
    assert over(2025) == [("试填人", Decimal("120000"))]
    assert over(2026) == []
    assert turnover_years() == [2025]


def test_who_has_registered_since_is_left_out(send):
    send(table(seller("甲", "120000")), window="2026-01", reported_on="")
    send(table(row("虚构商行", "甲", code=CODE)))
    assert over(2025) == []


def test_whom_the_platform_marks_is_on_the_list_without_a_figure(send):
    send(table(seller("甲", "", over="是")))
    assert over() == [("试填人", None)]


def test_a_person_over_the_mark_becomes_one_clue_with_every_shop(
    send, shop, officer, other_platform
):
    send(table(seller("样例甲店", "60000")))
    send(table(seller("乙", "50000", url=LANPU)), to=other_platform)
    (person,) = people([people_over(2026, TODAY)[0]["person_key"]], 2026)
    clue = raise_over_mark(person.key, 2026, by=officer, at=timezone.now())
    assert (clue.violation, clue.shop, clue.source) == ("V01", shop, "officer")
    assert "110\u00a0000.00" in clue.title
    assert "蓝铺商城（演示）“乙”" in clue.detail
    assert PERSON not in clue.detail
    assert raise_over_mark(person.key, 2026, by=officer, at=timezone.now()) == clue
    assert Clue.objects.count() == 1
    assert people([person.key], 2026)[0].clue == clue


def test_who_sells_what_they_grew_is_not_bound_by_the_mark(send, officer):
    send(table(seller("甲", "300000", ground=FARM)))
    (person,) = people([people_over(2026, TODAY)[0]["person_key"]], 2026)
    assert not person.bound_by_the_mark
    with pytest.raises(InspectionRefused, match="不看额度"):
        raise_over_mark(person.key, 2026, by=officer, at=timezone.now())


def test_nobody_becomes_a_clue_who_is_not_over(send, officer):
    send(table(seller("甲", "5")))
    with pytest.raises(InspectionRefused, match="不在超过额度的名单里"):
        raise_over_mark("nobody", 2026, by=officer, at=timezone.now())


def test_the_rows_of_one_platform_can_be_put_into_a_letter(send, platform, other_platform):
    send(table(seller("甲", "60000")))
    send(table(seller("乙", "50000", url=LANPU)), to=other_platform)
    assert [one.shop_name for one in rows_over(other_platform, TODAY)] == ["乙"]


def test_the_page_shows_the_sum_and_the_button_makes_a_clue(client, send, officer, other_platform):
    client.force_login(officer)
    assert "还没有年交易额" in client.get("/returns/over-mark/").content.decode()
    send(table(seller("甲", "60000"), seller("丙", "60000")))
    page = client.get("/returns/over-mark/").content.decode()
    assert "120\u00a0000.00" in page
    key = people_over(2026, TODAY)[0]["person_key"]
    answer = client.post("/returns/over-mark/hand-over/", {"person": key, "year": "2026"})
    assert answer.status_code == 302
    assert Clue.objects.get().number in client.get("/returns/over-mark/").content.decode()
