"""价格: what the goods cost now, in speech and on the page."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from .clauses import Clause
from .figures import DIGITS, NUMBER, read_figure
from .found import Found
from .model import Channel, Value

NOW: Final = "now"
_SPOKEN: Final = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:块钱?|元钱?)(?P<tail>半|[一二三四五六七八九](?![十百千万]))?(?P<more>多|几)?"
)
_WRITTEN: Final = re.compile(
    r"(?P<cue>(?:售价|现价|价格|到手价|一口价|直播价|活动价|券后价?|优惠价|特价|抢购价|单价|价)\s*(?:为|:|：)?\s*[¥￥]?\s*)"
    r"(?P<a>\d[\d,]*(?:\.\d+)?)(?:\s*(?:-|~|至)\s*[¥￥]?\s*(?P<b>\d[\d,]*(?:\.\d+)?))?|"
    r"[¥￥]\s*(?P<c>\d[\d,]*(?:\.\d+)?)"
)
_REFERENCE: Final = re.compile("原价|划线价|市场价|专柜价|吊牌价|门市价|零售价|参考价|建议")
# Clauses that set the price of the goods now.
_NOW: Final = re.compile(
    "只要|只需|仅需|到手|价|拍|带走|[一每单](?:份|件|箱|套|瓶|盒|罐|袋|单|双|条|把)|链接|上车|给到|就是|"
    "包邮|秒|开抢|抢|下单|今天|直播间|福利"
)
_OTHERS: Final = re.compile(
    "邮费|运费|补|加[一二三四五六七八九十两\\d]|再加|券|红包|返|减|省|便宜|差价|定金|押金|满|打[一二三四五六七八九\\d]|赠|"
    "送(?:你|一|人|的)|收纳|礼盒|礼袋|商场|市场|超市|专柜|外面|别[家人处]|原价|平时|平常|日常|以前|原来|之前|去年|"
    "昨天|刚才|上一|下一|另外|成本|进价|批发|一斤|每斤|几块|赚|亏|补贴|[两二三四五六七八九十2-9](?:份|件|箱|套|瓶|盒|罐|袋|双|条|斤)"
)
_BARE: Final = re.compile(
    rf"^\W*(?:就|才|只)?{NUMBER}\s*(?:块钱?|元钱?)[一二三四五六七八九半]?\W*(?:钱|啊|呢|吧|哦)?$"
)
_TURNED: Final = re.compile(
    "[二三四五六七八九十2-9]号|另外|刚才|上一|商场|去年|原价|平时|赠品|邮费"
)
_TOLERANCE: Final = Decimal("0.01")
_LEAST: Final = Decimal("0.5")


def find(clause: Clause, channel: Channel) -> Iterator[Found]:
    """价格: only what is asked for the goods now, for one of them."""
    if channel is Channel.SPEECH:
        yield from _spoken(clause)
    else:
        yield from _written(clause)


def _spoken(clause: Clause) -> Iterator[Found]:
    for match in _SPOKEN.finditer(clause.text):
        near = clause.near(*match.span())
        if _OTHERS.search(near) or (not clause.is_long and _TURNED.search(clause.before)):
            continue
        if not (_NOW.search(near) or _BARE.match(clause.text)):
            continue
        number = read_figure(match["n"])
        if number is None or match["more"]:
            continue
        tail = match["tail"]
        part = (
            Decimal("0.5") if tail == "半" else Decimal(DIGITS[tail]) / 10 if tail else Decimal(0)
        )
        if number + part >= _LEAST:
            yield Found(match.start(), match.end(), _value(number + part, number + part))


def _written(clause: Clause) -> Iterator[Found]:
    if _REFERENCE.search(clause.text):
        return
    for match in _WRITTEN.finditer(clause.text):
        low = Decimal((match["a"] or match["c"]).replace(",", ""))
        high = Decimal(match["b"].replace(",", "")) if match["b"] else low
        if low >= _LEAST:
            yield Found(match.start(), match.end(), _value(low, max(low, high)))


def _value(low: Decimal, high: Decimal) -> Value:
    words = f"{low} 元" if low == high else f"{low}—{high} 元"
    return Value(NOW, words, low, high)


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: it lies among the prices that the other channel shows."""
    if not others:
        return None
    low = min(other.low for other in others) * (1 - _TOLERANCE)
    high = max(other.high for other in others) * (1 + _TOLERANCE)
    return low <= value.low <= high or low <= value.high <= high
