"""当日办: somebody who stands at the desk, a visitor above all, and what came of it that day."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Town
from wangshi.complaints.workflow import WALK_IN_TITLES, WalkInEnd

from .complaints import Complaint


class WalkIn(models.Model):
    """来访: no name is kept; who wants more than the same day becomes a complaint with one."""

    is_visitor = models.BooleanField("是游客", default=False)
    leaves_on = models.DateField("哪天离开", null=True, blank=True)
    respondent_name = models.CharField("商家", max_length=120)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, null=True, blank=True)
    goods = models.CharField("买了什么", max_length=200)
    text = models.TextField("怎么回事")
    amount = models.DecimalField("要多少", max_digits=12, decimal_places=2, null=True, blank=True)
    taken_at = models.DateTimeField("来的时间")
    taken_on = models.DateField("来的日子")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    end = models.CharField(
        "怎么了结", max_length=10, choices=list(WALK_IN_TITLES.items()), blank=True
    )
    ended_at = models.DateTimeField("了结的时间", null=True, blank=True)
    ended_on = models.DateField("了结的日子", null=True, blank=True)
    words = models.TextField("怎么办的", blank=True)
    recovered = models.DecimalField("退赔", max_digits=12, decimal_places=2, default=0)
    advanced = models.DecimalField("其中先行赔付", max_digits=12, decimal_places=2, default=0)
    advanced_by = models.CharField("谁先行赔付的", max_length=80, blank=True)
    complaint = models.OneToOneField(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="walk_in"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["end", "taken_on"], name="walk_in_by_day")]
        constraints = [
            models.CheckConstraint(
                name="a_walk_in_that_ended_says_how_and_when",
                condition=Q(end="", ended_at__isnull=True, ended_on__isnull=True)
                | (~Q(end="") & ~Q(words="") & Q(ended_at__isnull=False, ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_walk_in_is_turned_into_a_complaint_or_is_not",
                condition=Q(end=WalkInEnd.COMPLAINT, complaint__isnull=False)
                | (~Q(end=WalkInEnd.COMPLAINT) & Q(complaint__isnull=True)),
            ),
            models.CheckConstraint(
                name="who_paid_in_advance_is_named",
                condition=Q(advanced=0) | ~Q(advanced_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.respondent_name}"
