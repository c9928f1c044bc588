"""Who sells without a shop page, how far they have come, and what was asked and declared."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Grid, Town
from wangshi.accounts.permissions import Scope
from wangshi.cases.models import Clue
from wangshi.engine.exemptions import OUTCOME_TITLES, SELLER_TITLES
from wangshi.growth.themes import SOURCE_TITLES as VALUE_SOURCE_TITLES
from wangshi.growth.themes import THEME_TITLES
from wangshi.growth.workflow import (
    CHANNEL_TITLES,
    SOURCE_TITLES,
    STATE_TITLES,
    STEP_TITLES,
    SellerState,
)
from wangshi.registry.models import Operator


class Seller(models.Model):
    """没有店铺的卖家（微商）: sells in groups, live rooms or videos; how far on the road."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.TOWN: "town_id",
        Scope.OWN: "found_by_id",
    }

    name = models.CharField("怎么称呼", max_length=80)
    channel = models.CharField("在哪里卖", max_length=8, choices=list(CHANNEL_TITLES.items()))
    account = models.CharField("群名、账号、直播间", max_length=120, blank=True)
    url = models.URLField("链接", max_length=500, blank=True)
    sells = models.CharField("卖什么", max_length=200)
    goods = models.JSONField("卖的种类", default=list, blank=True)
    person = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    place = models.CharField("住在哪里", max_length=200, blank=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="sellers")
    grid = models.ForeignKey(
        Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="sellers"
    )
    source = models.CharField("怎么发现的", max_length=10, choices=list(SOURCE_TITLES.items()))
    source_key = models.CharField("来源键", max_length=80, unique=True, null=True, blank=True)
    origin = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="sellers_found"
    )
    found_on = models.DateField("发现日期")
    found_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sellers_found")
    recorded_at = models.DateTimeField("登记时间")
    state = models.CharField(
        "走到哪一步", max_length=10, choices=list(STATE_TITLES.items()), default=SellerState.FOUND
    )
    remind_on = models.DateField("下次联系", null=True, blank=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="sellers"
    )
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="sellers"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["town", "state"], name="seller_by_town"),
            models.Index(fields=["state", "remind_on"], name="seller_by_reminder"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_licensed_seller_is_an_operator",
                condition=~Q(state=SellerState.LICENSED) | Q(operator__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SellerStep(models.Model):
    """走过的一步: rows are added and never changed."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("步骤", max_length=12, choices=list(STEP_TITLES.items()))
    target = models.CharField("走到", max_length=10, choices=list(STATE_TITLES.items()))
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("怎么说的", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["target", "seller"], name="seller_step_by_target")]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.name}"


class Guidance(models.Model):
    """问答: what the seller answered, and what the law made of it that day."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="guidances")
    who = models.CharField("谁在卖", max_length=6, choices=list(SELLER_TITLES.items()))
    goods = models.JSONField("卖的种类", default=list)
    turnover = models.PositiveBigIntegerField("一年大约卖多少（元）", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=list(OUTCOME_TITLES.items()))
    grounds = models.JSONField("免于登记的情形", default=list)
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    asked_on = models.DateField("问的日期")
    asked_at = models.DateTimeField("问的时间")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    words = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.outcome}"


class Declaration(models.Model):
    """自我声明: signed by the person on the grounds of a guidance; looked at again in time."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="declarations")
    guidance = models.OneToOneField(Guidance, on_delete=models.PROTECT, related_name="declaration")
    signed_on = models.DateField("签的日期")
    look_again_on = models.DateField("再看的日期")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("收到时间")
    ended_on = models.DateField("不再算数的日期", null=True, blank=True)
    end_reason = models.CharField("为什么", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller"],
                condition=Q(ended_on__isnull=True),
                name="a_seller_has_one_standing_declaration",
            ),
            models.CheckConstraint(
                name="a_declaration_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.signed_on}"


class Preparation(models.Model):
    """办照的一步办到哪里: the newest row of a step says how it stands."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="preparations")
    key = models.CharField("哪一步", max_length=20)
    done = models.BooleanField("办好了")
    words = models.CharField("说明", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.key}"


class FoodStart(models.Model):
    """食品网络经营报告: who began to sell food online on which day, and when it was reported."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.TOWN: "town_id"}

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="food_starts"
    )
    seller = models.ForeignKey(
        Seller, on_delete=models.PROTECT, null=True, blank=True, related_name="food_starts"
    )
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="food_starts")
    where = models.CharField("在哪里卖", max_length=120)
    started_on = models.DateField("开始网上卖的日期")
    reported_on = models.DateField("报告日期", null=True, blank=True)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")
    taken_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_food_start_is_somebodys",
                condition=Q(operator__isnull=False) | Q(seller__isnull=False),
            ),
            models.CheckConstraint(
                name="a_report_of_food_is_taken_by_somebody",
                condition=Q(reported_on__isnull=True, taken_by__isnull=True)
                | Q(reported_on__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_food_start_is_not_reported_before_it_began",
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where} {self.started_on}"


class ThemedEntry(models.Model):
    """专题名录的一条: who offers which product or service, under one of four themes."""

    theme = models.CharField("名录", max_length=10, choices=list(THEME_TITLES.items()))
    name = models.CharField("主体名称", max_length=200)
    product = models.CharField("产品、服务", max_length=120)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="themed_entries"
    )
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="themed_entries"
    )
    ended_on = models.DateField("移出日期", null=True, blank=True)
    end_reason = models.CharField("为什么移出", max_length=200, blank=True)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["theme", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "name", "product"], name="an_entry_of_a_theme_stands_once"
            ),
            models.CheckConstraint(
                name="an_entry_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.product}"


class EntryValue(models.Model):
    """名录里的一个数: from where, of which day; only added, the newest stands."""

    entry = models.ForeignKey(ThemedEntry, on_delete=models.PROTECT, related_name="values")
    field = models.CharField("哪一项", max_length=20)
    value = models.CharField("内容", max_length=200)
    source = models.CharField("来源", max_length=10, choices=list(VALUE_SOURCE_TITLES.items()))
    origin = models.CharField("出处", max_length=120)
    as_of = models.DateField("哪天的数")
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "field", "value", "source", "origin", "as_of"],
                name="the_same_value_is_noted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.value}"
