"""逐项比较: for many pairs of shop and operator, how alike code, phone, place, person are."""

from typing import Final

import numpy as np

from wangshi.engine.matching.addresses import Addresses
from wangshi.engine.matching.columns import ShopColumns
from wangshi.engine.matching.distances import distances_inside
from wangshi.engine.matching.indexes import Pairs
from wangshi.engine.matching.levels import (
    FIELDS,
    Address,
    Code,
    Field,
    Grades,
    LevelMatrix,
    Payee,
    Person,
    Place,
    Same,
    field_number,
)
from wangshi.engine.matching.people import People
from wangshi.engine.matching.placing import CITY, PROVINCE, Codes, inside
from wangshi.engine.matching.register import Register
from wangshi.engine.matching.tables import MASK
from wangshi.engine.matching.texts import Flags, Keys, Places, may_be_alike

_ADDRESS_WIDTH: Final = 48
_TWO, _LONG = 2, 5
_SLIPS: Final = 0.25
"""The share of an address that may be spelled otherwise."""
_MASK: Final = np.uint16(ord(MASK))


def compare_rest(
    shops: ShopColumns, register: Register, pairs: Pairs, mended: Flags
) -> LevelMatrix:
    """比较其他各项: a full matrix; the columns of names are left at 0.

    `mended` are the pairs that a code with one slip put right brought together.
    """
    columns, at, rows = register.columns, pairs.shops, pairs.rows
    parts = {
        Field.CODE: _code_levels(shops, register, pairs, mended),
        Field.PHONE: _same_levels(shops.phones[at], columns.phones[rows]),
        Field.DOMAIN: _same_levels(shops.domains[at], columns.domains[rows]),
        Field.PERMIT: _same_levels(shops.permits[at], columns.permits[rows]),
        Field.PLACE: _place_levels(shops.counties[at], columns.counties[rows]),
        Field.PERSON: person_levels(shops.people, at, columns.people, rows),
        Field.ADDRESS: address_levels(shops.addresses, at, columns.addresses, rows),
        Field.PAYEE: _payee_levels(shops, register, pairs),
    }
    levels = np.zeros((len(pairs), len(FIELDS)), np.uint8)
    for field, column in parts.items():
        levels[:, field_number(field)] = column
    return levels


