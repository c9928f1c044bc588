"""名称的结构: division, trade name, trade, form and branch of many names at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.lexicon import NO_WORD, Lexicon
from wangshi.engine.matching.placing import PROVINCE, Codes, Placed, place
from wangshi.engine.matching.tables import (
    CLOSING,
    OPENING,
    bare_table,
    division_titles,
    name_table,
    sound_table,
)
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, pack
from wangshi.engine.matching.words import BARE_FORMS, BEGINNINGS, FORMS, TRADES, Form

Forms = npt.NDArray[np.int8]
Lengths = npt.NDArray[np.int16]
_SHORTEST: Final = 2
_MOST_FORMS, _MOST_TRADES = 4, 3
_TOWN_WITHIN, _LONG_REST = 5, 5
_FIRM_ENDS: Final = ("公司", "合作社", "信用社", "银行", "联社")


@dataclass(frozen=True)
class Names:
    """一批名称的结构, one row a name; a key of 0 and a code of 0 say that the part is not there.

    core: the folded trade name and trade of the head firm, with what its branch is called.
    """

    core: Texts
    signs: Keys
    whole_keys: Keys
    core_keys: Keys
    core_sounds: Keys
    trade_name_keys: Keys
    trade_name_sounds: Keys
    trade_name_lengths: Lengths
    head_lengths: Lengths
    trade_keys: Keys
    branch_keys: Keys
    places: Codes
    forms: Forms

    def __len__(self) -> int:
        return len(self.whole_keys)


@dataclass(frozen=True)
class NameParts:
    """一个名称的结构, in folded words; empty where the name has no such part."""

    place: str
    trade_name: str
    trade: str
    branch: str
    form: Form
    place_code: int


@dataclass(frozen=True)
class _Cut:
    """The stretches of a name: head of the firm, its trade name, its branch."""

    begins: Places
    trade_at: Places
    head_ends: Places
    branch_begins: Places
    branch_ends: Places
    forms: Forms
    codes: Codes


def parse_names(texts: Texts) -> Names:
    """拆名称: every name of the column; see `Names`."""
    whole = texts.folded(bare_table())
    plain, codes_aside, branch_aside = _without_brackets(texts.folded(name_table()))
    cut = _cut(plain)
    core = plain.only(_in_core(plain, cut))
    sounds = plain.folded(sound_table())
    branches = plain.keys(cut.branch_begins, cut.branch_ends)
    return Names(
        core=core,
        signs=core.signs(),
        whole_keys=whole.whole_keys(),
        core_keys=core.whole_keys(),
        core_sounds=core.folded(sound_table()).whole_keys(),
        trade_name_keys=plain.keys(cut.begins, cut.trade_at),
        trade_name_sounds=sounds.keys(cut.begins, cut.trade_at),
        trade_name_lengths=(cut.trade_at - cut.begins).astype(np.int16),
        head_lengths=(cut.head_ends - cut.begins).astype(np.int16),
        trade_keys=plain.keys(cut.trade_at, cut.head_ends),
        branch_keys=np.where(branches > 0, branches, branch_aside),
        places=np.where(cut.codes > 0, cut.codes, codes_aside),
        forms=cut.forms,
    )


def _in_core(plain: Texts, cut: "_Cut") -> Flags:
    """The head firm's trade name and trade, and what its branch is called; not the form between."""
    at, owners = np.arange(len(plain.units)), plain.owners
    in_head = (at >= cut.begins[owners]) & (at < cut.head_ends[owners])
    return in_head | ((at >= cut.branch_begins[owners]) & (at < cut.branch_ends[owners]))


def parse_name(name: str) -> NameParts:
    """拆一个名称: 略阳县样例山货有限公司 is 略阳县, 样例, 山货 and a company."""
    texts = pack([name]).folded(name_table())
    plain, codes_aside, _ = _without_brackets(texts)
    cut = _cut(plain)
    code = int(cut.codes[0] or codes_aside[0])
    said = plain.text(0)

    def part(begin: Places, end: Places) -> str:
        return said[int(begin[0]) : int(end[0])]

    return NameParts(
        place=division_titles().get(code, "") if code else "",
        trade_name=part(cut.begins, cut.trade_at),
        trade=part(cut.trade_at, cut.head_ends),
        branch=part(cut.branch_begins, cut.branch_ends),
        form=Form(int(cut.forms[0])),
        place_code=code,
    )


