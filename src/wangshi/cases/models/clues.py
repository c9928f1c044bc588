"""Clues: facts only; due dates are questions."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Account, Department, Grid, Town
from wangshi.accounts.permissions import Scope
from wangshi.cases.workflow import (
    DECIDED_BY_THE_HEAD,
    OUTCOME_TITLES,
    SOURCE_TITLES,
    STATE_TITLES,
    ClueOutcome,
    ClueState,
)
from wangshi.registry.models import Operator, Shop

UNDECIDED = [ClueState.REPORTED, ClueState.ASSIGNED, ClueState.CHECKING]


class Clue(models.Model):
    """线索: a suspected violation that someone must verify in time, and answer for."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "department_id",
        Scope.TOWN: "town_id",
        Scope.HANDLED: "handler_id",
        Scope.OWN: "reported_by_id",
    }

    number = models.CharField("编号", max_length=40, unique=True)
    source = models.CharField("来源", max_length=12, choices=list(SOURCE_TITLES.items()))
    source_key = models.CharField("来源键", max_length=80, unique=True, null=True, blank=True)
    external_number = models.CharField("外部编号（如 12315 单号）", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    detail = models.TextField("情况", blank=True)
    quote = models.TextField("原话", blank=True)
    violation = models.CharField("涉嫌违法行为", max_length=10, blank=True)
    rule = models.CharField("规则", max_length=60, blank=True)
    law_fingerprint = models.CharField("法规数据校验值", max_length=64, blank=True)
    harm = models.PositiveSmallIntegerField("危害", default=1)
    harm_reason = models.CharField("危害的理由", max_length=200, blank=True)
    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, null=True, blank=True, related_name="clues"
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="clues"
    )
    suspect_name = models.CharField("店名或账号（报的人说的）", max_length=120, blank=True)
    page_url = models.URLField("网址", max_length=500, blank=True)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="clues"
    )
    grid = models.ForeignKey(
        Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="clues"
    )
    place = models.CharField("地点", max_length=200, blank=True)
    reported_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="reported_clues"
    )
    received_at = models.DateTimeField("登记时间")
    found_on = models.DateField("发现（收到）日期")
    state = models.CharField(
        "状态", max_length=12, choices=list(STATE_TITLES.items()), default=ClueState.REPORTED
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="clues"
    )
    handler = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="handled_clues"
    )
    outcome = models.CharField(
        "办理结果", max_length=14, choices=list(OUTCOME_TITLES.items()), blank=True
    )
    ground = models.CharField("理由代码", max_length=40, blank=True)
    decision_reason = models.TextField("理由", blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_clues"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    transferred_to = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="received_clues"
    )
    transferred_out = models.CharField("移送给（县外、司法机关）", max_length=120, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    replied_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="replied_clues"
    )
    reopened_on = models.DateField("重办日期", null=True, blank=True)
    came_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="handed_on"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["state", "department"], name="clue_by_state"),
            models.Index(fields=["found_on"], name="clue_by_day"),
            models.Index(fields=["violation"], name="clue_by_violation"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_clue_is_decided_exactly_when_it_left_checking",
                condition=Q(state__in=UNDECIDED, outcome="", decided_on__isnull=True)
                | (
                    ~Q(state__in=UNDECIDED)
                    & ~Q(outcome="")
                    & Q(decided_on__isnull=False, decided_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="an_assigned_clue_has_a_department",
                condition=Q(state=ClueState.REPORTED) | Q(department__isnull=False),
            ),
            models.CheckConstraint(
                name="a_clue_in_hand_has_a_handler",
                condition=Q(state__in=[ClueState.REPORTED, ClueState.ASSIGNED])
                | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="a_closed_clue_was_answered",
                condition=~Q(state__in=[ClueState.CLOSED, ClueState.DISPUTED])
                | Q(replied_at__isnull=False, replied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_duplicate_names_the_other_clue",
                condition=~Q(outcome=ClueOutcome.DUPLICATE) | Q(duplicate_of__isnull=False),
            ),
            models.CheckConstraint(
                name="a_transfer_names_who_receives_it",
                condition=~Q(outcome=ClueOutcome.TRANSFERRED)
                | Q(transferred_to__isnull=False)
                | ~Q(transferred_out=""),
            ),
            models.CheckConstraint(
                name="every_ending_has_its_ground",
                condition=Q(outcome="") | (~Q(ground="") & ~Q(decision_reason="")),
            ),
            models.CheckConstraint(
                name="who_checked_a_clue_neither_files_nor_declines_it",
                condition=~Q(outcome__in=sorted(DECIDED_BY_THE_HEAD)) | ~Q(decided_by=F("handler")),
            ),
            models.CheckConstraint(
                name="a_clue_is_not_its_own_duplicate",
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
            ),
            models.CheckConstraint(name="harm_is_one_to_three", condition=Q(harm__in=[1, 2, 3])),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ClueStep(models.Model):
    """经过: every step a clue took; rows are added and never changed."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("步骤", max_length=20)
    source = models.CharField("从", max_length=12, blank=True)
    target = models.CharField("到", max_length=12)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("理由", blank=True)
    article = models.CharField("依据", max_length=100, blank=True)
    ground = models.CharField("了结理由代码", max_length=40, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.name}"


class CluePause(models.Model):
    """不计入期限的时间: a test, an appraisal; a fact with its ground."""

    clue = models.ForeignKey(Clue, on_delete=models.CASCADE, related_name="pauses")
    ground = models.CharField("事由", max_length=20)
    first_on = models.DateField("自")
    last_on = models.DateField("至", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                name="a_pause_ends_after_it_began",
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
            ),
            models.UniqueConstraint(
                fields=["clue"],
                condition=Q(last_on__isnull=True),
                name="a_clue_has_one_open_pause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.ground}"


class NumberSeries(models.Model):
    """编号: the last number given in a series and year, locked while the next is given."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="a_series_counts_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"
