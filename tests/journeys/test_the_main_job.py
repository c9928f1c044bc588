"""The main job in a browser: from a file, or a phone, to an answer its finder may dispute."""

import re

import pytest

from tests.browser import listen
from tests.cases.conftest import PNG
from tests.conftest import PASSWORD
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, Sighting
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditRecord

PHONE = {"width": 360, "height": 740}
LISTINGS = """平台,店铺名称,商品编号,商品名称,价格,描述
橙集商城（演示）,样例山货铺,1,样例花茶 250 克,39.80,演示商品。根治高血压。
橙集商城（演示）,样例山货铺,2,样例铁观音 国家级品质,88,演示商品。
橙集商城（演示）,样例山货铺,3,样例普通毛峰 散装,25.5,演示商品。
"""
NOTE = "10 点电话联系店主，承认文案是自己写的，没有依据。"
FOUND = "文案没有依据，已经当面指导，复看网页已删。"
REPLY = "查实：文案没有依据。店主已删，三个月内复看一次。"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(page, live_server):
    """A desk of 1440 pixels; whatever the console complains of fails the walk."""
    listen(page, live_server.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.set_default_timeout(10_000)
    yield page
    assert page.complaints == []


def come_in(page, account) -> None:
    """Whoever sat here leaves, and the next signs in on the form."""
    page.context.clear_cookies()
    page.goto(f"{page.at}/login/")
    page.get_by_label("账号", exact=True).fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录网市").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def told(page) -> str:
    """What the page says happened."""
    return page.locator("main").inner_text()


@pytest.mark.road
def test_an_imported_listing_becomes_a_reply_its_finder_may_dispute(
    site, officer, dispatcher, settings
):
    come_in(site, officer)
    bring_the_file_in(site)
    judge_by_keyboard(site)
    number = hand_over(site)
    come_in(site, dispatcher)
    assign(site, number, to="甲木所")
    come_in(site, officer)
    take_up(site, number)
    decide_and_reply(site)
    assert FOUND in told(site)
    assert REPLY in told(site)
    assert site.get_by_role("link", name="提出异议").is_visible()
    assert done_so_far() == [
        *("hit.confirmed", "hit.dismissed", "clue.reported", "hits.handed_over", "clue.assigned"),
        *("clue.accepted", "clue.noted", "clue.decided", "clue.replied"),
    ]
    assert check_chain() == ()


def test_a_report_from_a_phone_is_answered_and_disputed(site, grid_member, officer, dispatcher):
    site.set_viewport_size(PHONE)
    come_in(site, grid_member)
    number = report(site)
    site.set_viewport_size({"width": 1440, "height": 900})
    come_in(site, dispatcher)
    assign(site, number, to="甲木所")
    come_in(site, officer)
    take_up(site, number)
    decide_and_reply(site)
    site.set_viewport_size(PHONE)
    come_in(site, grid_member)
    hear_and_dispute(site)
    assert Clue.objects.get().get_state_display() == "有异议，待复核"
    assert check_chain() == ()


def bring_the_file_in(page) -> None:
    """Three rows of one invented shop: weighed first, written second, the same day screened."""
    page.get_by_role("heading", name="发现").click()
    page.get_by_role("link", name="导入数据").first.click()
    page.get_by_role("link", name="导入商品信息").click()
    file = {"name": "样例商品.csv", "mimeType": "text/csv", "buffer": LISTINGS.encode()}
    page.get_by_label("文件", exact=True).set_input_files([file])
    page.get_by_role("button", name="上传并查看").click()
    page.get_by_role("button", name="先试算，不写入").click()
    assert "3 行都没有问题" in told(page)
    assert Sighting.objects.count() == 0
    page.get_by_role("button", name="开始导入").click()
    assert "导入完成" in told(page)
    page.get_by_role("link", name="看导入的内容").click()
    for title in ("样例花茶 250 克", "样例铁观音 国家级品质", "样例普通毛峰 散装"):
        assert page.get_by_role("link", name=title).is_visible()
    assert Sighting.objects.exclude(screened_with="").count() == 3


def judge_by_keyboard(page) -> None:
    """The heaviest is confirmed with one key, the other dismissed with its reason."""
    page.get_by_role("link", name="待复核命中").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "待复核命中 2 条"
    page.get_by_role("link", name="开始复核").click()
    assert page.get_by_role("heading", level=1).inner_text() == "样例花茶 250 克"
    page.locator("body[data-armed]").wait_for()
    page.keyboard.press("q")
    page.get_by_text("上一条已确认").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "样例铁观音 国家级品质"
    page.locator("body[data-armed]").wait_for()
    page.keyboard.press("p")
    page.get_by_role("heading", name="为什么排除？").wait_for()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.get_by_text("这一队都看完了").wait_for()
    assert sorted(Hit.objects.values_list("state", flat=True)) == ["confirmed", "dismissed"]


def hand_over(page) -> str:
    """What was confirmed becomes a clue, and the clue says its number."""
    page.get_by_role("link", name="回到待复核命中").click()
    page.get_by_role("link", name="移交已确认的 1 条").click()
    page.get_by_role("button", name="转为线索").click()
    clue = Clue.objects.get()
    page.get_by_text(f"已转为线索 {clue.number}").first.wait_for()
    return clue.number


def assign(page, number: str, *, to: str) -> None:
    """The dispatcher finds it on the desk and chooses the unit whose turn it is."""
    page.goto(f"{page.at}/desk/")
    assert number in told(page)
    page.get_by_role("link", name="从第一件开始").click()
    page.get_by_label(to).check()
    page.get_by_label("为什么派给它").fill("店在甲木镇")
    page.get_by_role("button", name="分派给这个单位").click()
    assert "已分派。" in told(page)


def take_up(page, number: str) -> None:
    """The officer accepts it and writes down what the check found."""
    page.goto(f"{page.at}/desk/")
    page.get_by_role("link", name="从第一件开始").click()
    page.get_by_role("link", name="接收线索").click()
    page.get_by_role("button", name="接收，由我核查").click()
    assert "已接收，由您核查。" in told(page)
    assert number in told(page)
    page.get_by_role("link", name="记核查").click()
    page.get_by_label("做了什么、看到什么").fill(NOTE)
    page.get_by_role("button", name="记下这次核查").click()
    assert NOTE in told(page)


def decide_and_reply(page) -> None:
    """Guided and corrected, looked over once, then told to whoever found it."""
    page.get_by_role("link", name="写核查结论").click()
    page.get_by_label(re.compile("^指导改正")).check()
    page.get_by_label("查到了什么、为什么这样了结").fill(FOUND)
    page.get_by_label(re.compile("^要改什么")).fill("把这句话删掉")
    page.get_by_role("button", name="核对一遍再交").click()
    assert FOUND in told(page)
    page.get_by_role("button", name="决定这样了结").click()
    assert "下一步：答复发现人" in told(page)
    page.get_by_role("link", name="写答复").click()
    page.get_by_label("答复", exact=True).fill(REPLY)
    page.get_by_role("button", name="发出答复").click()
    assert "发现人可以提出异议" in told(page)
    assert "已了结" in told(page)


def report(page) -> str:
    """Photo, kind, place as filled in, shop, a sentence, send: nothing scrolls sideways."""
    page.goto(f"{page.at}/grid/")
    photo = {"name": "虚构.png", "mimeType": "image/png", "buffer": PNG}
    page.get_by_label("拍一张").set_input_files([photo])
    page.get_by_text("说能治病").click()
    assert page.get_by_label("镇办").locator("option:checked").inner_text() == "甲木镇"
    page.get_by_label("哪家店、哪个号").fill("样例直播间")
    page.get_by_label("说一句").fill("主播说喝了不用吃药")
    page.get_by_role("button", name="上报这条线索").click()
    page.get_by_text("收到了，编号").wait_for()
    number = Clue.objects.get().number
    assert f"收到了，编号 {number}" in told(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    return number


def hear_and_dispute(page) -> None:
    """The answer is on the phone in the officer's words, and one sentence disputes it."""
    page.goto(f"{page.at}/grid/answers/")
    assert "您报的事，有回音了" in told(page)
    assert REPLY in told(page)
    page.get_by_role("link", name="提出异议").click()
    page.get_by_label("哪里不对").fill("今天晚上还在播")
    page.get_by_role("button", name="提出异议").click()
    assert "换一个人复核" in told(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def done_so_far() -> list[str]:
    verbs = AuditRecord.objects.order_by("pk").values_list("verb", flat=True)
    return [verb for verb in verbs if verb.startswith(("hit", "clue"))]
