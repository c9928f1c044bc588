"""商品: what is known, and all that was seen of one."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.evidence.selectors import evidence_about
from wangshi.monitoring import selectors
from wangshi.monitoring.forms import ListingFilterForm
from wangshi.monitoring.models import Listing, Sighting
from wangshi.shared.paging import page_of
from wangshi.shared.services import label

from .exporting import MOST_EXPORTED, workbook

COLUMNS = ("商品", "平台商品号", "店铺", "平台", "首次看到", "最近看到", "最近价格", "命中")
SEEN_COLUMNS = (
    "看到时间", "商品", "规格", "现价", "原价", "活动", "销量", "库存", "货架", "条码", "网址",
    "详情", "内容校验值",
)  # fmt: skip
SIGHTINGS = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """商品清单."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    page = page_of(_rows(request), request)
    context = {
        "page": page,
        "form": ListingFilterForm(request.GET),
        "is_narrow": any(request.GET.get(name) for name in ("shop", "batch", "sweep", "q", "hits")),
        "export": reverse("listings-export") if may(who, Permission.EXPORT) else "",
        "may_import": may(who, Permission.IMPORT_LISTINGS),
    }
    return render(request, "monitoring/listings.html", context)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出商品清单."""
    require(account(request), Permission.VIEW_HIT)
    require(account(request), Permission.EXPORT)
    rows = (
        (
            listing.title,
            listing.external_id,
            listing.shop.name,
            listing.shop.platform.name,
            timezone.localtime(listing.first_seen_at).replace(tzinfo=None),
            timezone.localtime(listing.last_seen_at).replace(tzinfo=None),
            listing.last_price,
            listing.hit_count or 0,
        )
        for listing in _rows(request)[:MOST_EXPORTED].iterator(chunk_size=2000)
    )
    return workbook("商品", COLUMNS, rows)


@require_GET
def show(request: HttpRequest, listing_id: int) -> HttpResponse:
    """一件商品: every time it was seen, the newest first."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    listing = _listing(listing_id)
    page = page_of(_sightings(listing), request, size=SIGHTINGS)
    context = {
        "listing": listing,
        "page": page,
        "rows": selectors.sighting_rows(page.rows),
        "evidence": evidence_about(label(listing), who),
        "export": reverse("listing-export", args=[listing.pk])
        if may(who, Permission.EXPORT)
        else "",
    }
    return render(request, "monitoring/listing.html", context)


@require_GET
def export_one(request: HttpRequest, listing_id: int) -> FileResponse:
    """导出一件商品的每一次."""
    require(account(request), Permission.VIEW_HIT)
    require(account(request), Permission.EXPORT)
    listing = _listing(listing_id)
    rows = (
        (
            timezone.localtime(seen.seen_at).replace(tzinfo=None),
            *(seen.title, seen.specification, seen.price, seen.reference_price, seen.promotion),
            *(seen.sales, seen.stock, seen.shelf, seen.barcode, seen.page_url),
            *(seen.detail, seen.content_sha256),
        )
        for seen in _sightings(listing)[:MOST_EXPORTED]
    )
    return workbook(f"商品-{listing.pk}", SEEN_COLUMNS, rows)


def _rows(request: HttpRequest) -> QuerySet[Any]:
    found = selectors.listings(request.GET.dict())
    return selectors.with_last_sighting(found).order_by("pk")


def _listing(listing_id: int) -> Listing:
    return get_object_or_404(Listing.objects.select_related("shop__platform"), pk=listing_id)


def _sightings(listing: Listing) -> QuerySet[Sighting]:
    return listing.sightings.select_related("sweep").order_by("-seen_at", "-pk")
