"""重量、净含量: 斤 两 公斤 g ml as grams or millilitres."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from .clauses import Clause
from .figures import DIGITS, NUMBER, read_figure
from .found import Found
from .model import Channel, Value

_UNITS: Final = {
    "公斤": ("mass", "1000"), "千克": ("mass", "1000"), "kg": ("mass", "1000"),
    "市斤": ("mass", "500"), "斤": ("mass", "500"), "两": ("mass", "50"),
    "毫克": ("mass", "0.001"), "mg": ("mass", "0.001"), "克": ("mass", "1"), "g": ("mass", "1"),
    "毫升": ("volume", "1"), "ml": ("volume", "1"), "升": ("volume", "1000"),
    "l": ("volume", "1000"),
}  # fmt: skip
_UNIT: Final = "公斤|千克|kg|市斤|斤|毫升|ml|升|毫克|mg|克|两|g|l"
_COUNTED: Final = "小?[袋包瓶盒罐个支片枚条只份桶]"
_TIMES: Final = rf"(?:(?:\s*/\s*{_COUNTED})?\s*[*×xX]\s*(?P<times>\d{{1,4}})\s*(?:{_COUNTED})?)"
_WEIGHT: Final = re.compile(
    rf"(?P<n>{NUMBER})\s*(?P<unit>{_UNIT})(?![a-zA-Z重度])"
    rf"(?:{_TIMES}|(?P<tail>半|[一二三四五六七八九](?![\d点十百千万个件份袋包瓶盒罐分天年月号种])))?"
    rf"(?:\s*(?P<n2>{NUMBER})\s*(?P<unit2>两|克|g)(?![a-zA-Z]))?",
    re.IGNORECASE,
)
_BEFORE_TIMES: Final = re.compile(rf"(\d{{1,4}})\s*(?:{_COUNTED})\s*[*×xX]\s*$")
# On a page: what is eaten of it, what it bears, what it weighs to post.
_NOT_NET: Final = re.compile(
    "蛋白|脂肪|碳水|能量|营养|热量|[含加]量[≥>=]|每100|每百|/100|承重|载重|限重|克重|用量|每[次日天]|"
    "食用|体重|毛重|首重|续重|邮|运费|快递"
)
# In speech: a body, a parcel, somebody else's order, a price by weight.
_NOT_GOODS: Final = re.compile(
    "体重|身高|胖|瘦|减肥|减了|自己[一二三四五六七八九\\d]|快递|包装|包邮|首重|[少多]出?[来]?[一二两\\d半]|差[一二两\\d]|"
    "拍了|买了|下单了|员工|每[次天日]|[块元钱](?:一|每|/|多)?[斤公千克]|[斤克][^，。]{0,4}[块元]|称了"
)
_BODY: Final = re.compile("身高|体重|一米[五六七八]|1米[5-8]")
_MANY: Final = re.compile(
    "拍[两二三四五六七八九十\\d]|共|总|加起来|[两二三四五六七八九十\\d](?:份|袋|包|瓶|盒|罐|箱|件|桶)|一箱|整箱|凑"
)
_TOLERANCE: Final = Decimal("0.015")
_MOST_COUNT: Final = 24


def find(clause: Clause, channel: Channel) -> Iterator[Found]:
    """重量: every one in the clause that may be the goods' own."""
    spoken = channel is Channel.SPEECH
    for match in _WEIGHT.finditer(clause.text):
        near = clause.near(*match.span())
        if (_NOT_GOODS if spoken else _NOT_NET).search(near):
            continue
        if spoken and _BODY.search(clause.told(*match.span())):
            continue
        many = spoken and bool(_MANY.search(near))
        value = _value(match, clause.text, many=many)
        if value is not None:
            yield Found(match.start(), match.end(), value)


def _value(match: re.Match[str], text: str, *, many: bool) -> Value | None:
    kind, scale = _UNITS[match["unit"].lower()]
    number = read_figure(match["n"])
    if number is None or number <= 0:
        return None
    one = (number + _tail(match["tail"])) * Decimal(scale)
    if match["n2"]:
        more = read_figure(match["n2"])
        if more is None:
            return None
        one += more * Decimal(_UNITS[match["unit2"].lower()][1])
    before = _BEFORE_TIMES.search(text, 0, match.start())
    times = Decimal(match["times"] or (before[1] if before else 1))
    names = frozenset({"many"}) if many else frozenset()
    return Value(kind, _words(kind, one, times), one, one * times, names)


def _tail(tail: str | None) -> Decimal:
    """一公斤二 is 1.2, 三斤半 is 3.5."""
    if not tail:
        return Decimal(0)
    return Decimal("0.5") if tail == "半" else Decimal(DIGITS[tail]) / 10


def _words(kind: str, one: Decimal, times: Decimal) -> str:
    unit = "克" if kind == "mass" else "毫升"
    amount = f"{one.normalize():f} {unit}"
    return amount if times == 1 else f"{amount} × {times}，共 {(one * times).normalize():f} {unit}"


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: equal to one of them, singly, whole or some pieces of it; None: not comparable."""
    alike = [other for other in others if other.key == value.key]
    if not alike:
        return None
    theirs = {amount for other in alike for amount in (other.low, other.high)}
    mine = {value.low, value.high}
    return any(_same(a, b, many="many" in value.names) for a in mine for b in theirs)


def _same(one: Decimal, other: Decimal, *, many: bool) -> bool:
    if abs(one - other) <= other * _TOLERANCE:
        return True
    count = round(one / other) if other else 0
    return many and 1 < count <= _MOST_COUNT and abs(one - other * count) <= one * _TOLERANCE
