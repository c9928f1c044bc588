"""当场处罚: the summary procedure, without a filed case."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.engine.penalties import PartyKind

from .dockets import PARTY_TITLES


class SpotPenalty(models.Model):
    """当场行政处罚: a warning or a small fine, by two officers, filed within seven working days."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.HANDLED: "second_officer_id",
    }

    number = models.CharField("文号", max_length=40, unique=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    party = models.CharField("当事人", max_length=200)
    party_kind = models.CharField(
        "当事人是",
        max_length=12,
        choices=list(PARTY_TITLES.items()),
        default=PartyKind.ORGANISATION,
    )
    party_code = models.CharField("统一社会信用代码、证件号码", max_length=30, blank=True)
    party_address = models.CharField("住所（住址）", max_length=300, blank=True)
    facts = models.TextField("违法事实和证据")
    basis = models.TextField("处罚依据")
    violation = models.CharField("违法行为", max_length=10, blank=True)
    warning = models.BooleanField("警告", default=False)
    fine = models.DecimalField("罚款", max_digits=8, decimal_places=2, default=Decimal(0))
    statement = models.TextField("当事人的陈述、申辩", blank=True)
    place = models.CharField("地点", max_length=200)
    at = models.DateTimeField("时间")
    signed = models.CharField("签收情况", max_length=200)
    collected = models.CharField("当场收缴的票据号", max_length=60, blank=True)
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    archived_on = models.DateField("归档的日子", null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_penalty_on_the_spot_has_two_officers",
                condition=~Q(first_officer=F("second_officer")),
            ),
            models.CheckConstraint(
                name="a_penalty_on_the_spot_warns_or_fines",
                condition=Q(warning=True) | Q(fine__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.number
