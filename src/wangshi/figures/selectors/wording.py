"""数怎么写: one number, a range, a change; a dash where there is none."""

from decimal import Decimal

from wangshi.engine.figures import Growth
from wangshi.shared.words import NOTHING, grouped


def number(value: Decimal | None) -> str:
    """一个数: 1 234.5, no noughts at its end."""
    if value is None:
        return NOTHING
    plain = value.quantize(Decimal("0.01")).normalize()
    return grouped(Decimal(format(plain, "f")))


def range_words(low: Decimal | None, high: Decimal | None) -> str:
    """一个区间: 1 200—1 260; one number where both ends meet."""
    if low is None:
        return NOTHING
    if high is None:
        return f"至少 {number(low)}"
    return number(low) if low == high else f"{number(low)}—{number(high)}"


def change(growth: Growth) -> str:
    """同比: +5.2%, a dash where it cannot be said."""
    return NOTHING if growth.percent is None else f"{growth.percent:+}%"
