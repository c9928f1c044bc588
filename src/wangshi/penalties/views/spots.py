"""当场处罚: the list, a new one, one of them, filing it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.penalties import selectors
from wangshi.penalties.forms import ArchiveForm, SpotForm
from wangshi.penalties.models import SpotPenalty
from wangshi.penalties.workflow import StepRefused
from wangshi.shared.paging import page_of
from wangshi.shared.services import first_time

from .acting import acted
from .seen import reader, seen_spot


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """当场处罚清单."""
    who, today = reader(request), timezone.localdate()
    page = page_of(selectors.spots_seen(who).order_by("-at", "-pk"), request)
    shown = {
        "page": page,
        "rows": [(one, selectors.spot_clock(one, today)) for one in page.rows],
        "may_work": may(who, Permission.WORK_CASE),
    }
    return render(request, "penalties/spots.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """当场处罚."""
    who = account(request)
    require(who, Permission.WORK_CASE)
    form = SpotForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        spot = _made(request, form)
        if spot is not None:
            return redirect("spot-penalty", spot.pk)
        if not form.errors:
            return redirect("spot-penalties")
    status = 422 if form.errors else 200
    return render(request, "penalties/plain.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, spot_id: int) -> HttpResponse:
    """一件当场处罚, and its filing."""
    spot, who = seen_spot(request, spot_id), account(request)
    may_work = may(who, Permission.WORK_CASE, spot)
    form = ArchiveForm(request.POST or None, spot=spot, by=who)
    if request.method == "POST":
        require(who, Permission.WORK_CASE, spot)
        if form.is_valid() and acted(request, form):
            return redirect("spot-penalty", spot.pk)
    shown = {
        "spot": spot,
        "paper": selectors.spot_paper(spot),
        "clock": selectors.spot_clock(spot, timezone.localdate()),
        "form": form if may_work and spot.archived_on is None else None,
    }
    return render(request, "penalties/spot.html", shown, status=422 if form.errors else 200)


def _made(request: HttpRequest, form: SpotForm) -> SpotPenalty | None:
    now, mark = timezone.now(), form.cleaned_data["mark"]
    try:
        with transaction.atomic():
            if not first_time(mark, by=form.by, outcome=request.path, at=now):
                return None
            spot = form.act(now)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, form.done)
    return spot