def _without_brackets(texts: Texts) -> tuple[Texts, Codes, Keys]:
    """The names without what stands in brackets; the place and the branch that stood there."""
    opening, closing = texts.units == ord(OPENING), texts.units == ord(CLOSING)
    steps = opening.astype(np.int64) - closing
    if not steps.any():
        return texts, np.zeros(len(texts), np.int32), np.zeros(len(texts), np.uint64)
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(steps)])
    depth = sums[1:] - sums[texts.begins][texts.owners]
    signs = opening | closing
    aside = ((depth > 0) | closing) & ~signs
    outside = ~aside & ~signs
    bare, asides = texts.only(outside), texts.only(aside)
    # Unpaired brackets, or nothing outside them: then only the signs go.
    torn = (sums[texts.ends] != sums[texts.begins]) | (bare.lengths < _SHORTEST)
    kept = np.where(torn[texts.owners], ~signs, outside)
    codes, branches = _read_asides(asides)
    codes[torn], branches[torn] = 0, 0
    return texts.only(kept), codes, branches


def _read_asides(asides: Texts) -> tuple[Codes, Keys]:
    rows = np.arange(len(asides))
    placed = place(asides, asides.begins)
    is_place = (placed.codes > 0) & (placed.begins == asides.ends)
    found = _lexicons().forms.ending(asides, rows, asides.begins, asides.ends)
    is_form = _lexicons().bare.numbers_of(asides.whole_keys()) != NO_WORD
    is_branch = (found.lengths > 0) & (asides.lengths > found.lengths) & ~is_form
    named = asides.keys(asides.begins, asides.ends - np.where(is_branch, found.lengths, 0))
    codes = np.where(is_place, placed.codes, 0).astype(np.int32)
    return codes, np.where(is_branch, named, np.uint64(0))


def _cut(plain: Texts) -> _Cut:
    placed = place(plain, _after_praise(plain), left_over=_SHORTEST)
    begins = _after_town(plain, placed)
    ends, forms = _strip_forms(plain, begins, plain.ends)
    firm_ends = _firm_ends(plain, begins)
    split = (firm_ends < plain.ends) & (forms != Form.COMPANY) & (forms != Form.COOPERATIVE)
    head_ends = np.where(split, firm_ends, ends)
    head_ends[split] = _strip_forms(plain, begins, firm_ends)[0][split]
    branch_at = np.where(split, np.minimum(firm_ends, ends), ends)
    branch = place(plain, branch_at)
    in_branch = split & (branch.codes > 0) & (branch.begins <= ends)
    codes = np.where(in_branch, branch.codes, placed.codes)
    begins, codes = _unless_a_name(plain, placed, (begins, head_ends), codes)
    return _Cut(
        begins=begins,
        trade_at=_strip_trades(plain, begins, head_ends),
        head_ends=head_ends,
        branch_begins=np.where(in_branch, branch.begins, branch_at),
        branch_ends=ends,
        forms=forms,
        codes=codes,
    )


def _after_praise(plain: Texts) -> Places:
    """老字号 and the like before a name are no part of it."""
    rows = np.arange(len(plain))
    found = _lexicons().beginnings.starting(plain, rows, plain.begins, plain.ends)
    stops = plain.begins + found.lengths
    return np.where(plain.ends - stops >= _SHORTEST, stops, plain.begins)


def _after_town(plain: Texts, placed: Placed) -> Places:
    """The town of 略阳县郭镇样例小吃店 is no part of its trade name."""
    begins = placed.begins
    town_ends = begins.copy()
    padded = np.append(plain.units, np.zeros(_TOWN_WITHIN + 2, np.uint16))
    named = placed.codes % PROVINCE > 0
    left = plain.ends - begins
    for size in range(1, _TOWN_WITHIN + 1):
        unit, after = padded[begins + size], padded[begins + size + 1]
        ends_here = (unit == ord("镇")) | ((unit == ord("乡")) & (size > 1))
        street = (unit == ord("街")) & (after == ord("道"))
        stop = begins + size + 1 + street
        fits = named & (ends_here | street) & (plain.ends - stop >= _SHORTEST)
        # Without a place before it only a 镇 with a long rest behind it is taken for a town.
        fits |= (unit == ord("镇")) & (size > 1) & (left - size - 1 >= _LONG_REST)
        town_ends = np.where(fits & (town_ends == begins), stop, town_ends)
    return town_ends


