"""Problems with what was done and what it did; practices others may copy."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.programme.workflow import NOTE_TITLES, PRACTICE_TITLES

from .meetings import Decision
from .plans import Clause


class Problem(models.Model):
    """重大问题: whose, until when; closed only on an effect somebody else has looked at."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    words = models.CharField("问题", max_length=500)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="problems")
    due_on = models.DateField("什么时候解决")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="problems"
    )
    raised_at = models.DateTimeField("登记时间")
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_problem_is_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.words[:40]


class ProblemNote(models.Model):
    """措施、成效、销号: rows are added and never changed; an effect has its two numbers."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="notes")
    name = models.CharField("哪一步", max_length=8, choices=list(NOTE_TITLES.items()))
    words = models.CharField("说明", max_length=1000)
    before = models.DecimalField("以前", max_digits=14, decimal_places=2, null=True, blank=True)
    after = models.DecimalField("现在", max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField("数的是什么", max_length=60, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="an_effect_has_its_two_numbers",
                condition=Q(name="effect", before__isnull=False, after__isnull=False)
                | (~Q(name="effect") & Q(before__isnull=True, after__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.name}"


class Practice(models.Model):
    """做法: what was tried, how it was before and after, so that others may copy it."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    kind = models.CharField("哪种创新", max_length=10, choices=list(PRACTICE_TITLES.items()))
    title = models.CharField("做法", max_length=120)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="practices")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="practices"
    )
    started_on = models.DateField("从哪天做起")
    method = models.TextField("怎么做的")
    before = models.CharField("以前怎样", max_length=500)
    after = models.CharField("现在怎样", max_length=500)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-started_on", "-id"]

    def __str__(self) -> str:
        return self.title


class PracticeCopy(models.Model):
    """谁照着做了."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="copies")
    who = models.CharField("谁", max_length=120)
    on = models.DateField("哪天")
    proof = models.CharField("凭什么", max_length=300)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.who
