"""Returns: who files which form, and every version of what was filed."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department, Town
from wangshi.accounts.permissions import Scope
from wangshi.registry.models import Operator


class Respondent(models.Model):
    """报送单位: a unit or a firm that files one form, from a day until it need not any more."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.REPRESENTED: "operator_id",
    }

    form = models.CharField("报表", max_length=30)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="respondents"
    )
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="respondents"
    )
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="respondents"
    )
    since = models.DateField("从哪天起报")
    until = models.DateField("报到哪天", null=True, blank=True)
    added_at = models.DateTimeField("列入时间")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_respondent_is_a_unit_or_a_firm",
                condition=Q(department__isnull=False, operator__isnull=True)
                | Q(department__isnull=True, operator__isnull=False),
            ),
            models.CheckConstraint(
                name="a_respondent_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
            models.UniqueConstraint(
                fields=["form", "department"],
                condition=Q(department__isnull=False, until__isnull=True),
                name="a_unit_files_a_form_once",
            ),
            models.UniqueConstraint(
                fields=["form", "operator"],
                condition=Q(operator__isnull=False, until__isnull=True),
                name="a_firm_files_a_form_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.department.short_name if self.department else self.operator)


class Return(models.Model):
    """一份报表: one form of one respondent for one period; what it says is its newest filing."""

    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="returns")
    period = models.CharField("统计期", max_length=7)
    first_at = models.DateTimeField("第一次报的时间")

    class Meta:
        ordering = ["-period", "respondent_id"]
        indexes = [models.Index(fields=["period"], name="return_by_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "period"], name="a_period_is_returned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.respondent} {self.period}"


class Filing(models.Model):
    """报的一版: rows are added and never changed; a correction is the next number."""

    filed_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField("第几版")
    form_version = models.CharField("报表版本", max_length=10)
    values = models.JSONField("数")
    origin = models.CharField("出自哪里", max_length=200)
    as_of = models.DateField("截至")
    note = models.CharField("说明", max_length=500, blank=True)
    reason = models.CharField("为什么更正", max_length=300, blank=True)
    digest = models.CharField("校验值", max_length=64)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["filed_return_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["filed_return", "number"], name="a_filing_has_one_number_in_its_return"
            ),
            models.CheckConstraint(
                name="a_correction_has_its_reason", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filed_return_id} 第 {self.number} 版"
