"""移交、点收: the keeper gives it out, the receiver counts it in or sends it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.evidence import services
from wangshi.evidence.forms import DeclineForm, HandOverForm
from wangshi.evidence.workflow import EvidenceRefused

from .seen import UNREADABLE, seen_exhibit, seen_offer


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """移交: given out; the receiver has to count it in."""
    who, exhibit = account(request), seen_exhibit(request, exhibit_id)
    require(who, Permission.TAKE_EVIDENCE, exhibit)
    form = HandOverForm(request.POST or None, exhibit=exhibit, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            to = form.cleaned_data["to"].name
            messages.success(request, f"交出了。{to}在系统里点收以后，移交才算完成。")
            return redirect("exhibit", exhibit.pk)
    context = {"exhibit": exhibit, "form": form}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/hand_over.html", context, status=status)


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """点收: what is given, by whom, why; counted in, or sent back with the reason."""
    who, exhibit = account(request), seen_offer(request, exhibit_id)
    declining = "decline" in request.POST
    form = DeclineForm(request.POST if declining else None)
    if request.method == "POST" and not declining:
        services.receive(exhibit, by=who, at=timezone.now())
        messages.success(request, "点收了，从现在起由您保管。打印交接记录，双方签字。")
        return redirect("exhibit", exhibit.pk)
    if declining and form.is_valid():
        try:
            form.act(exhibit, by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"退回了，还由{exhibit.custodian.name}保管。")
            return redirect("exhibits")
    context = {"exhibit": exhibit, "form": form, "files": list(exhibit.files.all())}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/receive.html", context, status=status)


@require_POST
def recall(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """收回."""
    who, exhibit = account(request), seen_exhibit(request, exhibit_id)
    require(who, Permission.TAKE_EVIDENCE, exhibit)
    try:
        services.recall(exhibit, by=who, at=timezone.now())
    except EvidenceRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "收回了，还由原来的保管人保管。")
    return redirect("exhibit", exhibit.pk)
