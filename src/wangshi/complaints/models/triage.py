"""分拣: what software read as the category, what a person said, and which model was asked."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account

from .complaints import Complaint


class TriageModel(models.Model):
    """训练出来的模型: added and never changed; the newest is the one that is asked."""

    trained_at = models.DateTimeField("训练时间")
    kept = models.BinaryField("模型")
    fingerprint = models.CharField("指纹", max_length=64)
    texts = models.PositiveIntegerField("留出来量的有几段")
    settled = models.PositiveIntegerField("其中能自动定的")
    right = models.PositiveIntegerField("自动定的里对的")
    brier = models.FloatField("把握准不准（Brier）")
    line = models.FloatField("从多少把握起自动定")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class Triage(models.Model):
    """一件的类别: as software read it (no `model`: the starting one), and as somebody decided."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="triage")
    model = models.ForeignKey(TriageModel, on_delete=models.PROTECT, null=True, blank=True)
    suggested = models.CharField("建议的类别", max_length=10, blank=True)
    certainty = models.FloatField("把握", default=0)
    words = models.JSONField("靠哪几个词", default=list)
    settled = models.BooleanField("软件定的", default=False)
    code = models.CharField("人定的类别", max_length=10, blank=True)
    judged_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("定的时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_category_is_said_by_somebody",
                condition=Q(code="", judged_by__isnull=True, judged_at__isnull=True)
                | (~Q(code="") & Q(judged_by__isnull=False, judged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_software_settled_has_a_suggestion",
                condition=Q(settled=False) | ~Q(suggested=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.code or self.suggested}"
