"""来件: one thing that came in, and who wrote it, kept apart and sealed."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.complaints.workflow import AGENCY_TITLES, ASKED_TITLES, Agency


class Letter(models.Model):
    """来件: by web, telephone, post, window or 12315; it leads to one matter or to two."""

    asked = models.CharField("要什么", max_length=10, choices=list(ASKED_TITLES.items()))
    channel = models.CharField("渠道", max_length=10)
    text = models.TextField("来件原文")
    source_key = models.CharField("来源键", max_length=80, unique=True)
    code_mark = models.CharField("进度码的记号", max_length=64, unique=True)
    agency = models.CharField(
        "谁在投诉", max_length=6, choices=list(AGENCY_TITLES.items()), default=Agency.SELF
    )
    agency_note = models.CharField("委托、共同投诉的说明", max_length=300, blank=True)
    may_publish = models.BooleanField("同意公示投诉信息", default=False)
    may_delegate = models.BooleanField("同意委托调解", default=False)
    received_at = models.DateTimeField("收到时间")
    received_on = models.DateField("收到日期")
    taken_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
    written = models.JSONField("导入表里的原话", default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["received_on"], name="letter_by_day")]

    def __str__(self) -> str:
        return f"{self.received_on} {self.get_asked_display()}"


class Identity(models.Model):
    """身份: of whoever wrote the letter; sealed, with keyed digests to compare by."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="identity")
    sealed = models.BinaryField("封存的身份")
    is_named = models.BooleanField("实名")
    person_mark = models.CharField("同一个人的记号", max_length=64, blank=True, db_index=True)
    phone_mark = models.CharField("同一电话的记号", max_length=64, blank=True, db_index=True)
    address_mark = models.CharField("同一地址的记号", max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_named_identity_can_be_told_from_others",
                condition=Q(is_named=False) | ~Q(person_mark=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}"
