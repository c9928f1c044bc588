"""What was seen where: sweeps, listings and sightings."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.registry.models import Shop


class SweepKind(models.TextChoices):
    DAILY = "daily", "日常监测"
    SPECIAL = "special", "专项监测"
    FOCUS = "focus", "重点监测"
    URGENT = "urgent", "应急监测"


class Sweep(models.Model):
    """监测: a stretch of watching with a purpose; listings and hits belong to it."""

    title = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=8, choices=SweepKind.choices)
    purpose = models.TextField("目的和范围", blank=True)
    rule_families = models.JSONField("只用这些规则类", default=list, blank=True)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束", null=True, blank=True)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("安排时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    conclusion = models.TextField("监测结论", blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_sweep_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="a_sweep_is_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Listing(models.Model):
    """商品信息: one offer of one shop, whatever it said and when."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="listings")
    external_id = models.CharField("平台商品号", max_length=80)
    title = models.CharField("商品名称", max_length=500)
    first_seen_at = models.DateTimeField("首次看到")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "external_id"], name="a_listing_has_one_number_in_its_shop"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Sighting(models.Model):
    """一次看到的内容: rows are added and never changed."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="sightings")
    sweep = models.ForeignKey(
        Sweep, on_delete=models.PROTECT, null=True, blank=True, related_name="sightings"
    )
    batch_id = models.BigIntegerField("导入批次", null=True, db_index=True)
    seen_at = models.DateTimeField("看到时间")
    title = models.CharField("商品名称", max_length=500)
    detail = models.TextField("详情", blank=True)
    category = models.TextField("类目", blank=True)
    specification = models.TextField("规格", blank=True)
    price = models.DecimalField("现价", max_digits=12, decimal_places=2, null=True)
    reference_price = models.DecimalField("原价", max_digits=12, decimal_places=2, null=True)
    promotion = models.TextField("活动", blank=True)
    sales = models.PositiveIntegerField("销量", null=True)
    stock = models.IntegerField("库存", null=True)
    shelf = models.TextField("货架", blank=True)
    barcode = models.TextField("条码", blank=True)
    page_url = models.TextField("网址", blank=True)
    image_url = models.TextField("图片", blank=True)
    extra = models.JSONField("其他列", default=dict)
    content_sha256 = models.CharField("内容校验值", max_length=64)
    screened_with = models.CharField("筛查用的规则版本", max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["seen_at"], name="sighting_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "seen_at"], name="a_listing_is_seen_once_at_a_moment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.seen_at:%Y-%m-%d %H:%M}"

    @property
    def text(self) -> str:
        """页面原文: what is screened, and what the spans of its hits count in."""
        return "\n".join(part for part in (self.title, self.detail) if part)
