"""价格的写法: 「¥1,299.00」「9.9起」「99-199」 as amounts in yuan."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LARGEST: Final = Decimal(10) ** 10
_FIGURE: Final = r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(万|千)?"
_AMOUNT: Final = re.compile(_FIGURE)
_RANGE: Final = re.compile(rf"{_FIGURE}\s*(?:元|¥)?\s*(?:-|~|–|—|至|到)\s*¥?\s*{_FIGURE}")
_NEGATIVE: Final = re.compile(r"^[^\d]*-\s*¥?\d")
_OPEN_ENDED: Final = re.compile(r"\d\s*(?:万|千)?\s*元?\s*(?:起|以上|\+)")
_SCALES: Final = {"万": 10_000, "千": 1_000, "": 1}
_LONGEST: Final = 60
_LIKE: Final = "写成 12.50、9.9起 或者 99-199 这样"


class PriceUnreadable(ValueError):
    """看不懂的价格: the message is Chinese and says how to write it."""


@dataclass(frozen=True)
class Amount:
    """金额，元: from `low` to `high`; `open_ended` when the page says 起."""

    low: Decimal
    high: Decimal
    open_ended: bool = False

    @property
    def is_range(self) -> bool:
        """标的是区间."""
        return self.open_ended or self.low != self.high


def read_amount(text: str) -> Amount:
    """读价格: yuan, above nought. Raises PriceUnreadable with what to write instead."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise PriceUnreadable(f"没有写价格，{_LIKE}")
    shown = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
    if len(plain) > _LONGEST or not any(char.isascii() and char.isdigit() for char in plain):
        raise PriceUnreadable(f"“{shown}”不是价格，{_LIKE}")
    if _NEGATIVE.match(plain):
        raise PriceUnreadable(f"价格不能是负数：{shown}")
    amount = _read(plain, shown)
    if amount.low <= 0:
        raise PriceUnreadable(f"价格要大于 0，不能是 {shown}；没有标价的就空着")
    if amount.high >= LARGEST:
        raise PriceUnreadable(f"价格 {shown} 太大，检查是不是填错了列")
    return amount


def _read(plain: str, shown: str) -> Amount:
    if found := _RANGE.search(plain):
        low, high = _value(found.group(1, 2, 3)), _value(found.group(4, 5, 6))
        if high < low:
            raise PriceUnreadable(f"区间 {shown} 前大后小，小的写在前面")
        return Amount(low, high, open_ended=bool(_OPEN_ENDED.search(plain)))
    figures = _AMOUNT.findall(plain)
    if len(figures) != 1:
        raise PriceUnreadable(f"“{shown}”里不止一个数，只留价格，{_LIKE}")
    value = _value(figures[0])
    return Amount(value, value, open_ended=bool(_OPEN_ENDED.search(plain)))


def _value(parts: tuple[str, ...]) -> Decimal:
    whole, fraction, scale = (part or "" for part in parts)
    return Decimal(whole.replace(",", "") + fraction) * _SCALES[scale]
