"""举报: the list, one of them, a step, its files, who wrote it; for the desk alone."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.workflow import ClueState
from wangshi.complaints import selectors
from wangshi.complaints.codes import NOTICES, titles
from wangshi.complaints.forms import REPORT_FORMS, ReportFilterForm
from wangshi.complaints.models import Identity, ViolationReport
from wangshi.complaints.papers import papers_for
from wangshi.complaints.workflow import RULES, ReportState, RoadRefused
from wangshi.shared.models import Attachment
from wangshi.shared.pages import StepRow
from wangshi.shared.paging import order_of, page_of
from wangshi.shared.services import label

from .acting import acted
from .complaints import look, sent
from .seen import report_reader, seen_report

ORDERS: Final = {
    "received": ("letter__received_at", "pk"),
    "-received": ("-letter__received_at", "-pk"),
}
STEPS: Final = (
    ("raise", "要核查的", "转为线索", f"{RULES}第三十五条", "15 个工作日内核查，决定立不立案。"),
    ("merge", "同一人补充新事实", "合并处理", f"{RULES}第三十五条", "期限从这次收到起重新算。"),
    ("repeat", "同一人、同一事实", "不再另行处理", f"{RULES}第三十五条", "两件都留着。"),
    ("elsewhere", "本局没有权限", "告知举报人", f"{RULES}第三十四条", "告知向哪里提出，不移送。"),
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """举报清单."""
    who, today = report_reader(request), timezone.localdate()
    form = ReportFilterForm(request.GET)
    found = selectors.reports_for(*form.asked(), who)
    page = page_of(found.order_by(*order_of(request, ORDERS, default="-received")), request)
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, selectors.report_clock(one, today)) for one in page.rows],
        "asked": any(request.GET.get(name) for name in form.fields),
        "may_take": may(who, Permission.TAKE_COMPLAINT),
    }
    return render(request, "complaints/reports.html", shown)


@require_GET
def show(request: HttpRequest, report_id: int) -> HttpResponse:
    """一件举报: what is told, whose it is, what may be done."""
    report, who = seen_report(request, report_id), account(request)
    has_identity = Identity.objects.filter(letter=report.letter_id).exists()
    shown = {
        "report": report,
        "clock": selectors.report_clock(report, timezone.localdate()),
        "competence": selectors.competence(report),
        "earlier": list(selectors.earlier_reports(report)[:5]),
        "steps": list(_steps(report)) if may(who, Permission.TAKE_COMPLAINT) else [],
        "files": selectors.files_of(report),
        "complaint": selectors.complaints_seen(who).filter(letter=report.letter_id).first(),
        "has_identity": has_identity,
        "may_look": has_identity and may(who, Permission.VIEW_IDENTITY, report),
        "notice": titles(NOTICES).get(report.notice, ""),
        "papers": papers_for(report),
    }
    return render(request, "complaints/report.html", shown)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, report_id: int, slug: str) -> HttpResponse:
    """走一步: the form, then the verb, once."""
    report, who = seen_report(request, report_id), account(request)
    require(who, Permission.TAKE_COMPLAINT, report)
    form = REPORT_FORMS[slug](
        request.POST or None, report=report, by=who, initial=kept_fields(request)
    )
    if request.method == "GET":
        try:
            form.admit()
        except RoadRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("violation-report", report.pk)
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("violation-report", report.pk)
    shown = {"report": report, "form": form}
    status = 422 if form.errors else 200
    return render(request, "complaints/report_step.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, report_id: int) -> HttpResponse:
    """看举报人的身份: a reason first, then the name, once."""
    report = seen_report(request, report_id)
    require(account(request), Permission.VIEW_IDENTITY, report)
    return look(request, report)


@require_GET
def file(request: HttpRequest, report_id: int, file_id: int) -> HttpResponseBase:
    """一个附件."""
    report = seen_report(request, report_id)
    return sent(get_object_or_404(Attachment, pk=file_id, owner=label(report.letter)))


def _steps(report: ViolationReport) -> list[StepRow]:
    rows = []
    if not report.external_number:
        rows.append(_row(report, "number", "登记到全国 12315 平台", "填 12315 编号", "", ""))
    if report.state == ReportState.RECEIVED:
        known = selectors.earlier_reports(report).exists()
        rows += [
            _row(report, slug, title, button, article, words, main=slug == "raise")
            for slug, title, button, article, words in STEPS
            if known or slug not in ("merge", "repeat")
        ]
    decided = report.clue is not None and report.clue.state in (ClueState.DECIDED, ClueState.CLOSED)
    if report.state == ReportState.CHECKING and report.notice and decided:
        words = "法律法规规章规定要告知的。"
        rows.append(
            _row(report, "tell", "告知结果", "记告知", f"{RULES}第三十六条", words, main=True)
        )
    return rows


def _row(
    report: ViolationReport, slug: str, title: str, button: str, article: str, words: str,
    *, main: bool = False,
) -> StepRow:  # fmt: skip
    href = reverse(f"violation-report-{slug}", args=[report.pk])
    return StepRow(title, button, href, article, words, main=main)
