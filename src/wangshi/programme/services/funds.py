"""专项资金的动作: a budget noted, a project approved, an invoice paid once, a result, an audit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.duplicates import Likeness, likenesses
from wangshi.programme.models import Fund, FundProject, Voucher
from wangshi.programme.selectors.funds import every_payment, given_of, paid_as, paid_of
from wangshi.programme.workflow import FundHead, ProgrammeRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import clean, record
from wangshi.shared.words import yuan

from .tasks import require_words


@dataclass(frozen=True)
class NewFund:
    """要登记的资金."""

    year: int
    head: FundHead
    title: str
    amount: Decimal
    origin: str
    decided_on: date


@dataclass(frozen=True)
class NewProject:
    """要批的项目: the operator where the payee is one."""

    title: str
    payee: str
    department: Department
    amount: Decimal
    approved_on: date
    operator: Operator | None = None


@dataclass(frozen=True)
class NewVoucher:
    """要付的一笔."""

    number: str
    seller: str
    goods: str
    amount: Decimal
    paid_on: date
    excuse: str = ""


@transaction.atomic
def open_fund(new: NewFund, *, by: Account, at: datetime) -> Fund:
    """登记资金."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(new.origin, "写下达资金的文号")
    title = clean(new.title.strip())
    if Fund.objects.filter(year=new.year, title=title).exists():
        raise ProgrammeRefused(f"{new.year} 年已经有“{title}”：换一个名称，或者记在那一笔里")
    fund = Fund.objects.create(
        year=new.year, head=new.head, title=title, amount=new.amount,
        origin=clean(new.origin.strip()), decided_on=new.decided_on, at=at, by=by,
    )  # fmt: skip
    record(by, "fund.opened", fund, year=new.year, amount=new.amount)
    return fund


@transaction.atomic
def approve_project(fund: Fund, new: NewProject, *, by: Account, at: datetime) -> FundProject:
    """批项目: never more than is left of the budget."""
    require(by, Permission.RUN_PROGRAMME)
    fund = Fund.objects.select_for_update().get(pk=fund.pk)
    left = fund.amount - given_of(fund)
    if new.amount > left:
        raise ProgrammeRefused(f"预算还剩 {yuan(left)} 元，批不了 {yuan(new.amount)} 元")
    project = FundProject.objects.create(
        fund=fund, title=clean(new.title.strip()), payee=clean(new.payee.strip()),
        operator=new.operator, department=new.department, amount=new.amount,
        approved_on=new.approved_on, at=at, by=by,
    )  # fmt: skip
    record(by, "project.approved", project, fund=fund, amount=new.amount)
    return project


@transaction.atomic
def pay(project: FundProject, new: NewVoucher, *, by: Account, at: datetime) -> Voucher:
    """付一笔: within what was given; one that looks paid before needs its explanation."""
    require(by, Permission.WORK_TASK, project)
    project = FundProject.objects.select_for_update().get(pk=project.pk)
    left = project.amount - paid_of(project)
    if new.amount > left:
        raise ProgrammeRefused(f"这个项目还剩 {yuan(left)} 元，付不了 {yuan(new.amount)} 元")
    if not project.approved_on <= new.paid_on <= timezone.localdate(at):
        raise ProgrammeRefused(f"付款日期要在 {project.approved_on:%Y-%m-%d} 到今天之间")
    voucher = Voucher(
        project=project, number=clean(new.number.strip()), seller=clean(new.seller.strip()),
        goods=clean(new.goods.strip()), amount=new.amount, paid_on=new.paid_on,
        excuse=clean(new.excuse.strip()), at=at, by=by,
    )  # fmt: skip
    alike = likenesses(paid_as(voucher), every_payment())
    if alike and not voucher.excuse:
        raise ProgrammeRefused(_doubt(alike))
    voucher.alike = [{"voucher": one.other.key, "why": one.why} for one in alike]
    voucher.save(force_insert=True)
    record(by, "voucher.paid", voucher, amount=new.amount, alike=len(alike))
    return voucher


@transaction.atomic
def show_result(project: FundProject, *, words: str, by: Account, at: datetime) -> FundProject:
    """报结果: what the money did; said once, before it is audited."""
    require(by, Permission.WORK_TASK, project)
    require_words(words, "写做成了什么，写数")
    project = FundProject.objects.select_for_update().get(pk=project.pk)
    if project.audited_at is not None:
        raise ProgrammeRefused("已经核查过了，结果不能再改")
    project.result, project.result_at, project.result_by = clean(words.strip()), at, by
    project.save(update_fields=["result", "result_at", "result_by"])
    record(by, "project.result_shown", project)
    return project


@transaction.atomic
def audit_project(
    project: FundProject, *, sound: bool, words: str, by: Account, at: datetime
) -> FundProject:
    """核查项目: by the office, never by whoever told of the result."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(words, "写核查看了什么")
    project = FundProject.objects.select_for_update().get(pk=project.pk)
    if project.result_at is None:
        raise ProgrammeRefused("还没有报结果：单位报了结果再核查")
    if project.result_by_id == by.pk:
        raise ProgrammeRefused("结果是您报的，请别人核查")
    project.audit, project.sound = clean(words.strip()), sound
    project.audited_at, project.audited_by = at, by
    project.save(update_fields=["audit", "sound", "audited_at", "audited_by"])
    record(by, "project.audited", project, sound=sound)
    return project


def _doubt(alike: tuple[Likeness, ...]) -> str:
    said = "；".join(
        f"{one.why}：{one.other.on:%Y-%m-%d} 付{one.other.payee} {yuan(one.other.amount)} 元，"
        f"{one.other.goods}"
        for one in alike[:3]
    )
    return f"像是付过的。{said}。查清楚；不是重复的，写明为什么"
