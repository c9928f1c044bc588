"""The plan as it was printed, and how each clause of it is read."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.programme.workflow import AIM_TITLES, PLAN_TITLES, PlanState


class Plan(models.Model):
    """方案的一版: the printed words never change; a correction of sense is a new reading."""

    version = models.PositiveSmallIntegerField("第几版", unique=True)
    previous = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following"
    )
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)
    text = models.TextField("全文")
    sha256 = models.CharField("全文校验值", max_length=64)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=list(PLAN_TITLES.items()), default=PlanState.DRAFT
    )
    reason = models.CharField("为什么有这一版", max_length=300, blank=True)
    imported_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField("导入时间")
    adopted_on = models.DateField("开始执行", null=True, blank=True)
    adopted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=[PlanState.DRAFT, PlanState.STANDING]),
                name="one_plan_stands_and_one_is_drafted",
            ),
            models.CheckConstraint(
                name="a_plan_is_adopted_exactly_when_it_left_draft",
                condition=Q(state=PlanState.DRAFT, adopted_on__isnull=True)
                | (~Q(state=PlanState.DRAFT) & Q(adopted_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.version} 版）"


class Clause(models.Model):
    """条款: its printed words, and the reading an editor answers for."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="clauses")
    path = models.CharField("编号", max_length=40)
    place = models.PositiveSmallIntegerField("次序")
    depth = models.PositiveSmallIntegerField("层次")
    kind = models.CharField("类别", max_length=10)
    words = models.TextField("原文")
    title = models.CharField("标题", max_length=300)
    leads = models.JSONField("牵头单位", default=list, blank=True)
    partners = models.JSONField("责任单位", default=list, blank=True)
    stage = models.CharField("阶段", max_length=40, blank=True)
    first_on = models.DateField("自", null=True, blank=True)
    last_on = models.DateField("至", null=True, blank=True)
    note = models.CharField("怎么理解", max_length=500, blank=True)
    aim = models.CharField(
        "三个促发展", max_length=12, choices=list(AIM_TITLES.items()), blank=True
    )
    piece_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="pieces"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["plan_id", "place"]
        constraints = [
            models.CheckConstraint(
                name="a_clause_is_a_piece_or_merged_never_both",
                condition=Q(piece_of__isnull=True) | Q(merged_into__isnull=True),
            ),
            models.UniqueConstraint(fields=["plan", "path"], name="a_path_stands_once_in_a_plan"),
            models.CheckConstraint(
                name="a_stage_has_both_its_days_in_order",
                condition=Q(first_on__isnull=True, last_on__isnull=True)
                | Q(first_on__lte=models.F("last_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.title}"


class ClauseCorrection(models.Model):
    """核对一条: what it read before and after; rows are added and never changed."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="corrections")
    before = models.JSONField("改前")
    after = models.JSONField("改后")
    reason = models.CharField("为什么", max_length=300)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.reason}"
