"""Look for false registrations: the ring is drawn, read by keyboard, and becomes a clue."""

import pytest
from playwright.sync_api import expect

from tests.browser import WIDTHS, enter, look_at_width
from tests.scrutiny.conftest import add_operator
from wangshi.scrutiny.models import Suspicion

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ring(county, town) -> None:
    """Four invented operators with one door and two phones."""
    for at in range(4):
        add_operator(
            10 + at, town=town, phone=f"1690001000{at // 2}", address="拾穗县甲木镇虚构街88号"
        )


def test_a_ring_is_found_drawn_and_handed_over(page, live_server, officer, ring):
    enter(page, live_server, officer)
    page.goto(f"{live_server.url}/suspicions/")
    page.get_by_role("button", name="重新看一遍").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记疑点 1 个")
    look_at_width(page, "suspicions", WIDTHS[0])
    page.get_by_role("link", name="几条线索连成一片").last.click()
    drawing = page.get_by_role("group", name="关系图")
    expect(drawing.get_by_role("link")).to_have_count(4)
    drawing.get_by_role("link").first.focus()
    for width in WIDTHS:
        look_at_width(page, "suspicion", width)
    page.get_by_role("link", name="转为线索").click()
    page.get_by_label("您看过什么，为什么要查").fill("四家的电话是两个人接的，地址是一间空房")
    look_at_width(page, "suspicion-hand-over", WIDTHS[0])
    page.get_by_role("button", name="转为线索").click()
    expect(page.get_by_text("已转为线索，编号在这一页上。")).to_be_visible()
    clue = Suspicion.objects.get().clue
    assert clue is not None
    page.get_by_role("link", name=clue.number).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("疑似虚假注册")
