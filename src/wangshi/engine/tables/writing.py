"""写出表格: XLSX and CSV, streamed; no text ever becomes a formula.

Round trip: `open_table` reads back every text written here as it was (see `inert`); figures
and days come back in their usual spelling.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from wangshi.engine.tables.inert import is_formula_like, neutralise_text
from wangshi.engine.tables.reading import Fault
from wangshi.engine.tables.table import Row, Table


@dataclass(frozen=True)
class Linked:
    """链接: the words of a cell, and the web address they lead to."""

    words: str
    address: str


OutCell = str | int | bool | float | date | datetime | Decimal | Linked | None
Target = Path | IO[bytes]

ROW_COLUMN = "原表行号"
FAULT_COLUMN = "哪里不对、怎么改"
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_CUT = "…（原文太长，已截断）"
_EXACT_DIGITS = 15
_TITLE_LENGTH = 31
_BAD_TITLE = re.compile(r"[\[\]:*?/\\']")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_OLDEST_DAY = date(1900, 3, 1)
_WEB = ("https://", "http://")


@dataclass(frozen=True)
class Column:
    """一列: its title, its width in characters, and whether long text goes on below."""

    title: str
    width: int = 16
    wrap: bool = False


@dataclass(frozen=True)
class Sheet:
    """一张工作表: rows are taken one at a time and never kept; `filtered` puts filters on top."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[OutCell]]
    filtered: bool = False


def write_xlsx(target: Target, sheets: Iterable[Sheet]) -> int:
    """写工作簿: header frozen, days as days, text as text; returns the rows written.

    A sheet past Excel's row limit goes on in a next one. Memory does not grow with the rows.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        styles = _Styles(book)
        titles: set[str] = set()
        return sum(_write_sheet(book, sheet, styles, titles) for sheet in sheets)


class _Styles:
    """格式: made once a workbook."""

    def __init__(self, book: Any) -> None:
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        # Shown as a leading apostrophe in Excel: editing the cell cannot wake a formula.
        self.inert = book.add_format({"quote_prefix": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.wrapped_inert = book.add_format(
            {"text_wrap": True, "valign": "top", "quote_prefix": True}
        )

    def text(self, *, inert: bool, wrap: bool) -> Any:
        """文字的格式: none where the cell is plain."""
        if wrap:
            return self.wrapped_inert if inert else self.wrapped
        return self.inert if inert else None


def _write_sheet(book: Any, sheet: Sheet, styles: _Styles, titles: set[str]) -> int:
    page = _add_page(book, sheet, styles, titles)
    written = place = 0
    for cells in sheet.rows:
        place += 1
        if place == _MOST_ROWS:
            _add_filters(page, sheet, place - 1)
            page, place = _add_page(book, sheet, styles, titles), 1
        for column, value in enumerate(cells):
            wrap = column < len(sheet.columns) and sheet.columns[column].wrap
            _write_cell(page, (place, column), value, styles, wrap=wrap)
        written += 1
    _add_filters(page, sheet, place)
    return written


def _add_filters(page: Any, sheet: Sheet, last_row: int) -> None:
    if sheet.filtered:
        page.autofilter(0, 0, last_row, len(sheet.columns) - 1)


def _add_page(book: Any, sheet: Sheet, styles: _Styles, titles: set[str]) -> Any:
    page = book.add_worksheet(_free_title(sheet.title, titles))
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(0, place, _fitting(column.title), styles.header)
    return page


def _free_title(title: str, titles: set[str]) -> str:
    plain = _BAD_TITLE.sub(" ", title).strip()[:_TITLE_LENGTH] or "表"
    found, turn = plain, 1
    while found.lower() in titles:
        turn += 1
        ending = f" ({turn})"
        found = plain[: _TITLE_LENGTH - len(ending)] + ending
    titles.add(found.lower())
    return found


def _write_cell(
    page: Any, place: tuple[int, int], value: OutCell, styles: _Styles, *, wrap: bool
) -> None:
    row, column = place
    if value is None or value == "":
        return
    if isinstance(value, Linked) and value.address.startswith(_WEB):
        page.write_url(row, column, value.address, string=_fitting(value.words))
    elif isinstance(value, date) and _as_day(value) >= _OLDEST_DAY:
        style = styles.moment if isinstance(value, datetime) else styles.day
        page.write_datetime(row, column, _naive(value), style)
    elif isinstance(value, int | float | Decimal) and _is_exact(value):
        page.write_number(row, column, value)
    else:
        text = _fitting(_text(value))
        style = styles.text(inert=is_formula_like(text), wrap=wrap)
        page.write_string(row, column, text, style)


def _as_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _naive(value: date) -> date:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _is_exact(value: int | float | Decimal) -> bool:
    if isinstance(value, bool):
        return False
    number = Decimal(value) if isinstance(value, int | Decimal) else Decimal(str(value))
    return number.is_finite() and len(number.as_tuple().digits) <= _EXACT_DIGITS


def _text(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, Linked):
        return _text(value.words)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "seconds")
    return _LONE_SURROGATE.sub("�", str(value))


def _fitting(text: str) -> str:
    if len(text) <= _MOST_CHARACTERS:
        return text
    return text[: _MOST_CHARACTERS - len(_CUT)] + _CUT


def write_csv(target: Target, columns: Sequence[Column], rows: Iterable[Sequence[OutCell]]) -> int:
    """写 CSV: UTF-8 with its mark, so that Excel and WPS show Chinese; returns the rows written."""
    with _text_stream(target) as stream:
        writer = csv.writer(stream)
        writer.writerow([neutralise_text(column.title) for column in columns])
        written = 0
        for cells in rows:
            writer.writerow([_csv_cell(value) for value in cells])
            written += 1
        return written


def _csv_cell(value: OutCell) -> str:
    text = _text(value)
    return neutralise_text(text) if isinstance(value, str) else text


@contextmanager
def _text_stream(target: Target) -> Iterator[IO[str]]:
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            yield stream
        return
    stream = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    try:
        yield stream
    finally:
        # The caller opened the stream: it stays open for them.
        stream.flush()
        stream.detach()


def fault_workbook(table: Table, faults: Iterable[Fault], target: Target) -> int:
    """错误清单: the rows that failed, as they were sent, and a column that says what to change.

    Corrected there, the workbook can be sent again as it is. Returns the rows written.
    """
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        reason = f"{fault.column}：{fault.message_zh}" if fault.column else fault.message_zh
        reasons.setdefault(fault.row_number, []).append(reason)
    names = [name for name in table.columns if name not in (ROW_COLUMN, FAULT_COLUMN)]
    columns = (Column(ROW_COLUMN, 10), Column(FAULT_COLUMN, 48), *map(Column, names))
    rows = _faulty_rows(table, reasons, names)
    return write_xlsx(target, [Sheet("要改的行", columns, rows)])


def _faulty_rows(
    table: Table, reasons: dict[int, list[str]], names: Sequence[str]
) -> Iterator[Sequence[OutCell]]:
    last = max(reasons, default=0)
    for row in table.rows():
        if row.number > last:
            return
        if row.number in reasons:
            yield _faulty_row(row, reasons[row.number], names)


def _faulty_row(row: Row, reasons: list[str], columns: Sequence[str]) -> Sequence[OutCell]:
    return [row.number, "\n".join(reasons), *(row.cells.get(name, "") for name in columns)]
