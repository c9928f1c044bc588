"""Contested scores: what a unit says against an item, and what was decided."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope


class Contest(models.Model):
    """对计分有异议: answered once, by somebody else, with what is given back."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="contests")
    year = models.PositiveSmallIntegerField("年度")
    item = models.CharField("哪一项", max_length=20)
    words = models.CharField("为什么不对", max_length=500)
    at = models.DateTimeField("提出时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("答复", max_length=500, blank=True)
    given_back = models.DecimalField("改几分", max_digits=5, decimal_places=1, default=0)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_contest_is_answered_with_words",
                condition=Q(answered_at__isnull=True, answer="", given_back=0)
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.UniqueConstraint(
                fields=["department", "year", "item"],
                condition=Q(answered_at__isnull=True),
                name="an_item_has_one_open_contest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.year} {self.item}"
