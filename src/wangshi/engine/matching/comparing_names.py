"""比较名称: trade name, trade, form, branch and place of many pairs of names."""

from typing import Final

import numpy as np

from wangshi.engine.matching.distances import distances, distances_inside
from wangshi.engine.matching.grammar import Forms, Lengths, Names
from wangshi.engine.matching.levels import (
    Branch,
    Field,
    Grades,
    LevelMatrix,
    Name,
    NamePlace,
    Same,
    Trade,
)
from wangshi.engine.matching.placing import Codes, inside
from wangshi.engine.matching.texts import Flags, Places, Units, may_be_alike
from wangshi.engine.matching.words import Form

PART_FIELDS: Final = (Field.TRADE, Field.FORM, Field.BRANCH, Field.NAME_PLACE)
"""What is compared of two names beside the names themselves."""
_PARTS_OF_A_NAME: Final = (Field.TRADE, Field.FORM, Field.BRANCH)
_JUDGED_WHOLE: Final = [Name.CORE, Name.SOUND, Name.ONE_OFF, Name.ONE_OF_TWO, Name.INSIDE]
_NAME_WIDTH, _TRADE_WIDTH, _BRANCH_WIDTH = 24, 8, 12
_TWO, _LONG, _LONG_CORE = 2, 5, 4
_THIRD, _FIFTH = 3, 5
_LEAST_SHARED: Final = 0.6


def compare_names(
    asked: Names, shops: Places, known: Names, rows: Places, *, is_shop_name: bool
) -> LevelMatrix:
    """比较名称: the level of the name in the first column, behind it those of PART_FIELDS.

    Where the names differ, that their trade, form or branch agree says nothing.
    `is_shop_name`: the names asked are those shops give themselves; any of them may end in 店,
    and where the trade name does not show, not even their place says something.
    """
    names = _name_levels(asked, shops, known, rows)
    parts = [
        _trade_levels(asked, shops, known, rows, names),
        _form_levels(asked.forms[shops], known.forms[rows], is_shop_name=is_shop_name),
        _branch_levels(asked, shops, known, rows, is_shop_name=is_shop_name),
        _name_place_levels(asked.places[shops], known.places[rows]),
    ]
    levels = np.stack([names, *parts], axis=1)
    # Names that are the same differ in nothing: one may have had its brackets dropped.
    levels[:, 1:][(names == Name.WHOLE)[:, None] & (levels[:, 1:] != 1)] = 0
    levels[names == Name.DIFFERS, 1 : 1 + len(_PARTS_OF_A_NAME)] = 0
    if is_shop_name:
        levels[names == Name.DIFFERS, 1:] = 0
    return levels


def _name_levels(asked: Names, shops: Places, known: Names, rows: Places) -> Grades:
    levels = np.full(len(rows), Name.DIFFERS, np.uint8)
    for level, first, second in (
        (Name.NAME_SOUND, asked.trade_name_sounds, known.trade_name_sounds),
        (Name.SOUND, asked.core_sounds, known.core_sounds),
        (Name.SAME, asked.trade_name_keys, known.trade_name_keys),
        (Name.CORE, asked.core_keys, known.core_keys),
        (Name.WHOLE, asked.whole_keys, known.whole_keys),
    ):
        levels[first[shops] == second[rows]] = level
    # A core that is a short trade name and nothing else is worth no more than that.
    bare = (asked.trade_keys[shops] == 0) & (asked.core.lengths[shops] < _LONG_CORE)
    levels[bare & (levels == Name.CORE)] = Name.SAME
    levels[bare & (levels == Name.SOUND)] = Name.NAME_SOUND
    likely = may_be_alike(asked.signs[shops], known.signs[rows], least=_LEAST_SHARED)
    closely = np.flatnonzero(likely & (levels == Name.DIFFERS))
    levels[closely] = _spelled_levels(asked, shops[closely], known, rows[closely])
    levels[asked.core.lengths_of(shops) == 0] = Name.ABSENT
    return levels


def _spelled_levels(asked: Names, shops: Places, known: Names, rows: Places) -> Grades:
    """Names whose trade names neither are nor sound the same, by how they are spelled."""
    first = asked.core.matrix(shops, _NAME_WIDTH)
    second = known.core.matrix(rows, _NAME_WIDTH)
    sizes, others = (first > 0).sum(axis=1), (second > 0).sum(axis=1)
    swap = (sizes > others)[:, None]
    apart = distances(first, second)
    part = distances_inside(np.where(swap, second, first), np.where(swap, first, second))
    shorter, longer = np.minimum(sizes, others), np.maximum(sizes, others)
    names = _cut_off(first, asked.trade_name_lengths[shops])
    other_names = _cut_off(second, known.trade_name_lengths[rows])
    name_sizes = np.minimum((names > 0).sum(axis=1), (other_names > 0).sum(axis=1))
    names_apart = distances(names, other_names)
    levels = np.full(len(rows), Name.DIFFERS, np.uint8)
    alike = (apart * _FIFTH <= longer) & (shorter >= _LONG) & (names_apart * _TWO < name_sizes)
    alike |= (names_apart * _THIRD <= name_sizes) & (name_sizes > _TWO)
    levels[alike] = Name.SIMILAR
    levels[(part == 0) & (shorter >= _TWO)] = Name.INSIDE
    one_off = ((apart == 1) | _swapped(first, second)) & (shorter > _TWO)
    in_two = one_off & (names_apart > 0) & (name_sizes <= _TWO)
    levels[one_off], levels[in_two] = Name.ONE_OFF, Name.ONE_OF_TWO
    # 第三 and 第五 are not a slip of the pen.
    counted = (levels == Name.ONE_OFF) & ~_same_figures(first, second)
    levels[counted] = Name.SIMILAR
    return levels


