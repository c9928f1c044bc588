"""演示县的专项资金: two budgets, projects at every stage, one payment that looked like another."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.demo.office import Office
from wangshi.programme import services
from wangshi.programme.models import FundProject
from wangshi.programme.workflow import FundHead

MANAGER: Final = "jingmao"
PRINTER: Final = "标签打印机（虚构）"


def spend(office: Office, by: Account, at: datetime) -> None:
    """从预算到结果: nothing later than the last moment that has happened."""
    unit = office.departments[MANAGER]
    who = office.people.by_department[unit.pk]
    done, running = _projects(unit, by, at)
    first, later = at + timedelta(days=20), at + timedelta(days=40)
    _pay(done, who, first, ("虚构票0001", PRINTER, 3_600), "")
    _pay(done, who, later, ("虚构票0002", "讲课费（虚构）", 8_000), "")
    _pay(running, who, later, ("虚构票0003", PRINTER, 3_600), "两个村各一台，收货单不同（虚构）")
    said = "办班 2 期，训了 86 人，其中 31 人开了店（虚构）"
    services.show_result(done, words=said, by=who, at=later + timedelta(days=5))
    services.audit_project(
        done, sound=True, words="核对了签到表和发票（虚构）", by=by, at=later + timedelta(days=9)
    )


def _projects(unit: Department, by: Account, at: datetime) -> tuple[FundProject, FundProject]:
    on = timezone.localdate(at)
    made = []
    rows = (
        (FundHead.TRAINING, "创建工作经费（虚构）", "农村电商培训（虚构）", 20_000),
        (FundHead.SUPPORT, "电商发展专项资金（虚构）", "村级寄递点改造（虚构）", 60_000),
    )
    for head, title, project, amount in rows:
        new = services.NewFund(on.year, head, title, Decimal(amount * 2), "拾财预〔虚构〕1号", on)
        fund = services.open_fund(new, by=by, at=at)
        given = services.NewProject(
            project, "拾穗县试填服务中心（虚构）", unit, Decimal(amount), on
        )
        made.append(services.approve_project(fund, given, by=by, at=at))
    return made[0], made[1]


def _pay(
    project: FundProject, who: Account, at: datetime, told: tuple[str, str, int], excuse: str
) -> None:
    number, goods, amount = told
    on: date = timezone.localdate(at)
    new = services.NewVoucher(number, "样例办公店（虚构）", goods, Decimal(amount), on, excuse)
    services.pay(project, new, by=who, at=at)
