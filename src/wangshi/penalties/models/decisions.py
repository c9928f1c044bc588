"""决定和公示: what was decided, by whom, whether it still stands, what the public reads of it."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account
from wangshi.penalties.workflow import OUTCOME_TITLES, UNDONE_TITLES, CaseOutcome

from .dockets import Docket
from .reports import Report, Sanction


class Decision(Sanction):
    """处理决定: by a head who neither investigated nor reviewed it."""

    docket = models.OneToOneField(Docket, on_delete=models.CASCADE, related_name="decision")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField("文号", max_length=40, unique=True)
    outcome = models.CharField("处理决定", max_length=12, choices=list(OUTCOME_TITLES.items()))
    reason = models.TextField("理由")
    adoption = models.TextField("陈述、申辩的采纳情况及理由", blank=True)
    decided_on = models.DateField("作出决定的日子")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    second_officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    discussed_on = models.DateField("集体讨论的日子", null=True, blank=True)
    discussion = models.TextField("集体讨论的人和意见", blank=True)
    late_reason = models.TextField("超过期限的原因", blank=True)
    undone = models.CharField(
        "后来", max_length=10, choices=list(UNDONE_TITLES.items()), blank=True
    )
    undone_on = models.DateField("变更、撤销的日子", null=True, blank=True)
    undone_words = models.TextField("变更、撤销的文书和理由", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            *Sanction.Meta.constraints,
            models.CheckConstraint(
                name="nobody_decides_a_case_of_their_own",
                condition=~Q(by=F("first_officer")) & ~Q(by=F("second_officer")),
            ),
            models.CheckConstraint(
                name="nobody_decides_what_they_reviewed", condition=~Q(by=F("reviewer"))
            ),
            models.CheckConstraint(
                name="a_penalty_is_decided_with_its_reasons",
                condition=~Q(outcome=CaseOutcome.PENALTY) | ~Q(adoption=""),
            ),
            models.CheckConstraint(
                name="a_decision_is_undone_on_a_day_with_words",
                condition=Q(undone="", undone_on__isnull=True)
                | (~Q(undone="") & Q(undone_on__isnull=False) & ~Q(undone_words="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Publication(models.Model):
    """公示: the summary and the masked text as the public reads them; withdrawn, never deleted."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="publication")
    party = models.CharField("当事人", max_length=200)
    offence = models.CharField("违法行为类型", max_length=200)
    content = models.CharField("行政处罚内容", max_length=600)
    text = models.TextField("决定书（遮过）")
    covered = models.PositiveSmallIntegerField("遮掉几处", default=0)
    level = models.CharField("公示期", max_length=10)
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField("制作的时间")
    published_on = models.DateField("公示的日子", null=True, blank=True)
    published_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField("撤回的日子", null=True, blank=True)
    withdrawn_words = models.CharField("撤回的理由", max_length=300, blank=True)
    ended_on = models.DateField("信用修复，提前停止公示的日子", null=True, blank=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        indexes = [models.Index(fields=["published_on"], name="publication_by_day")]
        constraints = [
            models.CheckConstraint(
                name="who_masked_a_decision_does_not_publish_it",
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="a_published_decision_knows_by_whom",
                condition=Q(published_on__isnull=True, published_by__isnull=True)
                | Q(published_on__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_withdrawal_gives_its_reason",
                condition=Q(withdrawn_on__isnull=True)
                | (Q(published_on__isnull=False) & ~Q(withdrawn_words="")),
            ),
            models.CheckConstraint(
                name="only_what_was_published_ends_early",
                condition=Q(ended_on__isnull=True) | Q(published_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} 公示"
