"""逗号分隔的表: CSV and TSV, plain or gzipped, streamed line by line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from wangshi.engine.tables.encoding import detect_encoding
from wangshi.engine.tables.header import LOOK_AHEAD, find_header, rows_below
from wangshi.engine.tables.inert import restore_text
from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.streams import GZIP_MAGIC, bounded_lines, open_bytes
from wangshi.engine.tables.table import Line, Row, Table

_DELIMITERS = (",", "\t", ";", "|", "，")
_QUOTE_TROUBLE = "这一行的双引号没有成对：给缺的一边补上双引号，再导入"
_LONG_CELL = "这一行有一格超过 13 万字：缩短后再导入"
_LINES_IN_A_CELL = 1000
_SAMPLE_BYTES = 256 * 1024


@dataclass(frozen=True)
class _Source:
    path: Path
    encoding: str
    delimiter: str
    limits: Limits

    def lines(self) -> Iterator[Line]:
        stream = open_bytes(self.path, limits=self.limits)
        with io.TextIOWrapper(stream, encoding=self.encoding, newline="") as text:
            yield from _cut(text, self.delimiter, self.limits)


def open_delimited(path: Path, *, limits: Limits) -> Table:
    """打开 CSV 或 TSV: encoding, delimiter and header are found, not asked for."""
    encoding = detect_encoding(path, limits=limits)
    delimiter = _sniff(path, encoding, limits)
    source = _Source(path, encoding, delimiter, limits)
    sample = list(islice(source.lines(), LOOK_AHEAD))
    header = find_header(sample, columns_limit=limits.columns)

    def walk() -> Iterator[Row]:
        return rows_below(source.lines(), header)

    return Table(
        columns=header.columns,
        format="tsv" if delimiter == "\t" else "csv",
        encoding=encoding,
        row_count_hint=_row_count_hint(path),
        header_row=header.number,
        notes_zh=header.notes_zh,
        walk=walk,
    )


class _Remembered:
    """记住上一行: so that a line the reader gave up on can still be shown."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.last = next(self._lines)
        return self.last


def _cut(text: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[Line]:
    lines = _Remembered(bounded_lines(text, limits=limits))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = before = 0
    while True:
        number, before = number + 1, reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if reader.line_num - before > 1:
                raise _open_quote(before + 1) from error
            trouble = _LONG_CELL if "limit" in str(error) else _QUOTE_TROUBLE
            yield Line(number, [lines.last.strip()], trouble)
            continue
        if cells is None:
            return
        if reader.line_num - before > _LINES_IN_A_CELL:
            raise _open_quote(before + 1)
        yield Line(number, [restore_text(cell) for cell in cells])


def _open_quote(line: int) -> TableRefused:
    return TableRefused(
        "open_quote",
        f"第 {line} 行起有一个双引号没有收尾，后面的行都被当成了一格",
        f"用表格软件打开原表，改好第 {line} 行的引号，另存为 CSV 后再上传",
    )


def _sniff(path: Path, encoding: str, limits: Limits) -> str:
    stream = open_bytes(path, limits=limits)
    with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        sample = list(islice(bounded_lines(text, limits=limits), LOOK_AHEAD))
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: list[str], delimiter: str) -> tuple[int, int]:
    # Leniently: with the wrong delimiter a sound quote looks broken.
    try:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    width, times = max(
        ((width, times) for width, times in widths.items() if width > 1),
        key=lambda pair: (pair[1], pair[0]),
        default=(0, 0),
    )
    return (times, width)


def _row_count_hint(path: Path) -> int | None:
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if sample.startswith(GZIP_MAGIC):
        return None
    per_line = len(sample) / max(sample.count(b"\n"), 1)
    return max(round(path.stat().st_size / per_line) - 1, 0)
