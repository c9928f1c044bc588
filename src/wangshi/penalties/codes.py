"""行政处罚的代码表: grounds, ways, endings and kinds of the law folder."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from wangshi.engine.codes import CodeRow, CodeTable, CodeUnknown

from .workflow import MeasureKind, StepRefused

WEIGHTY, EXEMPT, SUSPENSIONS = "legal_review_grounds", "no_penalty_grounds", "suspension_grounds"
ENDINGS, CLOSINGS, WAYS, KINDS = (
    "measure_endings",
    "closing_grounds",
    "service_ways",
    "penalty_kinds",
)
HEARD: Final = "L50_2"
NOT_PROVEN: Final = "N60_3"
ANNOUNCED, ELECTRONIC = "announced", "electronic"
DONE, COURT, STOPPED, NO_PENALTY = "K77_1", "K77_2", "K77_3", "K77_4"
TURNED_TO_SEAL: Final = "M35_3"


@cache
def table(name: str) -> CodeTable:
    """一张表, read once a process."""
    return CodeTable.load(name)


def titles(name: str) -> dict[str, str]:
    """代码和名称, whatever the day."""
    return {row.code: row.title for row in table(name) if row.code}


def row_of(name: str, code: str, on: date) -> CodeRow:
    """取一行: StepRefused when there is no such code on that day."""
    try:
        return table(name).row(code, on)
    except CodeUnknown as fault:
        raise StepRefused(f"{fault}：从列出的里面选") from None


def rows_of(name: str, codes: Iterable[str]) -> tuple[CodeRow, ...]:
    """几行, in the order of the table, whatever the day."""
    wanted = set(codes)
    return tuple(row for row in table(name) if row.code in wanted)


def asks_of(row: CodeRow) -> tuple[str, ...]:
    """逐项要写明的事实 of a ground of 不予处罚."""
    return tuple(part for part in row.text("asks").split("；") if part)


def endings_of(kind: MeasureKind) -> str:
    """这种措施的了结属于哪一组."""
    return "preserve" if kind is MeasureKind.PRESERVE else "seal"
