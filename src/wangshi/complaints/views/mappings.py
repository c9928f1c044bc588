"""待映射: words of the 12315 export that nobody knew, and what they were decided to mean."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.complaints import selectors
from wangshi.complaints.forms import MappingForm
from wangshi.complaints.models import CodeMapping

from .acting import acted


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """待映射的词: those that wait first."""
    require(account(request), Permission.TAKE_COMPLAINT)
    shown = {"mappings": selectors.mappings_listed()}
    return render(request, "complaints/mappings.html", shown)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """定下一个词."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    mapping = get_object_or_404(CodeMapping, pk=pk)
    form = MappingForm(request.POST or None, mapping=mapping, by=who)
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("complaint-mappings")
    shown = {"mapping": mapping, "form": form}
    status = 422 if form.errors else 200
    return render(request, "complaints/mapping.html", shown, status=status)
