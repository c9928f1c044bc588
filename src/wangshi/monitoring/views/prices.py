"""价格: what a listing was offered at over time, and what speaks against it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.engine.pricing import standing_price_law
from wangshi.monitoring.models import Listing
from wangshi.monitoring.selectors.prices import price_story
from wangshi.monitoring.services.prices import raise_price_doubts
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.paging import page_of_list

LOOKS = 50


@require_GET
def show(request: HttpRequest, listing_id: int) -> HttpResponse:
    """一件商品的价格: doubts with their numbers, then every look."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    listing = _listing(listing_id)
    story = price_story(listing)
    context = {
        "listing": listing,
        "story": story,
        "page": page_of_list(story.looks, request, size=LOOKS),
        "exemptions": standing_price_law().exemptions,
        "readings": standing_price_law().readings.values(),
        "may_judge": may(who, Permission.JUDGE_HIT),
    }
    return render(request, "monitoring/prices.html", context)


@require_POST
def raise_doubts(request: HttpRequest, listing_id: int) -> HttpResponse:
    """把价格疑点列入待复核."""
    who = account(request)
    require(who, Permission.JUDGE_HIT)
    listing = _listing(listing_id)
    try:
        raised = raise_price_doubts(listing, by=who)
    except JudgementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{raised} 处价格疑点已列入待复核。")
    return redirect("listing-prices", listing.pk)


def _listing(listing_id: int) -> Listing:
    return get_object_or_404(Listing.objects.select_related("shop__platform"), pk=listing_id)
