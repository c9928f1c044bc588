"""同一样东西的键: codes, phones, addresses and people brought to one form; empty says nothing."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from wangshi.engine.false_registration.records import Home
from wangshi.engine.identifiers import check_phone, check_uscc, normalise_code
from wangshi.engine.matching.addresses import parse_addresses
from wangshi.engine.matching.grammar import parse_name
from wangshi.engine.matching.tables import division_titles
from wangshi.engine.matching.texts import pack

# 客服、短号、政务热线: everybody's, so that they say nothing of who belongs to whom.
_PUBLIC_LINE: Final = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|1[02]\d{3}|1\d{2}")
_HIDDEN_NAME: Final = re.compile(r"[*＊×某?？\d]")
_SHORTEST_NAME: Final = 2
_ALIKE: Final = 3
_SHORTEST_DETAIL: Final = 4
_CITY: Final = 4
_PROVINCE: Final = 2
_WHOLE_CITY: Final = 100
# 国家市场监督管理总局登记的: its code names no place.
_STATE: Final = "10"
_WHOLE_PROVINCE: Final = 10_000
# 直辖市: the two figures behind the province tell districts from counties, no city.
_MUNICIPALITIES: Final = frozenset({"11", "12", "31", "50"})


def code_key(code: str) -> str:
    """信用代码的键: only of a code whose check digits hold."""
    checked = check_uscc(code)
    return checked.normalised if checked.ok else ""


def phone_key(number: str) -> str:
    """电话的键: empty for what is no number and for service lines."""
    checked = check_phone(number)
    compact = checked.normalised.replace("-", "")
    return compact if checked.ok and not _PUBLIC_LINE.fullmatch(compact) else ""


def name_key(name: str, home: Home) -> str:
    """店名的键: trade name and trade, without the county's own name and the form of the firm."""
    parts = parse_name(_at_home(name, home))
    return parts.trade_name + parts.trade + parts.branch


def trade_name_key(name: str, home: Home) -> str:
    """字号的键: empty for one of a single sign."""
    trade_name = parse_name(_at_home(name, home)).trade_name
    return trade_name if len(trade_name) >= _SHORTEST_NAME else ""


def same_house(one: str, other: str) -> bool:
    """像一家的店名: they begin alike, by three signs, or one is no more than the other's start."""
    least = min(_ALIKE, len(one), len(other))
    return least >= _SHORTEST_NAME and one[:least] == other[:least]


def text_key(text: str) -> str:
    """收款人等的键: half-width, upper-case, without spaces."""
    return normalise_code(text)


def address_keys(addresses: Sequence[str], home: Home) -> list[str]:
    """一列地址的键: county and what stands behind it, figures alike; empty without a door.

    A village or a street without a number is many people's: it is no address to share, though
    its name may hold a figure (三台镇).
    """
    texts = pack([_at_home(address, home) for address in addresses])
    parsed = parse_addresses(texts, np.zeros(len(addresses), np.int32))
    precise = (parsed.door_keys > 0) & (parsed.detail.lengths >= _SHORTEST_DETAIL)
    return [
        f"{county or home.code}:{detail:x}" if sure else ""
        for county, detail, sure in zip(
            parsed.counties.tolist(),
            parsed.detail_keys.tolist(),
            precise.tolist(),
            strict=True,
        )
    ]


def person_key(name: str) -> str:
    """人的键: a full name; hidden ones (张**, 张某) say nothing. Namesakes have the same."""
    name = "".join(name.split())
    return name if len(name) >= _SHORTEST_NAME and not _HIDDEN_NAME.search(name) else ""


def counties_of(addresses: Sequence[str], home: Home) -> list[str]:
    """一列地址所在的县（市）: six figures, for addresses that write its whole name; else empty.

    A bare stem as in 五台留村 may be any village, 县 as in 县城大市场 names no place, and there is
    a 城区 or a 龙山区 in many cities: a district counts where its city stands before it.
    """
    parsed = parse_addresses(pack(list(addresses)), np.zeros(len(addresses), np.int32))
    return [
        str(code)
        if _is_written(code, address)
        else (home.code if home.name and home.name in address else "")
        for code, address in zip(parsed.counties.tolist(), addresses, strict=True)
    ]


def _is_written(code: int, address: str) -> bool:
    titles = division_titles()
    title = titles.get(code, "")
    if len(title) <= 1 or title not in address:
        return False
    if not (title.endswith("区") or f"{title}场" in address):
        return True
    size = _WHOLE_PROVINCE if str(code)[:_PROVINCE] in _MUNICIPALITIES else _WHOLE_CITY
    stem = titles.get(code // size * size, "").rstrip("市") if code % size else ""
    return bool(stem) and stem in address


def same_city(one: str, other: str) -> bool:
    """同一个市: by the first four figures of the codes; a municipality's by two.

    A zone with codes of its own (西咸新区, 6111) is in no list of cities, and a code of a county
    that is gone or has gone to another city (简阳, 512081) is in none of counties: the holder of
    such a code may never have moved. Then the province counts; a code of the whole state (100000)
    says nothing.
    """
    if _STATE in (one[:_PROVINCE], other[:_PROVINCE]):
        return True
    size = _PROVINCE if one[:_PROVINCE] in _MUNICIPALITIES else _CITY
    if not (_stands(one) and _stands(other)):
        size = _PROVINCE
    return one[:size] == other[:size]


def is_move(name: str, code: str, address: str) -> bool:
    """看得出是迁移: the name was given, or may stay, where the address is.

    A name with the division of the address was registered there; one with a province alone, or
    with no division, is kept when its holder moves within the province.
    """
    said = f"{parse_name(name).place_code:06d}"
    if said.endswith("0000"):
        return code[:_PROVINCE] == address[:_PROVINCE]
    return same_city(said, address)


def _stands(code: str) -> bool:
    """今天还有的: a county or a city in the table of today; a whole province is too wide."""
    if code.endswith("0000") or _city_of(code) not in division_titles():
        return False
    return code.endswith("00") or int(code) in division_titles()


def _city_of(code: str) -> int:
    return int(code[:_CITY]) * 100


def _at_home(address: str, home: Home) -> str:
    """Without the county's own name in front, so that both ways of writing agree."""
    if not home.name:
        return address
    _, found, rest = address.partition(home.name)
    return rest if found else address
