"""信用修复: the party asks that the publication end early; somebody else decides."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account

from .decisions import Publication


class Repair(models.Model):
    """一份信用修复申请: what was put right, and what came of it; a refused one may be followed."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="repairs")
    asked_on = models.DateField("收到申请的日子")
    accepted_on = models.DateField("受理的日子")
    remedy = models.TextField("整改措施，怎么消除了后果和影响")
    papers = models.CharField("收到的材料", max_length=300)
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField("准予修复", null=True)
    answer = models.TextField("决定的理由", blank=True)
    decided_on = models.DateField("决定的日子", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(granted__isnull=True),
                name="a_publication_has_one_open_repair",
            ),
            models.CheckConstraint(
                name="who_took_a_repair_does_not_decide_it",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("taken_by")),
            ),
            models.CheckConstraint(
                name="a_repair_is_decided_by_somebody_on_a_day",
                condition=Q(granted__isnull=True, decided_on__isnull=True, decided_by__isnull=True)
                | (
                    Q(granted__isnull=False, decided_on__isnull=False, decided_by__isnull=False)
                    & ~Q(answer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} 信用修复"
