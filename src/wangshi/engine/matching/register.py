"""登记名录: operators made ready to be found, by key and by rare pairs of characters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from wangshi.engine.matching.addresses import Addresses
from wangshi.engine.matching.columns import (
    OperatorColumns,
)
from wangshi.engine.matching.indexes import (
    Frequencies,
    GramIndex,
    Index,
)
from wangshi.engine.matching.people import People
from wangshi.engine.matching.placing import CITY, PROVINCE, Codes
from wangshi.engine.matching.texts import Keys, Places, Texts, mixed, paired

SHOWN: Final = ("uscc", "person", "address", "phone", "domain", "permit")


@dataclass(frozen=True)
class Ways:
    """找法: from a key to the rows of names (by name) or of operators (all others)."""

    code: Index
    registration: Index
    phone: Index
    domain: Index
    permit: Index
    address: Index
    door: Index
    whole: Index
    core: Index
    core_sound: Index
    near: Index
    trade_name: Index
    trade_name_place: Index
    trade_name_sound_place: Index
    trade_name_person: Index
    gram: GramIndex


@dataclass(frozen=True)
class Rarity:
    """有多少见: how many operators share a value."""

    trade_name: Frequencies
    trade_name_sound: Frequencies
    branch: Frequencies
    person: Frequencies
    person_shape: Frequencies
    place: Frequencies


@dataclass(frozen=True)
class Register:
    """名录: columns of all operators, what is shown of them, and the ways to find them.

    Names may be more than operators: a former name has a row too, `columns.owners` says whose.
    `first_names` is the row of each operator's name of today, `ranks` an order of operators
    that does not depend on how the register was sorted.
    """

    columns: OperatorColumns
    shown: Mapping[str, Texts]
    ranks: Places
    first_names: Places
    name_counts: Places
    address_keys: Keys
    person_shapes: Keys
    ways: Ways
    rarity: Rarity

    def __len__(self) -> int:
        return len(self.columns.codes)

    @property
    def most_names(self) -> int:
        """最多几个名称: of one operator; 1 where nobody had another name before."""
        return int(self.name_counts.max(initial=1))

    def name_rows(self, rows: Codes, turn: int) -> Places:
        """第几个名称: the row of the turn-th name of these operators; today's is the 0th."""
        if turn == 0:
            return self.first_names[rows]
        return self._by_owner[np.searchsorted(self._owners_sorted, rows) + turn]

    @cached_property
    def _by_owner(self) -> Places:
        return np.argsort(self.columns.owners, kind="stable")

    @cached_property
    def _owners_sorted(self) -> Codes:
        return self.columns.owners[self._by_owner]

    def value(self, field: str, row: int) -> str:
        """原文: what the register says in one of the fields SHOWN of one operator."""
        return self.shown[field].text(row)

    def name(self, row: int) -> str:
        """现名 of one operator."""
        return self.name_at(int(self.first_names[row]))

    def name_at(self, name_row: int) -> str:
        """某一行名称, of today or of before."""
        return self.shown["every_name"].text(name_row)

    def county(self, row: int) -> int:
        """所在县的代码 of one operator; of the city where no county is known, 0 for nothing."""
        return int(self.columns.counties[row])


def person_shapes(people: People) -> Keys:
    """露出的姓和字数: the key of what a name such as 张** still tells; 0 for no name."""
    shapes = mixed(
        people.units[:, 0].astype(np.uint64) * np.uint64(64) + people.lengths.astype(np.uint64)
    )
    return np.where(people.keys > 0, shapes, np.uint64(0))


def city_keys(counties: Codes) -> Keys:
    """市的键: 0 where not even the city is known."""
    cities = counties // CITY * CITY
    return np.where(cities % PROVINCE > 0, cities, 0).astype(np.uint64)


def address_keys(addresses: Addresses, counties: Codes) -> Keys:
    """地址的键: the whole detail within its city; 0 where one of them is not known."""
    return paired(addresses.detail_keys, city_keys(counties))


def door_keys(addresses: Addresses, counties: Codes) -> Keys:
    """门牌的键: street or village and first figure within the city."""
    return paired(paired(addresses.street_keys, addresses.door_keys), city_keys(counties))


def place_keys(codes: Codes) -> Keys:
    """地区的键: of codes of counties, cities or provinces."""
    return mixed(codes.astype(np.uint64))
