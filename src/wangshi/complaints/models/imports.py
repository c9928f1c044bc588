"""编号和对照: numbers without gaps; what a foreign word means, decided by a person once."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account


class NumberSeries(models.Model):
    """编号: the last number given in a series and year, locked while the next is given."""

    series = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year"], name="a_series_of_complaints_counts_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"


class CodeMapping(models.Model):
    """待映射的原话: a word of the 12315 export, and what it was decided to mean."""

    field = models.CharField("哪一栏", max_length=20)
    written = models.CharField("表里写的", max_length=120)
    code = models.CharField("对应的代码", max_length=20, blank=True)
    first_seen_at = models.DateTimeField("第一次见到")
    decided_at = models.DateTimeField("定下的时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["field", "written"]
        constraints = [
            models.UniqueConstraint(
                fields=["field", "written"], name="a_foreign_word_is_mapped_once"
            ),
            models.CheckConstraint(
                name="a_mapping_is_decided_by_somebody",
                condition=Q(code="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(code="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written} → {self.code}"
