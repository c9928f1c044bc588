"""表: an opened file of rows, whatever its format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Row:
    """一行: its number as a spreadsheet counts it, its cells by column, and what is wrong with it.

    `trouble_zh` is not empty when the line could not be cut into the table's columns.
    """

    number: int
    cells: dict[str, str]
    trouble_zh: str = ""


class Line(NamedTuple):
    """一行原文: cells before they are given to columns."""

    number: int
    cells: list[str]
    trouble_zh: str = ""


@dataclass(frozen=True)
class Table:
    """打开的表: columns, and rows that can be walked again and again, a few in memory at a time."""

    columns: tuple[str, ...]
    format: str
    encoding: str
    row_count_hint: int | None
    header_row: int
    notes_zh: tuple[str, ...]
    walk: Callable[[], Iterator[Row]]

    def rows(self, *, after: int = 0) -> Iterator[Row]:
        """逐行读: every row numbered above `after`, so that an import can resume."""
        return (row for row in self.walk() if row.number > after)
