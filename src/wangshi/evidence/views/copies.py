"""遮盖副本: made from the working copy just looked at, published by another, withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.forensics.package import Package
from wangshi.evidence import selectors, services
from wangshi.evidence.forms import MaskForm, PublishForm, WithdrawForm
from wangshi.evidence.models import ExhibitFile, MaskedCopy
from wangshi.evidence.redaction import CannotMask, read_text, size_of
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import EvidenceRefused

from .seen import UNREADABLE, seen_copy, seen_look


@never_cache
@require_http_methods(["GET", "POST"])
def mask(request: HttpRequest, look_id: int, part_id: int) -> HttpResponse:
    """标要遮的地方."""
    who, look = account(request), seen_look(request, look_id)
    require(who, Permission.TAKE_EVIDENCE, look.exhibit)
    try:
        exhibit = services.require_open(look, by=who, now=timezone.now())
        found = get_object_or_404(ExhibitFile, pk=part_id, exhibit=exhibit)
        shown = _shown(found)
    except EvidenceRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("exhibit", look.exhibit_id)
    form = MaskForm(request.POST or None, file=found, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = form.act(look, by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error("marks", str(refusal))
        else:
            messages.success(request, f"第 {made.number} 份遮盖副本做好了，原件没有动。")
            return redirect("masked-copy", copy_id=made.pk)
    context = {"exhibit": exhibit, "look": look, "file": found, "form": form, **shown}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/mask.html", context, status=status)


def _shown(found: ExhibitFile) -> dict[str, object]:
    """What the page needs to draw the file: a picture's size, or a text."""
    content = services.content_of(found)
    try:
        if found.is_picture:
            width, height = size_of(content)
            return {"width": width, "height": height}
        if found.is_text:
            return {"text": read_text(content)}
    except CannotMask as fault:
        raise EvidenceRefused(str(fault)) from None
    raise EvidenceRefused("只有图和文字能遮；录像先截出一张图，另封一件")


@require_GET
def show(request: HttpRequest, copy_id: int) -> HttpResponse:
    """一份遮盖副本."""
    copy = seen_copy(request, copy_id)
    today = timezone.localdate()
    package = selectors.package_at(package_path(copy.exhibit_id, copy.number))
    context = {
        "copy": copy,
        "exhibit": copy.exhibit,
        "seals": selectors.seal_rows(package) if package else [],
        "text": _masked_text(package, copy),
        "stands": selectors.stands(copy, today),
        "until": selectors.public_until(copy),
        "may_publish": may(account(request), Permission.PUBLISH_EVIDENCE, copy),
    }
    return render(request, "evidence/masked_copy.html", context)


def _masked_text(package: Package | None, copy: MaskedCopy) -> str:
    if package is None or copy.is_picture:
        return ""
    return read_text(package.read("files/0001.txt"))


@require_GET
def picture(request: HttpRequest, copy_id: int) -> HttpResponse:
    """遮盖后的图: written by us, so it is drawn here."""
    copy = seen_copy(request, copy_id)
    package = selectors.package_at(package_path(copy.exhibit_id, copy.number))
    if package is None or not copy.is_picture:
        raise Http404
    return HttpResponse(package.read("files/0001.png"), content_type="image/png")


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, copy_id: int) -> HttpResponse:
    """公开."""
    who, copy = account(request), seen_copy(request, copy_id)
    require(who, Permission.PUBLISH_EVIDENCE, copy)
    form = PublishForm(request.POST or None, on=timezone.localdate(), initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(copy, by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "公开了，谁都能看到、能校验。")
            return redirect("masked-copy", copy_id=copy.pk)
    return _page(request, "evidence/publish.html", copy, form)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, copy_id: int) -> HttpResponse:
    """撤下."""
    who, copy = account(request), seen_copy(request, copy_id)
    require(who, Permission.PUBLISH_EVIDENCE, copy)
    form = WithdrawForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(copy, by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "撤下了。")
            return redirect("masked-copy", copy_id=copy.pk)
    return _page(request, "evidence/withdraw.html", copy, form)


def _page(
    request: HttpRequest, template: str, copy: MaskedCopy, form: PublishForm | WithdrawForm
) -> HttpResponse:
    context = {"copy": copy, "exhibit": copy.exhibit, "form": form}
    return render(request, template, context, status=UNREADABLE if form.errors else 200)
