"""免于登记: which of the law's grounds a declaration means, and where the mark of turnover lies."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from wangshi.engine.codes import CodeRow, CodeTable

SMALL_TURNOVER: Final = "small_turnover"
SHORTEST: Final = 4


@cache
def _table() -> CodeTable:
    return CodeTable.load("exemption_grounds")


def ground_of(written: str) -> str:
    """自我声明说的是哪一种: its code; empty when the words fit none, or more than one."""
    if len(written) < SHORTEST:
        return ""
    fitting = {row.code or "" for row in _table() if _means(row, written)}
    return fitting.pop() if len(fitting) == 1 else ""


def ground_title(code: str) -> str:
    """免于登记的情形怎么说."""
    return next((row.title for row in _table() if row.code == code), "没有声明")


def small_turnover(on: date) -> CodeRow:
    """零星小额的那一行: its limit, its article and its words."""
    return _table().row(SMALL_TURNOVER, on)


def yearly_mark(on: date) -> Decimal:
    """年交易额的额度, in yuan (网络交易监督管理办法 第八条第三款)."""
    return Decimal(small_turnover(on).extras["annual_limit"])


def _means(row: CodeRow, written: str) -> bool:
    return written == row.code or row.title in written or written in row.text("declaration")
