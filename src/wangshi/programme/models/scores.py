"""Score sheets frozen as they were, and the marks given under them."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.programme.workflow import SIDE_TITLES

from .plans import Plan


class ScoreSheet(models.Model):
    """评分表的一版: frozen with its digest, so that a score keeps the version it began under."""

    key = models.CharField("代号", max_length=40)
    title = models.CharField("名称", max_length=120)
    content = models.JSONField("内容")
    sha256 = models.CharField("校验值", max_length=64, unique=True)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    taken_at = models.DateTimeField("收入时间")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """一次自查自评: a plan against a sheet over a period."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assessments")
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField("名称", max_length=120)
    since = models.DateField("自")
    until = models.DateField("至")
    opened_at = models.DateTimeField("开始时间")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="an_assessment_ends_after_it_begins",
                condition=Q(since__lte=models.F("until")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Mark(models.Model):
    """打的一次分: the newest of a side stands; `basis` is what the evidence was at that moment."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField("指标编号", max_length=20)
    side = models.CharField("谁打的", max_length=8, choices=list(SIDE_TITLES.items()))
    points = models.DecimalField("分", max_digits=6, decimal_places=2)
    reason = models.CharField("理由", max_length=500)
    basis = models.JSONField("当时的依据", default=dict)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["assessment", "item", "side"], name="mark_by_item")]
        constraints = [
            models.CheckConstraint(name="points_are_never_negative", condition=Q(points__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"


class Dossier(models.Model):
    """做好的一份迎检材料: kept as it went out; rows are added and never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="dossiers")
    sha256 = models.CharField("目录的校验值", max_length=64)
    files = models.PositiveIntegerField("文件")
    figures = models.PositiveIntegerField("取数")
    missing = models.PositiveIntegerField("缺依据")
    at = models.DateTimeField("做好的时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.assessment} 第 {self.pk} 份迎检材料"
