"""协查和移送公安: what was asked of others, when, and what they answered."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account

from .dockets import Docket


class AssistLetter(models.Model):
    """协助调查函: the other office has fifteen working days from when it gets it."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="letters")
    number = models.CharField("文号", max_length=40, unique=True)
    to = models.CharField("发给", max_length=120)
    asks = models.TextField("请协助的事项")
    sent_on = models.DateField("发出的日子")
    received_on = models.DateField("对方收到的日子", null=True, blank=True)
    answered_on = models.DateField("回函的日子", null=True, blank=True)
    answer = models.TextField("回函的内容", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number


class PoliceTransfer(models.Model):
    """移送涉嫌犯罪案件: reported by two, decided by the chief, taken over or sent back."""

    docket = models.OneToOneField(Docket, on_delete=models.CASCADE, related_name="transfer")
    number = models.CharField("文号", max_length=40, unique=True)
    suspicion = models.TextField("涉嫌的罪名和事实")
    reported_on = models.DateField("报告的日子")
    approved = models.BooleanField("决定移送", null=True)
    decided_at = models.DateTimeField("决定的时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.TextField("决定的理由", blank=True)
    sent_at = models.DateTimeField("移送的时间", null=True, blank=True)
    sent_to = models.CharField("移送给", max_length=120, blank=True)
    taken = models.BooleanField("公安立案", null=True)
    answered_on = models.DateField("接到公安决定的日子", null=True, blank=True)
    answer = models.TextField("公安的决定", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="only_an_approved_transfer_is_sent",
                condition=Q(sent_at__isnull=True) | Q(approved=True),
            ),
        ]

    def __str__(self) -> str:
        return self.number
