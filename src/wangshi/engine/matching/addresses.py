"""地址的结构: county, town, street or village, and door of many addresses at once."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from wangshi.engine.matching.lexicon import NO_WORD, Lexicon
from wangshi.engine.matching.placing import Codes, place
from wangshi.engine.matching.tables import (
    CLOSING,
    OPENING,
    division_titles,
    name_table,
    old_towns,
)
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, Units, pack

_TOWN_WITHIN: Final = 6
_STREET_WITHIN: Final = 16
_STREET_ENDS: Final = "路街巷道村园寨坝庄组场里"
_TEN, _ONE, _NOUGHT = ord("十"), ord("1"), ord("0")
_DOOR_SIGNS: Final = "号弄院幢栋"
_SEPARATOR: Final = np.uint16(ord("-"))


@dataclass(frozen=True)
class Addresses:
    """一批地址的结构, one row an address; a key or code of 0 says that the part is not there.

    detail: what is left behind the county, folded, figures as 0 to 9, without bracketed notes.
    """

    detail: Texts
    signs: Keys
    counties: Codes
    detail_keys: Keys
    town_keys: Keys
    street_keys: Keys
    door_keys: Keys
    number_keys: Keys

    def __len__(self) -> int:
        return len(self.counties)


@dataclass(frozen=True)
class AddressParts:
    """一个地址的结构, in folded words; empty where the address has no such part."""

    county: str
    town: str
    street: str
    detail: str
    county_code: int


def parse_addresses(texts: Texts, within: Codes) -> Addresses:
    """拆地址: every address of the column; `within` are codes known beforehand (0: none)."""
    plain, counties, begins = _behind_county(texts, within)
    detail = plain.stretches(begins, plain.ends)
    town_ends, town_keys = _towns(detail, counties)
    street_ends = _street_ends(detail, town_ends)
    doors, numbers = _figures(detail)
    return Addresses(
        detail=detail,
        signs=detail.signs(),
        counties=counties,
        detail_keys=detail.whole_keys(),
        town_keys=town_keys,
        street_keys=detail.keys(town_ends, street_ends),
        door_keys=doors,
        number_keys=numbers,
    )


def parse_address(address: str, *, within: int = 0) -> AddressParts:
    """拆一个地址: its county by the code of today, its town by today's name."""
    plain, counties, begins = _behind_county(pack([address]), np.array([within], np.int32))
    detail = plain.stretches(begins, plain.ends)
    town_ends, _ = _towns(detail, counties)
    said, stop = detail.text(0), int(town_ends[0])
    code, town = int(counties[0]), said[:stop]
    return AddressParts(
        county=division_titles().get(code, ""),
        town=old_towns().get((code, town), town),
        street=said[stop : int(_street_ends(detail, town_ends)[0])],
        detail=said,
        county_code=code,
    )


def _behind_county(texts: Texts, within: Codes) -> tuple[Texts, Codes, Places]:
    plain = _tens(_without_notes(texts.folded(name_table())))
    placed = place(plain, plain.begins, within=within, is_address=True)
    return plain, np.where(placed.codes > 0, placed.codes, within), placed.begins


def _without_notes(texts: Texts) -> Texts:
    """略阳县象山坡(古城饭店七楼) lies at 象山坡; an unpaired bracket loses its sign only."""
    opening, closing = texts.units == ord(OPENING), texts.units == ord(CLOSING)
    steps = opening.astype(np.int64) - closing
    if not steps.any():
        return texts
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(steps)])
    depth = sums[1:] - sums[texts.begins][texts.owners]
    torn = sums[texts.ends] != sums[texts.begins]
    noted = (depth > 0) & ~torn[texts.owners]
    return texts.only(~(opening | closing | noted))


def _tens(texts: Texts) -> Texts:
    """二十六 is 26 and 十二 is 12; 十 between other characters stays."""
    ten = texts.units == _TEN
    if not ten.any():
        return texts
    padded = np.concatenate([[0], texts.units, [0]]).astype(np.uint16)
    before, after = _is_figure(padded[:-2]), _is_figure(padded[2:])
    before &= texts.places > 0
    after &= texts.places < texts.lengths[texts.owners] - 1
    units = np.where(ten & after & ~before, _ONE, texts.units)
    units = np.where(ten & before & ~after, _NOUGHT, units).astype(np.uint16)
    return texts.only(~(ten & before & after), units)


