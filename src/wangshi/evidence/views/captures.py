"""取证单: sent from a clue, a listing or a shop; the queue; once more where it failed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.capture import Observed
from wangshi.evidence import selectors, services
from wangshi.evidence.forms import CancelForm, OrderFilter, OrderForm
from wangshi.evidence.models import CaptureOrder
from wangshi.evidence.selectors import ExhibitSubject
from wangshi.evidence.tasks import take_ordered
from wangshi.evidence.workflow import EvidenceRefused, OrderState
from wangshi.shared.paging import page_of
from wangshi.shared.words import day_in_evidence, local

from .seen import UNREADABLE, seen_subject


@dataclass(frozen=True)
class OrderRow:
    """一张取证单: what it is about, what was observed, whether it may be sent again."""

    order: CaptureOrder
    about: ExhibitSubject | None
    observed: str
    may_retry: bool


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """取证的队列: waiting, running, kept, or failed and why."""
    who = account(request)
    require(who, Permission.VIEW_EVIDENCE)
    form = OrderFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = page_of(selectors.orders_in(selectors.orders_for(who), state), request)
    abouts = {key: selectors.subject_of(key, who) for key in {one.subject for one in page} if key}
    context = {
        "form": form,
        "page": page,
        "rows": [
            OrderRow(
                one,
                abouts.get(one.subject),
                Observed(one.observed).title if one.observed else "",
                may(who, Permission.TAKE_EVIDENCE, one),
            )
            for one in page
        ],
        "may_take": may(who, Permission.TAKE_EVIDENCE),
    }
    return render(request, "evidence/captures.html", context)


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """派机器取证."""
    who = account(request)
    require(who, Permission.TAKE_EVIDENCE)
    about = seen_subject(request)
    form = OrderForm(request.POST or None, by=who, about=about, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = form.act(at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            _send(request, made)
            return redirect("captures")
    context = {"form": form, "about": about}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/order_capture.html", context, status=status)


def _send(request: HttpRequest, made: CaptureOrder) -> None:
    if made.state == OrderState.SCHEDULED:
        when = day_in_evidence(local(made.due_at))
        messages.success(request, f"定好了，{when}自己取。到时候以前可以撤回。")
        return
    take_ordered.enqueue(made.pk)
    messages.success(request, "派出去了。取一页大约一分钟，取到了在这里看。")


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    """撤回取证单: with the reason."""
    who = account(request)
    found = get_object_or_404(selectors.orders_for(who), pk=order_id)
    require(who, Permission.TAKE_EVIDENCE, found)
    form = CancelForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(found, by=who, at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "撤回了，不取了。")
            return redirect("captures")
    context = {"form": form, "order": found}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/cancel_order.html", context, status=status)


@require_POST
def again(request: HttpRequest, order_id: int) -> HttpResponse:
    """再取一次."""
    who = account(request)
    found = get_object_or_404(selectors.orders_for(who), pk=order_id)
    try:
        waiting = services.order_again(found, by=who, at=timezone.now())
    except EvidenceRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        take_ordered.enqueue(waiting.pk)
        messages.success(request, "又派出去了。")
    return redirect("captures")
