"""地名: divisions of law/divisions and a few regions and countries, found in running text."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick_rs

from wangshi.engine.lawfiles import LAW_DIR

from .vocabulary import vocabulary

ABROAD: Final = "abroad"
_ENDINGS: Final = re.compile(
    "(?:(?:维吾尔|壮族|回族|藏族|蒙古族?|哈萨克族?|朝鲜族|土家族|苗族|侗族|布依族|彝族|哈尼族|傣族|白族|景颇族|傈僳族|羌族|"
    "柯尔克孜|满族|瑶族|畲族|黎族|水族|仡佬族|达斡尔族?|土族|撒拉族|东乡族|保安族|裕固族|锡伯族?|塔吉克|各族|仫佬族|毛南族|"
    "拉祜族|佤族|纳西族|独龙族|怒族|普米族)*(?:自治区|自治州|自治县|自治旗|特别行政区|地区|新区|林区|盟|省|市|县|区|旗))$"
)
_SHORTEST: Final = 2


@dataclass(frozen=True)
class PlaceName:
    """一个地名: where it stands in the text, and the codes it may mean."""

    start: int
    end: int
    name: str
    codes: frozenset[str]


def find_places(text: str) -> Iterator[PlaceName]:
    """地名, the longest at each place, in order."""
    names, automaton = _gazetteer()
    for number, start, end in automaton.find_matches_as_indexes(text):
        name, codes = names[number]
        yield PlaceName(start, end, name, codes)


def nested(one: frozenset[str], other: frozenset[str]) -> bool:
    """相容: one of the places lies in the other, or they are the same."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


@cache
def _gazetteer() -> tuple[list[tuple[str, frozenset[str]]], ahocorasick_rs.AhoCorasick]:
    words = vocabulary()
    codes: dict[str, set[str]] = {}
    for code, title in _divisions():
        stem = _ENDINGS.sub("", title)
        told = {title} if stem in words.everyday or len(stem) < _SHORTEST else {title, stem}
        for name in told:
            codes.setdefault(name, set()).add(_bare(code))
    for name, found in words.regions.items():
        codes.setdefault(name, set()).update(found)
    for name in words.countries:
        codes.setdefault(name, set()).add(f"{ABROAD}:{name}")
    names = [(name, frozenset(found)) for name, found in sorted(codes.items())]
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    return names, ahocorasick_rs.AhoCorasick([name for name, _ in names], matchkind=kind)


def _bare(code: str) -> str:
    """610727 stays, 610700 is 6107, 610000 is 61: a place lies in another by its beginning."""
    for zeros in ("0000", "00"):
        if code.endswith(zeros):
            return code.removesuffix(zeros)
    return code


def _divisions() -> Iterator[tuple[str, str]]:
    path = LAW_DIR / "divisions" / "divisions.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        told = (line for line in lines if not line.startswith("#"))
        for row in csv.DictReader(told):
            yield row["code"], row["name"]
