"""转换: the text of a cell becomes a value, or a reason in Chinese why it does not."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from wangshi.engine.identifiers import CodeCheck, check_id_card, check_phone, check_url, check_uscc


class Unreadable(ValueError):
    """读不成: the message is Chinese and says how to put the cell right."""


@dataclass(frozen=True)
class Money:
    """金额: in whole units of its currency; `currency` is an ISO 4217 code."""

    amount: Decimal
    currency: str = "CNY"


Value = str | int | bool | date | Decimal | Money | None
Converter = Callable[[str], Value]

_EMPTY = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "\\", "N/A", "#N/A", "NULL", "无", "暂无"}
)
_UNSEEN = re.compile(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+?\d+")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(1, 109_575)
_LIKE_DAY = "写成 2023-08-07 的样子"
_LONGEST_NUMBER = 30
_DAY = re.compile(
    r"(\d{4})(?:[-/.年]|\s)(\d{1,2})(?:[-/.月]|\s)(\d{1,2})[日号]?"
    r"(?:[T\s]*\d{1,2}[:时]\d{1,2}.*)?"
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIGURE = re.compile(r"[+-]?(?:\d[\d,]*)?(?:\.\d+)?")
_AMOUNT = re.compile(r"([+-]?[\d,]*\.?\d+)(.*)")
_SCALES = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3}
_CURRENCIES = (
    ("美元", "USD"),
    ("美金", "USD"),
    ("USD", "USD"),
    ("欧元", "EUR"),
    ("港", "HKD"),
    ("日元", "JPY"),
    ("日圆", "JPY"),
    ("英镑", "GBP"),
    ("澳大利亚元", "AUD"),
    ("澳元", "AUD"),
    ("加元", "CAD"),
    ("加拿大元", "CAD"),
    ("新加坡元", "SGD"),
    ("瑞士法郎", "CHF"),
    ("韩", "KRW"),
    ("台", "TWD"),
    ("澳门元", "MOP"),
    ("德国马克", "DEM"),
    ("法国法郎", "FRF"),
)
_LIKE_MONEY = "写成 50万元人民币 的样子"
_RENMINBI = re.compile(r"(人民币|CNY|RMB|¥|元|圆|整|\s)*")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_empty(text: str) -> bool:
    """没有填: blank, or one of the signs that offices write for nothing."""
    return _plain(text).upper() in _EMPTY


def text(cell: str) -> str | None:
    """文字: trimmed, unseen signs gone, characters as they were written."""
    _refuse_unstorable(cell)
    return _UNSEEN.sub("", cell).strip() or None


def name(cell: str) -> str | None:
    """名称: one line, full-width letters made plain, N/A and the like taken as nothing."""
    _refuse_unstorable(cell)
    plain = " ".join(_UNSEEN.sub("", _plain(cell)).split())
    return None if plain.upper() in _EMPTY else plain


def _refuse_unstorable(cell: str) -> None:
    if _UNSTORABLE.search(cell):
        raise Unreadable("里面有存不下的字符：重新输入这一格")


def code(cell: str) -> str | None:
    """编号: digits and letters kept as text; figures that lost their end are refused."""
    plain = name(cell)
    if plain and _SCIENTIFIC.fullmatch(plain):
        raise Unreadable(
            "编号被表格软件改成了科学计数，末尾几位已经丢了：回到原表，把这一列设为文本再重新填写"
        )
    return plain


def _checked(cell: str, check: Callable[[str], CodeCheck]) -> str | None:
    if is_empty(cell):
        return None
    result = check(cell)
    if not result.ok:
        raise Unreadable(result.reason_zh)
    return result.normalised


def uscc(cell: str) -> str | None:
    """统一社会信用代码: both check digits right."""
    return _checked(cell, check_uscc)


def id_card(cell: str) -> str | None:
    """居民身份证号码: the check digit right."""
    return _checked(cell, check_id_card)


def phone(cell: str) -> str | None:
    """电话: a number that can be dialled in China."""
    return _checked(cell, check_phone)


def url(cell: str) -> str | None:
    """网址: http or https."""
    return _checked(cell, check_url)


def day(cell: str) -> date | None:
    """日期: 2023-08-07, 2023/8/7, 2023年8月7日, 20230807, or a spreadsheet's day number."""
    if is_empty(cell):
        return None
    plain = _plain(cell)
    found = _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        serial = Decimal(plain)
    except ValueError:
        raise Unreadable(f"这一天不存在：{_LIKE_DAY}") from None
    except InvalidOperation:
        raise Unreadable(f"看不懂这个日期：{_LIKE_DAY}") from None
    if not serial.is_finite() or int(serial) not in _EXCEL_DAYS:
        raise Unreadable(f"看不懂这个日期：{_LIKE_DAY}")
    return _EXCEL_EPOCH + timedelta(days=int(serial))


