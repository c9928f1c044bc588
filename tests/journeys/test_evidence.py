"""Evidence from a clue to a published copy: two officers, a machine, a stranger, who approves."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from tests.engine.capture.site import Site
from tests.evidence import conftest as strongroom
from wangshi.accounts.models import Account
from wangshi.cases.models import Clue
from wangshi.evidence.models import Exhibit, MaskedCopy
from wangshi.evidence.strongroom import package_path

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
_office_keys, office_keys = strongroom._office_keys, strongroom.office_keys
officer, second, reviewer = strongroom.officer, strongroom.second, strongroom.reviewer


@pytest.fixture
def clue(officer, station) -> Clue:
    now = timezone.now()
    return Clue.objects.create(
        number="试填线1号",
        source="officer",
        title="试填茶行说根治失眠",
        received_at=now,
        found_on=timezone.localdate(now),
        reported_by=officer,
        handler=officer,
        department=station,
        state="checking",
        page_url="https://shop.example/tea",
    )


@pytest.fixture
def site(settings) -> Iterator[Site]:
    """A page on the loopback, which the administrator has let the machine go to."""
    made = Site()
    settings.WANGSHI_CAPTURE_ADDRESSES = ("127.0.0.1",)
    settings.WANGSHI_CAPTURE_PORTS = (made.port,)
    yield made
    made.close()


@pytest.mark.usefixtures("second", "office_keys")
def test_from_a_clue_to_a_copy_that_a_stranger_checks(
    page, live_server, reviewer, clue, site, tmp_path
):
    officer, second = clue.handler, Account.objects.get(username="second")
    enter(page, live_server, officer)
    send_the_machine(page, clue, f"http://127.0.0.1:{site.port}/plain")
    take(page, clue, tmp_path)
    exhibit = Exhibit.objects.get(kind="picture")
    mask(page)
    copy = MaskedCopy.objects.get()
    hand_over(page, exhibit)
    enter(page, live_server, second)
    receive(page, exhibit)
    enter(page, live_server, reviewer)
    publish(page, copy)
    stranger(page, live_server, copy, package_path(exhibit.pk, copy.number))


def send_the_machine(page, clue: Clue, url: str) -> None:
    """From the clue; what the page was like is kept, and stands on the clue."""
    page.goto(f"{page.at}/clues/{clue.pk}/")
    page.get_by_role("link", name="派机器取证").click()
    look(page, "order-capture")
    page.get_by_label("网址").fill(url)
    page.get_by_label("为什么取").fill("核查“根治失眠”的宣传")
    page.get_by_label("取证地点").fill("甲木所二楼")
    page.get_by_label("第二名执法人员").select_option(label="周模拟")
    page.get_by_role("button", name="派机器去取").click()
    expect(page.get_by_role("cell", name="取到了")).to_be_visible(timeout=60_000)
    look(page, "captures")
    page.goto(f"{page.at}/clues/{clue.pk}/")
    page.get_by_role("link", name="普通的页面").click()
    expect(page.get_by_role("cell", name="网页.png")).to_be_visible()
    look(page, "exhibit-captured")


def take(page, clue: Clue, folder) -> None:
    """From the clue; what is missing is said first."""
    shot = folder / "店铺首页.png"
    shot.write_bytes(strongroom.picture())
    page.goto(f"{page.at}/clues/{clue.pk}/")
    page.get_by_role("link", name="上传取证").click()
    look(page, "exhibit-new")
    page.get_by_role("button", name="封存这些文件").click()
    look(page, "exhibit-new-error")
    page.get_by_label("要封存的文件").set_input_files(shot)
    page.get_by_label("证据名称").fill("店铺首页截图")
    page.get_by_label("截图、照片").check()
    page.get_by_label("提取开始").fill("2026-01-05T09:00:00")
    page.get_by_label("提取结束").fill("2026-01-05T09:05:00")
    page.get_by_label("取证地点").fill("甲木所二楼")
    page.get_by_label("第二名执法人员").select_option(label="周模拟")
    page.get_by_label("提取内容").fill("首页写着根治失眠")
    page.get_by_role("button", name="封存这些文件").click()
    expect(page.get_by_text("已封存").first).to_be_visible()
    look(page, "exhibit")


def mask(page) -> None:
    """A reason, the working copy, a box drawn with the mouse."""
    page.get_by_role("link", name="查看工作副本").click()
    page.get_by_label("查看事由").fill("做公开用的遮盖副本")
    page.get_by_role("button", name="打开工作副本").click()
    look(page, "exhibit-copy")
    page.get_by_role("link", name="做遮盖副本").click()
    page.set_viewport_size({"width": 1440, "height": 900})
    board = page.locator(".mask-board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(page.get_by_label("要遮的地方")).to_have_value("20,13,10,7")
    look(page, "exhibit-mask")
    page.get_by_label("遮了什么、给谁看").fill("遮去买家昵称")
    page.get_by_role("button", name="遮盖并封存副本").click()
    expect(page.get_by_text("原件没有动")).to_be_visible()
    look(page, "masked-copy")


def hand_over(page, exhibit: Exhibit) -> None:
    """Into the hands of the second officer; the papers are at hand."""
    page.goto(f"{page.at}/exhibits/{exhibit.pk}/")
    page.get_by_role("link", name="移交证据").click()
    page.get_by_label("接收人").select_option(label="周模拟")
    page.get_by_label("移交事由").fill("案件由县局办理")
    page.get_by_role("button", name="移交证据").click()
    expect(page.get_by_text("已交给周模拟，等点收")).to_be_visible()
    page.get_by_role("button", name="校验证据包").click()
    expect(page.get_by_role("heading", name="没有发现改动")).to_be_visible()
    look(page, "exhibit-checked")


def receive(page, exhibit: Exhibit) -> None:
    """The other officer counts it in, with the digests before his eyes."""
    page.goto(f"{page.at}/exhibits/")
    page.get_by_role("link", name="店铺首页截图").first.click()
    look(page, "exhibit-receive")
    page.get_by_role("button", name="点收，由我保管").click()
    expect(page.get_by_text("李示范 交给 周模拟").first).to_be_visible()


def publish(page, copy: MaskedCopy) -> None:
    """By another than its maker, for as long as the law lets it stand."""
    page.goto(f"{page.at}/exhibits/copies/{copy.pk}/")
    page.get_by_role("link", name="公开这份副本").click()
    look(page, "copy-publish")
    page.get_by_label("公开时的说明").fill("一家网店虚假宣传（演示）")
    page.get_by_label("轻微处罚信息的公示期").check()
    page.get_by_role("button", name="公开这份副本").click()
    expect(page.get_by_text("公开着").first).to_be_visible()


def stranger(page, live_server, copy: MaskedCopy, package) -> None:
    """Without an account: sees the copy, checks its package."""
    page.context.clear_cookies()
    listen(page, live_server.url)
    page.goto(f"{page.at}/published/{copy.pk}/")
    look(page, "published-copy")
    page.goto(f"{page.at}/verify/")
    look(page, "verify")
    page.get_by_label("选择证据包").set_input_files(package)
    page.get_by_role("button", name="校验证据包", exact=True).click()
    expect(page.get_by_role("heading", name="没有发现改动")).to_be_visible()
    expect(page.get_by_text("没有查").first).to_be_visible()
    look(page, "verify-sound")
