"""食品网络经营报告: who began, what is due, what was reported."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.growth import selectors
from wangshi.growth.forms import FoodReportForm, FoodStartForm
from wangshi.growth.workflow import RoadRefused
from wangshi.shared.paging import page_of

from .seen import reader

OPEN = "open"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """清单: those still to be reported, or all."""
    who, today = reader(request), timezone.localdate()
    open_only = request.GET.get("show", OPEN) == OPEN
    page = page_of(selectors.food_starts_for(who, open_only=open_only), request)
    shown = {
        "page": page,
        "rows": [selectors.food_clock(one, today) for one in page],
        "open_only": open_only,
        "term": selectors.food_term(today),
        "may_guide": may(who, Permission.GUIDE_SELLER),
    }
    return render(request, "growth/food_starts.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记开始网上卖食品; `?seller=` comes from the seller's page."""
    who = reader(request)
    require(who, Permission.GUIDE_SELLER)
    form = FoodStartForm(request.POST or None, initial=_initial(request) | kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            start = form.act(by=who, at=timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "登记了，报告的期限从开始那天算。")
            return (
                redirect("seller", start.seller_id) if start.seller_id else redirect("food-starts")
            )
    status = 422 if form.errors else 200
    shown = {"form": form, "term": selectors.food_term(timezone.localdate())}
    return render(request, "growth/new_food_start.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, start_id: int) -> HttpResponse:
    """收到报告."""
    who, today = reader(request), timezone.localdate()
    require(who, Permission.GUIDE_SELLER)
    start = get_object_or_404(selectors.food_starts_for(who), pk=start_id)
    form = FoodReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.act(start, by=who, at=timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "收到报告，记下了。")
            return redirect("food-starts")
    shown = {"form": form, "clock": selectors.food_clock(start, today), "start": start}
    return render(request, "growth/food_report.html", shown, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, object]:
    """From a seller's page the seller, the town and the place are known."""
    key = request.GET.get("seller", "")
    known = selectors.sellers_seen(account(request))
    seller = known.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if seller is None:
        return {}
    return {"seller": seller.pk, "town": seller.town_id, "where": seller.account or seller.name}
