"""A small plan of an invented county, its office, and the units that work on it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from wangshi.accounts.models import Account, Department, DepartmentKind
from wangshi.accounts.permissions import Role
from wangshi.engine.indicators import SheetHead
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx
from wangshi.programme import services
from wangshi.programme.models import Assessment, Plan, ScoreSheet, Task
from wangshi.programme.services import PlanFile, SheetFile

YEAR = timezone.localdate().year
TEXT = f"""拾穗县人民政府办公室
{YEAR}年1月5日
拾穗县示范区创建实施方案
一、目标
到{YEAR}年底,网络零售额达到2亿元,同比增长25%。
二、措施
(一)打底
1.联席会议。县网络市场监管部门联席会议每年召开一至两次例会(牵头单位:市场监管局;责任单位:文旅局)。
2.在线旅游。建立定期检查机制(牵头单位:文旅局;责任单位:林业局、各镇办)。
三、进度
(一)启动阶段({YEAR}年1月至{YEAR}年2月)。印发方案。
(二)实施阶段({YEAR}年3月至{YEAR}年12月)。全面组织。
四、保障
(一)领导。成立创建工作领导小组,由县政府分管领导任组长。
附件
成员名单
组长:县政府分管副县长
成员:市场监管局分管领导
文旅局分管领导
"""
COLUMNS = (
    "编号", "一级指标", "一级分值", "指标", "类型", "分值", "打分规则", "取数", "除以", "分档",
    "依据", "几天", "责任单位",
)  # fmt: skip
ROWS = [
    ["1.1", "监管", 60, "任务验收率", "定量", 40, "", "验收的任务", "下达的任务", "0.5=20; 1=40",
     "", 10, "创建办"],
    ["1.2", "监管", 60, "开过例会", "定量", 20, "", "开过的例会", "", "1=20", "", 2, "市场监管局"],
    ["2.1", "服务", 40, "有做法", "定性", 40, "", "", "", "", "单位交的佐证", 5, "文旅局"],
]  # fmt: skip
HEAD = SheetHead("county", "试填评分表", "虚构", Decimal(85), Decimal(80))


def now(days: int = 0) -> datetime:
    """So many days ago."""
    return timezone.now() - timedelta(days=days)


def workbook(rows: list[list[object]], path) -> bytes:
    write_xlsx(path, [Sheet("表", tuple(Column(title) for title in COLUMNS), rows)])
    return path.read_bytes()


@pytest.fixture
def amr(bureau) -> Department:
    bureau.short_name = "市场监管局"
    bureau.save()
    return bureau


@pytest.fixture
def travel(other_bureau) -> Department:
    return other_bureau


@pytest.fixture
def town_office(town) -> Department:
    return Department.objects.create(
        code="town-1", name="甲木镇人民政府", short_name="甲木镇",
        kind=DepartmentKind.TOWN_GOVERNMENT,
    )  # fmt: skip


@pytest.fixture
def office(make_account, amr) -> Account:
    return make_account("谭样例", Role.PROGRAMME_OFFICE, username="office", department=amr)


@pytest.fixture
def second_office(make_account, amr) -> Account:
    return make_account("谭试填", Role.PROGRAMME_OFFICE, username="office2", department=amr)


@pytest.fixture
def traveller(make_account, travel) -> Account:
    return make_account("许虚构", Role.OTHER_BUREAU, username="travel", department=travel)


@pytest.fixture
def evaluator(make_account) -> Account:
    return make_account("平假设", Role.EVALUATOR, username="evaluator")


@pytest.fixture
def draft(office, travel, town_office) -> Plan:
    return services.import_plan(PlanFile(TEXT.encode(), "方案.txt"), by=office, at=now(40))


@pytest.fixture
def plan(draft, office) -> Plan:
    at = now(39)
    return services.adopt_plan(draft, on=timezone.localdate(at), by=office, at=at)


@pytest.fixture
def tasks(plan, office) -> tuple[Task, ...]:
    return services.issue_tasks(plan, by=office, at=now(38))


@pytest.fixture
def travel_task(tasks) -> Task:
    return next(task for task in tasks if task.title == "在线旅游")


@pytest.fixture
def sheet(office, tmp_path) -> ScoreSheet:
    content = workbook(ROWS, tmp_path / "sheet.xlsx")
    return services.take_sheet(SheetFile(content, "评分表.xlsx", HEAD), by=office, at=now())


@pytest.fixture
def assessment(sheet, tasks, office) -> Assessment:
    today = timezone.localdate()
    return services.open_assessment(
        sheet, title="试填自评", since=today - timedelta(days=60), until=today,
        by=office, at=now(),
    )  # fmt: skip
