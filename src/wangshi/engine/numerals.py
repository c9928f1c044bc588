"""中文数字: article numbers as they are written in statutes, 一 to 九百九十九."""

import re

DIGITS = "零一二三四五六七八九"
LARGEST = 999
_NUMERAL = re.compile(
    r"(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?"
)


class NotANumeral(ValueError):
    """不是中文数字: the text is not a whole number from 1 to 999."""


def numeral_to_int(text: str) -> int:
    """数字: 「二十三」, 「一百零五」 or 「23」 as an int from 1 to 999; else NotANumeral."""
    text = text.strip().replace("〇", "零").replace("两", "二")
    number = int(text) if text.isdecimal() and len(text) <= len(str(LARGEST)) else _spelled(text)
    if not 1 <= number <= LARGEST:
        raise NotANumeral(f"「{text}」不是一到九百九十九的数字")
    return number


def int_to_numeral(number: int) -> str:
    """中文数字: 23 as 「二十三」, 105 as 「一百零五」; from 1 to 999, else NotANumeral."""
    if not 1 <= number <= LARGEST:
        raise NotANumeral(f"{number} 不在一到九百九十九之间")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def _spelled(text: str) -> int:
    match = _NUMERAL.fullmatch(text)
    if not text or match is None:
        raise NotANumeral(f"「{text}」不是中文数字")
    hundreds, tens, ten, ones = match.groups()
    value = 100 * DIGITS.index(hundreds) if hundreds else 0
    if ten:
        value += 10 * (DIGITS.index(tens) if tens else 1)
    return value + (DIGITS.index(ones) if ones else 0)
