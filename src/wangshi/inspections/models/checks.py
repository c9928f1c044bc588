"""定期检查: one visit, by two officers, with its result; append-only."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.cases.models import Clue
from wangshi.registry.models import Operator


class Inspection(models.Model):
    """检查: whom, when, by which two, with which results; its codes are rows of the law folder."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="inspections")
    on = models.DateField("检查日期")
    way = models.CharField(
        "怎么查的", max_length=10, choices=[("online", "线上"), ("visit", "现场")]
    )
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="inspections"
    )
    results = models.JSONField("结果代码", default=list)
    problem = models.BooleanField("查出问题", default=False)
    found = models.TextField("查到什么", blank=True)
    again_on = models.DateField("哪天复查", null=True, blank=True)
    points = models.PositiveSmallIntegerField("当时的分", default=0)
    reasons = models.JSONField("当时的理由", default=list)
    why_again = models.CharField("今年再查一次的理由", max_length=200, blank=True)
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["operator", "on"], name="inspection_by_operator")]
        constraints = [
            models.CheckConstraint(
                name="two_officers_inspect_together",
                condition=~Q(first_officer=F("second_officer")),
            ),
            models.CheckConstraint(
                name="an_inspection_is_repeated_after_its_day",
                condition=Q(again_on__isnull=True) | Q(again_on__gt=F("on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator} {self.on}"
