"""Pages of an import: choose a file, see what would come of it, begin, watch, mend the rest."""

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.paging import page_of
from wangshi.shared.services import Actor
from wangshi.shared.tasks import check_import, run_import

from . import selectors, services
from .forms import ColumnsForm, file_form
from .importer import Importer, importer_for, importers


@require_safe
def list_batches(request: HttpRequest) -> HttpResponse:
    """导入数据: what may be imported here, and what was."""
    kinds = selectors.allowed(_actor(request))
    if not kinds:
        raise Http404
    page = page_of(selectors.batches(kinds), request)
    return render(request, "imports/list.html", {"kinds": kinds, "page": page})


@require_http_methods(["GET", "POST"])
def new_batch(request: HttpRequest, kind: str) -> HttpResponse:
    """选文件: looked at at once; what cannot be read is refused with the reason."""
    importer = _importer(request, kind)
    form = file_form(importer)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.pop("file")
        try:
            batch = services.open_batch(
                kind,
                upload.chunks(),
                file_name=upload.name,
                options=form.cleaned_data,
                by=_actor(request),
                at=timezone.now(),
            )
        except services.ImportRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("import", batch.pk)
    return render(request, "imports/new.html", {"importer": importer, "form": form})


@require_safe
def show_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """一批: its columns, its counts, its faults, and the next thing to do."""
    batch = _batch(request, batch_id)
    if getattr(request, "htmx", False):
        return render(request, "imports/_progress.html", {"work": selectors.progress(batch)})
    return _page(request, batch, ColumnsForm(batch))


@require_POST
def choose_columns(request: HttpRequest, batch_id: int) -> HttpResponse:
    """对应列."""
    batch = _batch(request, batch_id)
    form = ColumnsForm(batch, request.POST)
    if form.is_valid():
        try:
            services.choose(batch, form.cleaned_data, by=_actor(request))
        except services.ImportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("import", batch.pk)
    return _page(request, batch, form)


@require_POST
def check_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """试算: nothing is written, every row is read."""
    batch = _batch(request, batch_id)
    check_import.enqueue(batch.pk)
    return redirect("import", batch.pk)


@require_POST
def begin_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """开始导入."""
    batch = _batch(request, batch_id)
    try:
        services.begin(batch, by=_actor(request), enqueue=run_import.enqueue)
    except services.ImportRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("import", batch.pk)


@require_POST
def stop_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """停下."""
    batch = _batch(request, batch_id)
    try:
        services.stop(batch, by=_actor(request), at=timezone.now())
    except services.ImportRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("import", batch.pk)


@require_safe
def download_faults(request: HttpRequest, batch_id: int) -> FileResponse:
    """有问题的行: the rows themselves with a column that says what to mend."""
    batch = _batch(request, batch_id)
    workbook = BytesIO()
    selectors.write_fault_rows(batch, workbook)
    workbook.seek(0)
    return FileResponse(workbook, as_attachment=True, filename=f"要改的行-{batch.pk}.xlsx")


def _page(request: HttpRequest, batch: ImportBatch, form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {
        "batch": batch,
        "importer": importer_for(batch.kind),
        "form": form,
        "facts": selectors.facts(batch),
        "columns": selectors.columns(batch),
        "missing_required": [f for f in services.as_mapping(batch).missing if f.required],
        "earlier": services.earlier(batch),
        "work": selectors.progress(batch),
        "faults": page_of(batch.faults.all(), request),
        "outcome_href": importer_for(batch.kind).outcome_url(batch),
        "waits": batch.state in (ImportState.RECEIVED, ImportState.CHECKED),
        "list_href": reverse("imports"),
    }
    return render(request, "imports/batch.html", context)


def _actor(request: HttpRequest) -> Actor:
    if isinstance(request.user, AnonymousUser):
        raise Http404
    return request.user


def _importer(request: HttpRequest, kind: str) -> Importer:
    if kind not in importers():
        raise Http404
    importer = importer_for(kind)
    importer.require(_actor(request))
    return importer


def _batch(request: HttpRequest, batch_id: int) -> ImportBatch:
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    _importer(request, batch.kind)
    return batch