def _place_levels(asked: Codes, known: Codes) -> Grades:
    levels = np.full(len(asked), Place.DIFFERS, np.uint8)
    within = inside(asked, known) | inside(known, asked)
    wider = np.where(inside(asked, known), known, asked)
    levels[(asked // CITY == known // CITY) & (asked % PROVINCE // CITY > 0)] = Place.NEIGHBOUR
    levels[within & (wider % PROVINCE == 0)] = Place.PROVINCE
    levels[within & (wider % PROVINCE > 0)] = Place.CITY
    levels[(asked == known) & (asked % CITY > 0)] = Place.COUNTY
    levels[(asked == 0) | (known == 0)] = Place.ABSENT
    return levels


def _same_levels(asked: Keys, known: Keys) -> Grades:
    levels = np.where(asked == known, Same.SAME, Same.DIFFERS)
    return np.where((asked == 0) | (known == 0), Same.ABSENT, levels).astype(np.uint8)


def _code_levels(shops: ShopColumns, register: Register, pairs: Pairs, mended: Flags) -> Grades:
    columns, asked = register.columns, shops.codes[pairs.shops]
    known, old = columns.codes[pairs.rows], columns.registrations[pairs.rows]
    sound = shops.sound_codes[pairs.shops]
    levels = np.where(sound, Code.OTHER, Code.BROKEN).astype(np.uint8)
    levels[mended] = Code.REPAIRED
    levels[(known == 0) & (old == 0)] = Code.ABSENT
    levels[(asked == known) | (asked == old)] = Code.SAME
    levels[asked == 0] = Code.ABSENT
    return levels


def person_levels(asked: People, shops: Places, known: People, rows: Codes) -> Grades:
    """比较人名: what is hidden on one side may be anything on the other."""
    keys, others = asked.keys[shops], known.keys[rows]
    hidden = asked.hidden[shops] | known.hidden[rows]
    first, second = asked.units[shops], known.units[rows]
    sizes, other_sizes = asked.lengths[shops], known.lengths[rows]
    open_units = (first == second) | (first == _MASK) | (second == _MASK)
    fits = open_units.all(axis=1) & (sizes == other_sizes)
    sounds = (asked.sounds[shops] == known.sounds[rows]).all(axis=1) & (sizes == other_sizes)
    levels = np.full(len(keys), Person.DIFFERS, np.uint8)
    levels[sounds & ~hidden] = Person.SOUND
    levels[fits & hidden] = Person.HIDDEN
    # 张某 may be of any length.
    short = np.minimum(sizes, other_sizes) == _TWO
    levels[hidden & ~fits & (first[:, 0] == second[:, 0]) & short] = Person.ABSENT
    levels[(keys == others) & ~hidden] = Person.SAME
    levels[(keys == 0) | (others == 0)] = Person.ABSENT
    return levels


def address_levels(asked: Addresses, shops: Places, known: Addresses, rows: Codes) -> Grades:
    """比较地址: what stands behind the county; the county itself is compared apart."""
    streets = asked.street_keys[shops], known.street_keys[rows]
    doors = asked.door_keys[shops], known.door_keys[rows]
    towns = asked.town_keys[shops], known.town_keys[rows]
    same_street = (streets[0] == streets[1]) & (streets[0] > 0)
    levels = np.full(len(rows), Address.DIFFERS, np.uint8)
    levels[(towns[0] == towns[1]) & (towns[0] > 0)] = Address.TOWN
    levels[same_street] = Address.STREET
    same = asked.detail_keys[shops] == known.detail_keys[rows]
    told = (asked.detail.lengths_of(shops) >= _TWO) & (
        known.detail.lengths_of(rows.astype(np.int64)) >= _TWO
    )
    signs = asked.signs[shops], known.signs[rows]
    closely = np.flatnonzero(told & ~same & may_be_alike(*signs, least=1 - _SLIPS))
    near = _near_addresses(asked, shops[closely], known, rows[closely])
    other_door = (doors[0] != doors[1]) & (doors[0] > 0) & (doors[1] > 0)
    levels[closely[near & ~other_door[closely]]] = Address.NEAR
    levels[same_street & (doors[0] == doors[1]) & (doors[0] > 0)] = Address.DOOR
    levels[same] = Address.SAME
    levels[~told] = Address.ABSENT
    return levels


def _near_addresses(asked: Addresses, shops: Places, known: Addresses, rows: Codes) -> Flags:
    first = asked.detail.matrix(shops, _ADDRESS_WIDTH)
    second = known.detail.matrix(rows.astype(np.int64), _ADDRESS_WIDTH)
    sizes, others = (first > 0).sum(axis=1), (second > 0).sum(axis=1)
    swap = (sizes > others)[:, None]
    part = distances_inside(np.where(swap, second, first), np.where(swap, first, second))
    shorter = np.minimum(sizes, others)
    numbers = asked.number_keys[shops], known.number_keys[rows]
    counted = (numbers[0] == numbers[1]) | (numbers[0] == 0) | (numbers[1] == 0)
    slips = np.where(counted, shorter * _SLIPS, 1)
    return np.asarray((part <= slips) & (shorter >= _LONG))


def _payee_levels(shops: ShopColumns, register: Register, pairs: Pairs) -> Grades:
    columns, at, rows = register.columns, pairs.shops, pairs.rows
    payees = shops.payees
    person = person_levels(shops.payee_people, at, columns.people, rows)
    levels = np.full(len(pairs), Payee.DIFFERS, np.uint8)
    levels[(person > Person.ABSENT) & (person < Person.DIFFERS)] = Payee.PERSON
    levels[payees.core_keys[at] == columns.names.core_keys[register.first_names[rows]]] = (
        Payee.OPERATOR
    )
    levels[payees.whole_keys[at] == 0] = Payee.ABSENT
    return levels
