"""Walk a seller from found to licensed: on the phone, at the desk, and the citizen's own guide."""

import pytest
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from tests.growth.conftest import USCC
from wangshi.growth.models import Seller
from wangshi.registry.models import Operator

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_seller_is_walked_from_found_to_licensed(page, live_server, officer, grid_member):
    found_in_six_taps(page, live_server, grid_member)
    seller = Seller.objects.get()
    enter(page, live_server, officer)
    page.goto(f"{page.at}/sellers/")
    look(page, "sellers")
    page.get_by_role("link", name="样例豆腐坊").click()
    take(page, "记下联系经过", "怎么联系上的", "电话里讲了规定，愿意办")
    page.get_by_role("link", name="问清要不要办", exact=True).click()
    page.get_by_role("button", name="看结果").click()
    expect(page.get_by_role("alert").or_(page.locator(".errors")).first).to_be_visible()
    look(page, "seller-guide-error")
    page.get_by_label("我自己，或者一家人").check()
    page.get_by_label("自己做的吃的、喝的").check()
    page.get_by_role("button", name="看结果").click()
    expect(page.get_by_text("要办营业执照，还要许可或者备案").first).to_be_visible()
    look(page, "seller")
    page.get_by_role("link", name="打印办照指南").click()
    look(page, "seller-handbook")
    page.go_back()
    take(page, "记下交了申请", "在哪里交的，哪天交的", "政务大厅窗口，今天")
    page.get_by_role("link", name="记下领了执照").click()
    page.get_by_label("统一社会信用代码").fill(USCC)
    page.get_by_label("执照上的名称").fill("拾穗县样例豆腐坊")
    page.get_by_role("button", name="记下领了执照").click()
    expect(page.get_by_text("领照了，已经归到经营主体。")).to_be_visible()
    page.goto(f"{page.at}/sellers/funnel/")
    look(page, "sellers-funnel")
    page.get_by_role("link", name="1 人").nth(4).click()
    expect(page.get_by_role("link", name="样例豆腐坊", exact=True)).to_be_visible()
    assert Operator.objects.get(uscc=USCC).sellers.get() == seller


def test_a_citizen_asks_whether_a_licence_is_needed_and_prints_the_answer(
    page, live_server, county
):
    listen(page, live_server.url)
    page.goto(f"{page.at}/licence-guide/")
    look(page, "licence-guide")
    page.get_by_role("button", name="看要不要办").click()
    look(page, "licence-guide-error")
    page.get_by_label("我自己，或者一家人").check()
    page.get_by_label("自家种的、养的、采的农产品").check()
    page.get_by_role("button", name="看要不要办").click()
    expect(page.get_by_role("heading", name="不用办营业执照")).to_be_visible()
    expect(page.get_by_role("button", name="打印自我声明")).to_be_visible()
    look(page, "licence-answer")


def found_in_six_taps(page, live_server, grid_member):
    enter(page, live_server, grid_member)
    page.goto(f"{page.at}/grid/sellers/new/")
    look(page, "grid-seller")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_text("聊天群").click()  # 1 where
    page.get_by_text("自制食品").click()  # 2 what
    page.get_by_label("怎么称呼、哪个群").fill("样例豆腐坊")  # 3 whose
    page.get_by_role("button", name="登记这个卖家").click()  # 4 send; the sentence is optional
    expect(page.get_by_text("记下了：样例豆腐坊")).to_be_visible()
    look(page, "grid-sellers")


def take(page, link, label, words):
    page.get_by_role("link", name=link).click()
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name=link).click()
    expect(page.get_by_role("heading", name="样例豆腐坊")).to_be_visible()
