"""子进程的一端: limits on itself, and rows printed as JSON lines for the reader outside.

First line `{"sheet", "sheets", "height", "columns"}` or `{"error"}`; then batches
`[[number, [cell, …]], …]`.
"""

import json
import math
import resource
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_BATCH = 500
_EXACT = 10**15
_DAY_SECONDS = 86400


@dataclass(frozen=True)
class Opening:
    """打开的结果: which sheet is read, which there are, how many rows, what columns."""

    sheet: str = ""
    sheets: tuple[str, ...] = ()
    height: int = 0
    columns: tuple[str, ...] = ()
    error: str = ""


def limit_self(memory: int, seconds: int) -> None:
    """给自己上限: address space, CPU time, no file written, no core left behind."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def print_opening(opening: Opening) -> None:
    """打印第一行: what was opened, or why not."""
    _print(asdict(opening))


def print_rows(rows: Iterable[Sequence[object]], *, start: int) -> None:
    """打印各行: numbered from `start`, a batch a line."""
    batch: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(rows, start=start):
        batch.append((number, [cell_text(value) for value in cells]))
        if len(batch) == _BATCH:
            _print(batch)
            batch = []
    if batch:
        _print(batch)


def _print(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def cell_text(value: object) -> str:
    """单元格变文字: as a person would have typed it; figures past 15 digits keep their E."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return _moment_text(value)


def _float_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if abs(value) >= _EXACT:
        # A spreadsheet keeps fifteen digits: the rest of a code is already lost.
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    return str(Decimal(f"{value:.15g}"))


def _moment_text(value: object) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.days + value.seconds / _DAY_SECONDS)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
