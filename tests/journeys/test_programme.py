"""From plan text to task list, a meeting to a followed-up decision, a score to its rows."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.programme.conftest import ROWS, TEXT, workbook
from wangshi.accounts.models import Account, Department, DepartmentKind
from wangshi.accounts.permissions import Role

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


@pytest.fixture
def office(make_account, bureau, other_bureau) -> Account:
    bureau.short_name = "市场监管局"
    bureau.save()
    Department.objects.create(
        code="town-1", name="甲木镇人民政府", short_name="甲木镇",
        kind=DepartmentKind.TOWN_GOVERNMENT,
    )  # fmt: skip
    return make_account("谭样例", Role.PROGRAMME_OFFICE, username="office", department=bureau)


def test_a_plan_becomes_tasks_a_decision_and_a_score_somebody_else_can_follow(
    page, live_server, office, make_account, tmp_path
):
    (tmp_path / "方案.txt").write_text(TEXT, "utf-8")
    workbook(ROWS, tmp_path / "评分表.xlsx")
    evaluator = make_account("平假设", Role.EVALUATOR, username="evaluator")
    enter(page, live_server, office)
    from_text_to_tasks(page, tmp_path)
    from_meeting_to_decision(page)
    from_sheet_to_dossier(page, tmp_path)
    enter(page, live_server, evaluator)
    from_score_to_rows(page)


def from_text_to_tasks(page, folder):
    page.goto(f"{page.at}/programme/")
    page.get_by_role("link", name="导入方案").click()
    page.get_by_role("button", name="导入方案").click()
    expect(page.locator(".errors")).to_be_visible()
    look(page, "plan-import-error")
    page.get_by_label("方案文件").set_input_files(folder / "方案.txt")
    page.get_by_role("button", name="导入方案").click()
    expect(page.get_by_text("“林业局”对不上县里的单位", exact=False).first).to_be_visible()
    look(page, "plan")
    page.get_by_role("link", name="按这一版执行…").click()
    page.get_by_role("button", name="按这一版执行").click()
    page.get_by_role("button", name="把条款分解成任务").click()
    expect(page.get_by_role("heading", name="任务 2 项")).to_be_visible()
    look(page, "tasks")
    page.get_by_role("link", name="在线旅游").click()
    look(page, "task")


def from_meeting_to_decision(page):
    page.goto(f"{page.at}/programme/meetings/")
    look(page, "meetings")
    page.get_by_role("link", name="通知开会").click()
    page.get_by_label("哪个机构").select_option(label="网络市场监管部门联席会议")
    page.get_by_label("哪天开").fill(TODAY.isoformat())
    page.get_by_label("议题").fill("样例议题")
    page.get_by_role("button", name="通知开会").click()
    page.get_by_role("link", name="写纪要").click()
    page.get_by_label("纪要").fill("样例纪要")
    page.get_by_role("button", name="写好纪要").click()
    page.get_by_role("link", name="记议定事项").click()
    page.get_by_label("议定了什么").fill("列出民宿名录")
    page.get_by_label("谁办").select_option(label="拾穗县文化和旅游局")
    page.get_by_label("什么时候办完").fill(TODAY.isoformat())
    page.get_by_role("button", name="记下议定事项").click()
    page.get_by_role("link", name="记办到哪里").click()
    page.get_by_label("办到哪里了").fill("列完了")
    page.get_by_label("办完了").check()
    page.get_by_role("button", name="记下办到哪里").click()
    expect(page.get_by_text("办完了").first).to_be_visible()
    look(page, "meeting")


def from_sheet_to_dossier(page, folder):
    page.goto(f"{page.at}/scores/sheets/new/")
    page.get_by_label("评分表文件").set_input_files(folder / "评分表.xlsx")
    page.get_by_label("名称").fill("样例评分表")
    page.get_by_label("文号、日期").fill("虚构")
    page.get_by_role("button", name="导入评分表").click()
    page.get_by_role("link", name="开始自评").click()
    page.get_by_label("照哪张评分表").select_option(index=0)
    page.get_by_label("叫什么").fill("样例自查")
    page.get_by_role("button", name="开始自评").click()
    page.get_by_role("link", name=re.compile("打分.*开过例会")).click()
    page.get_by_label("凭什么").fill("开过一次")
    page.get_by_role("button", name="记下自评分").click()
    page.get_by_role("link", name="样例自查").click()
    look(page, "assessment")
    with page.expect_download() as sent:
        page.get_by_role("button", name="做迎检材料").click()
    assert sent.value.suggested_filename == "迎检材料 样例自查.zip"


def from_score_to_rows(page):
    page.goto(f"{page.at}/evaluation/")
    look(page, "evaluation-room")
    page.get_by_role("link", name="看最新的迎检材料").click()
    expect(page.get_by_text("目录的校验值和做好时记下的一样")).to_be_visible()
    look(page, "dossier-copy")
    page.get_by_role("link", name="样例自查", exact=True).click()
    page.get_by_role("link", name="开过例会", exact=False).first.click()
    look(page, "assessment-item")
    page.get_by_role("link", name="1 次").click()
    expect(page.get_by_text("网络市场监管部门联席会议 例会")).to_be_visible()
    look(page, "harvest-rows")
