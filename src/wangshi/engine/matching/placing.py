"""认地名: divisions at the head of many texts, one after the other, down to the county."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.lexicon import NO_WORD, Lexicon, Numbers
from wangshi.engine.matching.tables import ancestors, divisions, name_table
from wangshi.engine.matching.texts import Flags, Places, Texts, pack
from wangshi.engine.matching.words import ZONES

Codes = npt.NDArray[np.int32]
CITY, PROVINCE = 100, 10_000
_STEM: Final = 1 << 20
_ZONE: Final = 1 << 21
_CODES: Final = 1_000_000
_MOST_STEPS, _STREET_WITHIN = 6, 3
_STREETS: Final = np.array([ord(char) for char in "路街巷道"], np.uint16)


@dataclass(frozen=True)
class Placed:
    """认出的地名: the code (0: none), where the text goes on, and where it would without a stem.

    The last step may have been a bare stem such as 永兴, which may as well be a trade name:
    `codes_without` and `begins_without` say how things stand without it.
    """

    codes: Codes
    begins: Places
    codes_without: Codes
    begins_without: Places


@dataclass(frozen=True)
class _Atlas:
    """地名词表: words with numbers, the code of a word on its own, and inside a wider place."""

    lexicon: Lexicon
    alone: Codes
    pairs: npt.NDArray[np.int64]
    codes: Codes

    def inside(self, words: Numbers, wider: Codes) -> Codes:
        """在某地之内: the code of the word within the wider code, 0 where there is none."""
        asked = words.astype(np.int64) * _CODES + wider
        places = np.minimum(np.searchsorted(self.pairs, asked), len(self.pairs) - 1)
        return np.where(self.pairs[places] == asked, self.codes[places], 0).astype(np.int32)


def place(
    texts: Texts,
    begins: Places,
    *,
    within: Codes | None = None,
    left_over: int = 0,
    is_address: bool = False,
) -> Placed:
    """认地名: 陕西省汉中市略阳县 and its short forms; each next name lies in the one before.

    Reads every text from its `begins` on. `within` are codes known from elsewhere (0: none): a
    name such as 城关区 is read in them, and a county's stem must lie there. At least `left_over`
    units of each text stay. In an address 凤城十二路 is a street and not the town of 凤城.
    """
    codes = np.zeros(len(texts), np.int32)
    known = codes if within is None else within
    at = begins.copy()
    before = (codes.copy(), begins.copy())
    moving = np.arange(len(texts))
    for _ in range(_MOST_STEPS):
        found = _atlas().lexicon.starting(texts, moving, at[moving], texts.ends[moving])
        fits, code = _next_code(found.numbers, codes[moving], known[moving])
        fits &= texts.ends[moving] - at[moving] - found.lengths >= left_over
        if is_address:
            is_stem = (found.numbers != NO_WORD) & ((found.numbers & _STEM) > 0)
            fits &= ~(is_stem & _street_follows(texts, moving, at[moving] + found.lengths))
        moving, sizes, is_stem = moving[fits], found.lengths[fits], found.numbers[fits] & _STEM > 0
        if not len(moving):
            break
        newer = _deeper(codes[moving], code[fits])
        before[0][moving] = np.where(is_stem, codes[moving], newer)
        before[1][moving] = np.where(is_stem, at[moving], at[moving] + sizes)
        codes[moving] = newer
        at[moving] += sizes
    return Placed(codes, at, *before)


def inside(codes: Codes, wider: Codes) -> Flags:
    """在其内: the code lies in the wider one, or is it; 0 lies nowhere."""
    same = (codes == wider) | (codes // CITY * CITY == wider)
    same |= codes // PROVINCE * PROVINCE == wider
    return np.asarray(same & (codes > 0) & (wider > 0))


def _street_follows(texts: Texts, rows: Places, at: Places) -> Flags:
    padded = np.append(texts.units, np.zeros(_STREET_WITHIN, np.uint16))
    follows = np.zeros(len(rows), np.bool_)
    for step in range(_STREET_WITHIN):
        inside_text = at + step < texts.ends[rows]
        follows |= inside_text & np.isin(padded[np.minimum(at + step, len(texts.units))], _STREETS)
    return follows


def _next_code(numbers: Numbers, before: Codes, known: Codes) -> tuple[Flags, Codes]:
    """Which words go on from the place before, and the code each of them means there."""
    atlas = _atlas()
    is_word, is_zone = numbers != NO_WORD, (numbers & _ZONE) > 0
    is_stem = (numbers & _STEM) > 0
    words = np.where(is_word & ~is_zone, numbers & (_STEM - 1), 0).astype(np.int32)
    first = before == 0
    alone = atlas.alone[words]
    deeper = atlas.inside(words, np.where(first, known, before))
    province = np.where(first, known, before) // PROVINCE * PROVINCE
    loosely = np.where(is_stem | (before % CITY > 0), 0, atlas.inside(words, province))
    above = np.where(inside(before, alone), alone, 0)
    onward = np.where(deeper > 0, deeper, np.where(above > 0, above, loosely))
    # A county's bare stem outside the place that is known is a trade name or a street.
    astray = is_stem & (known > 0) & (alone % CITY > 0)
    astray &= ~inside(alone, known // PROVINCE * PROVINCE)
    code = np.where(first & (alone > 0) & ~astray, alone, onward)
    code = np.where(is_zone, before, code).astype(np.int32)
    return is_word & (is_zone | (code > 0) | (first & ~is_stem)), code


def _deeper(before: Codes, code: Codes) -> Codes:
    return np.where((code == 0) | inside(before, code), before, code)


@cache
def _atlas() -> _Atlas:
    numbers: dict[str, int] = {}
    meant: dict[int, set[int]] = {}
    stems: set[int] = set()
    names = _folded(division.name for division in divisions())
    for name, division in zip(names, divisions(), strict=True):
        number = numbers.setdefault(name, len(numbers) + 1)
        meant.setdefault(number, set()).add(division.code)
        stems.update([number] if division.is_stem else [])
    marked = {word: number | (_STEM if number in stems else 0) for word, number in numbers.items()}
    marked |= dict.fromkeys(_folded(ZONES.split()), _ZONE)
    pairs = _pairs(meant)
    alone = np.zeros(len(numbers) + 1, np.int32)
    for number, codes in meant.items():
        alone[number] = _shared(codes)
    keys = np.array(sorted(pairs), np.int64)
    return _Atlas(Lexicon(marked), alone, keys, np.array([pairs[key] for key in keys], np.int32))


def _pairs(meant: dict[int, set[int]]) -> dict[int, int]:
    inside_of: dict[int, set[int]] = {}
    for number, codes in meant.items():
        for code in codes:
            for wider in (code, *ancestors(code)):
                inside_of.setdefault(number * _CODES + wider, set()).add(code)
    return {key: _shared(codes) or key % _CODES for key, codes in inside_of.items()}


def _shared(codes: set[int]) -> int:
    """The one code, the city or province all share, or 0."""
    for size in (1, CITY, PROVINCE):
        wider = {code // size * size for code in codes}
        if len(wider) == 1:
            return wider.pop()
    return 0


def _folded(words: Iterable[str]) -> list[str]:
    texts = pack(list(words)).folded(name_table())
    return [texts.text(row) for row in range(len(texts))]
