"""A grid member on a phone: six taps, an answer, a word against it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser import enter, look
from tests.cases.conftest import PNG, clue_in, gather
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member):
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


def test_six_taps_report_a_clue(page, live_server, people):
    enter(page, live_server, people.grid_member)
    page.goto(f"{page.at}/grid/")
    look(page, "grid")
    page.set_viewport_size({"width": 360, "height": 740})
    photo = {"name": "虚构.png", "mimeType": "image/png", "buffer": PNG}
    page.get_by_label("拍一张").set_input_files([photo])  # 1 photo
    page.get_by_text("说能治病").click()  # 2 kind; 3 the place is filled in
    page.get_by_label("哪家店、哪个号").fill("虚构老灶")  # 4 shop
    page.get_by_role("button", name="上报这条线索").click()  # 5 send; the sentence is optional
    assert page.get_by_text("收到了，编号").is_visible()
    assert Clue.objects.get().violation == "V16"
    look(page, "grid-sent")


def test_a_report_without_its_kind_says_what_to_tap(page, live_server, people):
    enter(page, live_server, people.grid_member)
    page.goto(f"{page.at}/grid/")
    page.evaluate("document.querySelector('form[enctype]').noValidate = true")
    page.get_by_role("button", name="上报这条线索").click()
    assert page.get_by_role("heading", name="还不能上报").is_visible()
    look(page, "grid-error")


def test_the_answer_is_read_and_disputed(page, live_server, people):
    now = timezone.now() - timedelta(minutes=30)
    clue_in(ClueState.CLOSED, people, at=now, found_on=timezone.localdate(now))
    clue_in(ClueState.CHECKING, people, at=now, found_on=timezone.localdate(now))
    enter(page, live_server, people.grid_member)
    page.goto(f"{page.at}/grid/answers/")
    look(page, "grid-answers")
    page.get_by_role("link", name="提出异议").click()
    page.get_by_role("button", name="提出异议").click()
    look(page, "grid-dispute-error")
    page.get_by_label("哪里不对").fill("昨天还在卖")
    page.get_by_role("button", name="提出异议").click()
    assert page.get_by_text("您提的异议已收到").is_visible()
