"""规则准不准: anybody reads the figures; an officer reads what no rule hit; a head restores."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from tests.monitoring.outcomes import RULE, hit_of, judged
from wangshi.engine.standing import LEAST
from wangshi.monitoring.models import Listing, Sighting, SpotCheck, Sweep
from wangshi.monitoring.selectors import rule_record
from wangshi.monitoring.services import draw_spot_check
from wangshi.registry.models import Platform, Shop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
WRONG = "根治失眠"


@pytest.fixture
def shop(town) -> Shop:
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    return Shop.objects.create(platform=platform, external_id="s1", name="样例山货铺", town=town)


@pytest.fixture
def past(shop, officer, settings) -> None:
    """Two months of judgements, a rule that fell, and a draw that nobody has read."""
    settings.WANGSHI_DEMO = True
    now = timezone.now()
    judged(shop, "r" * 12, officer, rule="abs-01", first=now - 45 * DAY)
    judged(shop, "rr" + "w" * LEAST, officer, rule=RULE, first=now - 40 * DAY)
    hit_of(shop, at=now)
    sweep = Sweep.objects.create(
        title="样例监测", kind="daily", starts_on=timezone.localdate(now), opened_by=officer
    )
    for number in range(130):
        title = f"样例花茶 {WRONG} {number} 号"
        listing = Listing.objects.create(
            shop=shop, external_id=f"p{number}", title=title, first_seen_at=now
        )
        Sighting.objects.create(
            listing=listing, sweep=sweep, seen_at=now, title=title,
            content_sha256="ab" * 32, screened_with="试填",
        )  # fmt: skip
    draw_spot_check(sweep, by=officer, at=now, seed="样例")


def test_a_visitor_finds_the_month_from_the_footer_and_takes_the_table_along(
    page, live_server, past
):
    listen(page, live_server.url)
    page.goto(f"{page.at}/help/")
    page.get_by_role("link", name="规则有多准").click()
    expect(page.get_by_role("heading", name="筛查规则有多准？")).to_be_visible()
    page.get_by_text("有多大机会被降级").click()
    expect(page.get_by_role("table", name="被降级的机会")).to_be_visible()
    page.get_by_role("navigation", name="月份").get_by_role("link").first.click()
    expect(page.get_by_text("还没有过完")).to_be_visible()
    expect(page.get_by_text("个结果里 2 个属实")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 CSV").click()
    text = Path(taken.value.path()).read_text("utf-8-sig")
    states = {row["规则"]: row["状态"] for row in csv.DictReader(text.splitlines())}
    assert states == {RULE: "只作提示", "abs-01": "照常"}
    look(page, "accuracy")
    assert page.complaints == []


def test_what_no_rule_hit_is_read_by_keyboard_and_becomes_a_clue(page, live_server, past, officer):
    enter(page, live_server, officer)
    page.goto(f"{page.at}/spot-checks/")
    look(page, "spot-checks")
    page.get_by_role("link", name="开始看").click()
    for number in (1, 2):
        expect(page.get_by_text(f"第 {number} 件，共 4 件")).to_be_visible()
        page.locator("body[data-armed]").wait_for()
        page.keyboard.press("q")
    expect(page.get_by_text("第 3 件，共 4 件")).to_be_visible()
    look(page, "spot-check")
    page.locator("body[data-armed]").wait_for()
    page.keyboard.press("p")
    page.get_by_role("button", name="记下漏了的这一件").click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, "spot-check-refused")
    page.get_by_label("涉嫌什么违法行为").select_option("V16")
    page.get_by_label("页面上的原话").fill(WRONG)
    page.get_by_role("button", name="记下漏了的这一件").click()
    page.get_by_role("button", name="转为线索").click()
    expect(page.get_by_text("已转为线索")).to_be_visible()
    states = SpotCheck.objects.order_by("place").values_list("state", flat=True)
    assert list(states) == ["clean", "clean", "missed", "pending"]
    page.goto(f"{page.at}/spot-check-draws/{SpotCheck.objects.first().draw_id}/")
    expect(page.get_by_text("重抽一遍，结果一样")).to_be_visible()
    look(page, "spot-check-draw")
    assert page.complaints == []


def test_a_head_sees_why_a_rule_fell_and_restores_it_with_a_reason(
    page, live_server, past, bureau_admin
):
    enter(page, live_server, bureau_admin)
    page.goto(f"{page.at}/rules/?show=fallen")
    page.get_by_role("link", name="试填规则").click()
    expect(page.get_by_text("现在只作提示：")).to_be_visible()
    look(page, "rule-fallen")
    page.goto(f"{page.at}/rules/{RULE}/outcomes/")
    look(page, "rule-outcomes")
    page.goto(f"{page.at}/rules/{RULE}/")
    page.get_by_role("link", name="恢复这条规则…").click()
    page.get_by_role("button", name="恢复这条规则").click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, "rule-restore-refused")
    page.get_by_label("理由").fill("逐条看过，都是一次展销会的获奖名单")
    page.get_by_role("button", name="恢复这条规则").click()
    expect(page.get_by_text("已恢复")).to_be_visible()
    assert not rule_record(RULE).is_review_only
    page.goto(f"{page.at}/rule-floor/")
    look(page, "rule-floor")
