"""A clue from the dispatcher to the reply, walked by those whose turn it is."""

import pytest
from django.utils import timezone

from tests.browser import enter, look
from tests.cases.conftest import clue_in, gather
from tests.conftest import lately
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member):
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


@pytest.fixture
def reported(people) -> Clue:
    now = lately()
    today = timezone.localdate(now)
    return clue_in(ClueState.REPORTED, people, at=now, found_on=today, quote="喝三天，根治多年失眠")


def test_from_the_dispatcher_to_the_reply(page, live_server, people, reported):
    here = f"{live_server.url}/clues/{reported.pk}/"
    enter(page, live_server, people.dispatcher)
    assign(page)
    enter(page, live_server, people.officer)
    page.goto(here)
    propose(page)
    enter(page, live_server, people.head)
    approve(page)
    enter(page, live_server, people.officer)
    page.goto(here)
    page.get_by_role("link", name="写答复").click()
    page.get_by_label("答复", exact=True).fill("已经立案调查，结果会公示。")
    page.get_by_role("button", name="发出答复").click()
    assert page.get_by_text("已了结").first.is_visible()
    look(page, "clue-closed")


def assign(page) -> None:
    """The dispatcher forgets the department, then names it."""
    page.goto(f"{page.at}/desk/")
    page.get_by_role("link", name="从第一件开始").click()
    look(page, "clue-assign")
    page.get_by_role("button", name="分派给这个单位").click()
    look(page, "clue-assign-error")
    page.get_by_label("甲木所").check()
    page.get_by_role("button", name="分派给这个单位").click()
    assert page.get_by_text("已分派。").is_visible()


def propose(page) -> None:
    """The officer accepts it, leaves the facts out, looks the form over, and sends it."""
    page.get_by_role("link", name="接收线索").click()
    look(page, "clue-accept")
    page.get_by_role("button", name="接收，由我核查").click()
    look(page, "clue")
    page.get_by_role("link", name="填立案审批表").click()
    page.get_by_label("初步查到的事实").fill("")
    page.get_by_role("button", name="核对一遍再交").click()
    assert page.get_by_role("heading", name="还不能").is_visible()
    look(page, "clue-file-error")
    page.get_by_label("第二名执法人员").select_option(index=1)
    page.get_by_label("初步查到的事实").fill("今天 10 点，店铺首页写着根治多年失眠")
    page.get_by_role("button", name="核对一遍再交").click()
    look(page, "clue-check")
    page.get_by_role("button", name="提交负责人审批").click()
    assert page.get_by_text("已提请负责人审批。").is_visible()


def approve(page) -> None:
    """The head finds it on the desk and files it."""
    page.goto(f"{page.at}/desk/")
    page.get_by_role("link", name="看审批表").click()
    look(page, "clue-answer")
    page.get_by_label("批准立案").check()
    page.get_by_role("button", name="交批复").click()
    assert page.get_by_text("已批复。").is_visible()


def test_an_officer_registers_what_somebody_sent(page, live_server, people):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/clues/new/")
    look(page, "new-clue")
    page.get_by_label("上级交办").check()
    page.get_by_role("button", name="登记线索").click()
    assert page.get_by_role("heading", name="还不能登记").is_visible()
    assert page.get_by_label("上级交办").is_checked()
    look(page, "new-clue-error")
