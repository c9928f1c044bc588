"""A shop owner on a phone, an officer at the desk: what is asked is put right and looked at."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.cases.conftest import PNG, clue_in, gather
from tests.conftest import lately
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.registry.models import Representation
from wangshi.shared.audit import check_chain

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
PHOTO = {"name": "虚构.png", "mimeType": "image/png", "buffer": PNG}
DEMAND = "把标题和详情图里“能治病”的话删掉"

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member):
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


@pytest.fixture
def clue(people) -> Clue:
    """A grid member's report about an operator whose account nobody has bound yet."""
    Representation.objects.all().delete()
    now = lately()
    today = timezone.localdate(now)
    return clue_in(ClueState.CHECKING, people, at=now, found_on=today, operator=people.operator)


def test_what_is_asked_is_put_right_and_seen_to_be(page, live_server, people, clue):
    page.set_default_timeout(10_000)
    as_officer(page, live_server, people)
    bind(page, people)
    guide(page, clue)
    as_owner(page, live_server, people)
    owner_reads(page, people)
    owner_says_fixed(page, "标题改了", looked_at=True)
    as_officer(page, live_server, people)
    recheck(page, clue, "没改好", "详情图上还有那句话")
    ask_again(page)
    as_owner(page, live_server, people)
    page.goto(page.at)
    expect(page.get_by_text("没改好")).to_be_visible()
    page.get_by_role("link", name=re.compile("看怎么改")).click()
    owner_says_fixed(page, "详情图也换了")
    as_officer(page, live_server, people)
    recheck(page, clue, "已改好", "标题、详情、图片都看过，没有了")
    as_owner(page, live_server, people)
    page.goto(page.at)
    expect(page.get_by_role("heading", name="没有要改的")).to_be_visible()
    enter(page, live_server, people.head)
    page.goto(f"{page.at}/overview/")
    expect(page.get_by_role("link", name="1 件复看已改好")).to_be_visible()
    assert check_chain() == ()


def as_officer(page, live_server, people) -> None:
    enter(page, live_server, people.officer)
    page.set_viewport_size(DESK)


def as_owner(page, live_server, people) -> None:
    enter(page, live_server, people.owner)
    page.set_viewport_size(PHONE)


def bind(page, people) -> None:
    """A wrong name is refused; the right one is bound with how the person was checked."""
    page.goto(f"{page.at}/operators/{people.operator.pk}/")
    page.get_by_role("link", name="绑定经营者账号").click()
    page.get_by_label("账号名").fill("meiyou")
    page.get_by_role("button", name="绑定账号").click()
    expect(page.locator(".errors")).to_contain_text("没有叫“meiyou”的经营者账号")
    page.get_by_label("账号名").fill("owner")
    page.get_by_label("怎么核对的").fill("看过营业执照和身份证")
    page.get_by_role("button", name="绑定账号").click()
    expect(page.get_by_text("账号已经绑定")).to_be_visible()


def guide(page, clue) -> None:
    """Guidance without saying what to put right is refused."""
    page.goto(f"{page.at}/clues/{clue.pk}/decide/")
    page.get_by_label(re.compile("^指导改正")).check()
    page.get_by_label("查到了什么、为什么这样了结").fill("页面写着能治病，已当面指导")
    page.get_by_role("button", name="核对一遍再交").click()
    expect(page.locator(".errors")).to_contain_text("写明要改什么")
    page.get_by_label(re.compile("^要改什么")).fill(DEMAND)
    page.get_by_role("button", name="核对一遍再交").click()
    page.get_by_role("button", name="决定这样了结").click()
    page.get_by_role("link", name="写答复").click()
    page.get_by_role("button", name="发出答复").click()
    expect(page.get_by_text("发现人可以提出异议。").first).to_be_visible()


def owner_reads(page, people) -> None:
    """The first page after signing in says what to do; nobody is told who reported it."""
    page.goto(page.at)
    expect(page.get_by_role("heading", name="有 1 件要改")).to_be_visible()
    look(page, "my-shops")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name=re.compile("看怎么改")).click()
    expect(page.get_by_text(DEMAND).first).to_be_visible()
    expect(page.get_by_text("禁止其他任何广告涉及疾病治疗功能")).to_be_visible()
    assert people.grid_member.name not in page.content()
    look(page, "my-matter")
    page.set_viewport_size(PHONE)


def owner_says_fixed(page, words: str, *, looked_at: bool = False) -> None:
    page.get_by_role("link", name="我已改好").click()
    if looked_at:
        page.get_by_role("button", name="告诉执法员").click()
        expect(page.locator(".errors")).to_contain_text("写一句：改了哪里")
        look(page, "my-answer-error")
        page.set_viewport_size(PHONE)
    page.get_by_label("改了哪里").fill(words)
    page.get_by_label("照片、截图").set_input_files([PHOTO])
    page.get_by_role("button", name="告诉执法员").click()
    expect(page.get_by_text("执法员会来复看")).to_be_visible()


def recheck(page, clue, result: str, seen: str) -> None:
    """It waits on the desk, with the owner's words beside the form."""
    page.goto(f"{page.at}/desk/")
    page.get_by_role("link", name=re.compile("^写复看结果")).click()
    expect(page.get_by_text("店家说改好了", exact=True)).to_be_visible()
    if result == "没改好":
        page.get_by_role("button", name="记下复看结果").click()
        look(page, "recheck-error")
        page.set_viewport_size(DESK)
    page.get_by_label(re.compile(f"^{result}")).check()
    page.get_by_label(re.compile("^看到什么")).fill(seen)
    page.get_by_role("button", name="记下复看结果").click()
    expect(page.get_by_text("复看结果已记下")).to_be_visible()


def ask_again(page) -> None:
    """What the law leaves open now: check it anew, or another demand."""
    expect(page.get_by_role("link", name=re.compile("^重新核查"))).to_be_visible()
    look(page, "clue-not-fixed")
    page.set_viewport_size(DESK)
    page.get_by_role("link", name=re.compile("^写改正要求")).click()
    page.get_by_label(re.compile("^要改什么")).fill("详情图上的那句话也要删")
    page.get_by_role("button", name="核对一遍再交").click()
    page.get_by_role("button", name="发出改正要求").click()
    expect(page.get_by_text("已要求改正，到期复看。")).to_be_visible()
