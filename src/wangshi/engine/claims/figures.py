"""口头的数: 「一千二百八」「九点九」「半」「二零二八」 as decimals."""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_SCALES: Final = {"十": 10, "百": 100, "千": 1_000}
MYRIAD: Final = 10_000
NUMBER: Final = (
    r"(?:\d{1,9}(?:\.\d{1,4})?"
    r"|[零〇一二两三四五六七八九十百千万]{1,12}(?:点[零〇一二三四五六七八九]{1,4})?|半)"
)
_SPOKEN: Final = re.compile(NUMBER)
_APPROXIMATE: Final = re.compile(
    "(?:一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)[十百千万]?$"
)
_POSITIONAL: Final = re.compile("[零〇一二三四五六七八九]{2,}")


def read_figure(text: str) -> Decimal | None:
    """读数: None for what names no one number, such as 两三百 or 几十."""
    if not _SPOKEN.fullmatch(text):
        return None
    if text[0].isdigit():
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    if _APPROXIMATE.search(text):
        return None
    whole, _, fraction = text.partition("点")
    if _POSITIONAL.fullmatch(whole):
        value = Decimal("".join(str(DIGITS[char]) for char in whole))
    else:
        spoken = _spoken(whole)
        if spoken is None:
            return None
        value = Decimal(spoken)
    digits = "".join(str(DIGITS[char]) for char in fraction)
    return value + Decimal(f"0.{digits}") if digits else value


def _spoken(text: str) -> int | None:
    """一千二百八 is 1280, 一万二 is 12000: a last digit counts in the scale below the last one."""
    high, found, low = text.rpartition("万")
    if not found:
        return _below_myriad(text)
    above = _below_myriad(high)
    below = _below_myriad(low, above=MYRIAD) if low else 0
    return None if not above or below is None else above * MYRIAD + below


def _below_myriad(text: str, above: int = 1) -> int | None:
    """From the highest scale down; None where the order is broken."""
    total, digit, scale = 0, None, above
    limit = MYRIAD
    for char in text:
        if char in _SCALES:
            if _SCALES[char] >= limit:
                return None
            scale = limit = _SCALES[char]
            total += (1 if digit is None else digit) * scale
            digit = None
        elif digit is not None:
            return None
        elif char in ("零", "〇"):
            scale = 1
        else:
            digit = DIGITS.get(char)
            if digit is None:
                return None
    return total if digit is None else total + digit * max(1, scale // 10)
