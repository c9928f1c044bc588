"""不会变成公式的文字: how a text that starts like a formula is written and read back.

In CSV a leading apostrophe is put before such a text and taken away when we read the file
again; the pair is a bijection, so a round trip loses nothing. In XLSX a text is a text cell.
"""

import re

_FORMULA_LIKE = re.compile(r"'*[\s\x00-\x1f]*[=+\-@\t\r\n＝＋－＠]")


def neutralise_text(text: str) -> str:
    """写成惰性文字: an apostrophe before = + - @, tabs, returns and their full-width forms."""
    return "'" + text if _FORMULA_LIKE.match(text) else text


def restore_text(text: str) -> str:
    """读回原文: takes away the one apostrophe that `neutralise_text` put there."""
    if text[:1] == "'" and _FORMULA_LIKE.match(text, 1):
        return text[1:]
    return text


def is_formula_like(text: str) -> bool:
    """像公式: a spreadsheet might compute this text when it is edited."""
    return _FORMULA_LIKE.match(text) is not None
