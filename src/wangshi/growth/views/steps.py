"""走一步的页: one form a step, shown again with what was typed when it is refused."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.growth.forms import STEP_FORMS, StepForm
from wangshi.growth.models import Seller
from wangshi.growth.workflow import RoadRefused
from wangshi.shared.services import first_time

from .seen import seen_seller


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, seller_id: int, slug: str) -> HttpResponse:
    """走一步: the form, then the verb, once."""
    seller, who = seen_seller(request, seller_id), account(request)
    require(who, Permission.GUIDE_SELLER, seller)
    form = STEP_FORMS[slug](
        request.POST or None,
        seller=seller,
        by=who,
        initial=_asked(request, slug) | kept_fields(request),
    )
    if request.method == "GET":
        try:
            form.admit()
        except RoadRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("seller", seller.pk)
    if request.method == "POST" and form.is_valid() and _act(request, form):
        return redirect("seller", seller.pk)
    return _page(request, seller, form)


def _act(request: HttpRequest, form: StepForm) -> bool:
    """Acts once: the mark of a form that came before is not acted on again."""
    now, mark = timezone.now(), form.cleaned_data["mark"]
    try:
        with transaction.atomic():
            if first_time(mark, by=form.by, outcome=request.path, at=now):
                form.act(now)
                messages.success(request, form.done)
    except RoadRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _asked(request: HttpRequest, slug: str) -> dict[str, str]:
    return {"key": request.GET["key"]} if slug == "prepare" and "key" in request.GET else {}


def _page(request: HttpRequest, seller: Seller, form: StepForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "growth/step.html", {"seller": seller, "form": form}, status=status)
