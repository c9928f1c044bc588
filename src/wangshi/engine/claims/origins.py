"""产地: where the goods come from, which is not where they are sent from."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .clauses import Clause
from .found import Found
from .model import Channel, Value
from .places import ABROAD, PlaceName, find_places, nested

PLACE: Final = "place"
HOME: Final = "国产"
_LABEL: Final = re.compile(
    "(?:原|商品)?产地(?:是|为|：|:)?|产自|原产(?:于|地)?|产于|源头|产区|地理标志|产地范围"
)
_SENT: Final = re.compile(
    "发货|发出|仓|快递|物流|中转|转运|邮费|包邮|到货|第二天到|收货|寄|送到|地址|门店|分店|服务区|售后|"
    "旅游|去过|去玩|出差|天气|[人朋友姐妹家粉丝]们|姐妹|老铁|老乡|朋友|家人|宝宝|下单|注册|住所"
)
# What follows the name of a place where something comes from.
_FROM: Final = re.compile(
    "(?:那边|那里|当地|本地|山里|老家|深山|高山|原装|正宗)?(?:特?产的?|生产|出产|制造|做的|采的|摘的|来的|进口|直采|直发产地|种的|养的|的(?!人|姐|朋|家|宝|老铁|天气|客|快递|邮|仓|冬|夏))"
)
_BEFORE: Final = re.compile("(?:是|自|正宗|地道|原产|产地|源头|来自|全是|都是|全部)[^，。]{0,6}$")
_IMPORTED: Final = re.compile("(?<!不是)(?<!没有)(?:原装|纯|整柜)?进口(?!关|税)")
_CHINA: Final = re.compile("国产|国内产|中国制造|中国产|产地[:：]?中国")


def find(clause: Clause, channel: Channel) -> Iterator[Found]:
    """产地: on a page where it is labelled, in speech where the words say the goods are from it."""
    found = _spoken(clause) if channel is Channel.SPEECH else _written(clause)
    for places in found:
        first, last = places[0], places[-1]
        codes = _narrowest(places)
        words = "".join(dict.fromkeys(place.name for place in places))
        yield Found(first.start, last.end, Value(PLACE, words, names=codes))
    yield from _countries(clause)


def _written(clause: Clause) -> Iterator[list[PlaceName]]:
    label = _LABEL.search(clause.text)
    if label is not None or _LABEL.search(clause.before):
        after = label.start() if label is not None else 0
        yield from (group for group in _groups(clause.text) if group[0].start >= after)


def _spoken(clause: Clause) -> Iterator[list[PlaceName]]:
    for group in _groups(clause.text):
        start, end = group[0].start, group[-1].end
        if _SENT.search(clause.near(start, end)):
            continue
        labelled = _LABEL.search(clause.told(start, end))
        if labelled or _FROM.match(clause.text, end) or _closes(clause.text, start, end):
            yield group


def _closes(text: str, start: int, end: int) -> bool:
    """「这个是略阳」: the name ends the clause after a verb."""
    return not text[end:].strip(" 啊呢的哦嘛吧") and _BEFORE.search(text[:start]) is not None


def _groups(text: str) -> Iterator[list[PlaceName]]:
    """Names side by side are one address: 陕西省略阳县."""
    group: list[PlaceName] = []
    for place in find_places(text):
        if group and place.start > group[-1].end + 1:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _narrowest(places: Sequence[PlaceName]) -> frozenset[str]:
    """The last name, read inside the one before it where that tells which of two it is."""
    codes = places[0].codes
    for place in places[1:]:
        inside = frozenset(
            code for code in place.codes if any(code.startswith(wide) for wide in codes)
        )
        codes = inside or place.codes
    return codes


def _countries(clause: Clause) -> Iterator[Found]:
    for pattern, words, code in ((_IMPORTED, "进口", ABROAD), (_CHINA, HOME, HOME)):
        match = pattern.search(clause.text)
        if match is not None and not any(True for _ in find_places(clause.text)):
            yield Found(match.start(), match.end(), Value(PLACE, words, names=frozenset({code})))


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: one of the other places contains it or lies in it."""
    if not others:
        return None
    return any(_compatible(value.names, other.names) for other in others)


def _compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    for first, second in ((one, other), (other, one)):
        if HOME in first:
            return not any(code.startswith(ABROAD) for code in second)
    return nested(one, other)
