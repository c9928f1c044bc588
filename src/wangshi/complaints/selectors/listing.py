"""清单: complaints and reports an account may see, filtered; by code, for whoever wrote."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Scope
from wangshi.accounts.policy import scopes, visible
from wangshi.complaints.clocks import complaint_clock
from wangshi.complaints.identities import code_mark
from wangshi.complaints.models import Complaint, Letter, ViolationReport
from wangshi.complaints.workflow import OPEN, ComplaintState, ReportState
from wangshi.shared.pages import Fact
from wangshi.shared.words import percent

M = TypeVar("M", bound=Model)
FOUND_IN: Final = ("number", "external_number", "respondent_name", "goods", "order_number")
REPORT_FOUND_IN: Final = ("number", "external_number", "respondent_name")
MOST_COUNTED: Final = 300
UNNUMBERED, OPEN_ONES, UNSORTED, ENTRUSTED = "unnumbered", "open", "unsorted", "entrusted"


@dataclass(frozen=True)
class ComplaintsAsked:
    """投诉清单的条件: what was not asked is empty; `waits` is one of four."""

    text: str = ""
    state: str = ""
    waits: str = ""
    problem: str = ""


def complaints_seen(account: Account) -> QuerySet[Complaint]:
    """看得到的投诉."""
    rows = Complaint.objects.select_related(
        "letter", "department", "mediator", "shop", "operator", "triage"
    )
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
    if asked.waits == UNSORTED:
        found = found.filter(problem="")
    if asked.waits == ENTRUSTED:
        found = found.exclude(delegated_to="")
    if asked.problem:
        found = found.filter(problem=asked.problem)
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


def complaint_figures(account: Account, today: date) -> tuple[Fact, ...]:
    """驾驶舱上的几个数: each opens its list; none for whoever sees no complaints."""
    if not scopes(account, Permission.VIEW_COMPLAINT):
        return ()
    seen, page = complaints_seen(account), reverse("complaints")
    running, late = _running(account, today)
    unnumbered = seen.filter(external_number=None).count()
    settled = seen.filter(state=ComplaintState.WITHDRAWN).count()
    return (
        Fact("还在办", f"{running} 件，逾期 {late} 件", f"{page}?waits={OPEN_ONES}"),
        Fact("还没有 12315 编号", f"{unnumbered} 件", f"{page}?waits={UNNUMBERED}"),
        Fact(
            "受理前解决",
            percent(settled, seen.count()),
            f"{page}?state={ComplaintState.WITHDRAWN}",
        ),
    )


def waiting_count(account: Account, today: date) -> tuple[int, int] | None:
    """还没有办完的投诉、还没有转出的举报有几件, 其中投诉逾期的几件.

    None where there are more than can be worked out for every page.
    """
    if complaints_seen(account).filter(state__in=OPEN)[: MOST_COUNTED + 1].count() > MOST_COUNTED:
        return None
    running, late = _running(account, today)
    received = reports_seen(account).filter(state=ReportState.RECEIVED).count()
    return running + received, late


def _running(account: Account, today: date) -> tuple[int, int]:
    rows = list(complaints_seen(account).filter(state__in=OPEN))
    return len(rows), sum(complaint_clock(one, today).is_late for one in rows)


def _worded(rows: QuerySet[M], text: str, paths: tuple[str, ...]) -> QuerySet[M]:
    for word in text.split():
        either = Q()
        for path in paths:
            either |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(either)
    return rows
