"""送达: every attempt, the ones that failed too."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.penalties.workflow import SERVED_TITLES

from .dockets import Docket


class ServiceAttempt(models.Model):
    """送达一次: what, how, to whom, with which proof; from which day it counts."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="attempts")
    what = models.CharField("送的文书", max_length=10, choices=list(SERVED_TITLES.items()))
    number = models.CharField("文号", max_length=40)
    way = models.CharField("送达方式", max_length=12)
    on = models.DateField("送达（公告）的日子")
    receiver = models.CharField("收件人", max_length=120, blank=True)
    proof = models.CharField("凭据", max_length=300)
    succeeded = models.BooleanField("送达")
    counts_on = models.DateField("算作送达的日子", null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="what_was_served_counts_from_a_day",
                condition=Q(succeeded=True, counts_on__isnull=False)
                | Q(succeeded=False, counts_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.way}"
