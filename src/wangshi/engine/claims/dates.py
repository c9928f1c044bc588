"""日期、保质期: when it was made, how long it keeps, until when it may be used."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from .clauses import Clause
from .figures import NUMBER, read_figure
from .found import Found
from .model import Channel, Value

LONGEST: Final = 1000
MADE, KEEPS, UNTIL = "made", "keeps", "until"
_KEEPS: Final = re.compile(
    "保质|保存|储存|存放|能放|放[得个]?[住久]|放多久|囤|期限|有效期|赏味|质保期|日期|新鲜|临期|过期|码"
)
_MADE: Final = re.compile(
    "生产|出厂|[新现刚]?[做制产灌采封]的|制作|包装日期|日期|新鲜|批次|这批|码"
)
_UNTIL: Final = re.compile("到期|限期使用|有效期至|能用到|用到|保质期至|保质到|过期|截止到|期限")
_YEAR: Final = (
    r"(?:(?P<y>20\d{2}|二[零〇][一二三四五六七八九零〇]{2})\s*[年./-]|(?P<this>今年|去年|前年))"
)
_MONTH: Final = r"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*(?:月份?|[./-])"
_DAY: Final = (
    r"(?:(?P<d>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])(?:[日号]|(?!\d))"
    r"|(?P<part>初|上旬|中旬|下旬|底|末))?"
)
_CALENDAR: Final = re.compile(rf"{_YEAR}?的?\s*(?:(?P<last>上个月|这个月|本月)|{_MONTH})\s*{_DAY}")
_YEAR_ONLY: Final = re.compile(
    r"(?P<y>20\d{2}|二[零〇][一二三四五六七八九零〇]{2})\s*年(?:[年]?(?P<part>初|底|末))?(?!\s*\d)"
)
_LENGTH: Final = re.compile(
    rf"(?P<n>{NUMBER})\s*(?P<unit>年|个月|[天日])(?P<half>半)?(?![前来货龄头的])(?!\s*[\d一二三四五六七八九十]+\s*月)"
)
_BARE: Final = re.compile(
    rf"^\W*(?:它|就是|是|有|足足|整整)?\s*{NUMBER}\s*(?:年半?|个月)\W*(?:啊|呢|吧|哦)?$"
)
_NOT_ABOUT: Final = re.compile(
    "直播|从业|开店|做了|老店|经验|质保|保修|包换|包退|退货|无理由|发货|到货|运|送达|补货|过来要|快递|"
    "卖了|卖一|喝|吃|坚持|岁|龄|陈化|窖藏|树|每天|一天|今天|明天|昨天|晚上|早上|开抢|上架|活动|优惠"
)
_UNITS: Final = {
    "年": Decimal(12),
    "个月": Decimal(1),
    "天": Decimal(12) / 365,
    "日": Decimal(12) / 365,
}
_TOLERANCE: Final = Decimal("0.04")
_PARTS: Final = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
}


def find(clause: Clause, channel: Channel, on: date | None) -> Iterator[Found]:
    """日期: what the clause says, or goes on to say after a clause that spoke of dates."""
    spoken = channel is Channel.SPEECH
    yield from _days(clause, on, spoken=spoken)
    yield from _lengths(clause, spoken=spoken)


def _days(clause: Clause, on: date | None, *, spoken: bool) -> Iterator[Found]:
    for match in (*_CALENDAR.finditer(clause.text), *_YEAR_ONLY.finditer(clause.text)):
        near = clause.near(*match.span())
        if spoken and _NOT_ABOUT.search(near):
            continue
        span = _span(match, on)
        kind = _kind(near, clause.told(*match.span()) if spoken else near)
        if span is not None and kind:
            low, high = span
            words = f"{'生产' if kind == MADE else '用到'} {low.isoformat()}"
            if low != high:
                words += f" 至 {high.isoformat()} 间"
            value = Value(kind, words, Decimal(low.toordinal()), Decimal(high.toordinal()))
            yield Found(match.start(), match.end(), value)


def _kind(text: str, told: str) -> str:
    if _UNTIL.search(text):
        return UNTIL
    if _MADE.search(text):
        return MADE
    if _UNTIL.search(told):
        return UNTIL
    return MADE if _MADE.search(told) else ""


def _span(match: re.Match[str], on: date | None) -> tuple[date, date] | None:
    """First and last day that the words may mean; None where they name no real day."""
    found = match.groupdict()
    year, month = _year(found, on), _month(found, on)
    if year is None:
        return None
    if found.get("last") == "上个月" and on is not None and on.month == 1:
        year -= 1
    if month is None:
        late = found.get("part") in ("底", "末")
        return (date(year, 11, 1) if late else date(year, 1, 1)), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if found.get("d"):
        day = read_figure(found["d"])
        if day is None or not 1 <= day <= last:
            return None
        return date(year, month, int(day)), date(year, month, int(day))
    low, high = _PARTS.get(found.get("part") or "", (1, 31))
    return date(year, month, low), date(year, month, min(high, last))


def _year(found: dict[str, str | None], on: date | None) -> int | None:
    if written := found.get("y"):
        figure = read_figure(written)
        return None if figure is None else int(figure)
    if on is None:
        return None
    return on.year - {"去年": 1, "前年": 2}.get(found.get("this") or "", 0)


def _month(found: dict[str, str | None], on: date | None) -> int | None:
    if found.get("last"):
        if on is None:
            return None
        back = 1 if found["last"] == "上个月" else 0
        return (on.month - 1 - back) % 12 + 1
    written = found.get("m")
    figure = read_figure(written) if written else None
    return None if figure is None else int(figure)


def _lengths(clause: Clause, *, spoken: bool) -> Iterator[Found]:
    for match in _LENGTH.finditer(clause.text):
        near = clause.near(*match.span())
        told = clause.told(*match.span()) if spoken else near
        if spoken and _NOT_ABOUT.search(near):
            continue
        if not (_KEEPS.search(told) or (spoken and _BARE.match(clause.text))):
            continue
        number = read_figure(match["n"])
        if number is None or number <= 0 or number > LONGEST:
            continue
        months = (number + (Decimal("0.5") if match["half"] else 0)) * _UNITS[match["unit"]]
        words = (
            f"保质 {months.normalize():f} 个月"
            if months == int(months)
            else f"保质约 {months:.1f} 个月"
        )
        yield Found(match.start(), match.end(), Value(KEEPS, words, months, months))


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: the days they may mean overlap, or the lengths are the same."""
    alike = [other for other in others if other.key == value.key]
    if not alike:
        return None
    if value.key == KEEPS:
        return any(abs(value.low - other.low) <= other.low * _TOLERANCE for other in alike)
    return any(value.low <= other.high and other.low <= value.high for other in alike)
