"""专题名录: four lists, one entry with every value's source and day, in and out as a workbook."""

from io import BytesIO
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx
from wangshi.growth import selectors
from wangshi.growth.forms import EndEntryForm, NewEntryForm, ThemedFilterForm, ValuesForm
from wangshi.growth.models import ThemedEntry
from wangshi.growth.themes import THEME_FIELDS, THEME_TITLES, Theme
from wangshi.growth.workflow import RoadRefused
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of

UNREADABLE: Final = 422
MOST_EXPORTED: Final = 20_000
COLUMNS: Final = (("主体名称", 30), ("统一社会信用代码", 22), ("产品、服务", 24), ("镇办", 12))
VALUE_COLUMNS: Final = (
    ("主体名称", 30), ("产品、服务", 24), ("哪一项", 20), ("内容", 30), ("来源", 16), ("出处", 36),
    ("哪天的数", 12),
)  # fmt: skip
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """一张名录: filtered, paged."""
    who = account(request)
    require(who, Permission.VIEW_OPERATOR)
    form = ThemedFilterForm(request.GET)
    asked = form.asked()
    page = page_of(selectors.themed_entries(asked), request)
    shown: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [(one, selectors.items_of(one)) for one in page],
        "theme": asked.theme,
        "title": THEME_TITLES[asked.theme],
        "tabs": _tabs(asked.theme),
        "is_narrow": any(request.GET.get(name) for name in ("q", "town", "show")),
        "may_edit": may(who, Permission.EDIT_OPERATOR),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "growth/themed_entries.html", shown)


def _tabs(here: Theme) -> list[Link]:
    counts, door = selectors.themed_counts(), reverse("themed")
    return [
        Link(f"{title} {counts[theme]}", f"{door}?theme={theme}", here=theme is here)
        for theme, title in THEME_TITLES.items()
    ]


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出: the list as the import reads it, and every value with its source."""
    who = account(request)
    require(who, Permission.VIEW_OPERATOR)
    require(who, Permission.EXPORT)
    asked = ThemedFilterForm(request.GET).asked()
    entries = list(selectors.themed_entries(asked)[:MOST_EXPORTED])
    titles = ((one.title, 20) for one in THEME_FIELDS[asked.theme])
    columns = tuple(Column(*one) for one in (*COLUMNS, *titles))
    values = (row for entry in entries for row in selectors.value_cells(entry))
    file, title = BytesIO(), THEME_TITLES[asked.theme]
    sources = Sheet("每个数的来源", tuple(Column(*one) for one in VALUE_COLUMNS), values)
    write_xlsx(file, [Sheet(title, columns, map(selectors.themed_cells, entries)), sources])
    file.seek(0)
    name = f"{title}名录-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """列入名录."""
    who = account(request)
    require(who, Permission.EDIT_OPERATOR)
    theme = ThemedFilterForm(request.GET).asked().theme
    form = NewEntryForm(request.POST or None, theme=theme, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            entry = form.act(by=who, at=timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "列入了名录。")
            return redirect("themed-entry", entry.pk)
    shown = {"form": form, "theme": theme, "title": THEME_TITLES[theme]}
    status = UNREADABLE if form.errors else 200
    return render(request, "growth/new_themed_entry.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, entry_id: int) -> HttpResponse:
    """一条: what every source said, and a form for new values."""
    who = account(request)
    require(who, Permission.VIEW_OPERATOR)
    entry = _entry(entry_id)
    form = ValuesForm(request.POST or None, theme=Theme(entry.theme), initial=kept_fields(request))
    if request.method == "POST":
        require(who, Permission.EDIT_OPERATOR)
        if form.is_valid():
            try:
                added = form.note(entry, by=who, at=timezone.now())
            except RoadRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"记下 {added} 项。")
                return redirect("themed-entry", entry.pk)
    return _shown(request, entry, form)


@require_POST
def end(request: HttpRequest, entry_id: int) -> HttpResponse:
    """移出名录."""
    who = account(request)
    require(who, Permission.EDIT_OPERATOR)
    entry = _entry(entry_id)
    form = EndEntryForm(request.POST)
    try:
        if form.is_valid():
            form.act(entry, by=who, at=timezone.now())
            messages.success(request, "移出了名录，记过的数还看得到。")
            return redirect("themed-entry", entry.pk)
    except RoadRefused as refusal:
        form.add_error(None, str(refusal))
    return _shown(request, entry, ValuesForm(theme=Theme(entry.theme)), ending=form)


def _entry(key: int) -> ThemedEntry:
    rows = ThemedEntry.objects.select_related("operator", "town", "noted_by")
    return get_object_or_404(rows.prefetch_related("values__noted_by"), pk=key)


def _shown(
    request: HttpRequest,
    entry: ThemedEntry,
    form: ValuesForm,
    *,
    ending: EndEntryForm | None = None,
) -> HttpResponse:
    shown = {
        "entry": entry,
        "items": selectors.items_of(entry),
        "form": form,
        "ending": ending or EndEntryForm(),
        "may_edit": may(account(request), Permission.EDIT_OPERATOR) and not entry.ended_on,
    }
    wrong = form.errors or (ending is not None and ending.errors)
    status = UNREADABLE if wrong else 200
    return render(request, "growth/themed_entry.html", shown, status=status)
