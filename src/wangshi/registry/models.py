"""Who trades and where: operators, platforms, shops, live rooms, licences and permits."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Scope


class OperatorForm(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    SOLE_TRADER = "sole_trader", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社"
    PERSON = "person", "自然人"
    OTHER = "other", "其他"


class OperatorKind(models.TextChoices):
    """网络交易经营者四类: 网络交易监督管理办法 第七条."""

    PLATFORM = "platform", "平台经营者"
    IN_PLATFORM = "in_platform", "平台内经营者"
    SELF_SITE = "self_site", "自建网站经营者"
    OTHER_NETWORK = "other_network", "通过其他网络服务经营者"


class OperatorStatus(models.TextChoices):
    ACTIVE = "active", "存续"
    CANCELLED = "cancelled", "注销"
    REVOKED = "revoked", "吊销"
    MOVED = "moved", "迁出"
    UNKNOWN = "unknown", "不详"


class Operator(models.Model):
    """经营主体: one registered (or lawfully unregistered) trader, by its code."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "id"}

    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    source_key = models.CharField("来源键", max_length=80, unique=True)
    name = models.CharField("名称", max_length=200)
    # What search reads (search_index.py): engine.names.name_pairs(name), written with the name.
    name_grams = models.TextField("名称二字索引", blank=True, editable=False)
    form = models.CharField("组织形式", max_length=12, choices=OperatorForm.choices)
    kind = models.CharField(
        "网络经营者类别", max_length=14, choices=OperatorKind.choices, blank=True
    )
    status = models.CharField(
        "状态", max_length=10, choices=OperatorStatus.choices, default=OperatorStatus.UNKNOWN
    )
    person = models.CharField("法定代表人（经营者）", max_length=80, blank=True)
    capital = models.CharField("注册资本", max_length=60, blank=True)
    established_on = models.DateField("成立日期", null=True, blank=True)
    scope = models.TextField("经营范围", blank=True)
    address = models.CharField("住所（经营场所）", max_length=300, blank=True)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="operators"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    registration_exempt = models.BooleanField("依法免于登记", default=False)
    exemption_ground = models.CharField("免于登记的情形", max_length=30, blank=True)
    written_code = models.CharField("登记文件里写的代码（未通过校验）", max_length=60, blank=True)
    imported_at = models.DateTimeField("登记数据导入时间", null=True, blank=True)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True)
    version = models.PositiveIntegerField("改过几次", default=0, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["name"], name="operator_by_name"),
            models.Index(fields=["town", "form"], name="operator_by_town"),
            models.Index(fields=["phone"], name="operator_by_phone", condition=~Q(phone="")),
            models.Index(fields=["batch_id"], name="operator_by_batch"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_exempt_operator_names_its_ground",
                condition=Q(registration_exempt=True) & ~Q(exemption_ground="")
                | Q(registration_exempt=False, exemption_ground=""),
            ),
            models.CheckConstraint(
                name="an_operator_has_a_valid_code_or_keeps_the_written_one",
                condition=Q(uscc__isnull=True) | Q(written_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LinkState(models.TextChoices):
    PROPOSED = "proposed", "待核实"
    CONFIRMED = "confirmed", "已关联"
    REJECTED = "rejected", "不是这一家"
    UNDONE = "undone", "已解除"


class ShopLink(models.Model):
    """店铺归属: proposed with its evidence, or said by an officer; and who ended it, and why.

    What the software compared stays as it was: outcome, probability, both values of each field,
    the other operators in question, and the weights (SHA-256) under which it was said.
    """

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "operator_id"}

    shop = models.ForeignKey("Shop", on_delete=models.CASCADE, related_name="links")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="shop_links")
    state = models.CharField(
        "状态", max_length=10, choices=LinkState.choices, default=LinkState.CONFIRMED
    )
    reasons = models.JSONField("理由", default=list)
    note = models.CharField("说明", max_length=300, blank=True)
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    outcome = models.CharField("匹配结果", max_length=8, blank=True)
    probability = models.FloatField("概率", null=True, blank=True)
    why = models.CharField("一行理由", max_length=400, blank=True)
    evidence = models.JSONField("逐项依据", default=list)
    rivals = models.JSONField("别的可能", default=list)
    log_odds = models.FloatField("对数几率", null=True, blank=True)
    standing = models.CharField("依据的类别", max_length=8, blank=True)
    weights = models.CharField("权重的指纹", max_length=64, blank=True)
    linked_at = models.DateTimeField("关联时间", null=True, blank=True)
    linked_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField("解除原因", max_length=400, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["-probability", "id"],
                name="link_waiting",
                condition=Q(state=LinkState.PROPOSED),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shop"],
                condition=Q(state=LinkState.CONFIRMED),
                name="a_shop_belongs_to_one_operator_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["shop"],
                condition=Q(state=LinkState.PROPOSED),
                name="a_shop_has_one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                name="a_link_is_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_link_was_made_and_ended_as_its_state_says",
                condition=Q(state=LinkState.PROPOSED, linked_by=None, ended_by=None)
                | Q(state=LinkState.CONFIRMED, linked_by__isnull=False, ended_by=None)
                | Q(state=LinkState.REJECTED, linked_by=None, ended_by__isnull=False)
                | Q(state=LinkState.UNDONE, linked_by__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_link_of_somebody_has_its_time",
                condition=Q(linked_at__isnull=True, linked_by__isnull=True)
                | Q(linked_at__isnull=False, linked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shop} → {self.operator}"


class Platform(models.Model):
    """平台: where shops stand; its operator may live in another province."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    domain = models.CharField("域名", max_length=100, blank=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="platforms"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Shop(models.Model):
    """网店: one place on one platform; who runs it may not be known yet."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "operator_id"}

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="shops")
    external_id = models.CharField("平台店铺号", max_length=80)
    name = models.CharField("店名", max_length=120)
    name_grams = models.TextField("店名二字索引", blank=True, editable=False)
    url = models.URLField("网址", max_length=500, blank=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="shops"
    )
    operator_confirmed_at = models.DateTimeField("主体确认时间", null=True, blank=True)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="shops"
    )
    shown_name = models.CharField("亮照名称", max_length=200, blank=True)
    shown_uscc = models.CharField("亮照代码", max_length=30, blank=True)
    phone = models.CharField("客服电话", max_length=40, blank=True)
    closed_on = models.DateField("关闭日期", null=True, blank=True)
    version = models.PositiveIntegerField("改过几次", default=0, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["name"], name="shop_by_name"),
            models.Index(fields=["url"], name="shop_by_url", condition=~Q(url="")),
            models.Index(fields=["phone"], name="shop_by_phone", condition=~Q(phone="")),
            models.Index(
                fields=["shown_uscc"], name="shop_by_shown_code", condition=~Q(shown_uscc="")
            ),
            models.Index(
                fields=["shown_name"], name="shop_by_shown_name", condition=~Q(shown_name="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "external_id"], name="a_shop_has_one_number_on_its_platform"
            ),
            models.CheckConstraint(
                name="a_confirmed_shop_has_an_operator",
                condition=Q(operator_confirmed_at__isnull=True) | Q(operator__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LiveRoom(models.Model):
    """直播间: an account that sells live; its operator may differ from the seller."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="live_rooms")
    account_id = models.CharField("直播账号", max_length=80)
    name = models.CharField("名称", max_length=120)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="live_rooms"
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="live_rooms"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "account_id"], name="a_live_room_has_one_account"
            )
        ]

    def __str__(self) -> str:
        return self.name


class BusinessLicence(models.Model):
    """营业执照: one issue of an operator's licence, as registered."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="licences")
    number = models.CharField("证照号", max_length=40)
    issuer = models.CharField("登记机关", max_length=80, blank=True)
    issued_on = models.DateField("核准日期", null=True, blank=True)
    valid_to = models.DateField("有效期至", null=True, blank=True)
    online_only = models.BooleanField("仅通过网络开展经营活动", default=False)

    class Meta:
        ordering = ["operator_id", "issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "number", "issued_on"],
                name="an_issue_of_a_licence_is_written_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Permit(models.Model):
    """许可证（备案）: its kind is a row of law/codes/permits.yaml."""

    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, related_name="permits")
    kind = models.CharField("种类", max_length=40)
    number = models.CharField("证号", max_length=60)
    valid_from = models.DateField("有效期自", null=True, blank=True)
    valid_to = models.DateField("有效期至", null=True, blank=True)

    class Meta:
        ordering = ["operator_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="a_permit_has_one_number"),
            models.CheckConstraint(
                name="a_permit_ends_after_it_begins",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Representation(models.Model):
    """代表: which account speaks for an operator, who checked that, from when to when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="representations")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="representations")
    reason = models.CharField("怎么核对的", max_length=200)
    bound_at = models.DateTimeField("绑定时间")
    bound_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("解除时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField("解除原因", max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "operator"],
                condition=Q(ended_at__isnull=True),
                name="an_account_represents_an_operator_once_at_a_time",
            ),
            models.CheckConstraint(
                name="nobody_binds_their_own_account", condition=~Q(account=F("bound_by"))
            ),
            models.CheckConstraint(
                name="a_representation_is_ended_by_somebody_with_a_reason",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} → {self.operator}"


class Remark(models.Model):
    """资料不对: what the operator says is wrong in the facts we hold, and what an officer found."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.REPRESENTED: "operator_id"}

    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="remarks")
    words = models.TextField("哪里不对")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("提出时间")
    upheld = models.BooleanField("确实不对", null=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"],
                condition=Q(upheld__isnull=True),
                name="an_operator_has_one_open_remark",
            ),
            models.CheckConstraint(
                name="a_remark_is_answered_by_somebody_with_words",
                condition=Q(upheld__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(upheld__isnull=False, answered_by__isnull=False, answered_at__isnull=False)
                    & ~Q(answer="")
                ),
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_remark",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operator} {self.words[:20]}"
