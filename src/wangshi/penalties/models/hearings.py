"""告知以后: what the party says, and the hearing where it asks for one."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account

from .dockets import Docket
from .reports import Report


class Statement(models.Model):
    """陈述申辩: what was said, and what came of it when it was looked into."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="statements")
    on = models.DateField("提出的日子")
    words = models.TextField("事实、理由和证据")
    adopted = models.BooleanField("采纳")
    why = models.TextField("复核的情况和理由")
    late = models.BooleanField("期满以后提出的", default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.docket_id} 陈述申辩"


class Hearing(models.Model):
    """听证: asked for in time, announced seven working days before, led by no investigator."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="hearing")
    asked_on = models.DateField("提出的日子")
    notified_on = models.DateField("通知的日子", null=True, blank=True)
    held_on = models.DateField("举行的日子", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    chair = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.TextField("听证报告的意见", blank=True)
    ended_on = models.DateField("结束的日子", null=True, blank=True)
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="no_investigator_leads_the_hearing",
                condition=Q(chair__isnull=True)
                | (~Q(chair=F("first_officer")) & ~Q(chair=F("second_officer"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} 听证"
