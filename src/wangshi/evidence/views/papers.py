"""文书和存根: on the page, as Word, as PDF; and the log's checkpoint of today to print."""

import io
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.accounts.selectors import county
from wangshi.evidence import selectors
from wangshi.evidence.papers import (
    Paper,
    PrinterMissing,
    paper_of,
    write_code,
    write_docx,
    write_pdf,
)
from wangshi.evidence.workflow import PAPER_TITLES, PaperKind

from .seen import seen_exhibit

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"


@require_GET
def paper(request: HttpRequest, exhibit_id: int, which: str, form: str) -> HttpResponseBase:
    """一份文书."""
    exhibit = seen_exhibit(request, exhibit_id)
    if which not in PAPER_TITLES:
        raise Http404
    entries = selectors.entries_of(exhibit)
    written = paper_of(PaperKind(which), exhibit, entries, county().bureau)
    match form:
        case "html":
            context = {"exhibit": exhibit, "paper": written, "which": which}
            return render(request, "evidence/paper.html", context)
        case "docx":
            return _sent(write_docx(written), DOCX, f"{written.title} {exhibit.number}.docx")
        case "pdf":
            return _printed(request, exhibit.pk, written)
        case _:
            raise Http404


def _printed(request: HttpRequest, exhibit_id: int, written: Paper) -> HttpResponseBase:
    try:
        content = write_pdf(written)
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        return redirect("exhibit", exhibit_id)
    return _sent(content, PDF, f"{written.title} {written.number}.pdf")


def _sent(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """今天的存根: to print, stamp and file with another office."""
    require(account(request), Permission.VIEW_EVIDENCE)
    held = selectors.held_checkpoint()
    context = {"held": held, "today": timezone.localdate()}
    return render(request, "evidence/log.html", context)


@require_GET
def log_code(request: HttpRequest) -> HttpResponse:
    """存根的二维码: the note as it stands."""
    require(account(request), Permission.VIEW_EVIDENCE)
    held = selectors.held_checkpoint()
    if held is None:
        return redirect("evidence-log")
    return HttpResponse(write_code(held.note), content_type="image/svg+xml")
