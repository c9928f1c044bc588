"""清单和查找."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.engine.identifiers import mask_phone
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.registry.forms.listing import OperatorFilterForm, ShopFilterForm
from wangshi.registry.models import Operator
from wangshi.registry.selectors import operators_for, search, shop_counts, shops_for
from wangshi.shared.paging import order_of, page_of

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED: Final = 100_000
COLUMNS: Final = (
    ("名称", 40), ("统一社会信用代码", 22), ("组织形式", 14), ("网络经营者类别", 20), ("状态", 8),
    ("法定代表人（经营者）", 20), ("注册资本", 14), ("成立日期", 12), ("镇办", 14), ("住所", 50),
    ("电话", 16),
)  # fmt: skip
ORDERS: Final = {
    "new": ("-pk",),
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "founded": ("established_on", "pk"),
    "-founded": ("-established_on", "-pk"),
}
SHOP_ORDERS: Final = {"new": ("-pk",), "name": ("name", "pk"), "-name": ("-name", "-pk")}


@require_GET
def operators(request: HttpRequest) -> HttpResponse:
    """主体清单: filtered, sorted, paged."""
    me = account(request)
    require(me, Permission.VIEW_OPERATOR)
    form = OperatorFilterForm(request.GET)
    found = operators_for(form.asked(), me).order_by(*order_of(request, ORDERS, default="new"))
    page = page_of(found, request)
    shown = {
        "form": form,
        "page": page,
        "shops": shop_counts(page),
        "asked": any(request.GET.get(name) for name in form.fields),
        "may_export": may(me, Permission.EXPORT),
        "may_import": may(me, Permission.IMPORT_REGISTER),
        "may_edit": may(me, Permission.EDIT_OPERATOR),
    }
    return render(request, "registry/operators.html", shown)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出主体: the same filter, as a workbook in which no cell computes."""
    me = account(request)
    require(me, Permission.VIEW_OPERATOR)
    require(me, Permission.EXPORT)
    found = operators_for(OperatorFilterForm(request.GET).asked(), me)
    found = found.order_by(*order_of(request, ORDERS, default="new"))[:MOST_EXPORTED]
    whole = may(me, Permission.EDIT_OPERATOR)
    file = BytesIO()
    columns = tuple(Column(title, width) for title, width in COLUMNS)
    write_xlsx(file, [Sheet("经营主体", columns, _cells(found.iterator(2_000), whole=whole))])
    file.seek(0)
    name = f"经营主体-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cells(rows: Iterator[Operator], *, whole: bool) -> Iterator[tuple[OutCell, ...]]:
    for row in rows:
        yield (
            row.name,
            row.uscc or row.written_code,
            row.get_form_display(),
            row.get_kind_display(),
            row.get_status_display(),
            row.person,
            row.capital,
            row.established_on,
            row.town.name if row.town else "",
            row.address,
            row.phone if whole else mask_phone(row.phone),
        )


@require_GET
def shops(request: HttpRequest) -> HttpResponse:
    """网店清单."""
    me = account(request)
    require(me, Permission.VIEW_OPERATOR)
    form = ShopFilterForm(request.GET)
    found = shops_for(form.asked(), me).order_by(*order_of(request, SHOP_ORDERS, default="new"))
    shown = {
        "form": form,
        "page": page_of(found, request),
        "may_edit": may(me, Permission.EDIT_OPERATOR),
    }
    return render(request, "registry/shops.html", shown)


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """查找."""
    me = account(request)
    require(me, Permission.VIEW_OPERATOR)
    result = search(request.GET.get("q", ""), me)
    return render(request, "registry/search.html", {"result": result})
