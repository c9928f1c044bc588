"""投诉: a consumer's dispute on its way from receipt to its ending; facts only."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.cases.models import Clue
from wangshi.complaints.workflow import (
    STATE_TITLES,
    STEP_TITLES,
    TOLD_TITLES,
    WRITTEN_TITLES,
    ComplaintState,
)
from wangshi.engine.consumer import Shower

from .letters import Letter
from .respondents import AboutSomebody

SHOWER_TITLES = {each: each.words for each in Shower}


class Complaint(AboutSomebody):
    """投诉: what is disputed and wanted, who mediates, how it ended."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.HANDLED: "mediator_id",
    }

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="complaint")
    number = models.CharField("编号", max_length=40, unique=True)
    external_number = models.CharField(
        "12315 编号", max_length=40, unique=True, null=True, blank=True
    )
    state = models.CharField(
        "走到哪一步",
        max_length=10,
        choices=list(STATE_TITLES.items()),
        default=ComplaintState.RECEIVED,
    )
    text = models.TextField("争议的事实")
    goods = models.CharField("买了什么", max_length=200)
    goods_kind = models.CharField("商品的种类", max_length=12, default="other")
    dispute = models.CharField("争议的种类", max_length=20)
    order_number = models.CharField("订单号", max_length=80, blank=True)
    price = models.DecimalField("价款", max_digits=12, decimal_places=2, null=True, blank=True)
    got_on = models.DateField("收到商品、接受服务的日子", null=True, blank=True)
    knew_on = models.DateField("知道有问题的日子")
    wants = models.JSONField("要商家做什么", default=list)
    amount = models.DecimalField("要多少", max_digits=12, decimal_places=2, null=True, blank=True)
    problem = models.CharField("12315 问题类别", max_length=10, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    decided_on = models.DateField("作出受理决定的日子", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    refusal = models.CharField("不予受理的理由", max_length=10, blank=True)
    mediator = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="mediations"
    )
    delegated_to = models.CharField("委托调解的组织", max_length=80, blank=True)
    mediated_on = models.DateField("双方同意调解的日子", null=True, blank=True)
    meeting = models.CharField("现场调解的时间、地点", max_length=200, blank=True)
    ended_on = models.DateField("调解结束的日子", null=True, blank=True)
    ending = models.CharField("终止的情形", max_length=10, blank=True)
    agreement = models.TextField("协议内容", blank=True)
    recovered = models.DecimalField(
        "退赔金额", max_digits=12, decimal_places=2, null=True, blank=True
    )
    written = models.CharField(
        "调解书", max_length=10, choices=list(WRITTEN_TITLES.items()), blank=True
    )
    reason = models.TextField("理由", blank=True)
    told_on = models.DateField("告知的日子", null=True, blank=True)
    told_by = models.CharField(
        "怎么告知的", max_length=8, choices=list(TOLD_TITLES.items()), blank=True
    )
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "department"], name="complaint_by_state"),
            models.Index(fields=["respondent_name"], name="complaint_by_respondent"),
            models.Index(fields=["order_number"], name="complaint_by_order"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_complaint_that_left_receipt_was_decided_or_withdrawn",
                condition=Q(state__in=[ComplaintState.RECEIVED, ComplaintState.WITHDRAWN])
                | Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refused_complaint_has_its_ground_and_was_told",
                condition=~Q(state=ComplaintState.REFUSED)
                | (~Q(refusal="") & ~Q(reason="") & Q(told_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_mediated_complaint_has_a_mediator_and_a_unit",
                condition=~Q(state=ComplaintState.MEDIATING)
                | Q(mediator__isnull=False, department__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_complaint_ended_in_one_of_the_eight_ways_or_in_agreement",
                condition=~Q(state__in=[ComplaintState.ENDED, ComplaintState.CLOSED])
                | (
                    Q(ended_on__isnull=False)
                    & (Q(ending="") | Q(agreement=""))
                    & ~Q(ending="", agreement="")
                ),
            ),
            models.CheckConstraint(
                name="an_ended_complaint_is_closed_by_telling_both_sides",
                condition=~Q(state=ComplaintState.CLOSED) | Q(ending="") | Q(told_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.respondent_name}"


class ComplaintStep(models.Model):
    """走过的一步: rows are added and never changed; nobody as `by` is the complainant."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("步骤", max_length=12, choices=list(STEP_TITLES.items()))
    target = models.CharField("走到", max_length=10, choices=list(STATE_TITLES.items()))
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("怎么说的", blank=True)
    article = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.name}"


class ComplaintPause(models.Model):
    """鉴定、检测: days that do not count towards the term of mediation."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="pauses")
    ground = models.CharField("事由", max_length=20)
    first_on = models.DateField("自")
    last_on = models.DateField("至", null=True, blank=True)
    institution = models.CharField("鉴定、检测机构", max_length=120)
    finding = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(last_on__isnull=True),
                name="a_complaint_has_one_open_appraisal",
            ),
            models.CheckConstraint(
                name="an_appraisal_ends_after_it_began",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.first_on}"


class Proof(models.Model):
    """要谁举什么证: by which day; shown, or recorded as not shown."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="proofs")
    key = models.CharField("哪一项", max_length=30)
    title = models.CharField("要举的证", max_length=200)
    shower = models.CharField("谁举证", max_length=10, choices=list(SHOWER_TITLES.items()))
    why = models.CharField("为什么", max_length=200)
    article = models.CharField("依据", max_length=100, blank=True)
    asked_on = models.DateField("要求的日子")
    due_on = models.DateField("什么时候以前")
    shown_on = models.DateField("收到的日子", null=True, blank=True)
    not_shown_on = models.DateField("记为没有举证的日子", null=True, blank=True)
    words = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "key"], name="a_proof_is_asked_for_once_in_a_complaint"
            ),
            models.CheckConstraint(
                name="a_proof_is_not_both_shown_and_not_shown",
                condition=Q(shown_on__isnull=True) | Q(not_shown_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ComplaintLink(models.Model):
    """连起来的两件: near-duplicates stay two records, and know of one another."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="linked_from")
    words = models.CharField("为什么", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "other"], name="two_complaints_are_linked_once"
            ),
            models.CheckConstraint(
                name="a_complaint_is_not_linked_to_itself", condition=~Q(complaint=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.other_id}"