def _swapped(first: Units, second: Units) -> Flags:
    """Whether two neighbours changed places, and nothing else."""
    differs = first != second
    crossed = (first[:, :-1] == second[:, 1:]) & (first[:, 1:] == second[:, :-1])
    crossed &= differs[:, :-1] & differs[:, 1:]
    return np.asarray((differs.sum(axis=1) == _TWO) & crossed.any(axis=1))


def _same_figures(first: Units, second: Units) -> Flags:
    """Whether the figures of both, one after the other, are the same."""
    return np.asarray((_figures(first) == _figures(second)).all(axis=1))


def _figures(units: Units) -> Units:
    """The figures of each row at its front, zeros behind."""
    is_figure = (units >= ord("0")) & (units <= ord("9"))
    order = np.argsort(~is_figure, axis=1, kind="stable")
    return np.take_along_axis(np.where(is_figure, units, 0), order, axis=1).astype(np.uint16)


def _cut_off(units: Units, lengths: Lengths) -> Units:
    return np.where(np.arange(units.shape[1]) < lengths[:, None], units, 0).astype(np.uint16)


def _trade_levels(asked: Names, shops: Places, known: Names, rows: Places, names: Grades) -> Grades:
    """Where the name as a whole was judged, the trade in it says nothing more."""
    first, second = asked.trade_keys[shops], known.trade_keys[rows]
    levels = np.full(len(rows), Trade.DIFFERS, np.uint8)
    levels[first == second] = Trade.SAME
    levels[(first == 0) | (second == 0) | np.isin(names, _JUDGED_WHOLE)] = Trade.ABSENT
    unlike = np.flatnonzero(levels == Trade.DIFFERS)
    levels[unlike[_share_a_unit(asked, shops[unlike], known, rows[unlike])]] = Trade.RELATED
    return levels


def _share_a_unit(asked: Names, shops: Places, known: Names, rows: Places) -> Flags:
    first = _trade_units(asked, shops)
    second = _trade_units(known, rows)
    same = (first[:, :, None] == second[:, None, :]) & (first > 0)[:, :, None]
    return np.asarray(same.any(axis=(1, 2)))


def _trade_units(names: Names, rows: Places) -> Units:
    units = names.core.matrix(rows, _NAME_WIDTH)
    at = np.arange(_TRADE_WIDTH)
    places = names.trade_name_lengths[rows][:, None] + at
    inside = (places < names.head_lengths[rows][:, None]) & (places < _NAME_WIDTH)
    taken = np.take_along_axis(units, np.minimum(places, _NAME_WIDTH - 1).astype(np.int64), axis=1)
    return np.where(inside, taken, 0).astype(np.uint16)


def _form_levels(asked: Forms, known: Forms, *, is_shop_name: bool) -> Grades:
    """Any shop may call itself 店: there it is no form of a firm."""
    told = (asked != Form.NONE) & (asked != Form.ONLINE) & (known != Form.NONE)
    told &= (asked != Form.BRANCH) & (known != Form.BRANCH)
    if is_shop_name:
        told &= asked != Form.STORE
    same = np.where(asked == known, Same.SAME, Same.DIFFERS)
    return np.where(told, same, Same.ABSENT).astype(np.uint8)


def _branch_levels(
    asked: Names, shops: Places, known: Names, rows: Places, *, is_shop_name: bool
) -> Grades:
    """A shop that calls itself 样例小吃（城关店） says where it is, not that it is a branch."""
    first, second = asked.branch_keys[shops], known.branch_keys[rows]
    one = (first > 0) | (asked.forms[shops] == Form.BRANCH)
    other = (second > 0) | (known.forms[rows] == Form.BRANCH)
    levels = np.where(one ^ other, Branch.ONE_SIDED, Branch.NONE).astype(np.uint8)
    if is_shop_name:
        in_brackets = (asked.core.lengths == asked.head_lengths) & (asked.branch_keys > 0)
        levels[in_brackets[shops] & ~other] = Branch.NONE
    places, other_places = asked.places[shops], known.places[rows]
    same_place = (places == other_places) | inside(places, other_places)
    same_place |= inside(other_places, places)
    # Two that are called after their place alone, such as 西安分公司, are told apart by it.
    bare = one & other & (first == 0) & (second == 0)
    levels[bare & ~same_place] = Branch.DIFFERS
    levels[one & other & ~bare] = Branch.DIFFERS
    levels[one & other & (first == second) & (first > 0)] = Branch.SAME
    unlike = np.flatnonzero((levels == Branch.DIFFERS) & ~bare)
    if len(unlike):
        units, others = _branch_units(asked, shops[unlike]), _branch_units(known, rows[unlike])
        shorter = np.minimum((units > 0).sum(axis=1), (others > 0).sum(axis=1))
        alike = (distances(units, others) * 2 <= shorter) & (shorter > 1)
        levels[unlike[alike & _same_figures(units, others)]] = Branch.SIMILAR
    return levels


def _branch_units(names: Names, rows: Places) -> Units:
    units = names.core.matrix(rows, _NAME_WIDTH + _BRANCH_WIDTH)
    places = names.head_lengths[rows].astype(np.int64)[:, None] + np.arange(_BRANCH_WIDTH)
    places = np.minimum(places, units.shape[1] - 1)
    return np.take_along_axis(units, places, axis=1)


def _name_place_levels(asked: Codes, known: Codes) -> Grades:
    levels = np.full(len(asked), NamePlace.DIFFERS, np.uint8)
    levels[inside(asked, known) | inside(known, asked)] = NamePlace.WITHIN
    levels[asked == known] = NamePlace.SAME
    levels[(asked == 0) | (known == 0)] = NamePlace.ABSENT
    return levels
