"""What people decide about a rule: how right it must be, and that it may try again."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.engine.standing import FLOOR, HIGHEST_FLOOR


class RuleFloor(models.Model):
    """下限: how right one rule, or every rule, must be; rows are added and never changed."""

    rule = models.CharField("规则（空的是全部）", max_length=60, blank=True)
    floor = models.DecimalField("下限", max_digits=3, decimal_places=2)
    reason = models.CharField("理由", max_length=300)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_county_asks_more_of_a_rule_never_less",
                condition=Q(floor__gte=FLOOR, floor__lte=HIGHEST_FLOOR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule or '全部规则'} {self.floor}"


class RuleRestoration(models.Model):
    """恢复: a rule that fell gets a new start; rows are added and never changed."""

    rule = models.CharField("规则", max_length=60)
    reason = models.CharField("理由", max_length=300)
    restored_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    restored_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["restored_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_restoration_names_its_rule_and_reason",
                condition=~Q(rule="") & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.restored_at:%Y-%m-%d}"
