"""有关事项审批: what the handlers ask, and what the head who is not one of them answers."""

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.cases.models.questions import Question
from wangshi.penalties.workflow import MATTER_TITLES, Matter

from .dockets import Docket
from .measures import Measure


class Approval(Question):
    """请示: one matter of one case, answered once, never by whoever asked."""

    docket = models.ForeignKey(Docket, on_delete=models.CASCADE, related_name="approvals")
    matter = models.CharField("事项", max_length=10, choices=list(MATTER_TITLES.items()))
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals"
    )
    ground = models.CharField("情形", max_length=10, blank=True)
    days = models.PositiveSmallIntegerField("日数", default=0)
    leaving = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    coming = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    together = models.BooleanField("集体讨论", default=False)

    class Meta(Question.Meta):
        constraints = [
            *Question.Meta.constraints,
            models.UniqueConstraint(
                fields=["docket", "matter"],
                condition=Q(approved__isnull=True),
                name="a_case_asks_for_one_thing_once_at_a_time",
            ),
            models.CheckConstraint(
                name="a_recusal_names_who_leaves_and_who_comes",
                condition=~Q(matter=Matter.RECUSE) | Q(leaving__isnull=False, coming__isnull=False),
            ),
            models.CheckConstraint(
                name="a_question_about_a_measure_names_it",
                condition=~Q(matter__in=[Matter.MEASURE, Matter.PROLONG])
                | Q(measure__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.docket_id} {self.get_matter_display()}"
