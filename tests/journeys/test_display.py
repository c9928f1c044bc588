"""读三率: a leader opens a rate down to one page; an officer looks at one more shop."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.display.conftest import CODE, MISSING, NAME, PAGE, PERSON, PLACE
from wangshi.display.selectors import Seen
from wangshi.display.services import Look, record_check
from wangshi.display.workflow import Way
from wangshi.registry.models import Operator, Platform, Shop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(town, county, officer) -> Shop:
    """Two shops of one operator; the second one was looked at and shows nothing."""
    operator = Operator.objects.create(
        uscc=CODE, source_key=CODE, name=NAME, form="sole_trader", person=PERSON, address=PLACE
    )
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    shops = [
        Shop.objects.create(
            platform=platform, external_id=name, name=name, operator=operator, town=town
        )
        for name in ("样例茶铺", "样例乙铺")
    ]
    today = timezone.localdate()
    seen = Look(today, Way.SHEET, Seen("sole_trader"), MISSING)
    record_check(shops[1], seen, by=officer, at=timezone.now())
    return shops[0]


def test_a_rate_is_opened_to_its_page_and_one_more_shop_is_looked_at(
    page, live_server, leader, officer, shop
):
    enter(page, live_server, leader)
    page.goto(f"{live_server.url}/display/")
    look(page, "display")
    page.get_by_role("link", name="0.0%（0/1，").click()
    page.get_by_role("link", name="样例乙铺").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("样例乙铺")
    expect(page.locator("main")).to_contain_text("页面上没有写")
    look(page, "display-check")

    enter(page, live_server, officer)
    page.goto(f"{live_server.url}/display/due/")
    page.get_by_role("link", name="查亮照").click()
    page.get_by_role("button", name="记下检查").click()
    expect(page.locator(".errors:focus")).to_contain_text("选看到了，还是看不到")
    look(page, "display-new-wrong")
    page.get_by_label("页面上的字").fill(PAGE)
    page.get_by_role("button", name="读出来填到表里").click()
    page.get_by_label("看到了", exact=True).check()
    for title, verdict in (("亮照", "亮了"), ("亮证", "不用亮"), ("亮标", "不用亮")):
        page.get_by_role("group", name=title).get_by_label(verdict, exact=True).check()
    page.get_by_role("button", name="记下检查").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shop.name)
    page.goto(f"{live_server.url}/display/")
    expect(page.locator("main")).to_contain_text("50.0%（1/2，95% 区间 9.5%–90.5%）")
