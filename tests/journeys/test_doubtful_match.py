"""Settle a doubtful match: seen side by side, confirmed and rejected by keyboard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import WIDTHS, enter, look_at_width
from wangshi.engine.identifiers import make_uscc
from wangshi.engine.names import name_pairs
from wangshi.registry.models import Operator, Platform, Shop, ShopLink
from wangshi.registry.services import propose_links

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(county, town) -> None:
    """Two invented shops that may be of one invented operator."""
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    for number, name in enumerate(("拾穗县虚构山货有限公司", "拾穗县演示茶业有限公司")):
        code = make_uscc("990101", number)
        Operator.objects.create(
            name=name,
            name_grams=name_pairs(name),
            uscc=code,
            source_key=code,
            form="enterprise",
            phone=f"1390000000{number}",
            address="拾穗县样例路12号",
        )
    for number, shown in enumerate(("拾穗县虚构茶叶有限公司", "")):
        Shop.objects.create(
            platform=platform,
            external_id=f"s{number}",
            name="虚构山货旗舰店",
            shown_name=shown,
            phone="13900000000",
            town=town,
        )
    propose_links(at=timezone.now(), by=None)
    assert ShopLink.objects.count() == 2


def test_a_doubtful_match_is_settled_by_keyboard(page, live_server, officer, waiting):
    enter(page, live_server, officer)
    page.goto(f"{live_server.url}/links/")
    expect(page.get_by_role("heading", level=1)).to_have_text("待核实的关联 2 条")
    page.get_by_role("link", name="开始核实").click()
    table = page.get_by_role("table", name="两边逐项比较")
    expect(table.get_by_role("row", name="电话").first).to_contain_text("电话一致")
    for width in WIDTHS:
        look_at_width(page, "link", width)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator("body[data-armed]").wait_for()
    page.keyboard.press("q")
    expect(page.get_by_text("已经关联：虚构山货旗舰店")).to_be_visible()
    page.locator("body[data-armed]").wait_for()
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("为什么不是这一家？")
    page.get_by_label("是同名的另一家").check()
    page.get_by_role("button", name="记下不是").click()
    expect(page.get_by_text("待核实的都看完了。")).to_be_visible()
    assert sorted(ShopLink.objects.values_list("state", flat=True)) == ["confirmed", "rejected"]
    assert page.complaints == []
