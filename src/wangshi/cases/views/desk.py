"""办件台: one queue by deadline and harm."""

from io import BytesIO
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.cases.board import ROW_WORDS, DeskRow, board_rows, order_words
from wangshi.cases.selectors import Chip, Desk, DeskItem, desk, reads_files
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.shared.pages import Link
from wangshi.shared.paging import Page

SIZE = 50
CHIP_WORDS = {
    Chip.MINE: "等我办",
    Chip.TODAY: "今天必办",
    Chip.LATE: "已逾期",
    Chip.HARM: "危害严重",
    Chip.OTHERS: "等别人",
    Chip.REST: "已暂停",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """办件台: what waits for me, and why in this order."""
    who = account(request)
    require(who, Permission.VIEW_CLUE)
    if not reads_files(who):
        return redirect("grid")
    today = timezone.localdate()
    whole = desk(who, today)
    chip = _chip(request)
    page = _page(whole.under(chip), request)
    rows = board_rows(page.rows)
    context = {
        "desk": whole,
        "today": today,
        "chip": chip,
        "chip_word": CHIP_WORDS[chip],
        "chips": _chips(whole, chip),
        "page": page,
        "rows": rows,
        "first": rows[0] if rows and chip is Chip.MINE else None,
        "not_today": len(whole.under(Chip.MINE)) - len(whole.today),
        "has_provisional": any(item.clock.provisional for item in page.rows),
        "order_words": order_words(),
        "may_judge": may(who, Permission.JUDGE_HIT),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "cases/desk.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出办件台: the rows of the chip that is shown, as a workbook."""
    who = account(request)
    require(who, Permission.VIEW_CLUE)
    require(who, Permission.EXPORT)
    rows = board_rows(desk(who, timezone.localdate()).under(_chip(request)))
    return workbook("办件台", ROW_WORDS, [_cells(row) for row in rows])


def workbook(
    title: str, columns: tuple[str, ...], rows: list[tuple[OutCell, ...]]
) -> HttpResponseBase:
    """一张工作表: no cell becomes a formula."""
    file = BytesIO()
    sheet = Sheet(title, tuple(Column(column) for column in columns), rows)
    write_xlsx(file, [sheet])
    file.seek(0)
    name = f"{title}-{timezone.localdate():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _page(items: tuple[DeskItem, ...], request: HttpRequest) -> Page[DeskItem]:
    pages = max(1, -(-len(items) // SIZE))
    asked = request.GET.get("page", "")
    number = min(int(asked), pages) if asked.isdecimal() and asked.isascii() else 1
    start = (max(1, number) - 1) * SIZE
    rows = items[start : start + SIZE]
    return Page(rows, max(1, number), SIZE, total=len(items), reach=len(items))


def _cells(row: DeskRow) -> tuple[OutCell, ...]:
    return (
        row.clock.words,
        row.clock.due_on,
        row.number,
        row.title,
        row.why,
        row.harm_word,
        row.source,
        row.minutes,
    )


def _chip(request: HttpRequest) -> Chip:
    asked = request.GET.get("f", "")
    return Chip(asked) if asked in set(Chip) else Chip.MINE


def _chips(whole: Desk, now: Chip) -> list[Link]:
    here = reverse("desk")
    return [
        Link(word, f"{here}?{urlencode({'f': chip})}", len(whole.under(chip)), here=chip is now)
        for chip, word in CHIP_WORDS.items()
    ]
