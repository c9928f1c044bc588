"""打分: how each candidate compares, and the log odds that it is the operator of the shop."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.columns import ShopColumns
from wangshi.engine.matching.comparing import compare_rest
from wangshi.engine.matching.comparing_names import PART_FIELDS, compare_names
from wangshi.engine.matching.grammar import Names
from wangshi.engine.matching.indexes import Pairs
from wangshi.engine.matching.levels import (
    FIELDS,
    Field,
    Grades,
    LevelMatrix,
    Name,
    NamePlace,
    Place,
    field_number,
)
from wangshi.engine.matching.rarity import name_rarities, rest_rarities
from wangshi.engine.matching.register import Register
from wangshi.engine.matching.searching import Found
from wangshi.engine.matching.texts import Flags, Places
from wangshi.engine.matching.weights import Model

Weights = npt.NDArray[np.float64]
_PART_COLUMNS: Final = [field_number(name) for name in PART_FIELDS]


@dataclass(frozen=True)
class Compared:
    """比较过的候选: one row a pair, by shop; one column a field, in the order of FIELDS.

    `rarities` are logarithms of how often a value occurs, where its level asks for that.
    `name_rows`: which name of the operator was held against the shop's, of today or of before;
    `own_names`: how near the shop's own name is, whether it served or not.
    """

    pairs: Pairs
    levels: LevelMatrix
    rarities: Weights
    name_rows: Places
    own_names: Grades

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True)
class _Held:
    """The names of one kind against the operators': the level of the name, then its parts."""

    levels: LevelMatrix
    rarities: Weights
    name_rows: Places


def compare(shops: ShopColumns, register: Register, found: Found, model: Model) -> Compared:
    """比较: every candidate, in every field.

    The claimed name is held against the register, and what a nearer one says of trade, form and
    branch counts. The shop's own name serves instead where none is claimed or where it is nearer.
    """
    pairs = found.pairs
    levels = compare_rest(shops, register, pairs, found.mended)
    rarities = rest_rarities(shops, register, pairs, levels)
    claimed = _hold(shops.claimed, register, pairs, (Field.NAME, model))
    named = _hold(shops.named, register, pairs, (Field.SHOP_NAME, model))
    first, second = claimed.levels[:, 0], named.levels[:, 0]
    near = (second != Name.ABSENT) & (second != Name.DIFFERS)
    own = ((first == Name.ABSENT) & (second != Name.ABSENT)) | (near & (second < first))
    replaced = own & (first != Name.DIFFERS)
    for held, field, gone in ((claimed, Field.NAME, replaced), (named, Field.SHOP_NAME, ~own)):
        column = field_number(field)
        levels[:, column] = np.where(gone, Name.ABSENT, held.levels[:, 0])
        rarities[:, column] = np.where(gone, 0, held.rarities[:, 0])
    own_column = own[:, None]
    levels[:, _PART_COLUMNS] = np.where(own_column, named.levels[:, 1:], claimed.levels[:, 1:])
    rarities[:, _PART_COLUMNS] = np.where(
        own_column, named.rarities[:, 1:], claimed.rarities[:, 1:]
    )
    _trust_names_of_places(shops, pairs, levels)
    return Compared(
        pairs=pairs,
        levels=levels,
        rarities=rarities,
        name_rows=np.where(own, named.name_rows, claimed.name_rows),
        own_names=second,
    )


def _trust_names_of_places(shops: ShopColumns, pairs: Pairs, levels: LevelMatrix) -> None:
    """庆安集团 of 西安: a place known from the name alone cannot differ when the names agree."""
    place, name_place = field_number(Field.PLACE), field_number(Field.NAME_PLACE)
    unplaced = (~shops.has_address)[pairs.shops]
    same = (levels[:, name_place] == NamePlace.SAME) & (levels[:, place] >= Place.NEIGHBOUR)
    levels[unplaced & same, place] = Place.ABSENT


