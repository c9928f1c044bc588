"""变着写: eight ways to write a word so that a list does not find it, each in four strengths."""

import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin

from wangshi.engine.screening.fold_table import TRADITIONAL
from wangshi.engine.screening.hearing import wholes

from .sentences import clean_sentences

CLASSES = {
    "full_width": "全角和怪字母",
    "spacing": "拆开写",
    "homophone": "同音字",
    "pieces": "拆字",
    "digits": "数字变体",
    "traditional": "繁体",
    "emoji": "插表情",
    "zero_width": "插看不见的字",
}
STRENGTHS = (1, 2, 3, 4)
SEPARATORS = " 　\t*.·-_|/~+=^#@,、…:;!'\"()[]【】<>《》•●★☆丶‖＊－～，"
INVISIBLE = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u061c\u180e"
    "\u2061\u2062\u2063\ufe0f\ufe01\u3164\u2800\U000e0041"
)
OVERLAYS = "\u0336\u0335\u0338\u0334\u0301\u0308\u0323\u0489\u20dd\u20de"
NUMERALS = "零一二三四五六七八九"
FORMS = (
    "零一二三四五六七八九", "0123456789", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨",
    "零壹贰叁肆伍陆柒捌玖",
    "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽", "⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼", "⓪⒈⒉⒊⒋⒌⒍⒎⒏⒐", "零㈠㈡㈢㈣㈤㈥㈦㈧㈨", "⁰¹²³⁴⁵⁶⁷⁸⁹",
)  # fmt: skip
STYLED = "".join(chr(0x1D7CE + digit) for digit in range(10)), "⓿❶❷❸❹❺❻❼❽❾"


@dataclass(frozen=True)
class Evasion:
    """一处变形: `text` holds `term`, written otherwise, from `start` up to `end`."""

    kind: str
    strength: int
    term: str
    text: str
    start: int
    end: int


def evasions(
    kind: str, strength: int, terms: Sequence[str], count: int, seed: int
) -> Iterator[Evasion]:
    """变形文本: the terms in turn, each in a clean sentence, as many as wanted."""
    chance = random.Random(f"{seed} {kind} {strength}")
    fit = [term for term in terms if _FITS[kind](term)]
    carriers = clean_sentences(count, seed + strength)
    for number, carrier in enumerate(carriers):
        term = fit[number % len(fit)]
        written = _WRITERS[kind](term, strength, chance)
        at = chance.choice(list(_openings(carrier)))
        text = f"{carrier[:at]}{written}{carrier[at:]}"
        yield Evasion(kind, strength, term, text, at, at + len(written))


def rewritten(kind: str, words: str, strength: int, chance: random.Random) -> str | None:
    """变着写这几个字: None where they cannot be written so."""
    if len(words) < 2 or not _FITS[kind](words):
        return None
    written = _WRITERS[kind](words, strength, chance)
    return None if written == words else written


def _openings(carrier: str) -> Iterator[int]:
    """Where something may be put in: not into a number or a Latin word."""
    for at in range(len(carrier) + 1):
        beside = carrier[max(0, at - 1) : at + 1]
        if not any(char.isascii() and char.isalnum() for char in beside):
            yield at


def terms_for(kind: str, terms: Sequence[str]) -> int:
    """能这样写的词有多少."""
    return sum(map(_FITS[kind], terms))


def _full_width(term: str, strength: int, chance: random.Random) -> str:
    places = [at for at, char in enumerate(term) if char.isascii() and char.isalnum()]
    chosen = {chance.choice(places)} if strength == 1 else set(places)
    return "".join(
        _odd_letter(char, strength, chance) if at in chosen else char
        for at, char in enumerate(term)
    )


def _odd_letter(char: str, strength: int, chance: random.Random) -> str:
    wide = chr(ord(char) + 0xFEE0)
    if strength <= 2 or char.isdigit():
        return wide
    place = ord(char.lower()) - ord("a")
    circled = [chr(0x24D0 + place), chr(0x24B6 + place), chr(0x1F150 + place), chr(0x1F130 + place)]
    if strength == 3:
        return chance.choice(circled)
    styled = [chr(first + place) for first in (0x1D400, 0x1D5A0, 0x1D63C, 0x1D670, 0x1F1E6)]
    looks = dict(zip("abcehikmnopstvxy", "аbсеһіkmnорѕtνху", strict=True))
    return chance.choice([*styled, looks.get(char.lower(), wide)])


def _spaced(term: str, strength: int, chance: random.Random) -> str:
    gaps = range(1, len(term))
    if strength == 1:
        return _insert(term, {chance.choice(gaps): chance.choice(SEPARATORS)})
    if strength == 2:
        return _insert(term, dict.fromkeys(gaps, chance.choice(SEPARATORS)))
    least, most = (1, 3) if strength == 3 else (2, 6)
    return _insert(
        term,
        {gap: "".join(chance.choices(SEPARATORS, k=chance.randint(least, most))) for gap in gaps},
    )


