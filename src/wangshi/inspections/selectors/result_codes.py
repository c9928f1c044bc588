"""检查结果代码: rows of law/codes/inspection_results.yaml, and what follows from some of them."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from wangshi.engine.codes import CodeRow, CodeTable, CodeUnknown

# 未发现问题; 未发现开展本次抽查涉及的经营活动.
NO_PROBLEM: Final = frozenset({"01", "07"})
# 发现问题已责令改正（到期复查）; 发现问题待后续处理.
ASKS_AGAIN: Final = frozenset({"05", "08"})


@cache
def _table() -> CodeTable:
    return CodeTable.load("inspection_results")


def standing_results(on: date) -> tuple[CodeRow, ...]:
    """那天能选的结果, those about the operator's state included."""
    return tuple(row for row in _table().on(on) if row.code)


def result_titles(codes: Iterable[str], on: date) -> tuple[str, ...]:
    """结果怎么说."""
    return tuple(_title(code, on) for code in codes)


def _title(code: str, on: date) -> str:
    try:
        return _table().row(code, on).title
    except CodeUnknown:
        return code
