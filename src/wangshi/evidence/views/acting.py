"""看、导出、校验: each leaves its entry before anything happens."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.evidence import selectors, services
from wangshi.evidence.forms import ExportForm, LookForm
from wangshi.evidence.intake import safe_name
from wangshi.evidence.models import CustodyEntry, Exhibit, ExhibitFile
from wangshi.evidence.redaction import CannotMask, read_text
from wangshi.evidence.strongroom import package_path, write_working_copy
from wangshi.evidence.workflow import EvidenceRefused, Export

from .seen import UNREADABLE, seen_exhibit, seen_look

WACZ, ZIP = "application/zip", "application/zip"
SHOWN_TEXT = 20_000
# What somebody else's file may do on a page of ours: nothing.
LOCKED_UP = "sandbox; default-src 'none'"


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """查看工作副本: first why, then the files."""
    who, exhibit = account(request), seen_exhibit(request, exhibit_id)
    form = LookForm(request.POST or None, initial=kept_fields(request))
    entry = _acted(request, form, lambda: form.act(exhibit, by=who, at=timezone.now()))
    if entry is not None:
        return redirect("exhibit-copy", look_id=entry.pk)
    return _asked(request, "evidence/look.html", exhibit, form)


@never_cache
@require_GET
def copy(request: HttpRequest, look_id: int) -> HttpResponse:
    """工作副本: pictures and text drawn here, everything else to download."""
    entry = seen_look(request, look_id)
    exhibit = _open(request, entry)
    if exhibit is None:
        return redirect("exhibit-look", exhibit_id=entry.exhibit_id)
    files = [(one, _text(one) if one.is_text else "") for one in exhibit.files.all()]
    context = {"exhibit": exhibit, "look": entry, "files": files}
    return render(request, "evidence/copy.html", context)


@never_cache
@require_GET
def file(request: HttpRequest, look_id: int, part_id: int) -> HttpResponse:
    """一个文件: PNG and JPEG are drawn, anything else is only handed out."""
    entry = seen_look(request, look_id)
    exhibit = _open(request, entry)
    if exhibit is None:
        return redirect("exhibit-look", exhibit_id=entry.exhibit_id)
    found = get_object_or_404(ExhibitFile, pk=part_id, exhibit=exhibit)
    drawn = found.is_picture and "download" not in request.GET
    kind = found.kind if drawn else "application/octet-stream"
    response = HttpResponse(services.content_of(found), content_type=kind)
    return _sent(response, found.name, inline=drawn)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, exhibit_id: int) -> HttpResponseBase:
    """导出: the working copy, or the evidential package byte for byte."""
    who, exhibit = account(request), seen_exhibit(request, exhibit_id)
    require(who, Permission.TAKE_EVIDENCE, exhibit)
    form = ExportForm(request.POST or None, initial=kept_fields(request))
    entry = _acted(request, form, lambda: form.act(exhibit, by=who, at=timezone.now()))
    if entry is None:
        return _asked(request, "evidence/export.html", exhibit, form)
    if entry.facts["what"] == Export.EVIDENTIAL:
        package = package_path(exhibit.pk).open("rb")
        return FileResponse(package, as_attachment=True, filename=f"{exhibit.number}.wacz")
    return _working_copy(exhibit)


@require_POST
def check(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """校验: every check with its result, entered in the chain."""
    who, exhibit = account(request), seen_exhibit(request, exhibit_id)
    try:
        checked = services.check_exhibit(exhibit, by=who, at=timezone.now())
    except EvidenceRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("exhibit", exhibit.pk)
    context = {
        "exhibit": exhibit,
        "report": checked.report,
        "told": selectors.counted(checked.report),
        "rows": selectors.check_rows(checked.report),
    }
    return render(request, "evidence/checked.html", context)


def _acted(
    request: HttpRequest, form: forms.Form, act: Callable[[], CustodyEntry]
) -> CustodyEntry | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except EvidenceRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _asked(request: HttpRequest, template: str, exhibit: Exhibit, form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {"exhibit": exhibit, "form": form}
    return render(request, template, context, status=UNREADABLE if form.errors else 200)


def _open(request: HttpRequest, entry: CustodyEntry) -> Exhibit | None:
    try:
        return services.require_open(entry, by=account(request), now=timezone.now())
    except EvidenceRefused as refusal:
        messages.warning(request, str(refusal))
        return None


def _text(found: ExhibitFile) -> str:
    try:
        return read_text(services.content_of(found))[:SHOWN_TEXT]
    except CannotMask:
        return ""


def _sent(response: HttpResponse, name: str, *, inline: bool) -> HttpResponse:
    told = content_disposition_header(not inline, safe_name(name))
    response["Content-Disposition"] = told or "attachment"
    response["Content-Security-Policy"] = LOCKED_UP
    return response


def _working_copy(exhibit: Exhibit) -> FileResponse:
    """Written to a file whose name is gone before the first byte leaves."""
    files = list(exhibit.files.all())
    names = {one.place: f"{number:04d}-{one.name}" for number, one in enumerate(files, 1)}
    told = "\n".join(
        (
            f"{exhibit.number} {exhibit.title} 工作副本",
            f"证据原件包清单 SHA-256 {exhibit.manifest_sha256}",
            *(f"{names[one.place]}\tSHA-256 {one.sha256}\tSM3 {one.sm3}" for one in files),
            "",
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "copy.zip"
        write_working_copy(made, package_path(exhibit.pk), names, told)
        # Open already: the name may go, the bytes stay until they were sent.
        sent = made.open("rb")
    return FileResponse(sent, as_attachment=True, filename=f"{exhibit.number}工作副本.zip")
