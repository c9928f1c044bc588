"""A half-yearly return comes in, two rows are wrong, one person is over the mark."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import WIDTHS, enter, look, look_at_width
from tests.inspections.conftest import CODE, OTHER_CODE, PERSON, row, table
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.inspections.models import IdentityReturn
from wangshi.registry.models import Platform, Shop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SMALL = "个人从事零星小额交易活动"


@pytest.fixture
def platform(town) -> Platform:
    made = Platform.objects.create(
        code="chengji", name="橙集商城（演示）", domain="chengji.invalid"
    )
    Platform.objects.create(code="lanpu", name="蓝铺商城（演示）", domain="lanpu.invalid")
    Shop.objects.create(
        platform=made, external_id="1", name="甲店", url="https://chengji.invalid/甲店", town=town
    )
    return made


def sheet() -> dict[str, object]:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    content = table(
        row("试填人", "甲店", person=PERSON, ground=SMALL, turnover="62000"),
        row("试填人", "乙店", person=PERSON, ground=SMALL, turnover="61500"),
        row("虚构商行", "丙店", code=wrong),
        row("虚构商行二", "丁店", code=OTHER_CODE, url="https://lanpu.invalid/4"),
        row("虚构商行三", "戊店", code=CODE),
    )
    return {"name": "样例报送.csv", "mimeType": "text/csv", "buffer": content}


def bring_in(page: Page, platform: Platform) -> None:
    """Refused without a platform, weighed, then taken."""
    page.get_by_role("link", name="导入一份报送").click()
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_label("平台", exact=True).select_option(label=platform.name)
    page.locator("input[type=file]").set_input_files(sheet())
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="先试算，不写入").click()
    expect(page.get_by_text("由蓝铺商城（演示）报送")).to_be_visible()
    expect(page.get_by_text("没有导入", exact=True).first).to_be_visible()
    assert IdentityReturn.objects.count() == 0
    page.get_by_role("button", name="开始导入").click()
    page.get_by_role("link", name="看导入的内容").click()
    expect(page.get_by_text("这是收到的第一份")).to_be_visible()


def test_a_return_comes_in_and_one_person_is_over_the_mark(
    page, live_server, settings, county, make_account, station, platform
):
    settings.WANGSHI_DEMO = True
    page.set_default_timeout(20_000)
    enter(page, live_server, make_account("李示范", Role.OFFICER, department=station))
    page.goto(f"{page.at}/returns/")
    bring_in(page, platform)
    for width in WIDTHS:
        look_at_width(page, "return", width)
    page.get_by_role("button", name="开这份的回执").click()
    expect(page.get_by_text("收下 3 行，没有收下 2 行")).to_be_visible()
    look(page, "receipt")
    page.goto(f"{page.at}/returns/over-mark/")
    for width in WIDTHS:
        look_at_width(page, "over-mark", width)
    page.get_by_role("button", name="转为线索").click()
    expect(page.get_by_text("已转为线索").first).to_be_visible()
    assert "123\u00a0500.00" in Clue.objects.get().title
    for path, name in ((f"platforms/{platform.pk}/", "platform"), ("inspections/", "checks")):
        page.goto(f"{page.at}/{path}")
        look(page, name)
    page.goto(f"{page.at}/platforms/{platform.pk}/letters/new/over_mark/")
    page.get_by_label("甲店").check()
    look(page, "platform-letter-new")
    page.get_by_role("button", name="给这封函编号").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("函〔")
    look(page, "platform-letter")
