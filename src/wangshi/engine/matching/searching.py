"""找候选: which operators come into question for each shop, by exact keys first."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from wangshi.engine.matching.building import NEAR_LENGTHS
from wangshi.engine.matching.codes import repaired
from wangshi.engine.matching.columns import ShopColumns
from wangshi.engine.matching.grammar import Names
from wangshi.engine.matching.indexes import (
    Index,
    Pairs,
    among,
    distinct_pairs,
    grams_of,
    keys_without_one,
)
from wangshi.engine.matching.keytable import changes
from wangshi.engine.matching.register import (
    Register,
    address_keys,
    city_keys,
    door_keys,
    person_shapes,
)
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, paired

_SHARE_BITS: Final = np.uint64(12)
_LOW: Final = np.uint64((1 << 12) - 1)
_WHOLE: Final = (1 << 12) - 1
_MOST_SAME, _MOST_NEAR, _MOST_COMMON, _MOST_PLAIN = 200, 100, 60, 30
_MOST_POSTINGS, _GRAM_BATCH = 1_500, 4_000
_GRAM_CANDIDATES: Final = 12
_LEAST_SHARED: Final = 0.45
"""The share of a name's weight in rare pairs that a candidate by pairs must hold."""


@dataclass(frozen=True)
class Found:
    """找到的候选: pairs of shop and operator, each once; `mended` by a code put right."""

    pairs: Pairs
    mended: Flags


def find_by_keys(shops: ShopColumns, register: Register) -> Found:
    """按键找: code, phone, address, name, its sound, one character off, trade name with a place."""
    ways = register.ways
    bad = np.flatnonzero((shops.codes > 0) & ~shops.sound_codes)
    owners, mended_codes = repaired(shops.code_texts, bad)
    mended = ways.code.pairs(mended_codes, most=_MOST_PLAIN, askers=owners)
    parts = [
        ways.code.pairs(shops.codes, most=_MOST_SAME),
        ways.registration.pairs(shops.codes, most=_MOST_PLAIN),
        mended,
        ways.phone.pairs(shops.phones, most=_MOST_PLAIN),
        ways.domain.pairs(shops.domains, most=_MOST_PLAIN),
        ways.permit.pairs(shops.permits, most=_MOST_PLAIN),
        ways.address.pairs(address_keys(shops.addresses, shops.counties), most=_MOST_PLAIN),
        ways.door.pairs(door_keys(shops.addresses, shops.counties), most=_MOST_PLAIN),
        _owned(register, ways.whole.pairs(shops.payees.whole_keys, most=_MOST_PLAIN)),
    ]
    for names in (shops.claimed, shops.named):
        parts += _by_name(names, shops, register)
    pairs = distinct_pairs(parts, len(register))
    return Found(pairs, among(pairs, mended, len(register)))


def _by_name(names: Names, shops: ShopColumns, register: Register) -> list[Pairs]:
    ways, cities = register.ways, city_keys(shops.counties)
    shapes = person_shapes(shops.people)
    asked: list[tuple[Index, Keys, int]] = [
        (ways.whole, names.whole_keys, _MOST_SAME),
        (ways.core, names.core_keys, _MOST_NEAR),
        (ways.core_sound, names.core_sounds, _MOST_COMMON),
        (ways.trade_name, names.trade_name_keys, _MOST_PLAIN),
        (ways.trade_name_place, paired(names.trade_name_keys, cities), _MOST_COMMON),
        (ways.trade_name_sound_place, paired(names.trade_name_sounds, cities), _MOST_PLAIN),
        (ways.trade_name_person, paired(names.trade_name_keys, shapes), _MOST_COMMON),
    ]
    found = [index.pairs(keys, most=most) for index, keys, most in asked]
    keys, rows = keys_without_one(names.core, shortest=NEAR_LENGTHS[0], longest=NEAR_LENGTHS[1])
    found.append(ways.near.pairs(keys, most=_MOST_COMMON, askers=rows))
    return [_owned(register, pairs) for pairs in found]


def _owned(register: Register, pairs: Pairs) -> Pairs:
    """Rows of names as rows of their operators."""
    return Pairs(pairs.shops, register.columns.owners[pairs.rows])


def without(pairs: Pairs, others: Pairs, rows: int) -> Pairs:
    """去掉已有的: pairs that are not among the others; `rows` is the length of the register."""
    new = ~among(pairs, others, rows)
    return Pairs(pairs.shops[new], pairs.rows[new])


def find_by_grams(shops: ShopColumns, register: Register, open_shops: Places) -> Pairs:
    """按二字找: for shops still open, operators that share the rarest pairs of characters."""
    parts = [
        _by_grams(names.core.taken(some), some, register)
        for names in (shops.claimed, shops.named)
        for some in np.array_split(open_shops, len(open_shops) // _GRAM_BATCH + 1)
    ]
    return distinct_pairs(parts, len(register))


def _by_grams(core: Texts, askers: Places, register: Register) -> Pairs:
    index, operators = register.ways.gram, max(len(register), 1)
    grams, owners = grams_of(core)
    first, counts = index.spans(grams)
    used = _rarest(owners, counts)
    owners, first, counts = owners[used], first[used], counts[used]
    weights = np.log((len(register.columns.owners) + 2.0) / (counts + 1.0))
    every = np.bincount(owners, weights, minlength=len(askers))
    rows = register.columns.owners[index.postings(first, counts)]
    # The pair in the high bits, the gram's share of the name in the low ones: one sort does both.
    shares = np.repeat((weights / every[owners] * _WHOLE).astype(np.uint64), counts)
    both = (np.repeat(owners, counts) * operators + rows).astype(np.uint64)
    both = np.sort(both << _SHARE_BITS | shares)
    pairs = both >> _SHARE_BITS
    firsts = np.flatnonzero(changes(pairs))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(both & _LOW)])
    shared = np.diff(sums[np.append(firsts, len(both))]).astype(np.int64)
    likely = shared >= _LEAST_SHARED * _WHOLE
    found = pairs[firsts][likely].astype(np.int64)
    best = Pairs(found // operators, (found % operators).astype(np.int32))
    return _best_few(best, shared[likely], askers, register)


def _rarest(owners: Places, counts: Places) -> Flags:
    """The rarest grams of each shop, as long as their rows together stay few."""
    order = np.lexsort((counts, owners))
    running = np.cumsum(counts[order])
    starts = np.flatnonzero(changes(owners[order]))
    sizes = np.diff(np.append(starts, len(order)))
    before = np.repeat(running[starts] - counts[order][starts], sizes)
    used = np.zeros(len(owners), np.bool_)
    used[order] = (running - before <= _MOST_POSTINGS) & (counts[order] > 0)
    return used


def _best_few(pairs: Pairs, held: Places, askers: Places, register: Register) -> Pairs:
    """The dozen that share most of each shop's name, whatever the order of the register."""
    order = np.lexsort((register.ranks[pairs.rows], -held, pairs.shops))
    shops, rows = pairs.shops[order], pairs.rows[order]
    starts = np.flatnonzero(changes(shops))
    sizes = np.diff(np.append(starts, len(shops)))
    places = np.arange(len(shops)) - np.repeat(starts, sizes)
    kept = places < _GRAM_CANDIDATES
    return Pairs(askers[shops[kept]], rows[kept])
