"""文书: on the page, as Word, as PDF; with a name only after the look at it is recorded."""

import io
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.complaints import services
from wangshi.complaints.forms import LookForm
from wangshi.complaints.identities import Person
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.complaints.papers import paper_of, papers_for
from wangshi.complaints.workflow import RoadRefused
from wangshi.evidence.papers import Paper, PrinterMissing, write_docx, write_pdf

from .seen import seen_complaint, seen_report

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
FORMS: Final = ("html", "docx", "pdf")


@never_cache
@require_http_methods(["GET", "POST"])
def of_complaint(
    request: HttpRequest, complaint_id: int, which: str, form: str
) -> HttpResponseBase:
    """投诉的一份文书."""
    return _paper(request, seen_complaint(request, complaint_id), which, form)


@never_cache
@require_http_methods(["GET", "POST"])
def of_report(request: HttpRequest, report_id: int, which: str, form: str) -> HttpResponseBase:
    """举报的一份文书."""
    return _paper(request, seen_report(request, report_id), which, form)


def _paper(
    request: HttpRequest, matter: Complaint | ViolationReport, which: str, form: str
) -> HttpResponseBase:
    kind = next((one for one in papers_for(matter) if one.key == which), None)
    if kind is None or form not in FORMS:
        raise Http404
    look, person = LookForm(request.POST or None), None
    if request.method == "POST":
        require(account(request), Permission.VIEW_IDENTITY, matter)
        person = _looked(request, look, matter)
    written = paper_of(kind, matter, person)
    if form == "html" or (request.method == "POST" and person is None):
        return _page(request, matter, which, written, look)
    if form == "docx":
        return _sent(write_docx(written), DOCX, f"{written.title} {matter.number}.docx")
    return _printed(request, matter, written)


def _looked(
    request: HttpRequest, form: LookForm, matter: Complaint | ViolationReport
) -> Person | None:
    if not form.is_valid():
        return None
    reason = f"出文书：{form.cleaned_data['reason']}"
    try:
        return services.look_at_identity(
            matter, reason=reason, by=account(request), at=timezone.now()
        )
    except RoadRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _page(
    request: HttpRequest,
    matter: Complaint | ViolationReport,
    which: str,
    written: Paper,
    look: LookForm,
) -> HttpResponseBase:
    is_report = isinstance(matter, ViolationReport)
    name = "violation-report-paper" if is_report else "complaint-paper"
    shown = {
        "matter": matter,
        "paper": written,
        "is_report": is_report,
        "look": look,
        "may_look": may(account(request), Permission.VIEW_IDENTITY, matter),
        "docx": reverse(name, args=[matter.pk, which, "docx"]),
        "pdf": reverse(name, args=[matter.pk, which, "pdf"]),
    }
    status = 422 if look.errors else 200
    return render(request, "complaints/paper.html", shown, status=status)


def _printed(
    request: HttpRequest, matter: Complaint | ViolationReport, written: Paper
) -> HttpResponseBase:
    try:
        content = write_pdf(written)
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        name = "violation-report" if isinstance(matter, ViolationReport) else "complaint"
        return redirect(name, matter.pk)
    return _sent(content, PDF, f"{written.title} {matter.number}.pdf")


def _sent(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)
