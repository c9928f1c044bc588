"""代码表: why a hit is dismissed, and when an absolute term is none."""

from datetime import date
from functools import cache

from wangshi.engine.codes import CodeRow, CodeTable
from wangshi.monitoring.workflow import ABSOLUTE_EXEMPTIONS, DISMISSAL_REASONS


@cache
def _table(name: str) -> CodeTable:
    return CodeTable.load(name)


def dismissal_reasons(on: date) -> tuple[CodeRow, ...]:
    """排除命中的理由, in the order of the table: the first nine have a number key."""
    return _table(DISMISSAL_REASONS).on(on)


def dismissal_reason(code: str, on: date) -> CodeRow:
    """一条理由; CodeUnknown."""
    return _table(DISMISSAL_REASONS).row(code, on)


def reason_title(code: str) -> str:
    """理由的写法, whatever the day; the code itself when it is gone."""
    return next((row.title for row in _table(DISMISSAL_REASONS) if row.code == code), code)


def absolute_exemptions(on: date) -> tuple[CodeRow, ...]:
    """绝对化用语的除外情形: 广告绝对化用语执法指南 第五条、第六条."""
    return _table(ABSOLUTE_EXEMPTIONS).on(on)


def exemption_codes(on: date) -> frozenset[str]:
    """除外情形的代码."""
    return frozenset(row.code for row in absolute_exemptions(on) if row.code)
