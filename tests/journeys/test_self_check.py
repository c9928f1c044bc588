"""A shop owner with a phone checks what is about to be published; once more without script."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from wangshi.accounts.permissions import Role
from wangshi.portal.allowance import VISITOR
from wangshi.portal.callers import caller_of_address
from wangshi.portal.models import Material, Usage
from wangshi.portal.services import take_turn

TEA = "每天一杯，根治高血压。\n全国销量第一，润肺止咳 增强免疫力"
TABLE = "标题,详情,卖的是什么\n苦荞茶,根治高血压,食品\n毛巾,纯棉,家纺\n,,食品\n"
PATIENCE = 10_000

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page, live_server, county):
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_default_timeout(PATIENCE)
    listen(page, live_server.url)
    return page


def test_a_shop_owner_finds_mends_and_takes_the_result_along(phone):
    phone.goto(phone.at)
    look(phone, "portal-front")
    phone.get_by_role("link", name="查一段话").click()
    look(phone, "portal-check")
    phone.get_by_role("button", name="查这段话").click()
    expect(phone.locator(".errors:focus")).to_contain_text("把要查的话填进来")
    look(phone, "portal-check-wrong")

    phone.get_by_label("卖的是什么").fill("食品(茶)")
    phone.locator("#id_detail").fill(TEA)
    phone.get_by_role("button", name="查这段话").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("查到")
    look(phone, "portal-result")
    phone.locator(".quote mark a").first.click()
    expect(phone.locator("section:target")).to_contain_text("只说味道、原料、吃法")
    phone.locator("summary", has_text="查实了可能怎样罚").first.click()
    expect(phone.locator("section:target")).to_contain_text("第五十八条")
    with phone.expect_download() as given:
        phone.get_by_role("button", name="下载结果表").click()
    book = openpyxl.load_workbook(BytesIO(given.value.path().read_bytes()))
    assert book["命中"].max_row > 1

    phone.get_by_role("link", name="再查一次").first.click()
    phone.locator("#id_detail").fill("苦荞茶 麦香浓郁 250 克袋装")
    phone.get_by_label("同意把这段话留给本县").check()
    phone.get_by_role("button", name="查这段话").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("没有查到可能违法的话")
    expect(phone.locator("main")).to_contain_text("不等于合法")
    look(phone, "portal-clean")
    assert Material.objects.get().text == "苦荞茶 麦香浓郁 250 克袋装"


def test_a_table_is_checked_without_script_and_whoever_asks_too_often_waits(
    browser, live_server, county
):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{live_server.url}/check/table/")
    send(page, "样例.xlsx", b"%PDF-1.7")
    expect(page.locator(".errors")).to_contain_text("这其实是 PDF")
    send(page, "样例.csv", TABLE.encode())
    expect(page.get_by_role("heading", level=1)).to_have_text("2 条里，1 条有问题")
    expect(page.locator("main")).to_contain_text("有 1 行没有查：第 4 行")
    assert not Material.objects.exists()

    now = timezone.now()
    caller = caller_of_address("127.0.0.1", timezone.localdate(now))
    while take_turn(caller, VISITOR, characters=1, at=now).taken:
        pass
    assert Usage.objects.filter(calls=VISITOR.calls).exists()
    page.goto(f"{live_server.url}/check/")
    page.locator("#id_detail").fill(TEA)
    page.get_by_role("button", name="查这段话").click()
    expect(page.locator("main")).to_contain_text("用得太勤")
    expect(page.locator("#id_detail")).to_have_value(TEA)
    context.close()


def send(page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("表格文件").set_input_files([file])
    page.get_by_role("button", name="查这张表").click()


def test_tokens_are_issued_and_revoked_on_a_sound_page(page, live_server, make_account):
    administrator = make_account("朱样例", Role.SYSTEM_ADMIN, username="sysadmin")
    enter(page, live_server, administrator)
    page.set_default_timeout(PATIENCE)
    page.goto(f"{page.at}/tokens/")
    page.get_by_label("给谁、做什么").fill("试填平台，上新前自查")
    page.get_by_role("button", name="发放令牌").click()
    expect(page.locator("#secret")).to_contain_text("wst_")
    look(page, "portal-tokens")
    page.get_by_role("link", name="收回令牌").click()
    look(page, "portal-token-revoke")
    page.get_by_label("理由").fill("合作结束")
    page.get_by_role("button", name="收回令牌").click()
    expect(page.locator("main")).to_contain_text("已收回")
