"""What others must answer about a clue: extensions, proposals, disputes, letters; and the case."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Scope
from wangshi.cases.workflow import DECIDED_BY_THE_HEAD, OUTCOME_TITLES, ClueOutcome

from .clues import Clue
from .questions import Question


class ClueExtension(Question):
    """延长: asked for by the handler, approved or refused by somebody else."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="extensions")

    class Meta(Question.Meta):
        constraints = [
            *Question.Meta.constraints,
            models.UniqueConstraint(
                fields=["clue"],
                condition=Q(approved=True) | Q(approved__isnull=True),
                name="a_clue_is_extended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} 延长"


class ClueProposal(Question):
    """提请审批: the one who checked asks the bureau head to file the clue or to decline it."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="proposals")
    outcome = models.CharField(
        "提请", max_length=14, choices=[(o, OUTCOME_TITLES[o]) for o in sorted(DECIDED_BY_THE_HEAD)]
    )
    ground = models.CharField("理由代码", max_length=40)
    cause = models.CharField("案由", max_length=200, blank=True)
    party = models.CharField("当事人", max_length=200, blank=True)
    second_officer = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Question.Meta):
        constraints = [
            *Question.Meta.constraints,
            models.CheckConstraint(
                name="a_filing_names_its_cause_party_and_second_officer",
                condition=~Q(outcome=ClueOutcome.FILED)
                | (~Q(cause="") & ~Q(party="") & Q(second_officer__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["clue"],
                condition=Q(approved__isnull=True),
                name="a_clue_has_one_open_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.get_outcome_display()}"


class Dispute(models.Model):
    """异议: the finder does not agree with how it ended."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="disputes")
    reason = models.TextField("理由")
    outcome = models.CharField("当时的结果", max_length=14, choices=list(OUTCOME_TITLES.items()))
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField("提出时间")
    reopened = models.BooleanField("重办", null=True)
    settled_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("复核时间", null=True, blank=True)
    settlement = models.TextField("复核意见", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_dispute_is_settled_with_its_reason",
                condition=Q(reopened__isnull=True, settled_by__isnull=True)
                | (
                    Q(reopened__isnull=False, settled_by__isnull=False, settled_at__isnull=False)
                    & ~Q(settlement="")
                ),
            ),
            models.CheckConstraint(
                name="nobody_settles_a_dispute_about_their_own_decision",
                condition=Q(settled_by__isnull=True)
                | (~Q(settled_by=F("decided_by")) & ~Q(settled_by=F("raised_by"))),
            ),
            models.UniqueConstraint(
                fields=["clue"],
                condition=Q(reopened__isnull=True),
                name="a_clue_has_one_open_dispute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} 异议"


class SupervisionLetter(models.Model):
    """督办单: an overdue clue is called for, with a number and a date to answer by."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="letters")
    number = models.CharField("文号", max_length=40, unique=True)
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    overdue = models.BooleanField("签发时已逾期")
    demand = models.TextField("要求")
    answer_by = models.DateField("答复期限")
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_letter_is_answered_by_somebody_with_words",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
            models.UniqueConstraint(
                fields=["clue"],
                condition=Q(answered_at__isnull=True),
                name="a_clue_has_one_open_letter",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Case(models.Model):
    """案件: opened by filing one clue; its clock starts on `filed_on`."""

    # The first officer is the clue's handler, of its own unit; the second may be of another.
    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "clue__department_id",
        Scope.HANDLED: "second_officer_id",
    }

    clue = models.OneToOneField(Clue, on_delete=models.PROTECT, related_name="case")
    number = models.CharField("案号", max_length=40, unique=True)
    cause = models.CharField("案由", max_length=200)
    party = models.CharField("当事人", max_length=200)
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField("立案日期")
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_case_has_two_officers",
                condition=~Q(first_officer=F("second_officer")),
            ),
            models.CheckConstraint(
                name="nobody_files_their_own_case",
                condition=~Q(filed_by=F("first_officer")) & ~Q(filed_by=F("second_officer")),
            ),
        ]

    def __str__(self) -> str:
        return self.number
