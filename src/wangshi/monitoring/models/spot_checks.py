"""What no rule hit: draws of such listings, and what an officer who read them found."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue

from .listings import Sighting, Sweep


class SpotCheckDraw(models.Model):
    """抽取: everything needed to draw the same listings again; rows are added and never changed.

    The frame is every listing seen in these sightings of the sweep and hit by no rule so far;
    the marks say how far sightings, hits and repeats had come.
    """

    sweep = models.ForeignKey(
        Sweep, on_delete=models.PROTECT, null=True, blank=True, related_name="spot_check_draws"
    )
    seed = models.CharField("种子", max_length=64)
    permille = models.PositiveSmallIntegerField("千分之几")
    after_sighting = models.BigIntegerField("此后的")
    through_sighting = models.BigIntegerField("直到")
    through_hit = models.BigIntegerField("命中直到")
    through_again = models.BigIntegerField("又看到直到")
    frame = models.PositiveIntegerField("没有命中的商品")
    flagged = models.PositiveIntegerField("有命中的商品")
    frame_sha256 = models.CharField("总体的校验值", max_length=64)
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    drawn_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    drawn_at = models.DateTimeField("抽取时间")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_draw_looks_at_later_sightings_only",
                condition=Q(through_sighting__gt=F("after_sighting")),
            ),
            models.CheckConstraint(
                name="a_draw_takes_up_to_all_of_them", condition=Q(permille__range=(1, 1000))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sweep or '零散导入'} {self.drawn_at:%Y-%m-%d}"


class SpotCheckState(models.TextChoices):
    PENDING = "pending", "待看"
    CLEAN = "clean", "没有问题"
    MISSED = "missed", "漏了"
    UNCLEAR = "unclear", "说不准"


class SpotCheck(models.Model):
    """抽中的一件: a listing no rule hit, until an officer has read it."""

    draw = models.ForeignKey(SpotCheckDraw, on_delete=models.PROTECT, related_name="checks")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="spot_checks")
    place = models.PositiveIntegerField("第几个抽中")
    state = models.CharField(
        "状态", max_length=8, choices=SpotCheckState.choices, default=SpotCheckState.PENDING
    )
    judged_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("判断时间", null=True, blank=True)
    violation = models.CharField("涉嫌违法行为", max_length=10, blank=True)
    quote = models.CharField("原话", max_length=300, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="spot_checks"
    )

    class Meta:
        ordering = ["draw_id", "place"]
        indexes = [models.Index(fields=["state", "id"], name="spot_check_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "sighting"], name="a_sighting_is_drawn_once_in_a_draw"
            ),
            models.CheckConstraint(
                name="a_spot_check_is_judged_exactly_when_it_is_not_pending",
                condition=Q(
                    state=SpotCheckState.PENDING, judged_at__isnull=True, judged_by__isnull=True
                )
                | (
                    ~Q(state=SpotCheckState.PENDING)
                    & Q(judged_at__isnull=False, judged_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="what_was_missed_names_the_violation_and_the_words",
                condition=~Q(state=SpotCheckState.MISSED) | (~Q(violation="") & ~Q(quote="")),
            ),
            models.CheckConstraint(
                name="only_what_was_missed_becomes_a_clue",
                condition=Q(clue__isnull=True) | Q(state=SpotCheckState.MISSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}-{self.place}"
