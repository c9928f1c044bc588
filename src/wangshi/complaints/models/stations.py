"""维权服务站: who answers a consumer before anybody must decide, and what came of it."""

from django.db import models
from django.db.models import Q

from wangshi.registry.models import Operator

from .complaints import Complaint


class ServiceStation(models.Model):
    """消费维权服务站: of a platform, a site, a market or a firm; whom to ask there."""

    name = models.CharField("名称", max_length=80, unique=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="stations"
    )
    respondent_names = models.TextField("管哪些店（一行一个）", blank=True)
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("电话", max_length=40)
    rules = models.TextField("约定（先行赔付、无理由退货等）", blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """请站里先答复: when it was asked, what was answered, and whether that settled it."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="referral")
    station = models.ForeignKey(ServiceStation, on_delete=models.PROTECT, related_name="referrals")
    sent_at = models.DateTimeField("请答复的时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    settled = models.BooleanField("消费者认可，解决了", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="an_answer_of_a_station_has_its_words",
                condition=Q(answered_at__isnull=True, answer="", settled__isnull=True)
                | (Q(answered_at__isnull=False, settled__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.complaint_id}"
