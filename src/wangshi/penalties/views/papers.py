"""文书: on the page, as Word, as PDF."""

import io
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wangshi.evidence.papers import Paper, PrinterMissing, write_docx, write_pdf
from wangshi.penalties import selectors
from wangshi.penalties.selectors.listing import docket_of
from wangshi.penalties.workflow import StepRefused

from .seen import seen_case, seen_spot

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: Final[dict[str, tuple[str, Callable[[Paper], bytes]]]] = {
    "docx": (DOCX, write_docx),
    "pdf": ("application/pdf", write_pdf),
}


@never_cache
@require_GET
def of_case(request: HttpRequest, case_id: int, which: str, form: str) -> HttpResponseBase:
    """案件的一份文书."""
    case = seen_case(request, case_id)
    try:
        written = selectors.paper_of(docket_of(case), which, timezone.localdate())
    except StepRefused:
        raise Http404 from None
    if form == "html":
        shown = {"case": case, "paper": written, "which": which}
        return render(request, "penalties/paper.html", shown)
    return _sent(request, written, form) or redirect("case", case.pk)


@never_cache
@require_GET
def of_spot(request: HttpRequest, spot_id: int, form: str) -> HttpResponseBase:
    """当场行政处罚决定书."""
    spot = seen_spot(request, spot_id)
    return _sent(request, selectors.spot_paper(spot), form) or redirect("spot-penalty", spot.pk)


def _sent(request: HttpRequest, written: Paper, form: str) -> FileResponse | None:
    """The file; None, with a word on the next page, where this machine cannot print."""
    if form not in FILES:
        raise Http404
    kind, write = FILES[form]
    try:
        content = write(written)
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        return None
    name = f"{written.title} {written.number}.{form}"
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)
