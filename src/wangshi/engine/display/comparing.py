"""逐项比: what the page shows beside what is registered; each with its result and its reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from wangshi.engine.identifiers import check_phone, check_uscc, normalise_code, repair_uscc
from wangshi.engine.names import fold_name

from .reading import Shown
from .sheets import DisplayLaw, Item, Sheet, standing_display_law

_SHORTEST_ADDRESS: Final = 6
_MONEY: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(亿|万)?")
_DAY: Final = re.compile(r"(\d{4})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})")
_NOTES: Final = re.compile(r"\([^()]*\)|（[^（）]*）")
# 省、市、县: a 区 or 市 behind a town or a street is part of the place itself.
_COUNTY: Final = re.compile(
    r"^(?:[^镇乡村街路]{2,8}?(?:省|自治区))?(?:[^镇乡村街路]{2,8}?市)?"
    r"(?:[^镇乡村街路]{2,8}?(?:自治县|县|区|旗))?"
)
_TEN_THOUSAND: Final = {"": 1, "万": 10_000, "亿": 100_000_000}


class State(StrEnum):
    """一项的结果."""

    PRESENT = "present"
    MISSING = "missing"
    DIFFERS = "differs"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Registered:
    """登记的内容: by item; what the register at hand does not hold is absent.

    ended: the last day of the licence or None; gone: 注销, 吊销 … or nothing.
    """

    values: Mapping[str, str]
    ended: date | None = None
    gone: str = ""


@dataclass(frozen=True)
class Finding:
    """一项的比较: both values, the result, whether there was anything to compare with, and why."""

    key: str
    title: str
    state: State
    shown: str = ""
    registered: str = ""
    compared: bool = True
    why: str = ""


def compare_items(
    sheet: Sheet,
    shown: Shown,
    registered: Registered,
    *,
    on: date,
    law: DisplayLaw | None = None,
) -> tuple[Finding, ...]:
    """逐项比: every item of the sheet, then those that are compared only where they are shown.

    A link to the official e-licence display stands for all items of a licence (order 37 art. 12:
    "or a link to it"); what the page writes besides is compared all the same.
    """
    law = law or standing_display_law()
    by_link = shown.link is not None and shown.link.shows_licence and not sheet.is_exempt
    found = [_finding(one, shown, registered, on, by_link=by_link) for one in sheet.items]
    found += [
        _finding(one, shown, registered, on, by_link=False)
        for one in law.if_shown
        if shown.values.get(one.key)
    ]
    return tuple(found)


def unreachable(sheet: Sheet, why: str) -> tuple[Finding, ...]:
    """看不到的一页: every item is unreachable, none of them missing."""
    return tuple(Finding(one.key, one.title, State.UNREACHABLE, why=why) for one in sheet.items)


def _finding(
    item: Item, shown: Shown, registered: Registered, on: date, *, by_link: bool
) -> Finding:
    value, known = shown.values.get(item.key, "").strip(), registered.values.get(item.key, "")
    if not value and by_link:
        why = "亮照系统的链接可以代替，点开看一遍"
        return Finding(item.key, item.title, State.PRESENT, "", known, compared=False, why=why)
    if not value:
        return Finding(item.key, item.title, State.MISSING, "", known, why="页面上没有写")
    wrong = _RULES[item.key](value, known, registered, on) if item.key in _RULES else ""
    if wrong:
        return Finding(item.key, item.title, State.DIFFERS, value, known, why=wrong)
    if not known and item.key not in _NEEDS_NO_REGISTER:
        why = "登记数据里没有这一项，没有比"
        return Finding(item.key, item.title, State.PRESENT, value, "", compared=False, why=why)
    return Finding(item.key, item.title, State.PRESENT, value, known)


def _code(value: str, known: str, registered: Registered, on: date) -> str:
    checked = check_uscc(value)
    mended = repair_uscc(value)
    if known and checked.normalised == known:
        return registered.gone and f"登记状态是{registered.gone}"
    if not checked.ok:
        same = f"，改一位就和登记的 {known} 一样" if known in mended else ""
        return f"{checked.reason_zh}{same}"
    return f"登记的是 {known}" if known else ""


def _name(value: str, known: str, registered: Registered, on: date) -> str:
    if not known or fold_name(value) == fold_name(known):
        return ""
    return f"登记的是“{known}”"


def _person(value: str, known: str, registered: Registered, on: date) -> str:
    """打了码的不算不同: 李* shows what it shows."""
    said, kept = fold_name(value.split(" ", maxsplit=1)[0]), fold_name(known)
    masked = re.split(r"[*＊某x×]+", value.strip().casefold())
    if not known or said == kept:
        return ""
    if len(masked) > 1 and kept.startswith(masked[0]) and kept.endswith(masked[-1]):
        return ""
    return f"登记的是“{known}”"


def _address(value: str, known: str, registered: Registered, on: date) -> str:
    if not known or _same_address(value, known):
        return ""
    return f"登记的是“{known}”"


def _same_address(value: str, known: str) -> bool:
    """省市县省略、括号里的说明不算不同; street and door must agree."""
    first, second = _detail(value), _detail(known)
    if first == second:
        return True
    longer, shorter = sorted((first, second), key=len, reverse=True)
    return len(shorter) >= _SHORTEST_ADDRESS and longer.endswith(shorter)


def _detail(address: str) -> str:
    plain = _NOTES.sub("", address)
    return fold_name(_COUNTY.sub("", plain, count=1))


def _capital(value: str, known: str, registered: Registered, on: date) -> str:
    """金额: one written in words (壹佰万) is not judged."""
    first, second = _yuan(value), _yuan(known)
    return f"登记的是“{known}”" if first and second and first != second else ""


def _yuan(text: str) -> Decimal | None:
    found = _MONEY.search(text)
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", "")) * _TEN_THOUSAND[found[2] or ""]
    except InvalidOperation:
        return None


def _scope(value: str, known: str, registered: Registered, on: date) -> str:
    """经营范围: pages cut it short; every piece that is shown must be registered."""
    if not known:
        return ""
    kept = fold_name(known)
    pieces = [fold_name(one) for one in re.split(r"[;；,，、。]", value.rstrip(" .…"))]
    foreign = [one for one in pieces if one and one not in kept]
    return f"登记的经营范围里没有“{foreign[0]}”" if foreign else ""


def _term(value: str, known: str, registered: Registered, on: date) -> str:
    days = [_as_day(one) for one in _DAY.findall(value)]
    last = max((one for one in days if one), default=None)
    ended = registered.ended or (None if "长期" in value else last)
    if ended and ended < on:
        return f"营业期限到 {ended} 为止，已经过了"
    if registered.ended and last and last != registered.ended:
        return f"登记的期限到 {registered.ended}"
    return ""


def _as_day(parts: tuple[str, str, str]) -> date | None:
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _statement(value: str, known: str, registered: Registered, on: date) -> str:
    """法定声明: `known` is the sentence of the ground on record, or all four, one a line."""
    sentences = known.splitlines()
    if not sentences or fold_name(value) in map(fold_name, sentences):
        return ""
    wanted = f"“{sentences[0]}”" if len(sentences) == 1 else "规章给定的四句之一"
    return f"声明要用{wanted}，一字不差"


def _contact(value: str, known: str, registered: Registered, on: date) -> str:
    """能联系到就行: a number must be one; what is not a number (微信号、邮箱) is not judged."""
    figures = normalise_code(value).removeprefix("+")
    return check_phone(value).reason_zh if figures.isdecimal() else ""


_NEEDS_NO_REGISTER: Final = frozenset(("statement", "term"))
_RULES: Final = {
    "uscc": _code,
    "name": _name,
    "person": _person,
    "address": _address,
    "place": _address,
    "capital": _capital,
    "scope": _scope,
    "term": _term,
    "statement": _statement,
    "contact": _contact,
}
