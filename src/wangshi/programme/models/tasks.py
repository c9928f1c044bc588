"""Tasks of the units, what they hand in, and the stages of the programme."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.programme.workflow import (
    PART_TITLES,
    STAGE_TITLES,
    TASK_TITLES,
    Part,
    TaskState,
)

from .plans import Clause, Plan


class Task(models.Model):
    """任务: a piece of a clause, with one unit that leads."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField("任务", max_length=300)
    due_on = models.DateField("期限", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=list(TASK_TITLES.items()), default=TaskState.ISSUED
    )
    issued_at = models.DateTimeField("下达时间")
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    came_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["clause__place", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="task_by_state")]

    def __str__(self) -> str:
        return self.title


class TaskUnit(models.Model):
    """任务里的单位: leads or takes part; signed for by one of its people."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="tasks")
    part = models.CharField("身份", max_length=8, choices=list(PART_TITLES.items()))
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "department"], name="a_unit_stands_once_in_a_task"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(part=Part.LEAD), name="a_task_has_one_lead"
            ),
            models.CheckConstraint(
                name="a_receipt_is_signed_by_somebody",
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.department_id}"


class TaskNote(models.Model):
    """任务的经过: rows are added and never changed."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="notes")
    name = models.CharField("步骤", max_length=10)
    target = models.CharField("走到", max_length=10, choices=list(TASK_TITLES.items()))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("说明", blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.name}"


class SubPlan(models.Model):
    """子方案: a lead unit's own plan, and the tasks it covers."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sub_plans")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="sub_plans")
    title = models.CharField("名称", max_length=200)
    tasks = models.ManyToManyField(Task, related_name="sub_plans")
    filed_at = models.DateTimeField("交来时间")
    filed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Proof(models.Model):
    """佐证: a fact of a unit's own, with its file; withdrawn with a reason, never deleted."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    item = models.CharField("指标编号", max_length=20, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="proofs")
    title = models.CharField("名称", max_length=200)
    words = models.TextField("说明", blank=True)
    happened_on = models.DateField("哪天的事")
    added_at = models.DateTimeField("交来时间")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdraw_reason = models.CharField("为什么撤回", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["item", "happened_on"], name="proof_by_item")]
        constraints = [
            models.CheckConstraint(
                name="a_proof_is_for_a_task_or_an_item",
                condition=Q(task__isnull=False) | ~Q(item=""),
            ),
            models.CheckConstraint(
                name="a_proof_is_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StageMark(models.Model):
    """阶段的进入和完成: on which day, shown by what."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="stage_marks")
    side = models.CharField("进入还是完成", max_length=6, choices=list(STAGE_TITLES.items()))
    on = models.DateField("日期")
    words = models.CharField("凭什么", max_length=500)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "side"], name="a_stage_is_entered_and_left_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.side}"
