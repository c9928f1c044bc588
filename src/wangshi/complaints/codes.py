"""投诉举报的代码表: refusals, endings, factors, ways, channels and notices of the law folder."""

from datetime import date
from functools import cache

from wangshi.engine.codes import CodeRow, CodeTable, CodeUnknown

from .workflow import RoadRefused

REFUSALS, ENDINGS = "complaint_refusals", "mediation_endings"
FACTORS, WAYS = "consumption_factors", "dispute_ways"
CHANNELS, NOTICES, CATEGORIES = "complaint_channels", "report_notices", "categories_12315"
# 选用时必须写明具体条文的兜底项.
OTHERWISE = frozenset({"R16_7", "T23_8"})


@cache
def table(name: str) -> CodeTable:
    """一张表, read once a process."""
    return CodeTable.load(name)


def titles(name: str) -> dict[str, str]:
    """代码和名称, whatever the day."""
    return {row.code: row.title for row in table(name) if row.code}


def row_of(name: str, code: str, on: date) -> CodeRow:
    """取一行: RoadRefused when there is no such code on that day."""
    try:
        return table(name).row(code, on)
    except CodeUnknown as fault:
        raise RoadRefused(f"{fault}：从列出的里面选") from None


def ways(on: date) -> tuple[CodeRow, ...]:
    """别的五种办法: told with every refusal and every ending."""
    return table(WAYS).on(on)
