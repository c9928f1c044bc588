"""校验证据: by anybody, without signing in; the file is read and forgotten."""

import tempfile
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wangshi.accounts.lockout import client_address
from wangshi.engine.forensics.handing import TOOLS, tool
from wangshi.engine.tables.refusal import size_in_words
from wangshi.evidence.models import MaskedCopy
from wangshi.evidence.redaction import read_text
from wangshi.evidence.selectors import package_at, public_until, standing_copies, stands
from wangshi.evidence.strongroom import package_path
from wangshi.portal.allowance import MOST_PACKAGE_BYTES, MOST_PACKAGE_UPLOAD, VISITOR
from wangshi.portal.callers import caller_of_address
from wangshi.portal.forms.verifying import DigestForm, PackageForm
from wangshi.portal.selectors.verifying import Verified, found_by, verified
from wangshi.portal.services import Turn, take_turn

from .bounded import TOO_LARGE, bounded

TOO_MANY, UNREADABLE = 429, 422
CALLS_A_PACKAGE: Final = 4  # reading a package costs more than reading a sentence
TEMPLATE: Final = "portal/verify.html"
WACZ: Final = "application/zip"


def _too_large(request: HttpRequest, size: int) -> HttpResponse:
    return _page(request, TOO_LARGE, size=size_in_words(size))


@bounded(MOST_PACKAGE_UPLOAD, _too_large)
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """校验一个包, or a digest."""
    if request.method == "POST":
        return _checked(request)
    if "digest" not in request.GET:
        return _page(request)
    form = DigestForm(request.GET)
    if not form.is_valid():
        return _page(request, UNREADABLE, digest_form=form)
    turn = _turn(request, calls=1)
    if not turn.taken:
        return _page(request, TOO_MANY, digest_form=form, turn=turn)
    found = found_by(form.cleaned_data["digest"])
    return _page(request, digest_form=form, asked=True, found=found)


def _checked(request: HttpRequest) -> HttpResponse:
    turn = _turn(request, calls=CALLS_A_PACKAGE)
    if not turn.taken:
        return _page(request, TOO_MANY, turn=turn)
    form = PackageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, UNREADABLE, form=form)
    file: UploadedFile[Any] = form.cleaned_data["package"]
    if (file.size or 0) > MOST_PACKAGE_BYTES:
        return _too_large(request, file.size or 0)
    result = _verified(file)
    if request.POST.get("as") == "json":
        answer = {**result.report.as_json(), "path": file.name}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 2})
    size = size_in_words(file.size or 0)
    return _page(request, result=result, name=file.name, size_checked=size)


def _verified(file: "UploadedFile[Any]") -> Verified:
    """A large upload lies in a file of its own already, a small one gets one; both go at once."""
    if isinstance(file, TemporaryUploadedFile):
        return verified(Path(file.temporary_file_path()))
    with tempfile.NamedTemporaryFile(suffix=".wacz") as draft:
        for piece in file.chunks():
            draft.write(piece)
        draft.flush()
        return verified(Path(draft.name))


def _turn(request: HttpRequest, *, calls: int) -> Turn:
    now = timezone.now()
    caller = caller_of_address(client_address(request), timezone.localdate(now))
    return take_turn(caller, VISITOR, characters=0, at=now, calls=calls)


def _page(request: HttpRequest, status: int = 200, **shown: Any) -> HttpResponse:
    context = {"form": PackageForm(), "digest_form": DigestForm(), "tools": TOOLS, **shown}
    answer = render(request, TEMPLATE, context, status=status)
    if status == TOO_MANY:
        answer["Retry-After"] = str(shown["turn"].wait)
    return answer


@login_not_required
@require_safe
def hand_out(request: HttpRequest, name: str) -> HttpResponse:
    """发校验工具: always to be saved, never run from here."""
    if name not in TOOLS:
        raise Http404
    answer = HttpResponse(tool(name), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_not_required
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """公开的证据副本, the newest first."""
    copies = [(copy, public_until(copy)) for copy in standing_copies(timezone.localdate())]
    return render(request, "portal/published.html", {"copies": copies})


@login_not_required
@require_safe
def published_copy(request: HttpRequest, copy_id: int) -> HttpResponse:
    """一份公开的副本: what is seen, its digests, and the package to check."""
    copy = _standing(copy_id)
    text = "" if copy.is_picture else read_text(_file_of(copy, "files/0001.txt"))
    context = {"copy": copy, "text": text, "until": public_until(copy)}
    return render(request, "portal/published_copy.html", context)


@login_not_required
@require_safe
def published_picture(request: HttpRequest, copy_id: int) -> HttpResponse:
    """遮盖后的图: written by us, so it is drawn here."""
    copy = _standing(copy_id)
    if not copy.is_picture:
        raise Http404
    return HttpResponse(_file_of(copy, "files/0001.png"), content_type="image/png")


@login_not_required
@require_safe
def published_package(request: HttpRequest, copy_id: int) -> HttpResponse:
    """副本的证据包, byte for byte."""
    copy = _standing(copy_id)
    path = package_path(copy.exhibit_id, copy.number)
    if not path.exists():
        raise Http404
    answer = HttpResponse(path.read_bytes(), content_type=WACZ)
    answer["Content-Disposition"] = f'attachment; filename="masked-{copy.pk}.wacz"'
    return answer


def _standing(copy_id: int) -> MaskedCopy:
    copy = MaskedCopy.objects.select_related("file").filter(pk=copy_id).first()
    if copy is None or not stands(copy, timezone.localdate()):
        raise Http404
    return copy


def _file_of(copy: MaskedCopy, place: str) -> bytes:
    package = package_at(package_path(copy.exhibit_id, copy.number))
    if package is None:
        raise Http404
    return package.read(place)