def _is_figure(units: Units) -> Flags:
    flags: Flags = (units >= _NOUGHT) & (units <= ord("9"))
    return flags


def _towns(detail: Texts, counties: Codes) -> tuple[Places, Keys]:
    """Where the town's name ends, and a key of its stem of today: 镇 or 街道 is no matter."""
    begins = detail.begins
    padded = np.append(detail.units, np.zeros(_TOWN_WITHIN + 3, np.uint16))
    stem_ends, town_ends = begins.copy(), begins.copy()
    for size in range(1, _TOWN_WITHIN + 1):
        unit, after = padded[begins + size], padded[begins + size + 1]
        two = (unit == ord("街")) & ((after == ord("道")) | (after == ord("办")))
        two |= (unit == ord("办")) & (after == ord("事"))
        is_town = (unit == ord("镇")) | (unit == ord("乡")) | two
        stop = begins + size + 1 + two
        fits = is_town & (stop <= detail.ends) & (town_ends == begins)
        stem_ends = np.where(fits, begins + size, stem_ends)
        town_ends = np.where(fits, stop, town_ends)
    for char in "办事处":
        more = (town_ends > begins) & (town_ends < detail.ends) & (padded[town_ends] == ord(char))
        town_ends = np.where(more, town_ends + 1, town_ends)
    return town_ends, _today(detail.keys(begins, stem_ends), counties)


def _today(keys: Keys, counties: Codes) -> Keys:
    merged = _merged_towns()
    numbers = merged.lexicon.numbers_of(keys)
    moved = (numbers != NO_WORD) & (merged.counties[numbers] == counties)
    return np.where(moved, merged.newer[numbers], keys)


@dataclass(frozen=True)
class _MergedTowns:
    lexicon: Lexicon
    counties: Codes
    newer: Keys


@cache
def _merged_towns() -> _MergedTowns:
    table = old_towns()
    olds = {_stem(old): number for number, (_, old) in enumerate(table)}
    return _MergedTowns(
        lexicon=Lexicon(olds),
        counties=np.array([county for county, _ in table], np.int32),
        newer=pack([_stem(name) for name in table.values()]).whole_keys(),
    )


def _stem(town: str) -> str:
    stem = town.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    return pack([stem]).folded(name_table()).text(0)


def _street_ends(detail: Texts, town_ends: Places) -> Places:
    """The street or village ends with the first 路, 街, 村 … behind the town."""
    padded = np.append(detail.units, np.zeros(_STREET_WITHIN + 2, np.uint16))
    marks = np.zeros(1 << 16, np.bool_)
    marks[[ord(char) for char in _STREET_ENDS]] = True
    found = town_ends.copy()
    for size in range(1, _STREET_WITHIN + 1):
        at = town_ends + size
        fits = (at < detail.ends) & (found == town_ends) & marks[padded[at]]
        found = np.where(fits, at + 1, found)
    return found


def _figures(detail: Texts) -> tuple[Keys, Keys]:
    """Keys of the figure before the first 号 or its like, and of all figures in their order."""
    figure = _is_figure(detail.units)
    padded = np.concatenate([[0], detail.units, [0]]).astype(np.uint16)
    before = _is_figure(padded[:-2]) & (detail.places > 0)
    starts = np.flatnonzero(figure & ~before)
    stops = np.flatnonzero(before & ~figure)
    runs = detail.only(figure | before, np.where(figure, detail.units, _SEPARATOR))
    open_end = np.append(runs.units, np.uint16(0))[runs.ends - 1] == _SEPARATOR
    closed = runs.ends - ((runs.lengths > 0) & open_end)
    return _first_door(detail, starts, stops), runs.keys(runs.begins, closed)


def _first_door(detail: Texts, starts: Places, stops: Places) -> Keys:
    """The first figure with 号 behind it: the 9 of 九龙 is no door."""
    marks = np.zeros(1 << 16, np.bool_)
    marks[[ord(char) for char in _DOOR_SIGNS]] = True
    doors = stops[marks[detail.units[stops]]]
    begins = starts[np.searchsorted(starts, doors) - 1] if len(doors) else doors
    owners = detail.owners[doors]
    keys = np.zeros(len(detail), np.uint64)
    # From the back, so that the first of each address stays.
    keys[owners[::-1]] = detail.keys(begins, doors, owners)[::-1]
    return keys