def _hold(names: Names, register: Register, pairs: Pairs, kind: tuple[Field, Model]) -> _Held:
    """One kind of name against each operator's names; the one that speaks most for it counts."""
    field, model = kind
    fields = (field, *PART_FIELDS)
    held = _Held(
        levels=np.zeros((len(pairs), len(fields)), np.uint8),
        rarities=np.zeros((len(pairs), len(fields))),
        name_rows=register.first_names[pairs.rows],
    )
    best = np.full(len(pairs), -np.inf)
    told = (names.core.lengths > 0)[pairs.shops]
    for turn in range(register.most_names):
        at = np.flatnonzero(told & (register.name_counts[pairs.rows] > turn))
        if not len(at):
            break
        rows, shops = register.name_rows(pairs.rows[at], turn), pairs.shops[at]
        levels = compare_names(
            names, shops, register.columns.names, rows, is_shop_name=field is Field.SHOP_NAME
        )
        rarities = name_rarities(register, rows, levels)
        weights = _sums(levels, rarities, fields, model)
        better = weights > best[at]
        won = at[better]
        best[won], held.name_rows[won] = weights[better], rows[better]
        held.levels[won], held.rarities[won] = levels[better], rarities[better]
    return held


def together(first: Compared, second: Compared) -> Compared:
    """合起来: the candidates of both, by shop."""
    shops = np.concatenate([first.pairs.shops, second.pairs.shops])
    order = np.argsort(shops, kind="stable")
    return Compared(
        pairs=Pairs(shops[order], np.concatenate([first.pairs.rows, second.pairs.rows])[order]),
        levels=np.concatenate([first.levels, second.levels])[order],
        rarities=np.concatenate([first.rarities, second.rarities])[order],
        name_rows=np.concatenate([first.name_rows, second.name_rows])[order],
        own_names=np.concatenate([first.own_names, second.own_names])[order],
    )


def pair_weights(compared: Compared, model: Model, operators: int) -> Weights:
    """对数几率: of each pair against chance, before the shop's other candidates are weighed.

    The prior is one in all `operators`, times the odds that the shop's is in the register.
    """
    odds = np.log(model.member_share / (1 - model.member_share))
    prior = odds - np.log(max(operators, 1))
    return np.asarray(prior + _sums(compared.levels, compared.rarities, FIELDS, model))


def field_weights(compared: Compared, row: int, model: Model) -> tuple[float, ...]:
    """各项的权重: natural logarithms, in the order of FIELDS; the pair's less the prior."""
    levels, rarities = compared.levels[row].tolist(), compared.rarities[row].tolist()
    return tuple(
        float(worth.weights[level]) - (rarity if worth.counted[level] else 0.0)
        for worth, level, rarity in zip(
            (model.worth[name] for name in FIELDS), levels, rarities, strict=True
        )
    )


def _sums(
    levels: LevelMatrix, rarities: Weights, fields: tuple[Field, ...], model: Model
) -> Weights:
    total = np.zeros(len(levels))
    for at, name in enumerate(fields):
        total += _column(levels[:, at], rarities[:, at], name, model)
    return total


def _column(levels: npt.NDArray[np.uint8], rarities: Weights, name: Field, model: Model) -> Weights:
    worth = model.worth[name]
    return np.asarray(worth.weights[levels] - np.where(worth.counted[levels], rarities, 0.0))


def probabilities(weights: Weights, shops: Places, count: int) -> Weights:
    """概率: of each pair among all candidates of its shop and the chance that it is nobody.

    At most one of them is true: the shares of one shop's candidates and of nobody are one.
    """
    top = np.zeros(count)
    np.maximum.at(top, shops, weights)
    parts = np.exp(weights - top[shops])
    sums = np.bincount(shops, parts, minlength=count) + np.exp(-top)
    return np.asarray(parts / sums[shops])


def near_names(compared: Compared) -> Flags:
    """名称沾边: pairs of which one of the shop's names is near the operator's."""
    columns = [field_number(Field.NAME), field_number(Field.SHOP_NAME)]
    levels = compared.levels[:, columns]
    return np.asarray(((levels > Name.ABSENT) & (levels < Name.DIFFERS)).any(axis=1))
