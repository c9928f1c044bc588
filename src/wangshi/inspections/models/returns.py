"""平台报送的身份信息: a return of one window, its rows, and the receipts given for it."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Town
from wangshi.inspections.workflow import KIND_TITLES, ORIGIN_TITLES
from wangshi.registry.models import Operator, Platform, Shop


class IdentityReturn(models.Model):
    """身份信息报送: one list of one platform for one window (January or July)."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField("报送的是谁", max_length=10, choices=list(KIND_TITLES.items()))
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    origin = models.CharField("怎么来的", max_length=10, choices=list(ORIGIN_TITLES.items()))
    reported_on = models.DateField("平台报送日期", null=True, blank=True)
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("第一次导入时间")

    class Meta:
        ordering = ["-year", "-month", "platform_id", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "kind", "year", "month"],
                name="a_platform_returns_each_list_once_a_window",
            ),
            models.CheckConstraint(
                name="a_window_is_a_month_of_the_year", condition=Q(month__gte=1, month__lte=12)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.year} 年 {self.month} 月{self.get_kind_display()}"


class ReturnRow(models.Model):
    """报送的一行: who, where, how to be reached; an identity number is never kept whole."""

    identity_return = models.ForeignKey(
        IdentityReturn, on_delete=models.CASCADE, related_name="rows"
    )
    key = models.CharField("行键", max_length=64)
    row_number = models.PositiveBigIntegerField("行号")
    batch_id = models.BigIntegerField("导入批次")
    name = models.CharField("名称（姓名）", max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    person_key = models.CharField("身份证件号码的密钥摘要", max_length=64, blank=True)
    id_shown = models.CharField("身份证件号码（打码）", max_length=40, blank=True)
    address = models.CharField("实际经营地址", max_length=300, blank=True)
    phone = models.CharField("联系方式", max_length=40, blank=True)
    shop_name = models.CharField("网店名称", max_length=120, blank=True)
    url = models.URLField("网址链接", max_length=500, blank=True)
    account_id = models.CharField("直播账号", max_length=80, blank=True)
    agency = models.CharField("所属直播营销人员服务机构", max_length=200, blank=True)
    qualification = models.CharField("专业资质、职业职务", max_length=200, blank=True)
    exemption_ground = models.CharField("免于登记的情形", max_length=30, blank=True)
    over_mark = models.BooleanField("平台标示超过额度", default=False)
    turnover = models.DecimalField("年交易额", max_digits=14, decimal_places=2, null=True)
    lacking = models.JSONField("没有填的", default=list)
    digest = models.CharField("内容校验值", max_length=64)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="return_rows"
    )
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="return_rows"
    )

    class Meta:
        ordering = ["identity_return_id", "row_number"]
        indexes = [
            models.Index(
                fields=["person_key"], name="return_row_by_person", condition=~Q(person_key="")
            ),
            models.Index(fields=["key"], name="return_row_by_place"),
            models.Index(fields=["uscc"], name="return_row_by_code", condition=~Q(uscc="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_return", "key"], name="a_return_names_a_shop_once"
            ),
            models.CheckConstraint(
                name="a_row_has_a_code_or_a_person",
                condition=~Q(uscc="") | ~Q(person_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.shop_name or self.name


class ReturnReceipt(models.Model):
    """回执: what had been received at that moment, under a digest anybody can work out again."""

    identity_return = models.ForeignKey(
        IdentityReturn, on_delete=models.PROTECT, related_name="receipts"
    )
    number = models.CharField("回执号", max_length=40, unique=True)
    rows = models.PositiveIntegerField("收下几行")
    refused = models.PositiveIntegerField("没有收下几行")
    file_name = models.CharField("文件", max_length=200)
    file_sha256 = models.CharField("文件校验值", max_length=64)
    digest = models.CharField("内容校验值", max_length=64)
    issued_at = models.DateTimeField("开具时间")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number
