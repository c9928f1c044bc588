"""举报: what somebody tells of a violation; it becomes a clue, or is told to go elsewhere."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Scope
from wangshi.cases.models import Clue
from wangshi.complaints.workflow import (
    OUTCOME_TITLES,
    REPORT_TITLES,
    TOLD_TITLES,
    ReportOutcome,
    ReportState,
)

from .letters import Letter
from .respondents import AboutSomebody


class ViolationReport(AboutSomebody):
    """举报: only the desk reads it; whoever checks the clue never learns who reported."""

    reach: ClassVar[Mapping[Scope, str]] = {}

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="report")
    number = models.CharField("编号", max_length=40, unique=True)
    external_number = models.CharField(
        "12315 编号", max_length=40, unique=True, null=True, blank=True
    )
    state = models.CharField(
        "走到哪一步",
        max_length=10,
        choices=list(REPORT_TITLES.items()),
        default=ReportState.RECEIVED,
    )
    text = models.TextField("反映的事实")
    violation = models.CharField("涉嫌违法行为", max_length=10, blank=True)
    outcome = models.CharField(
        "去向", max_length=10, choices=list(OUTCOME_TITLES.items()), blank=True
    )
    clue = models.ForeignKey(
        Clue, on_delete=models.PROTECT, null=True, blank=True, related_name="violation_reports"
    )
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="repeats"
    )
    reason = models.TextField("理由", blank=True)
    decided_on = models.DateField("决定的日子", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice = models.CharField("要告知结果的情形", max_length=30, blank=True)
    told_on = models.DateField("告知的日子", null=True, blank=True)
    told_by = models.CharField(
        "怎么告知的", max_length=8, choices=list(TOLD_TITLES.items()), blank=True
    )
    told_words = models.TextField("怎么告知的内容", blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state"], name="report_by_state"),
            models.Index(fields=["respondent_name"], name="report_by_respondent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_report_is_decided_exactly_when_it_left_receipt",
                condition=Q(state=ReportState.RECEIVED, outcome="", decided_by__isnull=True)
                | (~Q(state=ReportState.RECEIVED) & ~Q(outcome="") & Q(decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_report_that_became_a_clue_names_it",
                condition=~Q(outcome__in=[ReportOutcome.CLUE, ReportOutcome.MERGED])
                | Q(clue__isnull=False),
            ),
            models.CheckConstraint(
                name="a_repeated_report_names_the_first_one",
                condition=~Q(outcome__in=[ReportOutcome.MERGED, ReportOutcome.REPEATED])
                | Q(same_as__isnull=False),
            ),
            models.CheckConstraint(
                name="a_report_sent_elsewhere_was_told_so",
                condition=~Q(outcome=ReportOutcome.ELSEWHERE) | Q(told_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.respondent_name}"
