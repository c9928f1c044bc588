"""学权重: shares of levels by chance from the register alone, among true pairs without labels.

Winkler, W. E. (1988), Using the EM algorithm for weight computation in the Fellegi-Sunter model.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.columns import Sheet, rows_of, shop_columns, tidied
from wangshi.engine.matching.indexes import Pairs, distinct_pairs
from wangshi.engine.matching.levels import FIELDS, LEVELS, Field, LevelMatrix, field_number
from wangshi.engine.matching.matcher import Matcher
from wangshi.engine.matching.placing import CITY
from wangshi.engine.matching.register import SHOWN, Register
from wangshi.engine.matching.scoring import Compared, Weights, compare, pair_weights, probabilities
from wangshi.engine.matching.searching import Found
from wangshi.engine.matching.weights import Model, says_something

_ASKED, _PARTNERS = 4_000, 60
_TURNS, _ROUNDS, _SETTLED = 2, 30, 1e-4
_FIRM: Final = 40.0
"""How many pairs the share one starts from is worth, so that a level never seen keeps one."""
_LEAST: Final = 0.0005
"""What some thousand shops never showed may still be so: no level among true pairs has less."""
_WITHIN_A_CITY: Final = (Field.NAME_PLACE, Field.ADDRESS)
_WITHIN_A_NAME: Final = (Field.TRADE, Field.FORM, Field.BRANCH)
_KNOWN: Final = (Field.CODE,)
_SEED: Final = 20261123


def learn(register: Register, sheet: Sheet, model: Model) -> Model:
    """学一套权重: chances, then shares among true pairs, from shops nobody has matched yet.

    `sheet` holds some 500 to 20,000 shops. Curves of calibration stay as they are.
    """
    rows, shown = rows_of(sheet), tidied(sheet)
    shops = shop_columns(shown, rows)
    model = learn_chances(register, model)
    for _ in range(_TURNS):
        compared = Matcher(register, model).candidates(shops, rows)
        model = learn_matches(compared, rows, len(register), model)
    return model


def learn_chances(register: Register, model: Model) -> Model:
    """学偶然: how often each level occurs between operators that are not the same.

    Name places and addresses are compared within a city, trades, forms and branches among
    operators of one trade name: that is where they have to tell operators apart. Codes cannot
    agree by chance. The same register gives the same shares.
    """
    if len(register) < _ASKED // 10:
        return model
    draw = np.random.default_rng(_SEED)
    asked = np.sort(draw.choice(len(register), min(_ASKED, len(register)), replace=False))
    chances = dict(model.chances)
    for fields, partners in (
        (FIELDS, _anybody(asked, register, draw)),
        (_WITHIN_A_CITY, _of_the_city(asked, register, draw)),
        (_WITHIN_A_NAME, _of_the_name(asked, register)),
    ):
        levels = _between_operators(asked, partners, register, model).levels
        for name in fields:
            if name not in _KNOWN:
                chances[name] = _uncounted(levels, name, model.chances[name])
    return replace(model, chances=chances)


def learn_matches(compared: Compared, shops: int, operators: int, model: Model) -> Model:
    """学真对: EM over candidates of `shops` shops, at most one of each true; no labels asked."""
    start = model.matches
    for _ in range(_ROUNDS):
        weights = pair_weights(compared, model, operators)
        true = probabilities(weights, compared.pairs.shops, shops)
        matches = {
            name: _floored(_shares(compared.levels, name, true, start[name])) for name in FIELDS
        }
        share = (float(true.sum()) + 1) / (shops + 2)
        learned = replace(model, matches=matches, member_share=share)
        if _apart(learned.matches, model.matches) < _SETTLED:
            return learned
        model = learned
    return model


def _uncounted(levels: LevelMatrix, name: Field, start: tuple[float, ...]) -> tuple[float, ...]:
    """Shares of the levels that are not counted; the factors of the others stay."""
    begin = tuple(
        0.0 if level.counted else begun for level, begun in zip(LEVELS[name], start, strict=True)
    )
    shares = _shares(levels, name, np.ones(len(levels)), begin)
    return tuple(
        begun if level.counted else share
        for level, share, begun in zip(LEVELS[name], shares, start, strict=True)
    )


def _shares(
    levels: LevelMatrix, name: Field, worth: Weights, start: tuple[float, ...]
) -> tuple[float, ...]:
    """Shares of the levels that say something, each pair worth its probability."""
    counts = np.bincount(levels[:, field_number(name)], worth, minlength=len(LEVELS[name]))
    says = np.array([says_something(name, level) for level in range(len(LEVELS[name]))])
    counts = np.where(says, counts + _FIRM * np.array(start), 0.0)
    return tuple(float(share) for share in counts / counts.sum())


def _floored(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Shares that are not 0 are `_LEAST` at least; together they stay 1."""
    raised = [max(share, _LEAST) if share else 0.0 for share in shares]
    return tuple(share / sum(raised) for share in raised)


def _apart(
    first: Mapping[Field, tuple[float, ...]], second: Mapping[Field, tuple[float, ...]]
) -> float:
    return max(
        abs(one - other)
        for name in FIELDS
        for one, other in zip(first[name], second[name], strict=True)
    )


def _between_operators(
    asked: npt.NDArray[np.int64], partners: Pairs, register: Register, model: Model
) -> Compared:
    """The rows asked as if they were shops, against others of the register."""
    sheet = {name: [register.value(name, int(row)) for row in asked] for name in SHOWN}
    names = [register.name(int(row)) for row in asked]
    shops = shop_columns({**sheet, "claimed_operator": names}, len(asked))
    found = Found(partners, np.zeros(len(partners), np.bool_))
    return compare(shops, register, found, model)


def _anybody(asked: npt.NDArray[np.int64], register: Register, draw: np.random.Generator) -> Pairs:
    shops = np.repeat(np.arange(len(asked)), _PARTNERS)
    rows = draw.integers(0, len(register), len(shops)).astype(np.int32)
    return _others(Pairs(shops, rows), asked, register)


def _of_the_city(
    asked: npt.NDArray[np.int64], register: Register, draw: np.random.Generator
) -> Pairs:
    cities = register.columns.counties // CITY
    order = np.argsort(cities, kind="stable")
    first = np.searchsorted(cities[order], cities[asked], side="left")
    last = np.searchsorted(cities[order], cities[asked], side="right")
    shops = np.repeat(np.arange(len(asked)), _PARTNERS)
    at = first[shops] + (draw.random(len(shops)) * (last - first)[shops]).astype(np.int64)
    rows = order[at].astype(np.int32)
    known = cities[rows] > 0
    return _others(Pairs(shops[known], rows[known]), asked, register)


def _of_the_name(asked: npt.NDArray[np.int64], register: Register) -> Pairs:
    names = register.first_names[asked]
    keys = register.columns.names.trade_name_keys[names]
    pairs = register.ways.trade_name.pairs(keys, most=_PARTNERS)
    owned = Pairs(pairs.shops, register.columns.owners[pairs.rows])
    return _others(owned, asked, register)


def _others(pairs: Pairs, asked: npt.NDArray[np.int64], register: Register) -> Pairs:
    """Each pair once, and nobody beside himself."""
    once = distinct_pairs([pairs], len(register))
    other = asked[once.shops] != once.rows
    return Pairs(once.shops[other], once.rows[other])
