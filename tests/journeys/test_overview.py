"""县领导: the county on one screen, a bar to its rows, and a workbook to take along."""

from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import WIDTHS, listen, look_at_width
from tests.conftest import PASSWORD
from tests.statistics.world import RULES, cast, fill
from wangshi.accounts.models import County, Town

PAGES = [
    "/overview/",
    "/overview/?since=2026-05-01&until=2026-04-01",
    "/overview/?wall=1",
    "/overview/clues/?since=&until=",
    "/overview/running/?clock=check",
    "/overview/hits/?since=&until=",
    "/overview/hits/?department=none",
    "/rules/?since=&until=",
    f"/rules/{RULES[0]}/?since=&until=",
]
A4_LANDSCAPE = (1054, 726)
SCREEN = {"width": 1440, "height": 900}
BOTTOM = "document.querySelector('.cockpit').getBoundingClientRect().bottom"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(settings):
    settings.WANGSHI_DEMO = True
    made = cast(towns=17)
    fill(Random(5), made, hits=60, clues=40)
    return made


@pytest.fixture
def signed_in(page, live_server, county, leader):
    listen(page, live_server.url)
    page.goto(f"{live_server.url}/login/?next=/overview/")
    page.get_by_label("账号").fill(leader.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="网络市场").wait_for()
    return page


def test_a_leader_follows_a_bar_to_its_rows_and_takes_the_figures_along(signed_in, live_server):
    page = signed_in
    assert page.get_by_text("部分结果").is_visible()
    shown = page.locator(".bars a", has_text="，线索，看明细").locator("b").inner_text()
    page.locator(".bars li", has_text="起点，含网格").locator("svg a").first.click()
    page.get_by_role("heading", name=f"线索：{shown} 件").wait_for()
    rows = page.get_by_role("table", name="线索").get_by_role("row")
    assert rows.count() == min(50, int(shown)) + 1
    page.get_by_role("table", name="线索").get_by_role("rowheader").get_by_role(
        "link"
    ).first.click()
    page.wait_for_url("**/clues/*/")
    page.goto(f"{live_server.url}/overview/?since=&until=")
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").click()
    book = openpyxl.load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    found = {row[0]: row[1] for row in book["数字"].iter_rows(min_row=2, values_only=True)}
    assert found["线索"] == int(
        page.locator(".bars a", has_text="，线索，看明细").locator("b").inner_text()
    )
    assert page.complaints == []


def test_a_tile_opens_to_the_clues_of_its_town(signed_in):
    town = Town.objects.filter(clues__isnull=False).first()
    tile = signed_in.locator(".tiles a", has_text=town.name.removesuffix("镇")).first
    number = tile.locator("b").inner_text().split()[0]
    tile.click()
    signed_in.get_by_role("heading", name=f"线索：{number} 件").wait_for()
    assert signed_in.get_by_text(f"镇办：{town.name}").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_passes_axe_and_nothing_scrolls_sideways(signed_in, live_server, width):
    for address in PAGES:
        signed_in.goto(live_server.url + address)
        look_at_width(signed_in, address.strip("/").split("/?")[0], width)
    assert signed_in.complaints == []


def test_the_overview_fits_one_screen_and_one_sheet_and_the_wall_renews_itself(
    signed_in, live_server
):
    page = signed_in
    page.set_viewport_size(SCREEN)
    page.goto(f"{live_server.url}/overview/")
    assert page.evaluate(BOTTOM) <= SCREEN["height"]
    prints_on_one_sheet(page)
    page.clock.install()
    page.goto(f"{live_server.url}/overview/?wall=1")
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREEN["height"]
    County.objects.create(
        pk=1, code="990199", name="改名县（虚构）", bureau="虚构", number_prefix="虚"
    )
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("heading", name="改名县（虚构）网络市场")).to_be_visible()
    expect(page.get_by_text("没有取到新的")).to_be_hidden()
    page.context.clear_cookies()
    page.clock.fast_forward(61_000)
    expect(page.get_by_text("没有取到新的")).to_be_visible()
    assert page.complaints == []


def prints_on_one_sheet(page):
    width, height = A4_LANDSCAPE
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    page.emulate_media(media="screen")
    page.set_viewport_size(SCREEN)
