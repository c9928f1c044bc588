"""组件样板: every part passes axe and fits a phone, in each view, whole and refused."""

import pytest

from tests.browser import WIDTHS, listen, look_at_width

WHOLE, REFUSED, WALL = "/components/", "/components/?error=1", "/components/?wall=1"
MISSING = "/no-such-page/"
LOOKS = [
    *[(state, view) for state in (WHOLE, REFUSED) for view in ("", "large", "contrast")],
    (REFUSED, "large+contrast"),
    (WALL, ""),
    (MISSING, ""),
]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(page, live_server, settings):
    """The browser at the demo site; anything the console complains of is kept."""
    settings.WANGSHI_DEMO = True
    listen(page, live_server.url)
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("state", "view"), LOOKS)
def test_every_part_passes_axe_and_nothing_scrolls_sideways(house, live_server, state, view, width):
    house.context.add_cookies([{"name": "view", "value": view, "url": live_server.url}])
    house.goto(live_server.url + state)
    look_at_width(house, "components", width)


def test_the_page_obeys_its_own_content_policy(house, live_server):
    answer = house.goto(f"{live_server.url}/components/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert house.complaints == []


def test_a_refused_form_puts_the_focus_on_its_summary_also_without_script(
    browser, live_server, settings
):
    settings.WANGSHI_DEMO = True
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{live_server.url}/components/?error=1")
        assert page.locator(".errors:focus").count() == 1
        context.close()


def test_a_view_is_switched_with_and_without_script(browser, live_server, settings):
    settings.WANGSHI_DEMO = True
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{live_server.url}/components/")
        page.get_by_role("button", name="大字").click()
        page.locator("html[data-view='large']").wait_for()
        page.wait_for_load_state("networkidle")
        page.reload()
        assert page.locator("html[data-view='large']").count() == 1
        assert page.get_by_role("button", name="大字").get_attribute("aria-pressed") == "true"
        context.close()


def test_on_a_phone_the_cards_are_still_a_table(house, live_server):
    house.set_viewport_size({"width": 360, "height": 900})
    house.goto(f"{live_server.url}/components/")
    table = house.get_by_role("table", name="待办清单")
    assert table.get_by_role("row").count() == 4
    assert table.get_by_role("rowheader").count() == 3
    assert table.get_by_role("columnheader").count() == 5
    assert (
        table.get_by_role("row").nth(1).evaluate("row => getComputedStyle(row).display") == "block"
    )


def test_a_clock_tells_its_article_to_the_keyboard_and_escape_hides_it(house, live_server):
    house.set_viewport_size({"width": 1440, "height": 900})
    house.goto(f"{live_server.url}/components/")
    clock = house.locator(".clock").first
    tip = house.locator(".tip").first
    house.keyboard.press("Tab")
    clock.focus()
    assert tip.is_visible()
    assert "第十八条" in tip.inner_text()
    house.keyboard.press("Escape")
    assert not tip.is_visible()


def test_long_work_finishes_before_the_eyes_of_whoever_stays(house, live_server):
    house.goto(f"{live_server.url}/components/")
    house.locator("#work progress").wait_for()
    house.locator("#work").get_by_text("筛查完了").wait_for()
    assert house.locator("#work progress").count() == 0
    assert house.complaints == []
