"""网格员的手机页: a seller in six taps, and how far those of one's own town have come."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.growth.forms import GridSellerForm
from wangshi.growth.selectors import sellers_seen
from wangshi.growth.workflow import RoadRefused
from wangshi.shared.paging import page_of

SIZE: Final = 20


@require_GET
def sellers(request: HttpRequest) -> HttpResponse:
    """本镇的卖家: name, place and station; nothing that was said in confidence."""
    who = account(request)
    require(who, Permission.VIEW_SELLER)
    require(who, Permission.FIND_SELLER)
    page = page_of(sellers_seen(who).order_by("-pk"), request, size=SIZE)
    return render(request, "growth/grid_sellers.html", {"page": page, "who": who})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记卖家: where, what, whose, a sentence, send."""
    who = account(request)
    require(who, Permission.FIND_SELLER)
    form = GridSellerForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            seller = form.act(timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"记下了：{seller.name}。所里会联系，走到哪一步在这里看。")
            return redirect("grid-sellers")
    status = 422 if form.errors else 200
    return render(request, "growth/grid_seller.html", {"form": form, "who": who}, status=status)
