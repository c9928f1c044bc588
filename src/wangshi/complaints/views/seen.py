"""看得到的: which complaints and reports the asking account may open."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, require
from wangshi.accounts.requests import account
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.complaints.selectors import complaints_seen, reads_reports, reports_seen


def reader(request: HttpRequest) -> Account:
    """Whoever may see complaints; Refused for everybody else."""
    who = account(request)
    require(who, Permission.VIEW_COMPLAINT)
    return who


def seen_complaint(request: HttpRequest, complaint_id: int) -> Complaint:
    """The complaint, when it is in reach; missing otherwise."""
    rows = complaints_seen(reader(request)).select_related("referral__station", "clue")
    return get_object_or_404(rows, pk=complaint_id)


def seen_report(request: HttpRequest, report_id: int) -> ViolationReport:
    """The report, for whoever reads the whole county's; missing for everybody else."""
    return get_object_or_404(reports_seen(report_reader(request)), pk=report_id)


def report_reader(request: HttpRequest) -> Account:
    """Whoever reads reports; those who check the clue do not."""
    who = reader(request)
    if not reads_reports(who):
        raise Refused(f"{who} 不看举报")
    return who
