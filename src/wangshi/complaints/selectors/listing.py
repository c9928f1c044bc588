"""清单: complaints and reports an account may see, filtered; by code, for whoever wrote."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Scope
from wangshi.accounts.policy import scopes, visible
from wangshi.complaints.clocks import complaint_clock
from wangshi.complaints.identities import code_mark
from wangshi.complaints.models import Complaint, Letter, ViolationReport
from wangshi.complaints.workflow import OPEN, ReportState

M = TypeVar("M", bound=Model)
FOUND_IN: Final = ("number", "external_number", "respondent_name", "goods", "order_number")
REPORT_FOUND_IN: Final = ("number", "external_number", "respondent_name")
UNNUMBERED, OPEN_ONES = "unnumbered", "open"


@dataclass(frozen=True)
class ComplaintsAsked:
    """投诉清单的条件: what was not asked is empty; `waits` is open or unnumbered."""

    text: str = ""
    state: str = ""
    waits: str = ""


def complaints_seen(account: Account) -> QuerySet[Complaint]:
    """看得到的投诉."""
    rows = Complaint.objects.select_related("letter", "department", "mediator", "shop", "operator")
    return visible(rows.prefetch_related("pauses"), account, Permission.VIEW_COMPLAINT)


def complaints_for(asked: ComplaintsAsked, account: Account) -> QuerySet[Complaint]:
    """筛选后的投诉."""
    found = complaints_seen(account)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.waits == OPEN_ONES:
        found = found.filter(state__in=OPEN)
    if asked.waits == UNNUMBERED:
        found = found.filter(external_number=None)
    return _worded(found, asked.text, FOUND_IN)


def reads_reports(account: Account) -> bool:
    """看举报的人: the whole county's, or none; a report is not shown to those who check it."""
    return Scope.COUNTY in scopes(account, Permission.VIEW_COMPLAINT)


def reports_seen(account: Account) -> QuerySet[ViolationReport]:
    """看得到的举报."""
    rows = ViolationReport.objects.select_related("letter", "clue", "same_as", "decided_by")
    return visible(rows, account, Permission.VIEW_COMPLAINT)


def reports_for(text: str, state: str, account: Account) -> QuerySet[ViolationReport]:
    """筛选后的举报."""
    found = reports_seen(account)
    return _worded(found.filter(state=state) if state else found, text, REPORT_FOUND_IN)


def letter_of(code: str) -> Letter | None:
    """凭进度码找来件: None when there is no such code."""
    mark = code_mark(code)
    return Letter.objects.filter(code_mark=mark).first() if mark else None


def waiting_count(account: Account, today: date) -> tuple[int, int]:
    """还在走的有几件, 逾期的几件."""
    rows = list(complaints_seen(account).filter(state__in=OPEN))
    reports = reports_seen(account).filter(state=ReportState.RECEIVED).count()
    late = sum(complaint_clock(one, today).is_late for one in rows)
    return len(rows) + reports, late


def _worded(rows: QuerySet[M], text: str, paths: tuple[str, ...]) -> QuerySet[M]:
    for word in text.split():
        either = Q()
        for path in paths:
            either |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(either)
    return rows
