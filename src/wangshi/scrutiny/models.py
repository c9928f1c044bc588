"""Suspicions about registrations, premises, what is everybody's, letters to who cannot be found."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Town
from wangshi.cases.models import Clue
from wangshi.registry.models import Operator, Shop

from .workflow import (
    GROUND_TITLES,
    PLACE_TITLES,
    RESULT_TITLES,
    SORT_TITLES,
    STATE_TITLES,
    SuspicionState,
)


class Suspicion(models.Model):
    """登记疑点: what one recompute found, and what an officer made of it; no effect by itself.

    `identity` recognises it in the next recompute; `fingerprint` changes with the rows it rests
    on, so that one dismissed on other grounds shows that it has changed since.
    """

    identity = models.CharField("同一个疑点的键", max_length=64, unique=True)
    reason = models.CharField("哪一种", max_length=30)
    words = models.TextField("看到什么")
    weight = models.PositiveSmallIntegerField("先看谁", default=1)
    rows = models.JSONField("依据", default=list)
    fingerprint = models.CharField("依据的校验值", max_length=64)
    law_fingerprint = models.CharField("法规数据校验值", max_length=64)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="suspicions"
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="suspicions"
    )
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="suspicions"
    )
    found_on = models.DateField("哪天看到的")
    changed_on = models.DateField("哪天变的", null=True, blank=True)
    gone_on = models.DateField("哪天起不再看到", null=True, blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=list(STATE_TITLES.items()),
        default=SuspicionState.PENDING,
    )
    ground = models.CharField(
        "为什么排除", max_length=10, choices=list(GROUND_TITLES.items()), blank=True
    )
    note = models.CharField("说明", max_length=300, blank=True)
    judged_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_at = models.DateTimeField("判断时间", null=True, blank=True)
    judged_fingerprint = models.CharField("判断时依据的校验值", max_length=64, blank=True)
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="suspicions"
    )

    class Meta:
        ordering = ["-weight", "id"]
        indexes = [
            models.Index(fields=["state", "-weight", "id"], name="suspicion_by_state"),
            models.Index(fields=["reason", "state"], name="suspicion_by_reason"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_suspicion_is_judged_exactly_when_it_is_not_pending",
                condition=Q(
                    state=SuspicionState.PENDING, judged_at__isnull=True, judged_by__isnull=True
                )
                | (
                    ~Q(state=SuspicionState.PENDING)
                    & Q(judged_at__isnull=False, judged_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="a_dismissed_suspicion_has_its_ground",
                condition=Q(state=SuspicionState.DISMISSED) & ~Q(ground="")
                | ~Q(state=SuspicionState.DISMISSED) & Q(ground=""),
            ),
            models.CheckConstraint(
                name="a_suspicion_handed_over_has_its_clue",
                condition=Q(state=SuspicionState.HANDED, clue__isnull=False)
                | ~Q(state=SuspicionState.HANDED) & Q(clue__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def changed_since(self) -> bool:
        """判断以后依据又变了."""
        return self.judged_at is not None and self.judged_fingerprint != self.fingerprint


class Recompute(models.Model):
    """重新看一遍: when, over how many rows, what came out."""

    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("什么时候要的")
    ended_at = models.DateTimeField("什么时候看完", null=True, blank=True)
    operators = models.PositiveIntegerField("看了几个主体", default=0)
    shops = models.PositiveIntegerField("看了几家网店", default=0)
    found = models.PositiveIntegerField("看到几个疑点", default=0)
    fresh = models.PositiveIntegerField("新看到几个", default=0)
    changed = models.PositiveIntegerField("变了几个", default=0)
    gone = models.PositiveIntegerField("不再看到几个", default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_recompute_ends_after_it_is_asked",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at}"


class SharedPlace(models.Model):
    """大家共用的地址、电话: an agency's, a market's; a host address with how many it may hold."""

    sort = models.CharField("是什么", max_length=8, choices=list(SORT_TITLES.items()))
    value = models.CharField("地址或者电话", max_length=300)
    whose = models.CharField("是谁的", max_length=200)
    proof = models.CharField("凭什么", max_length=300)
    capacity = models.PositiveIntegerField("最多容几个主体", null=True, blank=True)
    since = models.DateField("从哪天起")
    declared_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField("登记时间")
    ended_on = models.DateField("到哪天为止", null=True, blank=True)
    end_reason = models.CharField("为什么不再是", max_length=200, blank=True)

    class Meta:
        ordering = ["sort", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["sort", "value"],
                condition=Q(ended_on__isnull=True),
                name="a_shared_place_stands_once",
            ),
            models.CheckConstraint(
                name="only_an_address_has_room",
                condition=Q(capacity__isnull=True) | Q(sort="address"),
            ),
            models.CheckConstraint(
                name="a_shared_place_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.value


class Premise(models.Model):
    """一照多址: one address of an operator, what it is for, on which proof, since when."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="premises")
    kind = models.CharField("做什么用", max_length=8, choices=list(PLACE_TITLES.items()))
    address = models.CharField("地址（网址）", max_length=300)
    purpose = models.CharField("具体用途", max_length=100, blank=True)
    proof = models.CharField("使用证明", max_length=200, blank=True)
    listed = models.BooleanField("执照上写着", default=False)
    outside = models.BooleanField("在登记机关辖区以外", default=False)
    trades = models.BooleanField("能下单付款", default=True)
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天为止", null=True, blank=True)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["operator_id", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "kind", "address"],
                condition=Q(until__isnull=True),
                name="an_address_of_an_operator_stands_once",
            ),
            models.CheckConstraint(
                name="a_premise_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class ContactLetter(models.Model):
    """专用信函: posted to the registered address of who cannot be reached; how it came back."""

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="contact_letters")
    number = models.CharField("编号", max_length=40, unique=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="second"
    )
    address = models.CharField("寄到哪里", max_length=300)
    postal_number = models.CharField("邮件号", max_length=40)
    why = models.CharField("为什么联系", max_length=200)
    sent_on = models.DateField("寄出日期")
    sent_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("记录时间")
    result = models.CharField(
        "怎么样了", max_length=8, choices=list(RESULT_TITLES.items()), blank=True
    )
    result_on = models.DateField("哪天", null=True, blank=True)
    result_words = models.CharField("谁签收的、为什么退回", max_length=200, blank=True)
    noted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["operator", "id"], name="letter_by_operator")]
        constraints = [
            models.CheckConstraint(
                name="a_letter_came_back_on_a_day_that_somebody_noted",
                condition=Q(result="", result_on__isnull=True, noted_by__isnull=True)
                | (~Q(result="") & Q(result_on__isnull=False, noted_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_letter_comes_back_after_it_was_sent",
                condition=Q(result_on__isnull=True) | Q(result_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PayeeSeen(models.Model):
    """收款人: whose name stood on the payment page of a shop on a trial purchase; added only."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="payees")
    payee = models.CharField("收款人", max_length=120)
    seen_on = models.DateField("哪天看到的")
    how = models.CharField("怎么看到的", max_length=200)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.payee


class PictureSeen(models.Model):
    """店里的一张照片, by its fingerprint alone: enough to see it again, the picture is not kept."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="pictures")
    fingerprint = models.CharField("指纹", max_length=16)
    what = models.CharField("照的是什么", max_length=120)
    seen_on = models.DateField("哪天看到的")
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "fingerprint"], name="a_picture_of_a_shop_is_noted_once"
            ),
        ]

    def __str__(self) -> str:
        return self.what
