"""缴款: what came in, what was put off, and while what no surcharge grows."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.penalties.workflow import MONEY_TITLES

from .approvals import Approval
from .dockets import Docket

CONTEST_KINDS = {"review": "行政复议", "court": "行政诉讼"}


class Payment(models.Model):
    """缴的一笔."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="payments")
    kind = models.CharField("缴的是什么", max_length=10, choices=list(MONEY_TITLES.items()))
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)
    on = models.DateField("缴款的日子")
    receipt = models.CharField("票据号", max_length=60)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_payment_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
            models.UniqueConstraint(
                fields=["receipt", "kind"], name="a_receipt_is_entered_once_for_each_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount}"


class Instalment(models.Model):
    """延期、分期: one part of what the head was asked to let wait."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="instalments")
    due_on = models.DateField("最晚哪天缴")
    amount = models.DecimalField("金额", max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="an_instalment_is_more_than_nothing", condition=Q(amount__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.amount}"


class Contest(models.Model):
    """复议、诉讼: the decision is still to be carried out, but no surcharge grows meanwhile."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="contests")
    kind = models.CharField("种类", max_length=10, choices=list(CONTEST_KINDS.items()))
    before = models.CharField("机关、法院", max_length=120)
    first_on = models.DateField("受理的日子")
    last_on = models.DateField("结束的日子", null=True, blank=True)
    result = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_contest_ends_after_it_began",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
            ),
            models.UniqueConstraint(
                fields=["docket"],
                condition=Q(last_on__isnull=True),
                name="a_decision_is_contested_in_one_place_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.docket_id} {self.get_kind_display()}"
