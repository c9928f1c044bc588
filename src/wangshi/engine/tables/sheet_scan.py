"""工作表预查: walk the XML of a workbook as bytes, before any parser sees it."""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wangshi.engine.tables.archive import inflate_entry
from wangshi.engine.tables.refusal import Limits, TableRefused

# A cell that closes itself holds nothing but a style: whole columns of those are common.
_CELL_REFERENCE = re.compile(
    rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^<>]{0,200}(?<!/)>"""
)
_MERGE = b"mergeCell "
_LONGEST_TAG = 1024 * 1024
_SPARSE_CELLS = 4_000_000
_SPARSE_FACTOR = 20
_MERGES = 200_000
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass
class _Extent:
    """一张表的范围: filled cells, the last row, the columns met, merged ranges."""

    cells: int = 0
    row: int = 0
    merges: int = 0
    columns: set[bytes] = field(default_factory=set)

    def add(self, text: bytes) -> None:
        self.merges += text.count(_MERGE)
        found = _CELL_REFERENCE.findall(text)
        if found:
            self.cells += len(found)
            self.columns.update({letters for letters, _ in found})
            last = max(int(digits) for _, digits in found)
            self.row = max(self.row, last)

    @property
    def grid(self) -> int:
        return self.row * max(map(_column_number, self.columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def scan_sheets(path: Path, entries: Iterable[zipfile.ZipInfo], *, limits: Limits) -> None:
    """预查: refuses entities, lying sizes and sheets whose grid would not fit in memory.

    Any part may be a sheet: which one is decided by relations the sender wrote.
    """
    with path.open("rb") as stream:
        for entry in entries:
            _scan_part(inflate_entry(stream, entry), limits)


def _scan_part(blocks: Iterable[bytes], limits: Limits) -> None:
    extent, tail = _Extent(), b""
    for place, block in enumerate(blocks):
        text = tail + block
        _refuse_declarations(text, first=place == 0)
        # The tag that the block cuts in two waits for the next block.
        cut = text.rfind(b"<") if len(tail) < _LONGEST_TAG else len(text)
        extent.add(text[: max(cut, 0)])
        tail = text[max(cut, 0) :]
        if extent.merges > _MERGES or extent.cells > limits.cells:
            raise _too_many("的单元格或合并区域太多")
    if extent.grid > limits.cells:
        raise _too_many(f"铺开有 {extent.grid} 格")
    if extent.grid > _SPARSE_CELLS and extent.grid > extent.cells * _SPARSE_FACTOR:
        raise _too_many("在很远的地方有零星内容")


def _refuse_declarations(text: bytes, *, first: bool) -> None:
    if first and text.startswith(_UTF16_MARKS):
        raise _declared("少见的编码")
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _declared("实体声明")


def _declared(what: str) -> TableRefused:
    return TableRefused(
        "xml_entities",
        f"这个工作簿里有{what}，正常的表格软件不会这样写",
        "用 Excel 或 WPS 打开，另存为「Excel 工作簿 (.xlsx)」后再上传",
    )


def _too_many(why: str) -> TableRefused:
    return TableRefused(
        "too_many_cells", f"这张表{why}", "删掉空白的行和列，拆成几份或另存为 CSV 后再上传"
    )
