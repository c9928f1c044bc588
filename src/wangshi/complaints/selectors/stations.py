"""首站解决: how many were settled before anybody had to decide, and how fast stations answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from wangshi.complaints.disputes import disputes
from wangshi.complaints.models import Complaint, Referral, ServiceStation


@dataclass(frozen=True)
class StationFigures:
    """一共: all complaints, those a station was asked about, answered, in time, settled there."""

    complaints: int
    referred: int
    answered: int
    in_time: int
    settled: int
    late: int
    hours: int


def station_figures(now: datetime) -> StationFigures:
    """首站解决的数."""
    hours = disputes().first_stop_hours
    term = timedelta(hours=hours)
    overdue = Q(answered_at=None, sent_at__lt=now - term)
    in_time = Q(answered_at__lte=F("sent_at") + term)
    counted = Referral.objects.aggregate(
        referred=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_time=Count("pk", filter=in_time),
        settled=Count("pk", filter=Q(settled=True)),
        late=Count("pk", filter=overdue),
    )
    return StationFigures(complaints=Complaint.objects.count(), hours=hours, **counted)


def stations_listed() -> QuerySet[ServiceStation]:
    """服务站: with how many it was asked, answered and settled."""
    return ServiceStation.objects.select_related("operator").annotate(
        asked=Count("referrals"),
        answered=Count("referrals", filter=Q(referrals__answered_at__isnull=False)),
        settled=Count("referrals", filter=Q(referrals__settled=True)),
    )


def stations_for(complaint: Complaint) -> QuerySet[ServiceStation]:
    """能答复这一件的服务站: of this firm, or naming this shop; else all that stand."""
    standing = ServiceStation.objects.filter(closed_on=None)
    named = Q(respondent_names__icontains=complaint.respondent_name)
    if complaint.operator_id:
        named |= Q(operator=complaint.operator_id)
    fitting = standing.filter(named)
    return fitting if fitting.exists() else standing
