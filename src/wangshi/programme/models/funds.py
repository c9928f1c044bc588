"""Special funds: a budget, the projects it was given to, what was paid, what came of it."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.programme.workflow import HEAD_TITLES
from wangshi.registry.models import Operator


class Fund(models.Model):
    """专项资金: so much for one head in one year, by a document."""

    year = models.PositiveSmallIntegerField("年度")
    head = models.CharField("用在哪里", max_length=10, choices=list(HEAD_TITLES.items()))
    title = models.CharField("名称", max_length=120)
    amount = models.DecimalField("预算（元）", max_digits=14, decimal_places=2)
    origin = models.CharField("文号", max_length=120)
    decided_on = models.DateField("下达日期")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "id"]
        constraints = [
            models.CheckConstraint(name="a_fund_has_some_money", condition=Q(amount__gt=0)),
            models.UniqueConstraint(fields=["year", "title"], name="a_fund_has_one_name_in_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年{self.title}"


class FundProject(models.Model):
    """项目: who gets how much for what; its result, and who looked at it afterwards."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField("项目", max_length=200)
    payee = models.CharField("给谁", max_length=120)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="fund_projects"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="fund_projects"
    )
    amount = models.DecimalField("批了多少（元）", max_digits=14, decimal_places=2)
    approved_on = models.DateField("批准日期")
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    result = models.TextField("做成了什么", blank=True)
    result_at = models.DateTimeField("报结果时间", null=True, blank=True)
    result_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    audit = models.TextField("核查情况", blank=True)
    sound = models.BooleanField("核查过关", null=True, blank=True)
    audited_at = models.DateTimeField("核查时间", null=True, blank=True)
    audited_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="a_project_is_given_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="a_project_is_audited_after_its_result",
                condition=Q(audited_at__isnull=True, sound__isnull=True)
                | Q(audited_at__isnull=False, sound__isnull=False, result_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Voucher(models.Model):
    """付款: an invoice paid; rows are added, never changed. `excuse`: why it is no duplicate."""

    project = models.ForeignKey(FundProject, on_delete=models.PROTECT, related_name="vouchers")
    number = models.CharField("发票号", max_length=40, blank=True)
    seller = models.CharField("开票的", max_length=120)
    goods = models.CharField("买了什么", max_length=200)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    paid_on = models.DateField("付款日期")
    excuse = models.CharField("为什么不是重复", max_length=300, blank=True)
    alike = models.JSONField("像哪几笔", default=list, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["paid_on", "id"]
        indexes = [models.Index(fields=["number"], name="voucher_by_number")]
        constraints = [
            models.CheckConstraint(name="a_voucher_is_of_some_money", condition=Q(amount__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.goods} {self.amount}"
