"""Co-ordinating bodies by post, their meetings, and what was decided there."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Scope
from wangshi.programme.workflow import BODY_TITLES, MEETING_TITLES

from .plans import Clause


class Body(models.Model):
    """协调机构: founded by a clause; the four are never merged."""

    kind = models.CharField("机构", max_length=20, choices=list(BODY_TITLES.items()), unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="bodies")
    at_least = models.PositiveSmallIntegerField("一年至少几次", null=True, blank=True)
    at_most = models.PositiveSmallIntegerField("一年至多几次", null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Seat(models.Model):
    """席位: a post, not a person; who holds it may be written beside."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField("职务", max_length=20)
    post = models.CharField("岗位", max_length=80)
    unit = models.CharField("单位（方案上的写法）", max_length=60)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    holder = models.CharField("现在是谁", max_length=40, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "role", "post"], name="a_post_has_one_seat_in_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.post}"


class JointMeeting(models.Model):
    """会议: called with an agenda, held with minutes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField("哪种会", max_length=8, choices=list(MEETING_TITLES.items()))
    planned_on = models.DateField("哪天开")
    place = models.CharField("地点", max_length=120, blank=True)
    agenda = models.TextField("议题")
    called_at = models.DateTimeField("通知时间")
    called_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("开会日期", null=True, blank=True)
    minutes = models.TextField("纪要", blank=True)
    minuted_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    present = models.ManyToManyField(Department, related_name="meetings", blank=True)

    class Meta:
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_meeting_is_held_exactly_when_it_has_minutes",
                condition=Q(held_on__isnull=True, minutes="")
                | (Q(held_on__isnull=False) & ~Q(minutes="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.planned_on}"


class Decision(models.Model):
    """议定事项: who does what until when; done is a fact with words."""

    reach: ClassVar[Mapping[Scope, str]] = {Scope.DEPARTMENT: "department_id"}

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="decisions")
    words = models.CharField("议定的事", max_length=500)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="decisions")
    due_on = models.DateField("什么时候办完")
    done_on = models.DateField("办完日期", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.words


class DecisionFollowUp(models.Model):
    """跟踪: how a decision stands; rows are added and never changed."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="follow_ups")
    words = models.TextField("办到哪里")
    done = models.BooleanField("办完了", default=False)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.at}"
