"""电话: one key for the same line, however it was written."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from wangshi.engine.identifiers import check_phone
from wangshi.engine.matching.texts import Keys, pack

_MOBILE_LENGTH: Final = 11
_LOCAL: Final = 7


def phone_keys(numbers: Sequence[str]) -> Keys:
    """电话的键: a mobile by its eleven digits, a fixed line by area and number; 0 for none.

    What is no telephone number has no key; of several numbers in one cell the first counts.
    """
    if not any(numbers):
        return np.zeros(len(numbers), np.uint64)
    return pack([_line(number) for number in numbers]).whole_keys()


def _line(number: str) -> str:
    if len(number) == _MOBILE_LENGTH and number.isascii() and number.isdecimal():
        return number
    if not number:
        return ""
    for part in number.replace("；", ";").replace("，", ";").replace("、", ";").split(";"):
        checked = check_phone(part)
        if checked.ok and len(checked.normalised) >= _LOCAL:
            area, _, rest = checked.normalised.partition("-")
            return area + rest.partition("-")[0] if area.startswith("0") else area
    return ""
