"""What the portal keeps: counts of use, tokens as digests, and texts left behind by consent."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account


class Usage(models.Model):
    """用量: how much one caller asked for in one stretch; an address is only a digest here."""

    caller = models.CharField(max_length=64)
    since = models.DateTimeField("这一段的开始")
    calls = models.PositiveIntegerField("次数", default=0)
    characters = models.PositiveBigIntegerField("字数", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "since"], name="a_caller_is_counted_once_in_a_stretch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.calls}"


class ApiToken(models.Model):
    """接口令牌: who may ask more over HTTP; the token itself is nowhere, only its SHA-256."""

    name = models.CharField("给谁、做什么", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    opening = models.CharField("开头几位", max_length=12)
    issued_at = models.DateTimeField("发放时间")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="issued_tokens")
    last_used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="revoked_tokens"
    )
    revoke_reason = models.CharField("收回理由", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_token_is_revoked_by_somebody_at_some_time",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_standing(self) -> bool:
        """在用."""
        return self.revoked_at is None


class Material(models.Model):
    """匿名材料: a text that its writer let the county keep; nothing tells whose it was."""

    kept_on = models.DateField("留下的日子")
    text = models.TextField("文字")
    product = models.CharField("卖的是什么", max_length=60, blank=True)
    context = models.CharField("写在哪里", max_length=20, blank=True)
    rules = models.JSONField("命中的规则", default=list)
    law_fingerprint = models.CharField("规则指纹", max_length=64)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kept_on} {self.text[:20]}"
