"""What the mailroom keeps: news for a person, its deliveries outside, and every attempt."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.engine.robots import RobotKind

from .workflow import (
    CHANNEL_TITLES,
    NEWS_TITLES,
    STATE_TITLES,
    Channel,
    DeliveryState,
    NewsKind,
)

KINDS = [(kind.value, NEWS_TITLES[kind]) for kind in NewsKind]
ROBOT_TITLES = {RobotKind.WECOM: "企业微信", RobotKind.DINGTALK: "钉钉"}


class Notice(models.Model):
    """通知: one thing that happened, told to one person once."""

    recipient = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField("什么事", max_length=10, choices=KINDS)
    key = models.CharField("哪一件事", max_length=120)
    words = models.CharField("怎么说", max_length=300)
    page = models.CharField("去哪里看", max_length=200)
    at = models.DateTimeField("时间")
    seen_at = models.DateTimeField("看过", null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["recipient", "seen_at", "at"], name="notices_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "key"], name="a_person_is_told_each_thing_once"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Mailbox(models.Model):
    """邮箱: where one person wants mail; without one nobody writes to them."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="mailbox")
    address = models.EmailField("邮箱", max_length=200)

    def __str__(self) -> str:
        return self.address


class Silence(models.Model):
    """不要的: this person does not want to hear this by this way."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="silences")
    kind = models.CharField("什么事", max_length=10, choices=KINDS)
    channel = models.CharField(
        "怎么告诉", max_length=6, choices=[(one.value, CHANNEL_TITLES[one]) for one in Channel]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "channel"], name="a_silence_is_asked_for_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.channel}"


class Robot(models.Model):
    """群机器人: a unit's group in 企业微信 or 钉钉; its address holds a key and is sealed."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="robots")
    name = models.CharField("群名", max_length=60)
    kind = models.CharField(
        "哪一家", max_length=10, choices=[(one.value, title) for one, title in ROBOT_TITLES.items()]
    )
    host = models.CharField("地址的主机", max_length=253)
    sealed = models.BinaryField("封起来的地址和密钥")
    seal_label = models.CharField("封条绑在", max_length=40, unique=True)
    kinds = models.JSONField("告诉哪些事", default=list)
    opened_at = models.DateTimeField("登记时间")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        ordering = ["department_id", "id"]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """投递: one piece of news to one mailbox or one group; the row is written with the verb."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, null=True, related_name="deliveries")
    kind = models.CharField("什么事", max_length=10, choices=KINDS)
    key = models.CharField("哪一件事", max_length=120)
    number = models.CharField("编号", max_length=80)
    page = models.CharField("去哪里看", max_length=200)
    letter = models.CharField("信的编号", max_length=32, unique=True)
    at = models.DateTimeField("时间")
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[(one.value, STATE_TITLES[one]) for one in DeliveryState],
        default=DeliveryState.WAITING,
    )
    not_before = models.DateTimeField("最早什么时候送")
    sent_at = models.DateTimeField("送到时间", null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["state", "not_before", "id"], name="deliveries_in_turn"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_delivery_goes_to_one_mailbox_or_one_group",
                condition=Q(account__isnull=False, robot__isnull=True)
                | Q(account__isnull=True, robot__isnull=False),
            ),
            models.CheckConstraint(
                name="a_delivery_is_dated_exactly_when_it_was_sent",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["account", "key"], name="a_mailbox_gets_each_thing_once"
            ),
            models.UniqueConstraint(fields=["robot", "key"], name="a_group_gets_each_thing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.state}"


class Attempt(models.Model):
    """一次投递: when it began and how it ended; one without an end died on the way."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    began_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True)
    sent = models.BooleanField("送到了", null=True)
    words = models.CharField("对方怎么说", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.began_at}"
