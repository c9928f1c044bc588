"""对照表: divisions with old names, sounds of characters, one form for every way to write one."""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np

from wangshi.engine.lawfiles import LAW_DIR
from wangshi.engine.matching.texts import Units
from wangshi.engine.matching.words import NO_STEMS
from wangshi.engine.screening.fold_table import DIGIT_VARIANTS, TRADITIONAL

DIVISIONS_DIR: Final = LAW_DIR / "divisions"
OPENING, CLOSING, MASK = "(", ")", "*"
_BRACKETS: Final = dict(zip("【】〔〕[]［］", "()()()()", strict=True))
_FIGURES: Final = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
# Readers of pictures take one for the other, and no name is told apart by them.
_LOOK_ALIKE: Final = {"巿": "市", "曰": "日"}
_PEOPLES: Final = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|"
    "鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_SELF_GOVERNED: Final = re.compile(
    rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)+(?:自治州|自治县|自治旗|自治区|联合旗)$"
)
_KINDS: Final = re.compile(r"(?:特别行政区|自治区|省|市|地区|盟|林区|县|旗)$")
_FIRST_A_TRADE_NAME: Final = frozenset(NO_STEMS.split())
_SHORT_PROVINCES: Final = {"内蒙古自治区": "内蒙古"}
_CITY, _PROVINCE = 100, 10_000
_TONES: Final = "\u0300\u0301\u0304\u030c"
_FIRST_SOUND: Final = 0xE000
_LAST_NEAR: Final = "\uffff"


@dataclass(frozen=True)
class Division:
    """行政区划: a name under which a code is known; a stem lacks its 省, 市 or 县."""

    name: str
    code: int
    is_stem: bool


@cache
def divisions() -> tuple[Division, ...]:
    """行政区划的叫法: today's names, their stems, and names of before under today's code.

    Codes are GB/T 2260, six digits. A district (区) has no stem: 新城 and 和平 are trade names.
    """
    return (*_standing(), *_former())


@cache
def division_titles() -> dict[int, str]:
    """区划的正名: by code."""
    return {int(row["code"]): row["name"] for row in _rows(DIVISIONS_DIR / "divisions.csv")}


@cache
def old_towns() -> dict[tuple[int, str], str]:
    """撤并的镇: what a town of this county is called today."""
    return {
        (int(row["county"]), row["old_name"]): row["name"]
        for row in _rows(DIVISIONS_DIR / "towns.csv")
    }


def _standing() -> Iterator[Division]:
    for code, name in division_titles().items():
        yield Division(name, code, is_stem=False)
        stem = _stem(name)
        if stem and _SELF_GOVERNED.match(name) and not name.endswith("区"):
            # People write 互助县 for 互助土族自治县.
            yield Division(stem + name[-1], code, is_stem=False)
        if stem and (code % _CITY == 0 or stem not in _FIRST_A_TRADE_NAME):
            yield Division(stem, code, is_stem=True)


def _former() -> Iterator[Division]:
    for row in _rows(DIVISIONS_DIR / "changes.csv"):
        name, code = row["old_name"], int(row["code"])
        yield Division(name, code, is_stem=False)
        stem = _stem(name)
        if stem and stem not in _FIRST_A_TRADE_NAME:
            yield Division(stem, code, is_stem=True)


def _stem(name: str) -> str:
    if name.endswith("区") and not name.endswith(("自治区", "地区", "行政区")):
        return ""
    ruled = _SELF_GOVERNED.match(name)
    stem = _SHORT_PROVINCES.get(name) or (ruled[1] if ruled else _KINDS.sub("", name))
    return stem if len(stem) > 1 and stem != name else ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def ancestors(code: int) -> tuple[int, ...]:
    """上级: the city and the province of a code, itself left out."""
    above = (code // _CITY * _CITY, code // _PROVINCE * _PROVINCE)
    return tuple(sorted({one for one in above if one != code}, reverse=True))


@cache
def ambiguous_names() -> dict[str, tuple[int, ...]]:
    """叫法对应的代码: one or, for 城关区 and its like, several."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for division in divisions():
        found[division.name].add(division.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


@cache
def name_table() -> Units:
    """名称归一表: unit to its plain form, 0 to drop it; brackets stay, figures become 0 to 9."""
    table = np.zeros(1 << 16, np.uint16)
    for unit in range(1, 1 << 16):
        table[unit] = _plain(chr(unit))
    for odd, plain in {**DIGIT_VARIANTS, **_pairs(TRADITIONAL)}.items():
        if max(odd, plain) <= _LAST_NEAR:
            table[ord(odd)] = table[ord(plain)]
    for odd, plain in {**_FIGURES, **_BRACKETS, **_LOOK_ALIKE}.items():
        table[ord(odd)] = ord(plain)
    return table


@cache
def bare_table() -> Units:
    """去括号的归一表: as `name_table`, brackets dropped."""
    table = name_table().copy()
    table[table == ord(OPENING)] = 0
    table[table == ord(CLOSING)] = 0
    return table


@cache
def code_table() -> Units:
    """代码归一表: figures and Latin letters in capitals, everything else dropped."""
    table = np.zeros(1 << 16, np.uint16)
    for unit in range(1, 1 << 16):
        plain = unicodedata.normalize("NFKC", chr(unit)).upper()
        if len(plain) == 1 and plain.isascii() and plain.isalnum():
            table[unit] = ord(plain)
    return table


@cache
def person_table() -> Units:
    """人名归一表: as names, and every sign that hides a character becomes `*`."""
    table = bare_table().copy()
    for sign in "*＊×✕xX某●○□_?？":
        table[ord(sign)] = ord(MASK)
    return table


def _pairs(text: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in text.split()}


def _plain(char: str) -> int:
    # Halves of far characters stay as they are.
    if "\ud800" <= char <= "\udfff":
        return ord(char)
    plain = unicodedata.normalize("NFKC", char).casefold()
    if len(plain) != 1 or plain > _LAST_NEAR:
        plain = char if char.isalnum() else "\0"
    if plain in (OPENING, CLOSING) or plain.isalnum() or unicodedata.category(plain) == "Co":
        return ord(plain)
    return 0


@cache
def sound_table() -> Units:
    """读音表: unit to the number of its first reading without tone; what has none stays itself.

    Sounds are numbered from the private area on, so that no sound equals a letter.
    """
    table = np.arange(1 << 16, dtype=np.uint16)
    numbers: dict[str, int] = {}
    for code, reading in sorted(_readings().items()):
        if code < 1 << 16:
            toneless = unicodedata.normalize("NFD", reading.split(",")[0])
            plain = "".join(char for char in toneless if char not in _TONES)
            table[code] = numbers.setdefault(plain, _FIRST_SOUND + len(numbers))
    return table


def _readings() -> dict[int, str]:
    # The dictionary alone: the package would load 47,000 phrases beside it.
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin")
    raw = json.loads(Path(spec.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return {int(code): reading for code, reading in raw.items()}
