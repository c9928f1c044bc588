"""文书和迎检材料: the report and the brief as Word or PDF, the dossier as one archive."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.evidence.papers import Paper, PrinterMissing, write_docx, write_pdf
from wangshi.programme import selectors, services
from wangshi.programme.models import Assessment
from wangshi.programme.papers import brief_paper, report_paper

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
ZIP: Final = "application/zip"


@require_GET
def report(request: HttpRequest, assessment_id: int, form: str) -> HttpResponseBase:
    """自查报告."""
    require(account(request), Permission.VIEW_SCORE)
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    paper = report_paper(selectors.score_of(assessment), timezone.localdate())
    return _sent_as(request, paper, form)


@require_GET
def brief(request: HttpRequest, form: str) -> HttpResponseBase:
    """进展简报."""
    require(account(request), Permission.VIEW_PROGRAMME)
    plan = selectors.standing_plan()
    if plan is None:
        messages.warning(request, "还没有正在执行的方案，写不了简报：先导入方案")
        return redirect("programme")
    return _sent_as(request, brief_paper(plan, timezone.localdate()), form)


def _sent_as(request: HttpRequest, paper: Paper, form: str) -> HttpResponseBase:
    name = f"{paper.title} {paper.number}"
    if form == "docx":
        return _sent(write_docx(paper), DOCX, f"{name}.docx")
    if form != "pdf":
        raise Http404
    try:
        return _sent(write_pdf(paper), PDF, f"{name}.pdf")
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        return redirect("scores")


@require_POST
def dossier(request: HttpRequest, assessment_id: int) -> HttpResponseBase:
    """做迎检材料: built, recorded, and sent as one archive."""
    who = account(request)
    require(who, Permission.EXPORT)
    require(who, Permission.VIEW_SCORE)
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "dossier"
        pdf = "pdf" in request.POST
        services.build_dossier(assessment, out, pdf=pdf, by=who, at=timezone.now())
        return _sent(_packed(out), ZIP, f"迎检材料 {assessment.title}.zip")


def _packed(out: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(out.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(out).as_posix())
    return packed.getvalue()


def _sent(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)
