"""What the rules found in a sighting, and what an officer made of it."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Town
from wangshi.cases.models import Clue
from wangshi.registry.models import Shop

from .listings import Sighting


class HitState(models.TextChoices):
    PENDING = "pending", "待复核"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "已排除"


class HitLevel(models.TextChoices):
    FAIL = "fail", "涉嫌违法"
    REVIEW = "review", "要查清事实"
    NOTE = "note", "提示"


class Hit(models.Model):
    """命中: a rule's suspicion about one sighting, until an officer confirms or dismisses it.

    The same words seen again are a `SeenAgain` of this hit, not a second hit; `follows` names
    the earlier hit when they came back after its clue was closed.
    """

    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="hits")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="hits")
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="hits"
    )
    rule = models.CharField("规则", max_length=60)
    rule_version = models.PositiveSmallIntegerField("规则版本", default=1)
    family = models.CharField("规则类", max_length=40, blank=True)
    title = models.CharField("规则名称", max_length=120, blank=True)
    violation = models.CharField("涉嫌违法行为", max_length=10)
    level = models.CharField("级别", max_length=8, choices=HitLevel.choices)
    harm = models.PositiveSmallIntegerField("危害", default=1)
    spans = models.JSONField("位置", default=list)
    quote = models.CharField("原话", max_length=300)
    article = models.CharField("依据", max_length=120)
    reason = models.TextField("为什么")
    fact_to_check = models.TextField("还要查清", blank=True)
    passage_sha256 = models.CharField("所在句子的校验值", max_length=64, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    state = models.CharField(
        "状态", max_length=10, choices=HitState.choices, default=HitState.PENDING
    )
    judged_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("判断时间", null=True, blank=True)
    ground = models.CharField("排除理由代码", max_length=40, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    exemptions = models.JSONField("勾选的除外情形", default=list, blank=True)
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="hits"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "-harm", "id"], name="hit_by_state"),
            models.Index(fields=["rule", "state"], name="hit_by_rule"),
            models.Index(fields=["family", "state"], name="hit_by_family"),
            models.Index(fields=["shop", "state"], name="hit_by_shop"),
            models.Index(fields=["violation", "state"], name="hit_by_violation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sighting", "rule"], name="a_rule_hits_a_sighting_once"
            ),
            models.CheckConstraint(
                name="a_hit_is_judged_exactly_when_it_is_not_pending",
                condition=Q(state=HitState.PENDING, judged_at__isnull=True, judged_by__isnull=True)
                | (
                    ~Q(state=HitState.PENDING) & Q(judged_at__isnull=False, judged_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="a_dismissed_hit_has_a_ground",
                condition=~Q(state=HitState.DISMISSED) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="only_a_confirmed_hit_becomes_a_clue",
                condition=Q(clue__isnull=True) | Q(state=HitState.CONFIRMED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.quote}"


class SeenAgain(models.Model):
    """又看到: the words of a hit, unchanged in a later sighting; its judgement is the hit's."""

    hit = models.ForeignKey(Hit, on_delete=models.CASCADE, related_name="again")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="again")
    spans = models.JSONField("位置", default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hit", "sighting"], name="a_hit_is_seen_again_once_in_a_sighting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hit_id} {self.sighting_id}"
