"""An officer takes the words of a broadcast in, judges what was said, and hands it over."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import WIDTHS, enter, look, look_at_width
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Contradiction, Hit, Listing, LiveSession, Sighting
from wangshi.monitoring.selectors import screener
from wangshi.monitoring.services.rows import content_digest
from wangshi.registry.models import LiveRoom, Platform, Shop

TALK = "欢迎新来的朋友点个关注。"
SAID = {20: "这款代用茶能治疗糖尿病。", 40: "净含量足足五斤。"}

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(town) -> LiveRoom:
    """A live room of an invented shop, whose goods were seen at three prices."""
    platform = Platform.objects.create(code="duanying", name="短映直播（演示）")
    shop = Shop.objects.create(platform=platform, external_id="s1", name="样例山货铺", town=town)
    listing = Listing.objects.create(
        shop=shop, external_id="1", title="样例干货", first_seen_at=timezone.now()
    )
    for back, price, reference in ((9, 99, None), (6, 99, None), (3, 79, 199)):
        seen = Sighting(
            listing=listing,
            seen_at=timezone.now() - timedelta(days=back),
            title=listing.title,
            detail="净含量：2kg",
            price=price,
            reference_price=reference,
        )
        seen.content_sha256 = content_digest(seen)
        seen.save()
    screener()  # made ready once a process, before anybody waits for a page
    return LiveRoom.objects.create(
        platform=platform, account_id="样例号", name="样例山货直播间", shop=shop
    )


def subtitles() -> dict[str, object]:
    rows = [{"start": n * 3, "end": n * 3 + 3, "text": SAID.get(n, TALK)} for n in range(60)]
    raw = json.dumps(rows, ensure_ascii=False).encode()
    return {"name": "样例直播.json", "mimeType": "application/json", "buffer": raw}


def test_words_of_a_broadcast_become_a_clue(page, live_server, settings, officer, room):
    settings.WANGSHI_DEMO = True
    page.set_default_timeout(10_000)
    enter(page, live_server, officer)
    page.goto(f"{page.at}/live/")
    page.get_by_role("link", name="上传第一场").click()
    page.get_by_role("button", name="上传并筛查").click()
    expect(page.locator(".errors")).to_be_focused()
    look(page, "live-new-refused")
    page.get_by_label("直播间").select_option(label="样例山货直播间（短映直播（演示））")
    page.get_by_label("开始时间").fill("2026-01-20T20:00")
    page.get_by_label("卖什么").fill("食品(代用茶)")
    page.locator("input[type=file]").set_input_files(subtitles())
    page.get_by_role("button", name="上传并筛查").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026-01-20 20:00 直播")
    page.get_by_label("讲的是哪件商品").select_option(label="样例干货")
    page.get_by_role("button", name="和页面比一遍").click()
    expect(page.get_by_role("heading", name="重量、净含量对不上")).to_be_visible()
    look(page, "live-session")
    page.locator("section", has_text="重量、净含量对不上").get_by_role(
        "link", name="去判断"
    ).click()
    expect(page.get_by_text("前后各 60 秒")).to_be_visible()
    page.get_by_role("button", name="确认这一条").click()
    hit = Contradiction.objects.get().hit
    page.goto(f"{page.at}/hits/{hit.pk}/")
    for width in WIDTHS:
        look_at_width(page, "live-hit", width)
    page.get_by_role("button", name="转为线索").click()
    expect(page.get_by_text("已转为线索").first).to_be_visible()
    assert "净含量：2kg" in Clue.objects.get().detail
    assert LiveSession.objects.get().listing.sightings.count() >= 2


def test_prices_are_seen_and_raised(page, live_server, settings, officer, room):
    settings.WANGSHI_DEMO = True
    enter(page, live_server, officer)
    listing = Listing.objects.get()
    page.goto(f"{page.at}/listings/{listing.pk}/")
    look(page, "listing-with-price")
    page.get_by_role("link", name="看价格历史").click()
    look(page, "prices")
    page.get_by_role("button", name="把 1 处疑点列入待复核").click()
    page.get_by_role("link", name="去判断").click()
    expect(page.get_by_text("从价格历史里看出来的")).to_be_visible()
    look_at_width(page, "price-hit", 360)
    assert Hit.objects.get().rule == "price-series-base"
