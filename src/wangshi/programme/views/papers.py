"""文书和迎检材料: the report and the brief as Word or PDF, the dossier as one archive."""

import io
from pathlib import Path
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.engine import dossier_check
from wangshi.evidence.papers import Paper, PrinterMissing, write_docx, write_pdf
from wangshi.programme import selectors, services
from wangshi.programme.models import Assessment
from wangshi.programme.papers import annual_paper, brief_paper, report_paper

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
FIRST_YEAR: Final = 2000


@require_GET
def report(request: HttpRequest, assessment_id: int, form: str) -> HttpResponseBase:
    """自查报告."""
    require(account(request), Permission.VIEW_SCORE)
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    paper = report_paper(selectors.score_of(assessment), timezone.localdate())
    return sent_as(request, paper, form, reverse("scores"))


@require_GET
def brief(request: HttpRequest, form: str) -> HttpResponseBase:
    """进展简报."""
    require(account(request), Permission.VIEW_PROGRAMME)
    plan = selectors.standing_plan()
    if plan is None:
        messages.warning(request, "还没有正在执行的方案，写不了简报：先导入方案")
        return redirect("programme")
    return sent_as(request, brief_paper(plan, timezone.localdate()), form, reverse("programme"))


@require_GET
def annual(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """年度报告."""
    require(account(request), Permission.VIEW_PROGRAMME)
    today, plan = timezone.localdate(), selectors.standing_plan()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    if plan is None:
        messages.warning(request, "还没有正在执行的方案，写不了年度报告：先导入方案")
        return redirect("programme")
    return sent_as(request, annual_paper(plan, year, today), form, reverse("programme"))


def sent_as(request: HttpRequest, paper: Paper, form: str, back: str) -> HttpResponseBase:
    """发出文书: as Word or PDF; where nothing prints, back with the reason."""
    name = f"{paper.title} {paper.number}"
    if form == "docx":
        return _sent(write_docx(paper), DOCX, f"{name}.docx")
    if form != "pdf":
        raise Http404
    try:
        return _sent(write_pdf(paper), PDF, f"{name}.pdf")
    except PrinterMissing as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)


@require_POST
def dossier(request: HttpRequest, assessment_id: int) -> HttpResponseBase:
    """做迎检材料: built, kept for the evaluator, and sent as one archive."""
    who = account(request)
    require(who, Permission.EXPORT)
    require(who, Permission.VIEW_SCORE)
    assessment = get_object_or_404(Assessment, pk=assessment_id)
    pdf = "pdf" in request.POST
    made = services.hand_out_dossier(assessment, pdf=pdf, by=who, at=timezone.now())
    archive = selectors.archive_of(made)
    return redirect("programme-file", archive.pk) if archive else redirect("evaluation")


@require_GET
def verifier(request: HttpRequest) -> FileResponse:
    """校验程序: not the copy inside the dossier, so that a changed copy is of no use."""
    require(account(request), Permission.VIEW_SCORE)
    content = Path(dossier_check.__file__).read_bytes()
    return _sent(content, "text/x-python", "verify.py")


def _sent(content: bytes, kind: str, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(content), content_type=kind, as_attachment=True, filename=name)
