"""代码表: grounds of exemption and kinds of permit, as the law folder lists them."""

from datetime import date
from functools import cache

from wangshi.engine.codes import Choice, CodeTable, CodeUnknown


@cache
def _table(name: str) -> CodeTable:
    return CodeTable.load(name)


def exemption_choices(on: date) -> tuple[Choice, ...]:
    """免于登记的情形 (《电子商务法》第十条) that stand on that day."""
    return _table("exemption_grounds").choices(on)


def exemption_title(code: str, on: date) -> str:
    """免于登记的情形怎么说: its title and where it is written."""
    return _title("exemption_grounds", code, on)


def permit_choices(on: date) -> tuple[Choice, ...]:
    """许可和备案的种类 on that day."""
    return _table("permits").choices(on)


def permit_title(code: str, on: date) -> str:
    """许可的种类怎么说."""
    return _title("permits", code, on)


def _title(table: str, code: str, on: date) -> str:
    try:
        return _table(table).row(code, on).title
    except CodeUnknown:
        return code
