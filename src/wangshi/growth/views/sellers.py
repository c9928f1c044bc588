"""没有店铺的卖家: the list, one of them, the papers to print, the funnel."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.exemptions import Outcome, declaration
from wangshi.engine.identifiers import mask_phone
from wangshi.engine.registration import registration_steps
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.growth import selectors
from wangshi.growth.forms import NewSellerForm, SellerFilterForm
from wangshi.growth.models import Seller
from wangshi.growth.workflow import RoadRefused
from wangshi.shared.pages import Fact
from wangshi.shared.paging import order_of, page_of

from .seen import reader, seen_seller

ORDERS: Final = {
    "found": ("found_on", "pk"),
    "-found": ("-found_on", "-pk"),
    "remind": ("remind_on", "pk"),
    "-remind": ("-remind_on", "-pk"),
}
COLUMNS: Final = (
    ("怎么称呼", 20), ("在哪里卖", 12), ("群名、账号", 24), ("链接", 36), ("卖什么", 30),
    ("镇办", 12), ("走到哪一步", 14), ("下次联系", 12), ("怎么发现的", 16), ("哪天看到的", 12),
    ("经营主体", 30), ("信用代码", 22), ("线索", 20), ("电话", 16),
)  # fmt: skip
MOST_EXPORTED: Final = 50_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """卖家清单: filtered, sorted, paged."""
    who = reader(request)
    form, today = SellerFilterForm(request.GET), timezone.localdate()
    found = selectors.sellers_for(form.asked(), who, today)
    page = page_of(found.order_by(*order_of(request, ORDERS, default="-found")), request)
    shown = {
        "form": form,
        "page": page,
        "today": today,
        "asked": any(request.GET.get(name) for name in form.fields),
        "may_find": may(who, Permission.FIND_SELLER),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "growth/sellers.html", shown)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出卖家: the same filter, as a workbook."""
    who = reader(request)
    require(who, Permission.EXPORT)
    found = selectors.sellers_for(SellerFilterForm(request.GET).asked(), who, timezone.localdate())
    rows = found.order_by("-found_on", "-pk")[:MOST_EXPORTED]
    whole = selectors.guides(who)
    return _workbook("没有店铺的卖家", COLUMNS, [_cells(row, whole=whole) for row in rows])


@require_GET
def funnel(request: HttpRequest) -> HttpResponse:
    """从无照到有照: the county as bars, the towns as rows."""
    who = reader(request)
    shown = {"funnel": selectors.funnel(who), "may_export": may(who, Permission.EXPORT)}
    return render(request, "growth/funnel.html", shown)


@require_GET
def funnel_export(request: HttpRequest) -> HttpResponseBase:
    """导出漏斗: the county and each town."""
    who = reader(request)
    require(who, Permission.EXPORT)
    told = selectors.funnel(who)
    columns = [("镇办", 16), *((title, 14) for title in told.titles)]
    rows: list[tuple[OutCell, ...]] = [
        (row.place, *(figure.count for figure in row.figures)) for row in (told.county, *told.towns)
    ]
    return _workbook("从无照到有照", columns, rows)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记卖家."""
    who = account(request)
    require(who, Permission.FIND_SELLER)
    if not selectors.reads_sellers(who):
        return redirect("grid-seller-new")
    form = NewSellerForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            seller = form.act(timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("seller", seller.pk)
    status = 422 if form.errors else 200
    return render(request, "growth/new_seller.html", {"form": form}, status=status)


@require_GET
def show(request: HttpRequest, seller_id: int) -> HttpResponse:
    """一个卖家: where on the road, what was asked, what may come next, what happened."""
    seller, who, today = seen_seller(request, seller_id), account(request), timezone.localdate()
    shown = {
        "seller": seller,
        "story": selectors.seller_story(seller, who, today),
        "facts": _facts(seller, whole=selectors.guides(who)),
        "similar": selectors.similar_sellers(seller),
        "today": today,
        "may_guide": may(who, Permission.GUIDE_SELLER, seller),
    }
    return render(request, "growth/seller.html", shown)


@require_GET
def declared(request: HttpRequest, seller_id: int) -> HttpResponse:
    """自我声明: the statutory sentence, ready to be printed and signed by the person."""
    seller = seen_seller(request, seller_id)
    guidance = seller.guidances.order_by("pk").last()
    if guidance is None or guidance.outcome != Outcome.EXEMPT:
        raise Http404
    sentences = [declaration(ground, guidance.asked_on) for ground in guidance.grounds]
    shown = {"seller": seller, "sentences": sentences, "today": timezone.localdate()}
    return render(request, "growth/declaration.html", shown)


@require_GET
def handbook(request: HttpRequest, seller_id: int) -> HttpResponse:
    """办照指南: what to bring, where, how long; printed and handed over."""
    seller = seen_seller(request, seller_id)
    guidance = seller.guidances.order_by("pk").last()
    today = timezone.localdate()
    shown = {
        "seller": seller,
        "steps": registration_steps(),
        "advice": selectors.latest_advice(guidance, today),
        "today": today,
    }
    return render(request, "growth/handbook.html", shown)


def _workbook(
    title: str, columns: Sequence[tuple[str, int]], rows: Sequence[tuple[OutCell, ...]]
) -> FileResponse:
    file = BytesIO()
    write_xlsx(file, [Sheet(title, tuple(Column(*column) for column in columns), rows)])
    file.seek(0)
    name = f"{title}-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cells(seller: Seller, *, whole: bool) -> tuple[OutCell, ...]:
    operator, clue = seller.operator, seller.clue
    return (
        seller.name,
        seller.get_channel_display(),
        seller.account,
        seller.url,
        seller.sells,
        seller.town.name,
        seller.get_state_display(),
        seller.remind_on,
        seller.get_source_display(),
        seller.found_on,
        operator.name if operator else "",
        operator.uscc if operator else "",
        clue.number if clue else "",
        seller.phone if whole else mask_phone(seller.phone),
    )


def _facts(seller: Seller, *, whole: bool) -> list[Fact]:
    return [
        Fact("在哪里卖", f"{seller.get_channel_display()} {seller.account}".strip()),
        Fact("卖什么", seller.sells),
        Fact("种类", "、".join(selectors.goods_titles(seller.goods))),
        Fact("镇办", seller.town.name),
        Fact("住在哪里", seller.place if whole else ""),
        Fact("姓名", seller.person if whole else ""),
        Fact("电话", seller.phone if whole else mask_phone(seller.phone)),
        Fact("怎么发现的", f"{seller.get_source_display()}，{seller.found_by.name}"),
        Fact("哪天看到的", f"{seller.found_on:%Y-%m-%d}"),
    ]
