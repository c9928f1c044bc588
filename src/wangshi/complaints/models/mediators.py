"""调解员名册和委托调解: who may be asked to mediate, who was, and what came back."""

from django.db import models
from django.db.models import F, Q

from wangshi.accounts.models import Department, Town
from wangshi.complaints.workflow import BODY_TITLES, RESULT_TITLES

from .complaints import Complaint


class MediationBody(models.Model):
    """调解组织: a consumers' association, or another that was lawfully founded."""

    name = models.CharField("名称", max_length=80, unique=True)
    kind = models.CharField("哪一种", max_length=12, choices=list(BODY_TITLES.items()))
    basis = models.CharField("凭什么成立", max_length=200)
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("电话", max_length=40)
    listed_on = models.DateField("列入名册")
    left_on = models.DateField("退出名册", null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Mediator(models.Model):
    """调解员: of a unit of ours or of an organisation; a field, a town, appointed for a time."""

    name = models.CharField("姓名", max_length=40)
    body = models.ForeignKey(
        MediationBody, on_delete=models.PROTECT, null=True, blank=True, related_name="mediators"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="mediators"
    )
    field = models.CharField("擅长什么", max_length=120, blank=True)
    town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    appointed_on = models.DateField("聘任自")
    until = models.DateField("聘任至")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_mediator_belongs_to_a_unit_or_to_an_organisation",
                condition=Q(body__isnull=False, department__isnull=True)
                | Q(body__isnull=True, department__isnull=False),
            ),
            models.CheckConstraint(
                name="an_appointment_ends_after_it_began",
                condition=Q(until__gte=F("appointed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MediatorTraining(models.Model):
    """调解员受过的培训."""

    mediator = models.ForeignKey(Mediator, on_delete=models.CASCADE, related_name="trainings")
    on = models.DateField("哪天")
    title = models.CharField("学了什么", max_length=120)
    hours = models.PositiveSmallIntegerField("学时")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class Entrustment(models.Model):
    """委托调解: to whom, with both sides' consent, until when; what came back."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="entrustments")
    body = models.ForeignKey(MediationBody, on_delete=models.PROTECT, related_name="entrustments")
    mediator = models.ForeignKey(
        Mediator, on_delete=models.PROTECT, null=True, blank=True, related_name="entrustments"
    )
    complainant_agreed = models.CharField("投诉人怎么同意的", max_length=200)
    respondent_agreed = models.CharField("被投诉人怎么同意的", max_length=200)
    sent_on = models.DateField("委托的日子")
    due_on = models.DateField("什么时候以前交回")
    returned_on = models.DateField("交回的日子", null=True, blank=True)
    result = models.CharField("结果", max_length=8, choices=list(RESULT_TITLES.items()), blank=True)
    words = models.TextField("怎么说的", blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(returned_on__isnull=True),
                name="a_complaint_is_with_one_organisation_at_a_time",
            ),
            models.CheckConstraint(
                name="what_came_back_has_a_result",
                condition=Q(returned_on__isnull=True, result="")
                | (Q(returned_on__isnull=False) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="an_entrustment_is_due_after_it_was_sent",
                condition=Q(due_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.complaint_id}"
