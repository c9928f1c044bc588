"""当日办: who stands at the desk, what is open today and from before, how it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.complaints import selectors
from wangshi.complaints.forms import LeaveForm, SettleForm, WalkInComplaintForm, WalkInForm
from wangshi.complaints.models import WalkIn
from wangshi.complaints.workflow import WALK_IN_TITLES, RoadRefused, WalkInEnd

from .acting import acted

MOST_SHOWN = 200
ENDS = {"settle": SettleForm, "leave": LeaveForm}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """今天的来访: the open ones first, those of earlier days marked."""
    require(account(request), Permission.TAKE_COMPLAINT)
    today = timezone.localdate()
    found, end = list(selectors.open_walk_ins()), request.GET.get("end", "")
    asked = end if end in WALK_IN_TITLES else ""
    shown = {
        "today": today,
        "open": found,
        "left_over": sum(one.taken_on < today for one in found),
        "ended": list(selectors.ended_walk_ins(today, asked)[:MOST_SHOWN]),
        "asked": WALK_IN_TITLES[WalkInEnd(asked)] if asked else "",
        "figures": selectors.walk_in_figures(today),
    }
    return render(request, "complaints/walk_ins.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """来访登记."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    form = WalkInForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("walk-ins")
    status = 422 if form.errors else 200
    return render(request, "complaints/walk_in.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """当场解决了，人走了."""
    who, walk_in = account(request), _walk_in(request, pk)
    form = ENDS[how](request.POST or None, by=who, walk_in=walk_in, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("walk-ins")
    status = 422 if form.errors else 200
    shown = {"form": form, "walk_in": walk_in}
    return render(request, "complaints/walk_in.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest, pk: int) -> HttpResponse:
    """登记成投诉: the code is told, as for every letter."""
    who, walk_in = account(request), _walk_in(request, pk)
    form = WalkInComplaintForm(
        request.POST or None, by=who, walk_in=walk_in, initial=kept_fields(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            filed = form.act(timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = f"登记了。进度码 {filed.code}，念给对方，或者写在回执上。"
            messages.success(request, words)
            return redirect("complaint", filed.complaint.pk) if filed.complaint else _back()
    status = 422 if form.errors else 200
    shown = {"form": form, "walk_in": walk_in}
    return render(request, "complaints/walk_in.html", shown, status=status)


def _back() -> HttpResponse:
    return redirect("walk-ins")


def _walk_in(request: HttpRequest, pk: int) -> WalkIn:
    require(account(request), Permission.TAKE_COMPLAINT)
    return get_object_or_404(WalkIn, pk=pk)
