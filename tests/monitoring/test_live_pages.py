"""Pages of live rooms and prices: what they show, what they refuse, how few questions they ask."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.monitoring.models import Hit, LiveSession
from wangshi.monitoring.selectors.signs import signs
from wangshi.monitoring.services import (
    SessionPlan,
    confirm_hit,
    hand_over,
    raise_price_doubts,
    take_transcript,
)
from wangshi.registry.models import LiveRoom

from .conftest import DAY, NOON

CURE = "这款代用茶能治疗糖尿病。"
FORM = {"started_at": "2026-11-20T20:00", "product": "食品(代用茶)"}

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def room(shop) -> LiveRoom:
    return LiveRoom.objects.create(
        platform=shop.platform, account_id="样例号", name="样例山货直播间", shop=shop
    )


def subtitles(*texts, name="样例.json"):
    rows = [{"start": n * 3, "end": n * 3 + 3, "text": text} for n, text in enumerate(texts)]
    return SimpleUploadedFile(name, json.dumps(rows, ensure_ascii=False).encode())


@pytest.fixture
def take(room, officer):
    def make(back: int, *texts: str) -> LiveSession:
        plan = SessionPlan(room, NOON - DAY * back, "食品(代用茶)")
        file = subtitles(*texts, f"第 {back} 场")
        return take_transcript(plan, file, by=officer, at=timezone.now())

    return make


def questions(client, address: str) -> int:
    client.get(address)  # what is read once a process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_transcript_is_uploaded_and_its_page_shows_what_was_said(signed_in, room):
    sent = FORM | {"room": room.pk, "file": subtitles(CURE, "净含量五斤。")}
    answer = signed_in.post("/live/new/", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain
    assert "治疗糖尿病" in page
    assert "00:00:0" in page
    assert "复核这场的命中" in page


WRONG = [
    ({"file": SimpleUploadedFile("样例.srt", "没有时间".encode())}, "不是带时间的字幕"),
    ({"file": SimpleUploadedFile("样例.mp3", b"\x00\x01")}, "先转写成字幕"),
    ({"file": subtitles(CURE), "started_at": "2999-01-01T20:00"}, "还没有结束"),
    ({"file": subtitles(CURE), "started_at": "昨天"}, "写成 2026-11-23 20:00 这样"),
    ({}, "选一份字幕文件"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG)
def test_a_wrong_form_says_what_to_do_and_leaves_nothing(signed_in, room, wrong, message):
    if "file" in wrong:
        wrong["file"].seek(0)
    answer = signed_in.post("/live/new/", FORM | {"room": room.pk} | wrong)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not LiveSession.objects.exists()


def test_goods_are_named_with_times_an_officer_writes(signed_in, take, see, shop):
    session = take(1, "净含量足足五斤。")
    seen = see(shop, "样例干货", number="g", at=NOON - DAY * 3, detail="净含量：2kg")
    at = f"/live/{session.pk}/goods/"
    wrong = signed_in.post(at, {"listing": seen.listing_id, "begins": "十二分"})
    assert wrong.status_code == 422
    assert "写成 00:12:30 这样" in wrong.content.decode()
    late = signed_in.post(at, {"listing": seen.listing_id, "begins": "9:00"})
    assert "就完了" in late.content.decode()
    good = signed_in.post(at, {"listing": seen.listing_id, "begins": "0:00"}, follow=True)
    assert "重量、净含量对不上" in good.content.decode()
    assert "1 处矛盾" in good.content.decode()


def test_a_hit_that_was_spoken_says_when_and_shows_what_it_contradicts(signed_in, take, see, shop):
    session = take(1, "净含量足足五斤。")
    seen = see(shop, "样例干货", number="g", at=NOON - DAY * 3, detail="净含量：2kg")
    signed_in.post(f"/live/{session.pk}/goods/", {"listing": seen.listing_id})
    page = signed_in.get(f"/hits/{Hit.objects.get().pk}/").content.decode()
    assert "直播里说的" in page
    assert "两处对不上" in page
    assert "净含量：2kg" in page
    assert "规则库后来改过" not in page


def test_the_rule_of_a_series_has_a_page_of_its_own(signed_in):
    for rule in ("price-series-base", "claims-weight"):
        page = signed_in.get(f"/rules/{rule}/").content.decode()
        assert "构成要件" in page
        assert "例子：应当命中的" not in page


def test_no_page_asks_more_questions_for_more_rows(signed_in, take, see, shop):
    def grow(start: int, count: int) -> LiveSession:
        for number in range(start, start + count):
            session = take(number + 1, *[CURE] * count)
            see(shop, "样例蜂蜜", number="p", at=NOON - DAY * number, price=Decimal(90 + number))
        return session

    session = grow(0, 2)
    listing = session.listing.shop.listings.get(external_id="p")
    pages = ("/live/", f"/live/{session.pk}/", f"/listings/{listing.pk}/prices/")
    few = {page: questions(signed_in, page) for page in pages}
    grow(2, 6)
    assert {page: questions(signed_in, page) for page in pages} == few


def test_those_who_only_look_get_no_forms(client, make_account, take):
    session = take(1, CURE)
    client.force_login(make_account("看的人", Role.AUDITOR))
    page = client.get(f"/live/{session.pk}/").content.decode()
    assert "和页面比一遍" not in page
    assert "上传直播文字" not in client.get("/live/").content.decode()


def test_a_list_says_why_it_is_empty_and_a_wrong_room_is_no_error(signed_in, take):
    assert "还没有上传过直播文字" in signed_in.get("/live/").content.decode()
    take(1, CURE)
    for asked in ("?room=abc", "?room=999999999999", "?q=没有这几个字"):
        assert "没有这样的直播" in signed_in.get(f"/live/{asked}").content.decode()


def test_price_doubts_are_raised_from_the_page(signed_in, see, shop):
    for back, price, reference in ((5, 99, None), (0, 79, 199)):
        seen = see(
            shop,
            "样例蜂蜜",
            number="p",
            at=NOON - DAY * back,
            price=Decimal(price),
            reference_price=reference,
        )
    at = f"/listings/{seen.listing_id}/prices/"
    assert "把 1 处疑点列入待复核" in signed_in.get(at).content.decode()
    assert "1 处疑点" in signed_in.get(f"/listings/{seen.listing_id}/").content.decode()
    answer = signed_in.post(f"{at}raise/", follow=True)
    assert "1 处价格疑点已列入待复核" in answer.content.decode()
    assert "去判断" in answer.content.decode()


def test_what_was_spoken_or_read_from_prices_is_not_looked_up_on_a_later_page(
    take, see, shop, officer
):
    take(1, CURE)
    for back, price, reference in ((5, 99, None), (1, 79, 199)):
        seen = see(
            shop,
            "样例蜂蜜",
            number="p",
            at=NOON - DAY * back,
            price=Decimal(price),
            reference_price=reference,
        )
    raise_price_doubts(seen.listing, by=officer)
    see(shop, "样例蜂蜜", number="p", at=NOON + timedelta(hours=1), screened_with="x")
    hits = [confirm_hit(hit, by=officer, at=timezone.now()) for hit in Hit.objects.all()]
    assert len(hits) >= 2
    assert list(signs(hand_over(hits, by=officer, at=timezone.now()))) == []
