"""调解员名册: who stands in it, what each was given, and how much of it was settled."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Sum

from wangshi.complaints.models import Complaint, Entrustment, MediationBody, Mediator
from wangshi.complaints.workflow import ComplaintState, Result

WITHDRAWN_OR_SETTLED: Final = "T23_1"


@dataclass(frozen=True)
class MediationFigures:
    """调解得怎么样: settled of finished, by us and entrusted; back in time; still out, overdue."""

    finished: int
    settled: int
    entrusted: int
    back: int
    agreed: int
    in_time: int
    out: int
    overdue: int


def standing_bodies() -> QuerySet[MediationBody]:
    """名册里的组织."""
    return MediationBody.objects.filter(left_on=None)


def appointed_mediators(on: date) -> QuerySet[Mediator]:
    """这天在聘期里的, those of organisations."""
    rows = Mediator.objects.filter(appointed_on__lte=on, until__gte=on, body__left_on=None)
    return rows.exclude(body=None).select_related("body")


def bodies_listed() -> QuerySet[MediationBody]:
    """调解组织, with what each was given and what came of it."""
    return MediationBody.objects.annotate(**_given())


def mediators_listed() -> QuerySet[Mediator]:
    """调解员, with what each was given, what came of it, and the hours they learned."""
    rows = Mediator.objects.select_related("body", "department", "town")
    return rows.annotate(**_given())


def hours_learned() -> dict[int, int]:
    """学时, by mediator."""
    rows = Mediator.objects.exclude(trainings=None).annotate(hours=Sum("trainings__hours"))
    return dict(rows.values_list("pk", "hours"))


def mediation_figures(today: date) -> MediationFigures:
    """一共: settled counts agreements and complaints withdrawn because it was settled."""
    ended = Complaint.objects.exclude(ended_on=None)
    counted = Entrustment.objects.aggregate(
        entrusted=Count("pk"),
        back=Count("pk", filter=Q(returned_on__isnull=False)),
        agreed=Count("pk", filter=Q(result=Result.AGREED)),
        in_time=Count("pk", filter=Q(returned_on__lte=F("due_on"))),
        out=Count("pk", filter=Q(returned_on=None)),
        overdue=Count("pk", filter=Q(returned_on=None, due_on__lt=today)),
    )
    settled = Q(ending=WITHDRAWN_OR_SETTLED) | (Q(state=ComplaintState.CLOSED) & ~Q(agreement=""))
    return MediationFigures(
        finished=ended.count(), settled=ended.filter(settled).count(), **counted
    )


def entrusted_out() -> QuerySet[Entrustment]:
    """还在外面的, the earliest due first."""
    rows = Entrustment.objects.filter(returned_on=None).select_related("complaint", "body")
    return rows.order_by("due_on", "pk")


def _given() -> dict[str, Count]:
    """给了几件: how many were entrusted, came back, were agreed."""
    agreed, back = Q(entrustments__result=Result.AGREED), Q(entrustments__returned_on__isnull=False)
    return {
        "given": Count("entrustments"),
        "agreed": Count("entrustments", filter=agreed),
        "back": Count("entrustments", filter=back),
    }
