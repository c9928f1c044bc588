"""What is to be put right, what the operator answered, and what the recheck saw."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Scope
from wangshi.cases.workflow import OUTCOME_TITLES
from wangshi.registry.models import Operator

from .clues import Clue

OPEN_CORRECTION = Q(fixed__isnull=True, set_aside_at__isnull=True)


class Correction(models.Model):
    """改正要求: all that its operator is told of a clue; a recheck says what came of it."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "operator_id"}

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="corrections")
    # None: nobody knows yet whose it is, and they were told in person.
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    outcome = models.CharField("当时的结果", max_length=14, choices=list(OUTCOME_TITLES.items()))
    demand = models.TextField("要改什么")
    due_on = models.DateField("改正期限")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("要求时间")
    fixed = models.BooleanField("改好了", null=True)
    seen = models.TextField("复看看到什么", blank=True)
    rechecked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rechecked_at = models.DateTimeField("复看时间", null=True, blank=True)
    set_aside_at = models.DateTimeField("线索重办，不再有效", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_recheck_says_who_saw_what",
                condition=Q(fixed__isnull=True, rechecked_by__isnull=True, seen="")
                | (
                    Q(fixed__isnull=False, rechecked_by__isnull=False, rechecked_at__isnull=False)
                    & ~Q(seen="")
                ),
            ),
            models.CheckConstraint(
                name="a_correction_says_what_to_put_right", condition=~Q(demand="")
            ),
            models.UniqueConstraint(
                fields=["clue"], condition=OPEN_CORRECTION, name="a_clue_has_one_open_correction"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} 改正"

    @property
    def is_open(self) -> bool:
        """还没有复看，也没有作废."""
        return self.fixed is None and self.set_aside_at is None


class OwnerAnswer(models.Model):
    """店家的答复: that it is put right, or what they have to say against it."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "correction__operator_id"}

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="answers")
    fixed = models.BooleanField("说改好了")
    words = models.TextField("店家的话")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("答复时间")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="an_answer_of_an_owner_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.words[:20]}"
