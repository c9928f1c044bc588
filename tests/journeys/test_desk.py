"""An officer starts the day: the desk, its chips, its clocks, and the list."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.cases.conftest import clue_in, gather
from tests.conftest import lately
from wangshi.cases.services import pause_clue
from wangshi.cases.workflow import ClueState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member):
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


@pytest.fixture
def work(people):
    """Found 40, 22, 20, 5 and 3 days ago, one of them paused."""
    now = lately()
    titles = ("虚构小铺卖的花茶说能治病", "样例直播间卖“三无”蜂蜜", "试填食品店没有许可证")
    for number, days in enumerate((40, 22, 20, 5)):
        clue_in(
            ClueState.CHECKING,
            people,
            at=now,
            found_on=timezone.localdate(now) - timedelta(days=days),
            harm=number % 3 + 1,
            title=titles[number % 3],
        )
    clue_in(ClueState.ASSIGNED, people, at=now, found_on=timezone.localdate(now))
    clue_in(ClueState.DECIDED, people, at=now, found_on=timezone.localdate(now))
    paused = clue_in(ClueState.CHECKING, people, at=now, found_on=timezone.localdate(now))
    pause_clue(paused, ground="test", note="送检，约好月底出报告", by=people.officer, at=now)


def test_the_officer_finds_the_most_pressing_clue_first(page, live_server, people, work):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/desk/")
    assert page.locator("tbody tr").first.get_by_text("逾期").is_visible()
    look(page, "desk")
    page.get_by_role("link", name="已暂停").click()
    assert page.get_by_text("暂停第 1 日").is_visible()
    look(page, "desk-rest")


def test_a_group_opened_at_the_left_stays_open(page, live_server, people):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/desk/")
    entry = page.get_by_label("职责").get_by_role("link", name="经营主体")
    expect(entry).to_be_hidden()
    page.get_by_role("heading", name="底数").click()
    expect(entry).to_be_visible()
    page.goto(f"{page.at}/clues/")
    expect(entry).to_be_visible()


def test_the_desk_says_so_when_nothing_waits(page, live_server, people):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/desk/")
    assert page.get_by_role("heading", name="没有等您的事", level=1).is_visible()
    look(page, "desk-empty")


def test_the_list_is_filtered(page, live_server, people, work):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/clues/")
    look(page, "clues")
    page.get_by_label("期限").select_option(label="已逾期")
    page.get_by_role("button", name="筛选").click()
    assert page.locator("tbody tr").count() >= 1
    page.get_by_label("编号、店名、标题").fill("没有这一家")
    page.get_by_role("button", name="筛选").click()
    assert page.get_by_role("heading", name="没有符合的线索").is_visible()
    look(page, "clues-none")
