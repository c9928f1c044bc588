"""Rounds of supervision, and what was found: found, corrected, looked at again."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.programme.workflow import ROUND_TITLES

from .plans import Plan
from .tasks import Task


class Supervision(models.Model):
    """一轮督查、通报、考评、验收."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField("哪一种", max_length=12, choices=list(ROUND_TITLES.items()))
    title = models.CharField("名称", max_length=200)
    on = models.DateField("日期")
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """查出的问题: a correction is what the unit says; fixed is what the re-check found."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="findings")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="findings")
    words = models.TextField("问题")
    due_on = models.DateField("整改期限")
    found_at = models.DateTimeField("登记时间")
    found_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    correction = models.TextField("整改情况", blank=True)
    corrected_at = models.DateTimeField("报整改时间", null=True, blank=True)
    corrected_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recheck = models.TextField("复查情况", blank=True)
    fixed = models.BooleanField("改好了", null=True, blank=True)
    rechecked_at = models.DateTimeField("复查时间", null=True, blank=True)
    rechecked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_finding_is_rechecked_after_its_correction",
                condition=Q(rechecked_at__isnull=True, fixed__isnull=True)
                | Q(rechecked_at__isnull=False, fixed__isnull=False, corrected_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words[:40]


class FindingNote(models.Model):
    """整改和复查的经过: rows are added and never changed."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="notes")
    name = models.CharField("哪一步", max_length=10)
    words = models.TextField("说明")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.name}"


class SupervisionLetter(models.Model):
    """督办函: what a unit owed on that day, as it was written; answered by the unit itself."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="letters")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="letters")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveSmallIntegerField("第几号")
    on = models.DateField("发函日期")
    answer_by = models.DateField("哪天前回复")
    lines = models.JSONField("没有办完的")
    query_sha256 = models.CharField("取数的校验值", max_length=64)
    digest = models.CharField("明细的校验值", max_length=64)
    words = models.TextField("另外要说的", blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField("回复", blank=True)
    answered_at = models.DateTimeField("回复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="a_letter_has_its_own_number"),
            models.CheckConstraint(
                name="a_letter_is_answered_with_words",
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """文号."""
        return f"创建督〔{self.year}〕{self.serial}号"
