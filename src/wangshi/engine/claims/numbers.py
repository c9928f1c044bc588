"""证号编号: kinds of certificates with their format, and the check digit where one exists."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wangshi.engine.identifiers import USCC_LETTERS, check_uscc

from .figures import DIGITS
from .found import Found
from .model import Value

_SPELLED: Final = str.maketrans(
    {char: str(value) for char, value in DIGITS.items() if char != "两"} | {"幺": "1"}
)
_RUN: Final = re.compile("[零〇一二三四五六七八九幺]{4,}")


def mod_11_10(digits: str) -> bool:
    """GB/T 17710 (ISO 7064) MOD 11,10: true when the last digit checks those before it."""
    product = 10
    for digit in digits[:-1]:
        product = (int(digit) + product) % 10 or 10
        product = product * 2 % 11
    return (product + int(digits[-1])) % 10 == 1


def ean_13(digits: str) -> bool:
    """GB 12904: true when the thirteenth digit checks the twelve before it."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return -total % 10 == int(digits[12])


def patent_check(digits: str) -> bool:
    """专利申请号校验位 (ZC 0006): twelve digits weighed 2 to 9 and 2 to 5, modulo 11, 10 is X."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(int(digit) * weight for digit, weight in zip(digits[:12], weights, strict=True))
    return "0123456789X"[total % 11] == digits[12]


@dataclass(frozen=True)
class NumberKind:
    """一种编号: how it is written without blanks; group 1 is what identifies it."""

    key: str
    title: str
    pattern: re.Pattern[str]
    length: int
    check: Callable[[str], bool] | None = None


def _kind(
    key: str,
    title: str,
    pattern: str,
    length: int = 0,
    check: Callable[[str], bool] | None = None,
) -> NumberKind:
    return NumberKind(key, title, re.compile(pattern, re.IGNORECASE), length, check)


_HEALTH_FOOD: Final = r"(国食健[注字][GJ]?\d{6,12}|卫食健字\(?\d{4}\)?第?\d{3,5}号?)"
_COSMETIC: Final = (
    r"([\u4e00-\u9fff]G妆网备(?:进)?字\d{6,12}|国妆特(?:进)?字[GJ]?\d{6,10}"
    r"|国妆网备进字[^\d]{0,4}\d{6,12})"
)
_DEVICE: Final = r"([\u4e00-\u9fff]{1,3}械[注备][准进许]?\d{6,14}号?)"
_USCC: Final = rf"(?<![{USCC_LETTERS}])(9[1-9]\d{{6}}[{USCC_LETTERS}]{{10}})(?![{USCC_LETTERS}])"
_ANY: Final = r"编?号(?:是|为|:)?([A-Z0-9][A-Z0-9-]{5,24})"
KINDS: Final = (
    _kind("food_made", "食品生产许可证", r"SC:?(\d{8,18})", 14, mod_11_10),
    _kind("food_sold", "食品经营许可证", r"JY:?(\d{8,18})", 14, mod_11_10),
    _kind("health_food", "保健食品批准文号", _HEALTH_FOOD),
    _kind("health_food_filed", "保健食品备案号", r"(食健备[GJ]\d{8,14})"),
    _kind("drug", "药品批准文号", r"(国药准字[HZSJBTF][A-Z]?\d{6,10})"),
    _kind("cosmetic", "化妆品备案、注册编号", _COSMETIC),
    _kind("device", "医疗器械注册、备案编号", _DEVICE),
    _kind("pesticide", "农药登记证", r"(PDN?\d{6,10})(?![A-Z\d])"),
    _kind("patent", "专利号", r"(?:ZL|专利号:?)(20\d{2}[12389]\d{7}\.?[\dX])", 13, patent_check),
    _kind("barcode", "商品条码", r"(?<!\d)(69\d{11})(?!\d)", 13, ean_13),
    _kind("uscc", "统一社会信用代码", _USCC, 18),
    _kind("ccc", "强制性产品认证证书", r"(?:3C|CCC|认证)证?书?编?号?:?(20\d{14})(?!\d)", 16),
    _kind("gem", "鉴定证书", r"((?:NGTC|GTC|NGGC|GIC)-?\d{6,14})"),
    _kind("green", "绿色食品编号", r"(LB-?\d{2}-?\d{8,14}[A-Z]?)"),
    _kind("organic", "有机产品认证证书", r"(\d{3}OP\d{8,12})"),
    _kind("report", "检测报告", rf"(?:检[测验]|鉴定)?报告{_ANY}"),
    _kind("certificate", "证书编号", rf"证书{_ANY}"),
)


def find(text: str) -> Iterator[Found]:
    """编号 in the whole text; blanks inside one and digits spelled in Chinese are no hurdle."""
    compact, places = _compact(text)
    taken: list[tuple[int, int]] = []
    for kind in KINDS:
        for match in kind.pattern.finditer(compact):
            start, end = match.span(1)
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            taken.append((start, end))
            number = _normal(match[1])
            value = Value(kind.key, f"{kind.title} {number}", names=frozenset({number}))
            yield Found(places[match.start()], places[end - 1] + 1, value, _fault(kind, number))


def _compact(text: str) -> tuple[str, list[int]]:
    """Without blanks between letters and digits, runs of spelled digits as figures."""
    spelled = _RUN.sub(lambda run: run[0].translate(_SPELLED), text)
    kept = [
        (place, char)
        for place, char in enumerate(spelled)
        if not (char in " \t" and 0 < place < len(spelled) - 1)
    ]
    letters = "".join(char for _, char in kept).replace("：", ":").replace("（", "(")
    return letters.replace("）", ")"), [place for place, _ in kept]


def _normal(number: str) -> str:
    return re.sub(r"[\s.():：第号-]", "", number).upper()


def _fault(kind: NumberKind, number: str) -> str:
    digits = re.sub(r"[^\dX]", "", number) if kind.check else number
    if kind.length and len(digits) != kind.length:
        return f"{kind.title}应是 {kind.length} 位，这里是 {len(digits)} 位"
    if kind.check is not None and not kind.check(digits):
        return f"{kind.title} {number} 的校验位不对：抄错了一位，或者是编的"
    if kind.key == "uscc":
        return check_uscc(number).reason_zh
    return ""


def is_whole(value: Value) -> bool:
    """位数对: a spoken number that lost a digit was misheard sooner than invented."""
    kind = next((kind for kind in KINDS if kind.key == value.key), None)
    if kind is None or not kind.length:
        return True
    return all(len(number) == kind.length for number in value.names)


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: the same number of the same kind; None where the other channel has none of it."""
    alike = [other for other in others if _alike(value.key, other.key)]
    if not alike:
        return None
    return any(value.names & other.names for other in alike)


def _alike(one: str, other: str) -> bool:
    loose = {"report", "certificate", "gem"}
    return one == other or (one in loose and other in loose)
