"""总览的页: the county on one screen, the rows behind each figure, and both as workbooks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.complaints.selectors import complaint_figures
from wangshi.shared.paging import order_of, page_of
from wangshi.statistics.board import board
from wangshi.statistics.forms import OverviewFilter
from wangshi.statistics.selectors import (
    CLUES,
    FIGURES,
    Asked,
    ClueLine,
    Figure,
    HitLine,
    clue_lines,
    gaps,
    hit_lines,
    missing_dimensions,
    overall,
    overview,
    rows,
)
from wangshi.statistics.workbooks import (
    CLUE_COLUMNS,
    HIT_COLUMNS,
    Cells,
    clue_cells,
    figure_sheets,
    file_name,
    hit_cells,
    overview_sheets,
)

from .asking import conditions, periods, workbook

CHUNK = 500
# A wall asks again so often; the figures of a county do not move faster.
REFRESH_SECONDS = 60
# A sighting holds a whole page; a line of a list needs its moment.
HIT_FIELDS = (
    "rule", "title", "violation", "quote", "state", "town__name", "shop__name",
    "sighting__seen_at",
)  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """县里的总览."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    form = OverviewFilter(request.GET, today)
    asked = _whole(form.asked())
    found = overview(asked, today)
    context = {
        "complaints": complaint_figures(who, today),
        "form": form,
        "found": found,
        "board": board(found),
        "gaps": gaps(found, today),
        "said": conditions(form, asked),
        "periods": periods(asked, today),
        "now": timezone.now(),
        "refresh_seconds": REFRESH_SECONDS,
        "query": asked.query,
        "accuracy": overall(asked),
        "narrowed": any(asked.dimensions()),
    }
    return render(request, "statistics/overview.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出总览: figures only, so whoever may read the page may take it along."""
    require(account(request), Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    form = OverviewFilter(request.GET, today)
    asked = _whole(form.asked())
    found = overview(asked, today)
    sheets = overview_sheets(found, board(found), conditions(form, asked), gaps(found, today))
    return workbook(file_name("网络市场总览", today), sheets)


@require_GET
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """一个数字的明细: exactly the rows it counts."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    shown = _figure(key)
    today = timezone.localdate()
    form = OverviewFilter(request.GET, today)
    asked = form.asked()
    page = page_of(_rows(request, shown, asked, today), request)
    context = {
        "figure": shown,
        "form": form,
        "page": page,
        "lines": list(_lines(shown, page.rows, who, today)),
        "said": conditions(form, asked),
        "missing": missing_dimensions(shown, asked),
        "query": asked.query,
        "back": asked.but(rule="", ground="", clock="", face="").query,
        "may_export": may(who, Permission.EXPORT),
    }
    template = "clue_rows" if shown.subject is CLUES else "hit_rows"
    return render(request, f"statistics/{template}.html", context)


@require_GET
def export_figure(request: HttpRequest, key: str) -> HttpResponseBase:
    """导出一个数字的明细: all of its rows, not only those of one page."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    require(who, Permission.EXPORT)
    shown = _figure(key)
    today = timezone.localdate()
    form = OverviewFilter(request.GET, today)
    asked = form.asked()
    columns = CLUE_COLUMNS if shown.subject is CLUES else HIT_COLUMNS
    cells = _cells(shown, _rows(request, shown, asked, today), who, today)
    sheets = figure_sheets(shown, conditions(form, asked), columns, cells)
    return workbook(file_name(shown.name, today), sheets)


def _figure(key: str) -> Figure:
    if key not in FIGURES:
        raise Http404(f"没有这个数字：{key}")
    return FIGURES[key]


def _whole(asked: Asked) -> Asked:
    """The overview knows no single rule or clock; its pages of rows do."""
    return asked.but(rule="", ground="", clock="", face="")


def _rows(request: HttpRequest, shown: Figure, asked: Asked, today: date) -> QuerySet[Any]:
    moment = shown.subject.moment
    orders = {"at": (moment, "pk"), "-at": (f"-{moment}", "-pk")}
    found = rows(shown, asked, today).order_by(*order_of(request, orders, default="-at"))
    if shown.subject is CLUES:
        return found.select_related("town", "department")
    return found.select_related("town", "shop", "sighting").only(*HIT_FIELDS)


def _lines(
    shown: Figure, of: tuple[Any, ...], who: Account, today: date
) -> Iterator[ClueLine | HitLine]:
    if shown.subject is CLUES:
        yield from clue_lines(of, who, today)
    else:
        yield from hit_lines(of, who)


def _cells(shown: Figure, found: QuerySet[Any], who: Account, today: date) -> Iterator[Cells]:
    """A chunk at a time: an export of a year does not fill the memory."""
    chunk: list[Any] = []
    for row in found.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _chunk_cells(shown, tuple(chunk), who, today)
            chunk.clear()
    yield from _chunk_cells(shown, tuple(chunk), who, today)


def _chunk_cells(
    shown: Figure, chunk: tuple[Any, ...], who: Account, today: date
) -> Iterator[Cells]:
    if shown.subject is CLUES:
        yield from map(clue_cells, clue_lines(chunk, who, today))
    else:
        yield from map(hit_cells, hit_lines(chunk, who))