def _strip_forms(plain: Texts, begins: Places, ends: Places) -> tuple[Places, Forms]:
    forms = np.zeros(len(plain), np.int8)
    stops = ends.copy()
    moving = np.arange(len(plain))
    for _ in range(_MOST_FORMS):
        found = _lexicons().forms.ending(plain, moving, begins[moving], stops[moving])
        fits = (found.lengths > 0) & (stops[moving] - begins[moving] - found.lengths >= _SHORTEST)
        # 安康分行营业部 is a branch of its own: of two marks of a branch the inner one stays.
        fits &= ~((forms[moving] == Form.BRANCH) & (found.numbers == Form.BRANCH))
        moving, sizes, kinds = moving[fits], found.lengths[fits], found.numbers[fits]
        if not len(moving):
            break
        stops[moving] -= sizes
        weak = (forms[moving] == Form.NONE) | (forms[moving] == Form.ONLINE)
        forms[moving] = np.where(weak, kinds, forms[moving])
    return stops, forms


def _firm_ends(plain: Texts, begins: Places) -> Places:
    """Where the name of the head firm ends, when more follows it; else the end of the text."""
    firm_ends = plain.ends.copy()
    last = np.full(len(plain), -1, np.int64)
    padded = np.append(plain.units, np.zeros(4, np.uint16))
    for word in _FIRM_ENDS:
        letters = [ord(char) for char in word]
        hits = np.flatnonzero(plain.units == letters[0])
        for at, letter in enumerate(letters):
            hits = hits[padded[hits + at] == letter]
        owners = plain.owners[hits]
        stops = hits + len(letters)
        fits = (hits - begins[owners] >= _SHORTEST) & (stops < plain.ends[owners])
        np.maximum.at(last, owners[fits], stops[fits])
    return np.where(last >= 0, last, firm_ends)


def _unless_a_name(
    plain: Texts, placed: Placed, head: tuple[Places, Places], codes: Codes
) -> tuple[Places, Codes]:
    """A stem such as 永兴 before a mere trade was the trade name, and no place."""
    begins, ends = head
    trade_at = _strip_trades(plain, begins, ends)
    left = _lexicons().trades.numbers_of(plain.keys(begins, trade_at)) != NO_WORD
    bare: Flags = (placed.begins_without < placed.begins) & (left | (trade_at - begins < _SHORTEST))
    return (
        np.where(bare, placed.begins_without, begins),
        np.where(bare, placed.codes_without, codes).astype(np.int32),
    )


def _strip_trades(plain: Texts, begins: Places, ends: Places) -> Places:
    stops = ends.copy()
    moving = np.arange(len(plain))
    for _ in range(_MOST_TRADES):
        found = _lexicons().trades.ending(plain, moving, begins[moving], stops[moving])
        fits = (found.lengths > 0) & (stops[moving] - begins[moving] - found.lengths >= _SHORTEST)
        moving, sizes = moving[fits], found.lengths[fits]
        if not len(moving):
            break
        stops[moving] -= sizes
    return stops


@dataclass(frozen=True)
class _Lexicons:
    beginnings: Lexicon
    forms: Lexicon
    bare: Lexicon
    trades: Lexicon


@cache
def _lexicons() -> _Lexicons:
    return _Lexicons(
        beginnings=Lexicon(dict.fromkeys(_folded(BEGINNINGS.split()), 0)),
        forms=Lexicon({w: form for form, words in FORMS.items() for w in _folded(words.split())}),
        bare=Lexicon(dict.fromkeys(_folded(BARE_FORMS.split()), 0)),
        trades=Lexicon(dict.fromkeys(_folded(TRADES.split()), 0)),
    )


def _folded(words: Iterable[str]) -> list[str]:
    texts = pack(list(words)).folded(name_table())
    return [texts.text(row) for row in range(len(texts))]
