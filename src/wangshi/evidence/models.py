"""Exhibits, their files, their custody, and the masked copies made of them. Facts only."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope

from .workflow import (
    ACT_TITLES,
    KIND_TITLES,
    ORDER_TITLES,
    ORDER_TONES,
    REPEATS,
    STATE_TITLES,
    STATE_TONES,
    ExhibitState,
    OrderState,
)


class Exhibit(models.Model):
    """电子证据: what two officers fixed, sealed in one package outside the database."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.HANDLED: "custodian_id",
    }

    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=200)
    kind = models.CharField("类别", max_length=10, choices=list(KIND_TITLES.items()))
    # 关于什么: `cases.clue:12`, named by the room that owns it; these stand above this room.
    subject = models.CharField("关于", max_length=80, blank=True, db_index=True)
    page_url = models.URLField("网址", max_length=500, blank=True)
    place = models.CharField("取证地点", max_length=200)
    method = models.TextField("提取方法和过程")
    content = models.TextField("提取内容")
    medium = models.CharField("原始存储介质名称及状态", max_length=200, blank=True)
    provider = models.CharField("被检查人、证据提供人", max_length=120, blank=True)
    started_at = models.DateTimeField("提取开始")
    ended_at = models.DateTimeField("提取结束")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="exhibits")
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_certificate = models.CharField("执法证号", max_length=30)
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_certificate = models.CharField("第二名执法证号", max_length=30)
    custodian = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="exhibits_in_custody"
    )
    # 交出了、接收人还没有点收；点收以前保管人不变.
    offered_to = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    offer_reason = models.CharField("移交事由", max_length=300, blank=True)
    received_at = models.DateTimeField("收下时间")
    state = models.CharField(
        "封存", max_length=8, choices=list(STATE_TITLES.items()), default=ExhibitState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("试过几次", default=0)
    fault = models.CharField("为什么还没封存", max_length=300, blank=True)
    sealed_at = models.DateTimeField("封存时间", null=True)
    manifest_sha256 = models.CharField("清单 SHA-256", max_length=64, blank=True, db_index=True)
    manifest_sm3 = models.CharField("清单 SM3", max_length=64, blank=True, db_index=True)
    log_index = models.BigIntegerField("日志第几条", null=True)
    # 还有时间戳没盖上的，什么时候再问.
    stamp_due_at = models.DateTimeField("再问时间戳", null=True)
    # 来时已经封好的包：收下的那个文件；本站封的空着.
    package_sha256 = models.CharField("收下的包 SHA-256", max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["package_sha256"],
                condition=~Q(package_sha256=""),
                name="a_package_is_taken_in_once",
            ),
            models.CheckConstraint(
                name="an_exhibit_is_fixed_by_two_officers",
                condition=~Q(first_officer=F("second_officer")),
            ),
            models.CheckConstraint(
                name="an_exhibit_has_its_digests_exactly_when_sealed",
                condition=Q(state=ExhibitState.SEALED, sealed_at__isnull=False)
                & ~Q(manifest_sha256="")
                | ~Q(state=ExhibitState.SEALED) & Q(sealed_at__isnull=True, manifest_sha256=""),
            ),
            models.CheckConstraint(
                name="an_extraction_ends_after_it_began",
                condition=Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_sealed(self) -> bool:
        return self.state == ExhibitState.SEALED

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]


class CaptureOrder(models.Model):
    """取证单: a page that two officers sent the capturing machine to, and what came of it."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.HANDLED: "first_officer_id",
    }

    subject = models.CharField("关于", max_length=80, blank=True, db_index=True)
    page_url = models.URLField("网址", max_length=500)
    mobile = models.BooleanField("用手机的样子打开", default=False)
    follow = models.CharField("接着点开", max_length=60, blank=True)
    reason = models.CharField("为什么取", max_length=300)
    place = models.CharField("取证地点", max_length=200)
    method = models.TextField("提取方法和过程")
    provider = models.CharField("被检查人、证据提供人", max_length=120, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_certificate = models.CharField("执法证号", max_length=30)
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_certificate = models.CharField("第二名执法证号", max_length=30)
    ordered_at = models.DateTimeField("什么时候派的")
    due_at = models.DateTimeField("什么时候取", db_index=True)
    # 隔几天再取一次，取到哪天为止；下一张在这一张开始取时才有.
    every_days = models.PositiveSmallIntegerField("隔几天", default=0)
    last_on = models.DateField("取到哪天为止", null=True)
    # 上一次放进队列、开始取的时刻：太久没有动静的，再放进去.
    moved_at = models.DateTimeField("上一次动")
    state = models.CharField(
        "走到哪一步", max_length=9, choices=list(ORDER_TITLES.items()), default=OrderState.WAITING
    )
    attempts = models.PositiveSmallIntegerField("取过几次", default=0)
    fate = models.CharField("没有取成的原因", max_length=16, blank=True)
    fault = models.CharField("没有取成的说明", max_length=500, blank=True)
    observed = models.CharField("看到的是什么", max_length=12, blank=True)
    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, null=True, related_name="order"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="a_capture_is_ordered_by_two_officers",
                condition=~Q(first_officer=F("second_officer")),
            ),
            models.CheckConstraint(
                name="a_kept_order_names_its_exhibit",
                condition=~Q(state=OrderState.KEPT) | Q(exhibit__isnull=False),
            ),
            models.CheckConstraint(
                name="a_failed_order_says_why",
                condition=~Q(state=OrderState.FAILED) | ~Q(fault=""),
            ),
            models.CheckConstraint(
                name="a_cancelled_order_says_why",
                condition=~Q(state=OrderState.CANCELLED) | ~Q(fault=""),
            ),
            models.CheckConstraint(
                name="a_repeated_order_says_until_when",
                condition=Q(every_days=0, last_on__isnull=True)
                | Q(every_days__gt=0, last_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"取证单 {self.pk}"

    @property
    def tone(self) -> str:
        return ORDER_TONES[self.state]

    @property
    def may_be_cancelled(self) -> bool:
        return self.state in (OrderState.SCHEDULED, OrderState.WAITING)

    @property
    def repeats(self) -> str:
        return REPEATS.get(self.every_days, f"每 {self.every_days} 天") if self.every_days else ""


class ExhibitFile(models.Model):
    """证据里的一个文件: its place in the package, and what it was called where it came from."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="files")
    place = models.CharField("包里的位置", max_length=60)
    name = models.CharField("原来的文件名", max_length=200)
    kind = models.CharField("类型", max_length=60)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    sm3 = models.CharField("SM3", max_length=64)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "place"], name="a_place_in_a_package_holds_one_file"
            ),
            models.UniqueConstraint(
                fields=["exhibit", "sha256"], name="a_file_stands_once_in_an_exhibit"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")

    @property
    def is_text(self) -> bool:
        return self.kind == "text/plain"


class CustodyEntry(models.Model):
    """保管链的一条: added and never changed; the database itself refuses (append_only.py)."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField("第几条")
    at = models.DateTimeField("时间")
    act = models.CharField("动作", max_length=12, choices=list(ACT_TITLES.items()))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("何人", max_length=80)
    reason = models.CharField("事由", max_length=300, blank=True)
    from_whom = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    to_whom = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField("事实", default=dict)
    sha256 = models.CharField("这一条和它前面各条的校验值", max_length=64)

    class Meta:
        ordering = ["exhibit_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "number"], name="custody_never_forks_at_a_number"
            ),
            models.CheckConstraint(
                name="a_hand_over_names_both_hands",
                condition=~Q(act="handed_over")
                | Q(from_whom__isnull=False, to_whom__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} 第 {self.number} 条"


class MaskedCopy(models.Model):
    """遮盖副本: a new package of its own that names what it was made of; the original stays."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "exhibit__department_id",
        Scope.HANDLED: "exhibit__custodian_id",
    }

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="copies")
    file = models.ForeignKey(ExhibitFile, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField("第几份")
    masks = models.JSONField("遮盖了哪里")
    reason = models.CharField("为什么遮、给谁看", max_length=300)
    kind = models.CharField("类型", max_length=60)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    manifest_sha256 = models.CharField("清单 SHA-256", max_length=64, db_index=True)
    manifest_sm3 = models.CharField("清单 SM3", max_length=64, db_index=True)
    made_at = models.DateTimeField("制作时间")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    stamp_due_at = models.DateTimeField("再问时间戳", null=True)
    caption = models.CharField("公开时的说明", max_length=200, blank=True)
    term = models.CharField("公示期依据", max_length=40, blank=True)
    published_at = models.DateTimeField("公开时间", null=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.CharField("撤下理由", max_length=300, blank=True)

    class Meta:
        ordering = ["exhibit_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibit", "number"], name="a_masked_copy_has_one_number_in_its_exhibit"
            ),
            models.CheckConstraint(
                name="a_masked_copy_is_published_by_somebody_for_a_term",
                condition=Q(published_at__isnull=True, published_by__isnull=True, term="")
                | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(term=""),
            ),
            models.CheckConstraint(
                name="a_masked_copy_is_withdrawn_after_it_was_published",
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit}遮盖副本{self.number}"

    @property
    def is_picture(self) -> bool:
        return self.kind.startswith("image/")


class ExhibitYear(models.Model):
    """编号: the last number given in a year, locked while the next is given."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"