def _by_sound(term: str, strength: int, chance: random.Random) -> str:
    places = [at for at, char in enumerate(term) if _sounding_alike(char)]
    count = {1: 1, 2: 1, 3: (len(places) + 1) // 2, 4: len(places)}[strength]
    written = list(term)
    for at in chance.sample(places, count):
        alike = _sounding_alike(term[at])
        toned = (
            [char for char in alike if _toned(char) == _toned(term[at])] if strength == 1 else []
        )
        written[at] = chance.choice(toned or alike)
    return "".join(written)


def _in_pieces(term: str, strength: int, chance: random.Random) -> str:
    places = [at for at, char in enumerate(term) if char in _pieces()]
    chosen = {chance.choice(places)} if strength == 1 else set(places)
    joint = " " if strength == 4 else ""
    ways = {at: _pieces()[term[at]] for at in chosen}
    pick = {at: way[0] if strength < 3 else chance.choice(way) for at, way in ways.items()}
    return "".join(joint.join(pick[at]) if at in chosen else char for at, char in enumerate(term))


def _other_digits(term: str, strength: int, chance: random.Random) -> str:
    forms = {1: FORMS[:2], 2: FORMS[2:4], 3: FORMS[4:], 4: (*FORMS, *STYLED)}[strength]
    written = []
    for char in term:
        value = NUMERALS.find(char) if char in NUMERALS else int(char) if char.isdigit() else -1
        others = [form[value] for form in forms if form[value] != char] if value >= 0 else []
        written.append(chance.choice(others) if others else char)
    return "".join(written)


def _traditional(term: str, strength: int, chance: random.Random) -> str:
    places = [at for at, char in enumerate(term) if char in _old_forms()]
    chosen = {chance.choice(places)} if strength == 1 else set(places)
    pick = chance.choice if strength > 2 else lambda forms: forms[0]
    text = "".join(
        pick(_old_forms()[char]) if at in chosen else char for at, char in enumerate(term)
    )
    return _insert(text, {chance.randrange(1, len(text)): "\u200b"}) if strength == 4 else text


def _with_emoji(term: str, strength: int, chance: random.Random) -> str:
    return _sprinkled(term, strength, chance, _emoji())


def _with_invisible(term: str, strength: int, chance: random.Random) -> str:
    marks = (
        tuple(INVISIBLE) if strength < 4 else (*INVISIBLE, *OVERLAYS, "\u202e", "\u202c", "\u200f")
    )
    return _sprinkled(term, strength, chance, marks)


def _sprinkled(term: str, strength: int, chance: random.Random, marks: Sequence[str]) -> str:
    gaps = range(1, len(term))
    if strength == 1:
        return _insert(term, {chance.choice(gaps): chance.choice(marks)})
    most = {2: 1, 3: 2, 4: 4}[strength]
    return _insert(
        term, {gap: "".join(chance.choices(marks, k=chance.randint(1, most))) for gap in gaps}
    )


def _insert(term: str, gaps: dict[int, str]) -> str:
    return "".join(f"{gaps.get(at, '')}{char}" for at, char in enumerate(term))


@cache
def _alike() -> dict[str, list[str]]:
    """Common characters by sound: the first level of GB 2312."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    table = defaultdict(list)
    for row in rows:
        if row <= b"\xd7\xf9":
            char = row.decode("gb2312")
            table[lazy_pinyin(char)[0]].append(char)
    return table


@cache
def _sounding_alike(char: str) -> list[str]:
    return [other for other in _alike()[lazy_pinyin(char)[0]] if other != char]


@cache
def _toned(char: str) -> str:
    return lazy_pinyin(char, style=Style.TONE)[0]


@cache
def _pieces() -> dict[str, list[tuple[str, str]]]:
    table = defaultdict(list)
    for parts, whole in wholes().items():
        table[whole].append(parts)
    return table


@cache
def _old_forms() -> dict[str, list[str]]:
    table = defaultdict(list)
    for pair in TRADITIONAL.split():
        table[pair[1]].append(pair[0])
    return table


@cache
def _emoji() -> tuple[str, ...]:
    signs = [
        chr(code) for code in range(0x1F300, 0x1FAF0) if unicodedata.category(chr(code)) == "So"
    ]
    near = list("☀☎☕♨⚡⛄✅✈✨❌❤⭐⌚⏰")
    return (
        *signs,
        *near,
        *(f"{sign}\ufe0f" for sign in near),
        "👨\u200d👩\u200d👧",
        "👍🏽",
        "🇨🇳",
        "#️⃣",
    )


_WRITERS: dict[str, Callable[[str, int, random.Random], str]] = {
    "full_width": _full_width,
    "spacing": _spaced,
    "homophone": _by_sound,
    "pieces": _in_pieces,
    "digits": _other_digits,
    "traditional": _traditional,
    "emoji": _with_emoji,
    "zero_width": _with_invisible,
}
_FITS: dict[str, Callable[[str], bool]] = {
    "full_width": lambda term: any(char.isascii() and char.isalnum() for char in term),
    "spacing": lambda term: len(term) > 1,
    "homophone": lambda term: any(_sounding_alike(char) for char in term),
    "pieces": lambda term: any(char in _pieces() for char in term),
    "digits": lambda term: any(char in NUMERALS or char.isdigit() for char in term),
    "traditional": lambda term: any(char in _old_forms() for char in term),
    "emoji": lambda term: len(term) > 1,
    "zero_width": lambda term: len(term) > 1,
}
