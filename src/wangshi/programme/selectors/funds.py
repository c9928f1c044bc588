"""专项资金: budget, given, paid, of each fund; payments that look like ones made before."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from wangshi.engine.duplicates import Paid
from wangshi.programme.models import Fund, FundProject, Voucher

ZERO = Decimal(0)


@dataclass(frozen=True)
class FundLine:
    """一笔资金: what was given out of it, what was paid, how many projects showed a result."""

    fund: Fund
    given: Decimal
    paid: Decimal
    projects: int
    shown: int
    sound: int


@dataclass(frozen=True)
class ProjectLine:
    """一个项目: what was paid of what it was given."""

    project: FundProject
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """还剩."""
        return self.project.amount - self.paid


def fund_lines() -> Sequence[FundLine]:
    """各笔资金: two queries."""
    funds = Fund.objects.annotate(
        given=Sum("projects__amount"),
        count=Count("projects"),
        shown=Count("projects", filter=Q(projects__result_at__isnull=False)),
        passed=Count("projects", filter=Q(projects__sound=True)),
    )
    paid = dict(
        Voucher.objects.order_by()
        .values_list("project__fund")
        .annotate(total=Sum("amount"))
        .values_list("project__fund", "total")
    )
    return [
        FundLine(one, one.given or ZERO, paid.get(one.pk, ZERO), one.count, one.shown, one.passed)
        for one in funds
    ]


def every_project() -> Sequence[ProjectLine]:
    """全部项目, fund by fund."""
    rows = FundProject.objects.select_related("fund", "department", "operator")
    totalled = rows.annotate(total=Sum("vouchers__amount")).order_by("-fund__year", "fund", "pk")
    return [ProjectLine(one, one.total or ZERO) for one in totalled]


def project_lines(fund: Fund) -> Sequence[ProjectLine]:
    """一笔资金的各个项目."""
    rows = fund.projects.select_related("department", "operator").annotate(
        total=Sum("vouchers__amount")
    )
    return [ProjectLine(one, one.total or ZERO) for one in rows]


def paid_of(project: FundProject) -> Decimal:
    """一个项目付了多少."""
    return project.vouchers.aggregate(total=Sum("amount"))["total"] or ZERO


def given_of(fund: Fund) -> Decimal:
    """一笔资金批出去多少."""
    return fund.projects.aggregate(total=Sum("amount"))["total"] or ZERO


def vouchers_of(project: FundProject) -> Sequence[Voucher]:
    """一个项目的付款."""
    return list(project.vouchers.select_related("by"))


def alike_named(vouchers: Sequence[Voucher]) -> dict[int, Voucher]:
    """那几笔像的: by key, with their projects."""
    keys = {one["voucher"] for voucher in vouchers for one in voucher.alike}
    return Voucher.objects.select_related("project__fund").in_bulk(keys)


def every_payment() -> Sequence[Paid]:
    """全部付款, of every year and fund: a duplicate may stand anywhere."""
    return [paid_as(one) for one in Voucher.objects.select_related("project")]


def paid_as(one: Voucher) -> Paid:
    """一笔付款，给引擎看."""
    return Paid(
        key=one.pk or 0,
        project=one.project_id,
        payee=one.project.payee,
        number=one.number,
        seller=one.seller,
        goods=one.goods,
        amount=one.amount,
        on=one.paid_on,
    )
