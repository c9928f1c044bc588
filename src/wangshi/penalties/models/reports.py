"""调查终结报告和审核: what was found and is proposed, and what somebody else makes of it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.penalties.workflow import OUTCOME_TITLES, REVIEW_TITLES, TIER_TITLES, CaseOutcome, Tier

from .dockets import Docket


class Sanction(models.Model):
    """罚什么: a warning, a fine, what is confiscated, other kinds; in yuan."""

    warning = models.BooleanField("警告", default=False)
    fine = models.DecimalField("罚款", max_digits=14, decimal_places=2, default=Decimal(0))
    income = models.DecimalField(
        "没收违法所得", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    goods = models.CharField("没收的物品", max_length=300, blank=True)
    goods_value = models.DecimalField(
        "物品的价值", max_digits=14, decimal_places=2, default=Decimal(0)
    )
    others = models.JSONField("别的处罚", default=list)
    others_words = models.CharField("别的处罚的内容", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="no_amount_of_a_%(class)s_is_below_nothing",
                condition=Q(fine__gte=0, income__gte=0, goods_value__gte=0),
            ),
        ]

    @property
    def money(self) -> Decimal:
        """要缴的钱."""
        return self.fine + self.income

    @property
    def is_nothing(self) -> bool:
        """一样也没有."""
        return not (self.warning or self.money or self.goods or self.others)

    @property
    def only_warning(self) -> bool:
        """仅警告."""
        return self.warning and not (self.money or self.goods or self.others)


class Report(Sanction):
    """调查终结报告: the six parts of 第四十八条; a new one each time it goes to review."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="reports")
    handling = models.CharField("处理意见", max_length=12, choices=list(OUTCOME_TITLES.items()))
    course = models.TextField("案件来源、调查经过")
    facts = models.TextField("调查认定的事实")
    proofs = models.TextField("主要证据")
    nature = models.TextField("违法行为性质")
    basis = models.TextField("处理依据")
    tier = models.CharField(
        "裁量阶次", max_length=10, choices=list(TIER_TITLES.items()), default=Tier.ORDINARY
    )
    discretion = models.TextField("自由裁量的理由")
    ground = models.CharField("不予处罚的理由", max_length=10, blank=True)
    asked = models.JSONField("逐项写明的事实", default=dict)
    weighty = models.JSONField("应当法制审核的情形", default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField("送审核的日子")

    class Meta:
        ordering = ["id"]
        constraints = [
            *Sanction.Meta.constraints,
            models.CheckConstraint(
                name="who_is_not_punished_has_a_ground_for_it",
                condition=~Q(handling__in=[CaseOutcome.NO_PENALTY, CaseOutcome.NOT_PROVEN])
                | ~Q(ground=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.docket_id} 调查终结报告"


class Review(models.Model):
    """审核: by somebody who handled nothing of it; its findings on the seven points."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField("种类", max_length=6, choices=list(REVIEW_TITLES.items()))
    received_on = models.DateField("接到的日子")
    passed = models.BooleanField("同意", null=True)
    opinion = models.TextField("审核意见", blank=True)
    answered_at = models.DateTimeField("审核的时间", null=True, blank=True)
    by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="nobody_reviews_a_case_of_their_own",
                condition=Q(by__isnull=True)
                | (~Q(by=F("first_officer")) & ~Q(by=F("second_officer"))),
            ),
            models.CheckConstraint(
                name="a_review_is_answered_by_somebody_with_words",
                condition=Q(passed__isnull=True, by__isnull=True, answered_at__isnull=True)
                | (
                    Q(passed__isnull=False, by__isnull=False, answered_at__isnull=False)
                    & ~Q(opinion="")
                ),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(passed__isnull=True),
                name="a_report_has_one_open_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.get_kind_display()}"
