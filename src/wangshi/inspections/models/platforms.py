"""督促平台: what was found of a duty, and letters about a list of shops."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.inspections.workflow import ANSWER_TITLES, FINDING_TITLES
from wangshi.registry.models import Platform, Shop


class DutyCheck(models.Model):
    """看了一项职责: append-only; the newest one says how the duty stands."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="duty_checks")
    duty = models.CharField("哪一项", max_length=40)
    finding = models.CharField("看得怎么样", max_length=10, choices=list(FINDING_TITLES.items()))
    evidence = models.TextField("凭什么")
    page_url = models.URLField("网址", max_length=500, blank=True)
    looked_on = models.DateField("哪天看的")
    again_on = models.DateField("哪天复看", null=True, blank=True)
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["platform", "duty"], name="duty_check_by_duty")]
        constraints = [
            models.CheckConstraint(
                name="a_duty_not_met_is_looked_at_again",
                condition=Q(finding="met", again_on__isnull=True)
                | Q(finding="not_met", again_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.duty}"


class PlatformLetter(models.Model):
    """致平台函: one letter about a numbered list of shops, with a day to answer by."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="letters")
    number = models.CharField("编号", max_length=40, unique=True)
    matter = models.CharField("事由", max_length=30)
    demand = models.TextField("要平台做什么")
    sent_on = models.DateField("发出日期")
    answer_by = models.DateField("答复期限")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_answered_after_it_is_sent",
                condition=Q(answer_by__gt=models.F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LetterRow(models.Model):
    """函里的一行: one shop, under its number in the letter."""

    letter = models.ForeignKey(PlatformLetter, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField("序号")
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="letter_rows"
    )
    shop_name = models.CharField("网店名称", max_length=120)
    url = models.URLField("网址", max_length=500, blank=True)
    reason = models.CharField("为什么列入", max_length=300)

    class Meta:
        ordering = ["letter_id", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "place"], name="a_number_in_a_letter_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.place}"


class LetterAnswer(models.Model):
    """一行的进展: what the platform answered, or what an officer saw afterwards; append-only."""

    row = models.ForeignKey(LetterRow, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField("进展", max_length=12, choices=list(ANSWER_TITLES.items()))
    on = models.DateField("哪天")
    words = models.TextField("说明", blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.row} {self.get_kind_display()}"
