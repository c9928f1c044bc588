"""Villages and the proof that parcels reach them; boundaries and the number of their review."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Scope


class Village(models.Model):
    """行政村."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.TOWN: "town_id"}

    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="villages")
    name = models.CharField("村名", max_length=40)
    code = models.CharField("区划代码", max_length=12, blank=True)
    added_at = models.DateTimeField("列入时间")

    class Meta:
        ordering = ["town__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["town", "name"], name="a_village_has_one_name_in_its_town"
            )
        ]

    def __str__(self) -> str:
        return f"{self.town}{self.name}"


class VillageProof(models.Model):
    """快递进村的佐证: seen on a day; it stands for so long and has to be renewed."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.TOWN: "village__town_id"}

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="proofs")
    served_by = models.CharField("谁送", max_length=80)
    times_a_week = models.PositiveSmallIntegerField("一周几次")
    seen_on = models.DateField("哪天看到")
    words = models.CharField("看到了什么", max_length=300)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-seen_on", "-id"]
        indexes = [models.Index(fields=["village", "-seen_on"], name="village_proof_newest")]
        constraints = [
            models.CheckConstraint(
                name="parcels_come_at_most_some_times_a_day",
                condition=models.Q(times_a_week__gte=1, times_a_week__lte=28),
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.seen_on}"


class Boundaries(models.Model):
    """边界图: uploaded with its review number; the newest one is shown."""

    title = models.CharField("名称", max_length=120)
    review_number = models.CharField("审图号", max_length=30)
    shapes = models.JSONField("各块")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64)
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="boundaries_have_a_review_number", condition=~models.Q(review_number="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.review_number}"
