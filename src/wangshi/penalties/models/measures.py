"""措施: what is preserved, sealed or seized, since when, until when, and what became of it."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.penalties.workflow import MEASURE_TITLES

from .dockets import Docket


class Measure(models.Model):
    """先行登记保存、查封、扣押: taken on the head's approval, or at once and reported in a day."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField("种类", max_length=10, choices=list(MEASURE_TITLES.items()))
    number = models.CharField("文号", max_length=40, unique=True)
    items = models.TextField("物品、场所")
    place = models.CharField("在哪里保管", max_length=200)
    basis = models.CharField("依据", max_length=200)
    urgent = models.BooleanField("情况紧急，当场采取", default=False)
    approved = models.BooleanField("批准", null=True)
    started_at = models.DateTimeField("采取的时间", null=True, blank=True)
    prolonged_by = models.PositiveSmallIntegerField("延长的日数", default=0)
    ended_on = models.DateField("了结的日子", null=True, blank=True)
    ending = models.CharField("怎么了结的", max_length=10, blank=True)
    ended_words = models.CharField("说明", max_length=300, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_measure_begins_when_approved_or_urgent",
                condition=Q(started_at__isnull=True) | Q(approved=True) | Q(urgent=True),
            ),
            models.CheckConstraint(
                name="a_measure_ends_with_its_ground",
                condition=Q(ended_on__isnull=True, ending="")
                | (Q(ended_on__isnull=False) & ~Q(ending="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        """正在采取."""
        return self.started_at is not None and self.ended_on is None
