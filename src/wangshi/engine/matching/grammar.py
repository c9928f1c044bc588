"""名称的结构: division, trade name, trade, form and branch of many names at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.lexicon import NO_WORD, Lexicon
from wangshi.engine.matching.placing import PROVINCE, Codes, Placed, inside, place
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
_MOST_FORMS, _MOST_TRADES, _MOST_PRAISE = 4, 3, 2
_STAYS: Final = 16
"""Marks a trade that ends like a form, such as 面馆 or 银行: of its name nothing is cut."""
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
    """The stretches of a name from its start: head of the firm, its trade name, its branch."""

    starts: Places
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
    plain, aside = _without_brackets(texts.folded(name_table()))
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
        branch_keys=np.where(branches > 0, branches, aside.branch_keys),
        places=np.where(cut.codes > 0, cut.codes, aside.codes),
        forms=cut.forms,
    )


def _in_core(plain: Texts, cut: "_Cut") -> Flags:
    """The head firm's trade name and trade, and what its branch is called; not the form between."""
    at, owners = np.arange(len(plain.units)), plain.owners
    in_head = (at >= cut.begins[owners]) & (at < cut.head_ends[owners])
    return in_head | ((at >= cut.branch_begins[owners]) & (at < cut.branch_ends[owners]))


def parse_name(name: str) -> NameParts:
    """拆一个名称: 略阳县样例山货有限公司 is 略阳县, 样例, 山货 and a company."""
    plain, aside = _without_brackets(pack([name]).folded(name_table()))
    return _parts(plain.text(0), 0, _cut(plain), aside)


def parts_of(names: Names, row: int) -> NameParts | None:
    """拆好的名称, in words again; None where its branch stood in brackets, which is not kept."""
    said = names.core.text(row)
    trade_at, head_end = int(names.trade_name_lengths[row]), int(names.head_lengths[row])
    if names.branch_keys[row] and len(names.core.units_of(row)) == head_end:
        return None
    code = int(names.places[row])
    return NameParts(
        place=division_titles().get(code, ""),
        trade_name=said[:trade_at],
        trade=said[trade_at:head_end],
        branch=said[head_end:],
        form=Form(int(names.forms[row])),
        place_code=code,
    )


def _parts(said: str, row: int, cut: "_Cut", aside: "_Asides") -> NameParts:
    code = int(cut.codes[row] or aside.codes[row])
    start = int(cut.starts[row])

    def part(begin: Places, end: Places) -> str:
        return said[int(begin[row]) - start : int(end[row]) - start]

    branch_in_brackets = int(aside.branch_ends[row] - aside.texts.begins[row])
    return NameParts(
        place=division_titles().get(code, ""),
        trade_name=part(cut.begins, cut.trade_at),
        trade=part(cut.trade_at, cut.head_ends),
        branch=part(cut.branch_begins, cut.branch_ends)
        or aside.texts.text(row)[:branch_in_brackets],
        form=Form(int(cut.forms[row])),
        place_code=code,
    )


@dataclass(frozen=True)
class _Asides:
    """What stood in brackets: the place it names, or the branch, which ends at branch_ends."""

    texts: Texts
    codes: Codes
    branch_ends: Places

    @property
    def branch_keys(self) -> Keys:
        return self.texts.keys(self.texts.begins, self.branch_ends)


def _without_brackets(texts: Texts) -> tuple[Texts, _Asides]:
    """The names without what stands in brackets, and what stood there."""
    opening, closing = texts.units == ord(OPENING), texts.units == ord(CLOSING)
    steps = opening.astype(np.int64) - closing
    if not steps.any():
        none = pack([""] * len(texts))
        return texts, _Asides(none, np.zeros(len(texts), np.int32), none.begins)
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(steps)])
    depth = sums[1:] - sums[texts.begins][texts.owners]
    signs = opening | closing
    aside = ((depth > 0) | closing) & ~signs
    outside = ~aside & ~signs
    bare, asides = texts.only(outside), texts.only(aside)
    # Unpaired brackets, or nothing outside them: then only the signs go.
    torn = (sums[texts.ends] != sums[texts.begins]) | (bare.lengths < _SHORTEST)
    kept = np.where(torn[texts.owners], ~signs, outside)
    return texts.only(kept), _read_asides(asides, ~torn)


