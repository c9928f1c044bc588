"""表头: find the line with the column names, below titles and notes, and name every column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wangshi.engine.tables.refusal import TableRefused
from wangshi.engine.tables.table import Line, Row

LOOK_AHEAD = 30
_NUMBER = re.compile(r"[\d.,%:\-/]+")
_SHARE_OF_WIDEST = 0.6


@dataclass(frozen=True)
class Header:
    """表头: its line, the name of every place, and remarks for the officer."""

    number: int
    columns: tuple[str, ...]
    notes_zh: tuple[str, ...]


def find_header(sample: Sequence[Line], *, columns_limit: int) -> Header:
    """找表头: the first line of `sample` that is about as full as the fullest and holds words."""
    widest = max((_filled(line.cells) for line in sample), default=0)
    if widest == 0:
        raise TableRefused("empty_table", "这张表里没有内容", "检查是不是选错了文件，再重新上传")
    line = next(line for line in sample if _is_header(line.cells, widest))
    if len(line.cells) > columns_limit:
        raise TableRefused(
            "too_many_columns",
            f"这张表有 {len(line.cells)} 列，最多能读 {columns_limit} 列",
            "只保留要导入的列，另存后再上传",
        )
    return _name_columns(line)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _is_header(cells: Sequence[str], widest: int) -> bool:
    return _filled(cells) >= max(1, widest * _SHARE_OF_WIDEST)


def _name_columns(line: Line) -> Header:
    names: list[str] = []
    notes: list[str] = []
    if line.number > 1:
        notes.append(f"表头在第 {line.number} 行，上面的标题行不读")
    cells = [" ".join(cell.split()) for cell in line.cells]
    while cells and not cells[-1]:
        cells.pop()
    if all(not cell or _NUMBER.fullmatch(cell) for cell in cells):
        raise TableRefused(
            "no_header",
            f"第 {line.number} 行应是列名，却全是数字",
            "在最上面加一行列名，再重新上传",
        )
    for place, cell in enumerate(cells, start=1):
        name = cell or f"第{place}列"
        if name in names:
            told_apart = f"{name} ({place})"
            while told_apart in names:
                told_apart += f" ({place})"
            notes.append(f"列名「{name}」出现了不止一次，第 {place} 列记作「{told_apart}」")
            name = told_apart
        names.append(name)
    return Header(number=line.number, columns=tuple(names), notes_zh=tuple(notes))


def rows_below(lines: Iterator[Line], header: Header) -> Iterator[Row]:
    """表头下面的行: blank lines are passed over, a repeated header line too."""
    for line in lines:
        if line.number <= header.number or _repeats(line, header):
            continue
        row = _row(line, header)
        if row is not None:
            yield row


def _repeats(line: Line, header: Header) -> bool:
    # Pages pasted under each other bring their header along.
    if line.cells[:1] != [header.columns[0]]:
        return False
    return tuple(cell.strip() for cell in line.cells) == header.columns


def _row(line: Line, header: Header) -> Row | None:
    cells, width = line.cells, len(header.columns)
    if not any(cell.strip() for cell in cells) and not line.trouble_zh:
        return None
    trouble = line.trouble_zh
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        trouble = trouble or (
            f"这一行有 {len(cells)} 格，表头只有 {width} 列："
            "多半是文字里的逗号或引号没有写好，把这一行对齐后再导入"
        )
    if len(cells) < width:
        cells = cells + [""] * (width - len(cells))
    found = dict(zip(header.columns, cells, strict=False))
    if trouble and line.cells[width:]:
        found[header.columns[-1]] = "，".join(line.cells[width - 1 :])
    return Row(line.number, found, trouble)
