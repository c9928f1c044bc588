"""工作簿: XLSX in three gates: the zip directory, the bytes of its sheets, then the parser."""

from collections.abc import Iterator
from pathlib import Path

from wangshi.engine.tables.archive import check_archive
from wangshi.engine.tables.header import LOOK_AHEAD, find_header, rows_below
from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.sheet_scan import scan_sheets
from wangshi.engine.tables.table import Row, Table
from wangshi.engine.tables.worker import Parser


def open_workbook(path: Path, *, sheet: str = "", limits: Limits) -> Table:
    """打开工作簿: `sheet` by name, or the first visible one with content."""
    scan_sheets(path, check_archive(path, limits=limits), limits=limits)
    parser = Parser("sheet_worker", path, sheet, limits)
    glimpse = parser.glimpse()
    opening = glimpse.opening
    if sheet and sheet != opening.sheet:
        raise TableRefused("no_such_sheet", f"工作簿里没有「{sheet}」这张表", "重新选择要导入的表")
    header = find_header(glimpse.lines[:LOOK_AHEAD], columns_limit=limits.columns)
    notes = list(header.notes_zh)
    if len(opening.sheets) > 1:
        notes.append(f"工作簿有 {len(opening.sheets)} 张表，读的是「{opening.sheet}」")

    def walk() -> Iterator[Row]:
        return rows_below(parser.lines(), header)

    return Table(
        columns=header.columns,
        format="xlsx",
        encoding="",
        row_count_hint=max(opening.height - header.number, 0),
        header_row=header.number,
        notes_zh=tuple(notes),
        walk=walk,
    )


def open_parquet(path: Path, *, limits: Limits) -> Table:
    """打开 Parquet: columns by name; the first row counts as row 2, as in a sheet."""
    parser = Parser("parquet_worker", path, "", limits)
    opening = parser.glimpse().opening
    if not opening.columns:
        raise TableRefused("empty_table", "这张表里没有列", "检查是不是选错了文件，再重新上传")
    if len(opening.columns) > limits.columns:
        raise TableRefused(
            "too_many_columns",
            f"这张表有 {len(opening.columns)} 列，最多能读 {limits.columns} 列",
            "只保留要导入的列，另存后再上传",
        )

    def walk() -> Iterator[Row]:
        for line in parser.lines():
            yield Row(line.number, dict(zip(opening.columns, line.cells, strict=True)))

    return Table(
        columns=opening.columns,
        format="parquet",
        encoding="",
        row_count_hint=opening.height,
        header_row=1,
        notes_zh=(),
        walk=walk,
    )
