"""调解员名册: organisations and people, what each was given, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.complaints import selectors
from wangshi.complaints.forms import (
    AppointmentForm,
    BodyForm,
    MarkedForm,
    MediatorForm,
    TrainingForm,
)
from wangshi.complaints.models import Mediator

from .acting import acted
from .seen import reader

NEW = {"body": BodyForm, "mediator": MediatorForm}
ABOUT = {"appointment": AppointmentForm, "training": TrainingForm}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """名册和调解得怎么样."""
    who, today = reader(request), timezone.localdate()
    hours = selectors.hours_learned()
    shown = {
        "figures": selectors.mediation_figures(today),
        "bodies": list(selectors.bodies_listed()),
        "mediators": [(one, hours.get(one.pk, 0)) for one in selectors.mediators_listed()],
        "out": list(selectors.entrusted_out()) if selectors.reads_reports(who) else [],
        "today": today,
        "may_take": may(who, Permission.TAKE_COMPLAINT),
    }
    return render(request, "complaints/mediators.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, what: str) -> HttpResponse:
    """登记一个组织，聘任一位."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    return _asked(request, NEW[what](request.POST or None, by=who, initial=kept_fields(request)))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """改聘期，记培训."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    mediator = get_object_or_404(Mediator, pk=pk)
    initial = {"until": mediator.until} | kept_fields(request)
    form = ABOUT[what](request.POST or None, by=who, mediator=mediator, initial=initial)
    return _asked(request, form, mediator.name)


def _asked(request: HttpRequest, form: MarkedForm, name: str = "") -> HttpResponse:
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("mediators")
    status = 422 if form.errors else 200
    shown = {"form": form, "name": name}
    return render(request, "complaints/new_mediator.html", shown, status=status)
