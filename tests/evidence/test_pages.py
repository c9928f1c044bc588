"""The pages of the strongroom: one happy way and one refusal each; forbidden answers as missing."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wangshi.cases.models import Clue
from wangshi.engine.capture import browser
from wangshi.evidence.models import CaptureOrder, CustodyEntry, Exhibit, MaskedCopy
from wangshi.evidence.services import hand_over, look_at
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import PAPER_TITLES, Act
from wangshi.monitoring.models import Listing, Sighting
from wangshi.registry.models import Platform, Shop

from .conftest import AT, BEGAN, ENDED, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEA = "https://shop.example/tea"
WHEN = "%Y-%m-%dT%H:%M:%S"


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def clue(officer, station) -> Clue:
    return Clue.objects.create(
        number="试填线1号",
        source="officer",
        title="试填茶行说根治失眠",
        received_at=AT,
        found_on=AT.date(),
        reported_by=officer,
        handler=officer,
        department=station,
        state="checking",
        page_url="https://shop.example/tea",
    )


def answers(second, **more: object) -> dict[str, object]:
    return {
        "uploads": [upload()],
        "title": "店铺首页截图",
        "kind": "picture",
        "page_url": "https://shop.example/tea",
        "started_at": BEGAN.astimezone().strftime(WHEN),
        "ended_at": ENDED.astimezone().strftime(WHEN),
        "place": "甲木所二楼",
        "second_officer": second.pk,
        "method": "截屏",
        "content": "写着根治失眠",
        **more,
    }


def test_evidence_is_taken_from_a_clue_and_stands_on_its_page(signed_in, clue, second, office_keys):
    page = signed_in.get(f"/clues/{clue.pk}/").content.decode()
    assert f"/exhibits/new/?subject=cases.clue:{clue.pk}" in page
    address = f"/exhibits/new/?subject=cases.clue:{clue.pk}"
    assert "https://shop.example/tea" in signed_in.get(address).content.decode()
    sent = signed_in.post(address, answers(second))
    made = Exhibit.objects.get()
    assert sent.url == reverse("exhibit", args=[made.pk])
    assert made.is_sealed
    assert made.title in signed_in.get(f"/clues/{clue.pk}/").content.decode()
    assert clue.number in signed_in.get(sent.url).content.decode()


def test_a_clue_out_of_reach_and_one_that_is_missing_answer_alike(
    signed_in, clue, other_bureau, second
):
    Clue.objects.update(department=other_bureau, reported_by=second, handler=second)
    hidden = signed_in.get(f"/exhibits/new/?subject=cases.clue:{clue.pk}")
    missing = signed_in.get("/exhibits/new/?subject=cases.clue:999999")
    unknown = signed_in.get("/exhibits/new/?subject=accounts.account:1")
    assert [one.status_code for one in (hidden, missing, unknown)] == [404, 404, 404]


def test_a_form_half_filled_says_what_is_missing(signed_in, second, office_keys):
    sent = signed_in.post("/exhibits/new/", {"title": "只有名称"})
    assert sent.status_code == 422
    told = sent.content.decode()
    assert "选要封存的文件" in told
    assert "选第二名执法人员" in told
    assert Exhibit.objects.count() == 0


def test_a_file_sent_again_is_told_on_the_form(signed_in, exhibit, second):
    sent = signed_in.post("/exhibits/new/", answers(second))
    assert sent.status_code == 422
    assert exhibit.number in sent.content.decode()


def test_the_page_names_every_seal_and_says_unchecked_while_nobody_checked(signed_in, exhibit):
    page = signed_in.get(f"/exhibits/{exhibit.pk}/").content.decode()
    for words in (
        "Ed25519 签名",
        "SM2 签名",
        "经时间戳",
        "没有法律效力",
        "已登记",
        "未查",
        "收下文件",
    ):
        assert words in page
    checked = signed_in.post(f"/exhibits/{exhibit.pk}/check/").content.decode()
    assert "从封存到现在，没有发现改动" in checked
    assert "没有查" in checked
    assert "没有发现改动" in signed_in.get(f"/exhibits/{exhibit.pk}/").content.decode()


def test_what_waits_says_so_and_offers_nothing_to_take_away(signed_in, waiting):
    page = signed_in.get(f"/exhibits/{waiting.pk}/").content.decode()
    assert "还没有封存好" in page
    assert "导出证据" not in page


def test_a_look_asks_why_then_draws_pictures_and_only_hands_out_the_rest(signed_in, exhibit):
    asked = signed_in.post(f"/exhibits/{exhibit.pk}/look/", {"reason": " "})
    assert asked.status_code == 422
    sent = signed_in.post(f"/exhibits/{exhibit.pk}/look/", {"reason": "核对笔录"})
    page = signed_in.get(sent.url).content.decode()
    assert "核对笔录" in page
    shown, text = exhibit.files.all()
    drawn = signed_in.get(f"{sent.url}{shown.pk}/")
    assert drawn["Content-Type"] == "image/png"
    assert drawn.content == picture()
    handed = signed_in.get(f"{sent.url}{text.pk}/")
    assert handed["Content-Type"] == "application/octet-stream"
    assert handed["Content-Disposition"].startswith("attachment")
    assert "sandbox" in handed["Content-Security-Policy"]


HOSTILE = (
    ("page.html", b"<script>alert(1)</script>"),
    ("picture.png", b"<html><script>alert(1)</script>"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("../../etc/../x.mhtml", b"From: <saved>\nContent-Type: text/html\n\n<script>"),
)


@pytest.mark.parametrize(("name", "content"), HOSTILE)
def test_a_page_somebody_saved_is_never_opened_from_our_own_origin(
    signed_in, second, office_keys, name, content
):
    signed_in.post("/exhibits/new/", answers(second, uploads=[upload(content, name)]))
    part = Exhibit.objects.get().files.get()
    look = signed_in.post(f"/exhibits/{part.exhibit_id}/look/", {"reason": "看"}).url
    sent = signed_in.get(f"{look}{part.pk}/")
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "<script>alert" not in signed_in.get(look).content.decode()


def test_export_gives_the_package_byte_for_byte_or_a_copy_to_work_with(signed_in, exhibit):
    address = f"/exhibits/{exhibit.pk}/export/"
    whole = signed_in.post(address, {"what": "evidential", "reason": "移送司法局"})
    assert b"".join(whole.streaming_content) == package_path(exhibit.pk).read_bytes()
    copy = signed_in.post(address, {"what": "working", "reason": "写笔录用"})
    inside = zipfile.ZipFile(io.BytesIO(b"".join(copy.streaming_content)))
    assert inside.namelist() == ["0001-店铺首页.png", "0002-页面文字.txt", "校验值清单.txt"]
    assert exhibit.manifest_sha256 in inside.read("校验值清单.txt").decode()
    assert CustodyEntry.objects.filter(act=Act.EXPORTED).count() == 2


def test_a_hand_over_on_the_page_stands_in_the_chain(signed_in, exhibit, second):
    sent = signed_in.post(
        f"/exhibits/{exhibit.pk}/hand-over/", {"to": second.pk, "reason": "移交执法大队"}
    )
    page = signed_in.get(sent.url).content.decode()
    assert "已交给周模拟，等点收" in page
    assert "移交证据" not in page
    assert "收回，不移交了" in page
    paper = signed_in.get(f"/exhibits/{exhibit.pk}/hand-over.html").content.decode()
    assert "移交执法大队" in paper
    signed_in.post(f"/exhibits/{exhibit.pk}/recall/")
    assert "移交证据" in signed_in.get(sent.url).content.decode()


def test_who_was_given_it_counts_it_in_or_sends_it_back_with_a_reason(
    client, exhibit, officer, second
):
    hand_over(exhibit, to=second, reason="移交执法大队", by=officer, at=AT)
    client.force_login(second)
    address = f"/exhibits/{exhibit.pk}/receive/"
    assert address in client.get("/exhibits/").content.decode()
    assert exhibit.manifest_sha256 in client.get(address).content.decode()
    assert client.post(address, {"decline": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"decline": "1", "reason": "对不上"}).url == "/exhibits/"
    assert client.get(address).status_code == 404
    hand_over(exhibit, to=second, reason="再移交", by=officer, at=AT)
    assert client.post(address).url == f"/exhibits/{exhibit.pk}/"
    exhibit.refresh_from_db()
    assert exhibit.custodian == second


def test_a_capture_is_ordered_from_a_clue_and_the_queue_says_why_it_failed(
    signed_in, clue, second, office_keys, monkeypatch
):
    monkeypatch.setattr(browser.Studio.__init__, "__defaults__", (Path("no-browser-here"),))
    address = f"/captures/new/?subject=cases.clue:{clue.pk}"
    assert address in signed_in.get(f"/clues/{clue.pk}/").content.decode()
    assert "https://shop.example/tea" in signed_in.get(address).content.decode()
    assert signed_in.post(address, {"reason": ""}).status_code == 422
    answers = {
        "page_url": "https://shop.example/tea",
        "reason": "核查宣传",
        "place": "甲木所二楼",
        "second_officer": second.pk,
        "method": "用取证程序打开",
    }
    assert signed_in.post(address, answers).url == "/captures/"
    order = CaptureOrder.objects.get()
    page = signed_in.get("/captures/").content.decode()
    for words in ("没有取成", "apt-get install chromium", clue.number, "再取一次"):
        assert words in page
    assert "没有取成" in signed_in.get(f"/clues/{clue.pk}/").content.decode()
    assert signed_in.post(f"/captures/{order.pk}/again/").url == "/captures/"
    order.refresh_from_db()
    assert (order.state, order.attempts) == ("failed", 1)


def test_a_capture_for_later_stands_in_the_queue_until_it_is_called_back(
    signed_in, second, office_keys
):
    later = (timezone.localtime() + timedelta(days=2)).strftime(WHEN)
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    answers = {
        "page_url": TEA,
        "reason": "看有没有改好",
        "place": "甲木所二楼",
        "second_officer": second.pk,
        "method": "用取证程序打开",
        "due_at": later,
        "every_days": "7",
        "last_on": until,
    }
    assert "定好了" in signed_in.post("/captures/new/", answers, follow=True).content.decode()
    page = signed_in.get("/captures/?state=scheduled").content.decode()
    for words in ("到时候取", "每七天一次", until, "撤回"):
        assert words in page
    address = f"/captures/{CaptureOrder.objects.get().pk}/cancel/"
    assert "以后的也不取" in signed_in.get(address).content.decode()
    assert signed_in.post(address, {"reason": ""}).status_code == 422
    assert signed_in.post(address, {"reason": "商家改好了"}).url == "/captures/"
    page = signed_in.get("/captures/?state=cancelled").content.decode()
    assert "商家改好了" in page
    assert signed_in.post(address, {"reason": "再来"}).status_code == 422


def test_listings_and_shops_offer_both_ways_of_taking(signed_in):
    platform = Platform.objects.create(code="trial", name="试填平台")
    shop = Shop.objects.create(platform=platform, external_id="1", name="试填茶行", url=TEA).pk
    listing = Listing.objects.create(
        shop_id=shop, external_id="1", title="试填花茶", first_seen_at=AT
    )
    Sighting.objects.create(
        listing=listing,
        seen_at=AT,
        title="试填花茶",
        content_sha256="ab" * 32,
        screened_with="试填",
    )
    for page, key in (
        (f"/listings/{listing.pk}/", f"monitoring.listing:{listing.pk}"),
        (f"/shops/{shop}/", f"registry.shop:{shop}"),
    ):
        words = signed_in.get(page).content.decode()
        assert f"/captures/new/?subject={key}" in words
        assert f"/exhibits/new/?subject={key}" in words
        form = signed_in.get(f"/captures/new/?subject={key}").content.decode()
        assert (TEA in form) == (key.startswith("registry"))


def test_the_queue_asks_the_database_as_often_for_many_as_for_few(signed_in, officer, second, clue):
    def ask(count: int) -> int:
        for _ in range(count):
            CaptureOrder.objects.create(
                page_url="https://shop.example/",
                reason="试填",
                place="试填",
                method="试填",
                department=officer.department,
                first_officer=officer,
                second_officer=second,
                ordered_at=AT,
                due_at=AT,
                moved_at=AT,
                subject=f"cases.clue:{clue.pk}",
            )
        with CaptureQueriesContext(connection) as seen:
            signed_in.get("/captures/")
        return len(seen)

    ask(1)
    assert ask(1) == ask(8)


def test_a_masked_copy_is_made_from_a_look_and_published_by_another(
    signed_in, client, exhibit, officer, reviewer
):
    look = look_at(exhibit, reason="遮盖", by=officer, at=AT)
    shown = exhibit.files.get(name="店铺首页.png")
    address = f"/exhibits/looks/{look.pk}/{shown.pk}/mask/"
    assert "mask-board" in signed_in.get(address).content.decode()
    wrong = signed_in.post(address, {"marks": "一块", "reason": "公开"})
    assert wrong.status_code == 422
    sent = signed_in.post(address, {"marks": "1,1,9,9", "reason": "遮去昵称"})
    copy = MaskedCopy.objects.get()
    assert signed_in.get(f"{sent.url}publish/").status_code == 404
    client.force_login(reviewer)
    published = client.post(
        f"{sent.url}publish/", {"caption": "某茶行虚假宣传", "term": "publicity_general_stop"}
    )
    assert "公开到" in client.get(published.url).content.decode()
    client.logout()
    assert "某茶行虚假宣传" in client.get("/published/").content.decode()
    assert client.get(f"/published/{copy.pk}/").status_code == 200


@pytest.mark.parametrize("which", PAPER_TITLES)
def test_every_paper_is_filled_and_leaves_blanks_to_people(signed_in, exhibit, which):
    page = signed_in.get(f"/exhibits/{exhibit.pk}/{which}.html").content.decode()
    assert PAPER_TITLES[which] in page
    assert exhibit.manifest_sha256 in page
    sent = signed_in.get(f"/exhibits/{exhibit.pk}/{which}.docx")
    inside = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content)))
    text = inside.read("word/document.xml").decode()
    assert exhibit.number in text
    assert "日期）：" in text


@pytest.mark.parametrize("address", ["extraction.exe", "nothing.docx"])
def test_a_paper_that_does_not_exist_is_missing(signed_in, exhibit, address):
    assert signed_in.get(f"/exhibits/{exhibit.pk}/{address}").status_code == 404


def test_without_a_browser_on_the_server_the_page_says_what_to_do(signed_in, exhibit, monkeypatch):
    monkeypatch.setattr("wangshi.evidence.papers.pdf.CHROMIUM", package_path(0))
    sent = signed_in.get(f"/exhibits/{exhibit.pk}/extraction.pdf", follow=True)
    assert "下载 Word 版" in sent.content.decode()


def test_the_checkpoint_of_the_day_is_printed_with_its_code(signed_in, exhibit):
    page = signed_in.get("/exhibits/log/").content.decode()
    assert "shisui.example/evidence" in page
    assert signed_in.get("/exhibits/log/code.svg")["Content-Type"] == "image/svg+xml"


def test_before_anything_was_sealed_the_page_says_what_to_look_at(signed_in):
    assert "wangshi keys new" in signed_in.get("/exhibits/log/").content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(signed_in, exhibit):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            signed_in.get("/exhibits/")
        return len(found)

    asked()  # what a process keeps for itself is read once
    few = asked()
    kept = Exhibit.objects.get()
    for number in range(2, 9):
        kept.pk, kept.number = None, f"试填证{number}号"
        kept.save(force_insert=True)
    assert asked() == few


def test_the_list_finds_by_number_title_and_file_name(signed_in, exhibit):
    for words, there in (("首页.png", True), ("茶行", True), ("没有这一件", False)):
        page = signed_in.get("/exhibits/", {"words": words}).content.decode()
        assert (exhibit.number in page) is there
