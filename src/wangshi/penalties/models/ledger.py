"""信用台账: what happened to a trader's penalty, for the credit ledger; rows are only added."""

from decimal import Decimal

from django.db import models

from wangshi.registry.models import Operator

from .decisions import Decision

KINDS = {
    "decided": "作出行政处罚决定",
    "published": "公示处罚信息",
    "paid": "履行完毕",
    "undone": "决定被变更、撤销",
    "withdrawn": "撤回公示",
    "repaired": "信用修复，停止公示",
}


class LedgerFact(models.Model):
    """一笔事实: read by whoever keeps the credit ledger; nothing of it is a score."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ledger")
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="penalty_facts"
    )
    kind = models.CharField("什么事", max_length=10, choices=list(KINDS.items()))
    on = models.DateField("哪天")
    at = models.DateTimeField("记下的时间")
    violation = models.CharField("违法行为", max_length=10, blank=True)
    amount = models.DecimalField("罚没款", max_digits=14, decimal_places=2, default=Decimal(0))
    words = models.CharField("说明", max_length=600)
    article = models.CharField("依据", max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind"], name="a_decision_tells_the_ledger_each_thing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.kind}"
