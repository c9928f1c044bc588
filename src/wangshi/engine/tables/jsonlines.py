"""JSONL 表: one flat object a line; figures keep every digit they were written with."""

import io
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from wangshi.engine.tables.encoding import detect_encoding
from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.streams import bounded_lines, open_bytes
from wangshi.engine.tables.table import Row, Table

_SAMPLE = 1000


def open_jsonlines(path: Path, *, limits: Limits) -> Table:
    """打开 JSONL: the columns are the names met in the first thousand lines."""
    encoding = detect_encoding(path, limits=limits)
    if encoding == "gb18030":
        raise TableRefused("wrong_encoding", "JSONL 只能是 UTF-8 编码", "另存为 UTF-8 后再上传")

    def walk() -> Iterator[Row]:
        return _rows(path, encoding, limits)

    columns: dict[str, None] = {}
    for row in islice(walk(), _SAMPLE):
        columns.update(dict.fromkeys(row.cells))
    if not columns:
        raise TableRefused(
            "not_jsonl", "文件里没有一行是 JSON 对象", "每行写一个 {…}，或改用 CSV、.xlsx"
        )
    if len(columns) > limits.columns:
        raise TableRefused(
            "too_many_columns",
            f"这张表有 {len(columns)} 列，最多能读 {limits.columns} 列",
            "只保留要导入的列，另存后再上传",
        )
    names = tuple(columns)
    return Table(names, "jsonl", encoding, None, 0, (), walk)


def _rows(path: Path, encoding: str, limits: Limits) -> Iterator[Row]:
    stream = open_bytes(path, limits=limits)
    with io.TextIOWrapper(stream, encoding=encoding, newline="\n") as text:
        for number, line in enumerate(bounded_lines(text, limits=limits), start=1):
            if line.strip():
                yield _row(number, line)


class _NotFlat(ValueError):
    """不是一层的对象: the line nests or repeats a name."""


def _row(number: int, line: str) -> Row:
    try:
        found = json.loads(
            line,
            object_pairs_hook=_flat,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_constant,
        )
    except _NotFlat as error:
        return Row(number, {}, str(error))
    except (ValueError, RecursionError):
        return Row(number, {}, "这一行不是完整的 JSON：检查引号、逗号和括号")
    if not isinstance(found, dict):
        return Row(number, {}, "这一行不是 {…} 形式的 JSON 对象")
    return Row(number, found)


def _no_constant(name: str) -> str:
    raise _NotFlat(f"这一行有 {name}，不是数字：改成数字或空着")


def _flat(pairs: list[tuple[str, object]]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in pairs:
        if name in cells:
            raise _NotFlat(f"这一行的「{name[:20]}」写了两次：删掉一个")
        cells[name] = _text(value)
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    raise _NotFlat("这一行里套着另一层对象或列表：每个名字下只放一个值")
