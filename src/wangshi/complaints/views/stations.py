"""维权服务站: who answers first, how fast, and how many were settled there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.complaints import selectors
from wangshi.complaints.forms import StationForm

from .acting import acted
from .seen import reader


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """服务站清单."""
    who = reader(request)
    shown = {
        "stations": list(selectors.stations_listed()),
        "figures": selectors.station_figures(timezone.now()),
        "may_take": may(who, Permission.TAKE_COMPLAINT),
    }
    return render(request, "complaints/stations.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记服务站."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    form = StationForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("service-stations")
    status = 422 if form.errors else 200
    return render(request, "complaints/new_station.html", {"form": form}, status=status)