def _read_asides(asides: Texts, whole: Flags) -> _Asides:
    rows = np.arange(len(asides))
    placed = place(asides, asides.begins)
    is_place = (placed.codes > 0) & (placed.begins == asides.ends)
    found = _lexicons().forms.ending(asides, rows, asides.begins, asides.ends)
    is_form = _lexicons().bare.numbers_of(asides.whole_keys()) != NO_WORD
    is_branch = (found.lengths > 0) & (asides.lengths > found.lengths) & ~is_form & whole
    codes = np.where(is_place & whole, placed.codes, 0).astype(np.int32)
    ends = np.where(is_branch, asides.ends - found.lengths, asides.begins)
    return _Asides(asides, codes, ends)


def _cut(plain: Texts) -> _Cut:
    placed = place(plain, _after_praise(plain), left_over=_SHORTEST)
    begins = _after_town(plain, placed)
    ends, forms = _strip_forms(plain, begins, plain.ends)
    firm_ends = _firm_ends(plain, begins)
    split = (firm_ends < plain.ends) & (forms != Form.COMPANY) & (forms != Form.COOPERATIVE)
    head_ends = np.where(split, firm_ends, ends)
    head_ends[split] = _strip_forms(plain, begins, firm_ends)[0][split]
    branch_at = np.where(split, np.minimum(firm_ends, ends), ends)
    branch_codes, branch_begins = _branch_place(plain, placed, branch_at, ends)
    in_branch = split & (branch_codes > 0) & (branch_begins <= ends)
    codes = np.where(in_branch, branch_codes, placed.codes)
    begins, codes = _unless_a_name(plain, placed, (begins, head_ends), codes)
    return _Cut(
        starts=plain.begins,
        begins=begins,
        trade_at=_strip_trades(plain, begins, head_ends),
        head_ends=head_ends,
        branch_begins=np.where(in_branch, branch_begins, branch_at),
        branch_ends=ends,
        forms=forms,
        codes=codes,
    )


def _branch_place(
    plain: Texts, placed: Placed, begins: Places, ends: Places
) -> tuple[Codes, Places]:
    """略阳分公司 is one of 略阳; 象山坡分店 stands on a hill, and not in the county of 象山."""
    found = place(plain, begins)
    sure = (found.begins == ends) | inside(found.codes, placed.codes)
    codes = np.where(sure, found.codes, found.codes_without)
    return codes, np.where(sure, found.begins, found.begins_without)


def _after_praise(plain: Texts) -> Places:
    """老字号 and the like before a name are no part of it."""
    begins, rows = plain.begins, np.arange(len(plain))
    for _ in range(_MOST_PRAISE):
        found = _lexicons().beginnings.starting(plain, rows, begins, plain.ends)
        stops = begins + found.lengths
        begins = np.where(plain.ends - stops >= _SHORTEST, stops, begins)
    return begins


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
        moving, sizes, numbers = moving[fits], found.lengths[fits], found.numbers[fits]
        if not len(moving):
            break
        weak = (forms[moving] == Form.NONE) | (forms[moving] == Form.ONLINE)
        forms[moving] = np.where(weak, numbers % _STAYS, forms[moving])
        cut = numbers < _STAYS
        stops[moving] -= np.where(cut, sizes, 0)
        moving = moving[cut]
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
        forms=Lexicon(_ends()),
        bare=Lexicon(dict.fromkeys(_folded(BARE_FORMS.split()), 0)),
        trades=Lexicon(dict.fromkeys(_folded(TRADES.split()), 0)),
    )


def _ends() -> dict[str, int]:
    """What names end with: forms, and trades that end like one."""
    forms = {w: int(form) for form, words in FORMS.items() for w in _folded(words.split())}
    trades = {
        word: forms[word[-1]] + _STAYS
        for word in _folded(TRADES.split())
        if word not in forms and word[-1] in forms
    }
    return trades | forms


def _folded(words: Iterable[str]) -> list[str]:
    texts = pack(list(words)).folded(name_table())
    return [texts.text(row) for row in range(len(texts))]
