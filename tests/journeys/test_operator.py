"""From a search to the page of an operator, its shop joined, its permit written down."""

import pytest
from django.utils import timezone

from tests.browser import enter, look
from tests.registry.conftest import make_operator, make_shop, platform
from wangshi.registry.models import Shop
from wangshi.registry.selectors import compare
from wangshi.registry.services import link_shop

__all__ = ["make_operator", "make_shop", "platform"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_officer_finds_an_operator_and_says_which_shop_is_its(
    page, live_server, officer, make_operator, make_shop, settings, town
):
    settings.WANGSHI_DEMO = True
    operator = make_operator(
        "拾穗县甲木镇样例山货铺", person="冯样本", phone="13800000001", town=town, status="active",
        address="拾穗县甲木镇正街 12 号", scope="山货、茶叶零售",
    )  # fmt: skip
    make_operator("拾穗县范文山货经营部", status="cancelled")
    make_shop("甲木样例山货", shown_uscc=operator.uscc, shown_name=operator.name, town=town)
    enter(page, live_server, officer)
    page.goto(f"{page.at}/operators/")
    look(page, "operators")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("searchbox").fill("样例山货")
    with page.expect_navigation():
        page.get_by_role("searchbox").press("Enter")
    look(page, "search")
    page.get_by_role("link", name="甲木样例山货", exact=True).click()
    look(page, "shop-suggestions")
    page.get_by_role("link", name="关联主体").click()
    page.get_by_role("button", name="关联这个主体").click()
    assert "选一个主体" in page.locator(".errors").inner_text()
    look(page, "shop-link-error")
    page.get_by_role("radio").first.check()
    page.get_by_label("怎么确认的").fill("电话问过店主")
    page.get_by_role("button", name="关联这个主体").click()
    assert Shop.objects.get().operator == operator
    look(page, "shop-linked")


def test_a_permit_is_written_down_and_a_lapsed_one_stands_out(
    page, live_server, officer, make_operator, make_shop, town
):
    operator = make_operator("拾穗县甲木镇样例山货铺", person="冯样本", town=town, status="active")
    shop = make_shop("甲木样例山货", shown_uscc=operator.uscc)
    reasons = compare(shop, operator)
    link_shop(shop, operator, reasons=reasons, note="电话问过店主", at=timezone.now(), by=officer)
    enter(page, live_server, officer)
    page.goto(f"{page.at}/operators/{operator.pk}/")
    page.get_by_role("link", name="补录许可证").click()
    look(page, "permit")
    page.get_by_label("种类").select_option("food_business_permit")
    page.get_by_label("证号").fill("样例许可 1 号")
    page.get_by_label("有效期至").fill("2025-01-01")
    page.get_by_role("button", name="录入许可证").click()
    assert "已过期" in page.locator("main").inner_text()
    look(page, "operator")
    page.goto(f"{page.at}/shops/")
    look(page, "shops")


def test_an_exempt_person_is_written_down_and_a_wrong_form_says_why(page, live_server, officer):
    enter(page, live_server, officer)
    page.goto(f"{page.at}/operators/new/")
    look(page, "operator-new")
    page.get_by_role("button", name="补录主体").click()
    assert page.locator(".errors").evaluate("e => e === document.activeElement")
    look(page, "operator-new-error")
    page.get_by_label("名称（自然人填姓名）").fill("试填人")
    page.get_by_label("组织形式").select_option("person")
    page.get_by_label("依法免于登记的情形").select_option("own_farm_produce")
    page.get_by_role("button", name="补录主体").click()
    assert "个人销售自产农副产品" in page.locator("main").inner_text()
