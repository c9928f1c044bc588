"""A grid member on a phone: six taps, an answer, a word against it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.cases.conftest import PNG, clue_in, gather
from tests.conftest import lately
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.shared.models import Attachment

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
    expect(page.get_by_text("收到了，编号")).to_be_visible()
    assert Clue.objects.get().violation == "V16"
    look(page, "grid-sent")


def test_a_report_without_its_kind_says_what_to_tap(page, live_server, people):
    enter(page, live_server, people.grid_member)
    page.goto(f"{page.at}/grid/")
    page.evaluate("document.querySelector('form[enctype]').noValidate = true")
    photo = {"name": "虚构.png", "mimeType": "image/png", "buffer": PNG}
    page.get_by_label("拍一张").set_input_files([photo])
    page.get_by_role("button", name="上报这条线索").click()
    expect(page.get_by_role("heading", name="还不能上报")).to_be_visible()
    expect(page.get_by_text("照片没有留住")).to_be_hidden()  # the phone gave it back
    look(page, "grid-error")
    page.get_by_text("说能治病").click()
    page.get_by_label("哪家店、哪个号").fill("虚构老灶")
    page.get_by_role("button", name="上报这条线索").click()
    expect(page.get_by_text("收到了，编号")).to_be_visible()
    assert Attachment.objects.count() == 1


def test_the_answer_is_read_and_disputed(page, live_server, people):
    now = lately()
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


MANY = """async (count) => {
  const form = document.querySelector('form[data-queue]');
  const list = document.getElementById('waiting');
  for (let number = 0; number < count; number += 1) {
    form.elements.kind.value = 'cure';
    form.elements.shop.value = `虚构小铺${number}`;
    const before = list.querySelectorAll('li').length;
    form.requestSubmit();
    while (list.querySelectorAll('li').length === before) {
      await new Promise((go) => setTimeout(go, 5));
    }
  }
}"""


def test_a_report_without_signal_waits_in_the_phone_and_goes_by_itself(page, live_server, people):
    enter(page, live_server, people.grid_member)
    page.goto(f"{page.at}/grid/")
    while not page.evaluate("caches.match('/grid/').then(Boolean)"):
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.goto(f"{page.at}/grid/")  # opens from the phone
    photo = {"name": "虚构.png", "mimeType": "image/png", "buffer": PNG}
    page.get_by_label("拍一张").set_input_files([photo])
    page.get_by_text("说能治病").click()
    page.get_by_label("哪家店、哪个号").fill("虚构老灶")
    page.get_by_role("button", name="上报这条线索").click()
    expect(page.get_by_role("status")).to_contain_text("没有信号，存在手机里了")
    expect(page.locator("#waiting li")).to_contain_text("虚构老灶，照片 1 张")
    look(page, "grid-waiting")
    page.goto(f"{page.at}/grid/")
    expect(page.locator("#waiting li")).to_have_count(1)  # it outlives the page
    assert not Clue.objects.exists()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="都发出去了")).to_be_visible()
    clue = Clue.objects.get()
    assert (clue.suspect_name, clue.reported_by) == ("虚构老灶", people.grid_member)
    assert Attachment.objects.count() == 1


def test_a_hundred_reports_of_two_phones_all_come_in_once(browser, live_server, people):
    phones = [browser.new_context().new_page() for _ in range(2)]
    for phone in phones:
        enter(phone, live_server, people.grid_member)
        phone.goto(f"{phone.at}/grid/")
        phone.context.set_offline(True)
        phone.evaluate(MANY, 50)
    lost = []

    def lose_the_answer(route):
        """Every third answer never arrives, though the report did."""
        lost.append(route)
        if route.request.method == "POST" and len(lost) % 3 == 0:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    for phone in phones:
        phone.route("**/grid/queued/", lose_the_answer)
        phone.context.set_offline(False)
    for phone in phones:
        while phone.locator("#waiting li").count():
            # By the time it is pressed the last one may have gone, and the button with it.
            phone.locator("#waiting .acts button").dispatch_event("click")
            phone.wait_for_timeout(50)
    assert Clue.objects.count() == 100
    assert len(set(Clue.objects.values_list("number", flat=True))) == 100
    for phone in phones:
        phone.context.close()
