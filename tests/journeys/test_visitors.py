"""Who may not, who comes late, who sends the wrong thing: each is told, and nothing is lost."""

import re

import pytest
from django.contrib.sessions.models import Session

from tests.cases.conftest import clue_in, gather
from tests.conftest import PASSWORD
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.shared.models import AuditRecord, ImportBatch

MISSING = 999_999
REASON = "文案没有依据，已经当面指导，这句话要留住。"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WRONG_FILES = [
    pytest.param("样例.xlsx", PDF, "PDF 文件，不是表格", id="a PDF named xlsx"),
    pytest.param("样例.csv", b"", "这个文件是空的，换一份", id="an empty file"),
    pytest.param("样例.exe", b"MZ\x90\x00" * 40, "CSV", id="a program"),
]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member):
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


@pytest.fixture
def visit(browser, live_server):
    """A browser of one's own, signed in on the form: visit(account)."""
    opened = []

    def come_in(account=None, **options):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.at = live_server.url
        if account is not None:
            page.goto(f"{page.at}/login/")
            sign_in(page, account)
        return page

    yield come_in
    for context in opened:
        context.close()


def sign_in(page, account) -> None:
    page.get_by_label("账号", exact=True).fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录网市").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def words(page) -> str:
    return page.locator("main").inner_text()


def checking(people) -> Clue:
    """A clue in the officer's hands."""
    return clue_in(ClueState.CHECKING, people)


def test_without_signing_in_every_road_leads_to_the_login_page(visit, people):
    clue = checking(people)
    page = visit()
    for path in ("/me/", "/desk/", f"/clues/{clue.pk}/", "/audit/", "/imports/new/listings/"):
        page.goto(page.at + path)
        assert "/login/" in page.url
        assert clue.title not in words(page)
    page.goto(f"{page.at}/clues/{clue.pk}/")
    sign_in(page, people.officer)
    assert page.url == f"{page.at}/clues/{clue.pk}/"


@pytest.mark.road
@pytest.mark.parametrize("who", ["grid_member", "outsider", "liaison"])
def test_what_one_may_not_see_answers_like_what_is_not_there(visit, people, who):
    clue = checking(people)
    page = visit(getattr(people, who))
    missing = page.goto(f"{page.at}/clues/{MISSING}/")
    nothing = missing.body()
    assert missing.status == 404
    addresses = [f"/clues/{clue.pk}/{step}" for step in ("note/", "decide/", "letter/")]
    if who != "grid_member":  # who reported it may read it
        addresses.append(f"/clues/{clue.pk}/")
    for path in addresses:
        answer = page.goto(page.at + path)
        assert (answer.status, answer.body()) == (404, nothing), path
        assert clue.title not in words(page)
    assert page.get_by_role("link", name="回到首页").is_visible()


def test_a_grid_member_is_shown_no_door_of_an_officer(visit, people):
    page = visit(people.grid_member)
    page.goto(f"{page.at}/desk/")
    assert page.url == f"{page.at}/grid/"  # what a grid member has to do is here
    for path in ("/hits/", "/imports/", "/sweeps/", "/overview/", "/accounts/", "/audit/"):
        assert page.goto(page.at + path).status == 404, path


def test_a_conclusion_outlives_its_session_on_another_browser(visit, people):
    clue = checking(people)
    page = visit(people.officer)
    page.goto(f"{page.at}/clues/{clue.pk}/decide/")
    page.get_by_label("指导改正").check()
    page.get_by_label("查到了什么、为什么这样了结").fill(REASON)
    page.get_by_label(re.compile("^要改什么")).fill("把这句话删掉")
    Session.objects.all().delete()
    page.get_by_role("button", name="核对一遍再交").click()
    assert "您填的内容还在" in words(page)
    sign_in(page, people.officer)
    assert page.url == f"{page.at}/clues/{clue.pk}/decide/"
    assert page.get_by_label("查到了什么、为什么这样了结").input_value() == REASON
    assert page.get_by_label("指导改正").is_checked()
    page.get_by_role("button", name="核对一遍再交").click()
    page.get_by_role("button", name="决定这样了结").click()
    assert "下一步：答复发现人" in words(page)


@pytest.mark.parametrize(("name", "content", "said"), WRONG_FILES)
def test_a_wrong_file_is_refused_in_words(visit, people, name, content, said):
    page = visit(people.officer)
    send(page, name, content)
    refusal = page.locator(".errors:focus")
    assert said in refusal.inner_text()
    assert page.get_by_role("heading", name="还不能上传").is_visible()
    assert not ImportBatch.objects.exists()


def test_a_file_without_the_column_it_needs_asks_which_one_it_is(visit, people):
    page = visit(people.officer)
    send(page, "样例.csv", "东西,多少钱\n样例花茶,12\n".encode())
    assert "还缺列，不能导入：商品名称" in words(page)
    assert page.get_by_role("button", name="开始导入").count() == 0
    page.get_by_label("商品名称").select_option("东西")
    page.get_by_role("button", name="保存对应关系").click()
    page.get_by_role("button", name="开始导入").click()
    assert "导入完成" in words(page)


def send(page, name: str, content: bytes) -> None:
    page.goto(f"{page.at}/imports/new/listings/")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("文件", exact=True).set_input_files([file])
    page.get_by_role("button", name="上传并查看").click()


@pytest.mark.road
def test_the_second_of_two_officers_hears_who_decided_and_keeps_the_words(visit, people):
    clue = checking(people)
    first, second = visit(people.officer), visit(people.colleague)
    for page in (first, second):
        page.goto(f"{page.at}/clues/{clue.pk}/decide/")
        page.get_by_label("指导改正").check()
        page.get_by_label("查到了什么、为什么这样了结").fill(REASON)
        page.get_by_label(re.compile("^要改什么")).fill("把这句话删掉")
        page.get_by_role("button", name="核对一遍再交").click()
    first.get_by_role("button", name="决定这样了结").click()
    assert "下一步：答复发现人" in words(first)
    second.get_by_role("button", name="决定这样了结").click()
    assert people.officer.name in words(second)
    assert REASON in second.locator("main").text_content()
    assert AuditRecord.objects.filter(verb="clue.decided").count() == 1


@pytest.mark.road
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_button_pressed_twice_acts_once(visit, people, script):
    clue = checking(people)
    page = visit(people.officer, java_script_enabled=script)
    page.goto(f"{page.at}/clues/{clue.pk}/note/")
    page.get_by_label("做了什么、看到什么").fill(REASON)
    page.get_by_role("button", name="记下这次核查").dblclick()
    page.wait_for_url(f"**/clues/{clue.pk}/")
    page.get_by_text(REASON).first.wait_for()
    assert AuditRecord.objects.filter(verb="clue.noted").count() == 1