def number(cell: str) -> Decimal | None:
    """数: thousands separators allowed, units are not."""
    if is_empty(cell):
        return None
    plain = _plain(cell).replace(" ", "")
    if _SCIENTIFIC.fullmatch(plain) and len(plain) < _LONGEST_NUMBER:
        return Decimal(plain)
    if not _FIGURE.fullmatch(plain) or not any(char.isdecimal() for char in plain):
        raise Unreadable("这一格要填数字，如 12.5")
    if len(plain) > _LONGEST_NUMBER:
        raise Unreadable("这个数太长：检查是不是填错了列")
    return Decimal(plain.replace(",", ""))


def integer(cell: str) -> int | None:
    """整数: a whole number; a shop's 「100+」 and 「1.2万」 are read too."""
    if is_empty(cell):
        return None
    plain = _plain(cell).rstrip("+件份个单笔人")
    scale = _SCALES["万"] if plain.endswith("万") else 1
    value = number(plain.removesuffix("万"))
    if value is None or value * scale != int(value * scale):
        raise Unreadable("这一格要填整数，如 12")
    if abs(value * scale) >= 2**63:
        raise Unreadable("这个数太大：检查是不是填错了列")
    return int(value * scale)


def price(cell: str) -> Decimal | None:
    """价格: yuan, with or without ¥ and 元; never below nought."""
    if is_empty(cell):
        return None
    plain = re.sub(r"^[¥￥]|元$|人民币", "", _plain(cell)).strip()
    value = number(plain)
    if value is None or value < 0 or value >= 10**10:
        raise Unreadable("价格要在 0 到 100 亿元之间，如 12.50")
    return value


def money(cell: str) -> Money | None:
    """注册资金: 「11,248.7209(万人民币元)」 or 「13万人民币」, in whole units of its currency.

    A figure without a unit, 「2,021()」, is refused: nobody can say what it counts.
    """
    return _money(cell, bare_unit="")


def money_10k(cell: str) -> Money | None:
    """以万元计的金额: as `money`, but a bare figure counts ten thousands of yuan."""
    return _money(cell, bare_unit="万元")


def _money(cell: str, *, bare_unit: str) -> Money | None:
    if is_empty(cell):
        return None
    found = _AMOUNT.fullmatch(_plain(cell))
    amount = number(found[1]) if found else None
    if found is None or amount is None:
        raise Unreadable(f"看不懂这个金额：{_LIKE_MONEY}")
    unit = re.sub(r"[()\s]", "", found[2]) or bare_unit
    if not unit:
        raise Unreadable(f"金额没有写单位：{_LIKE_MONEY}")
    scale_word = next((word for word in _SCALES if unit.startswith(word)), "")
    return Money(amount * _SCALES.get(scale_word, 1), _currency(unit.removeprefix(scale_word)))


def _currency(unit: str) -> str:
    for word, letters in _CURRENCIES:
        if word in unit:
            return letters
    if _RENMINBI.fullmatch(unit):
        return "CNY"
    raise Unreadable(f"看不懂金额的单位「{unit[:8]}」：{_LIKE_MONEY}")


def yes_or_no(cell: str) -> bool | None:
    """是否: 是/否, 有/无, TRUE/FALSE, 1/0, √/×."""
    plain = _plain(cell).upper()
    if plain in {"是", "有", "TRUE", "YES", "Y", "1", "√", "✓", "对"}:
        return True
    if plain in {"否", "无", "FALSE", "NO", "N", "0", "×", "X", "没有"}:
        return False
    if plain in _EMPTY:
        return None
    raise Unreadable("这一格要填 是 或 否")


CONVERTERS: dict[str, Converter] = {
    "text": text,
    "name": name,
    "code": code,
    "uscc": uscc,
    "id_card": id_card,
    "phone": phone,
    "url": url,
    "day": day,
    "number": number,
    "integer": integer,
    "price": price,
    "money": money,
    "money_10k": money_10k,
    "yes_or_no": yes_or_no,
}
