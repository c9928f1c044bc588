"""有多少见: how often a value that agrees would agree by chance, counted in the register."""

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.columns import ShopColumns
from wangshi.engine.matching.comparing_names import PART_FIELDS
from wangshi.engine.matching.indexes import Pairs
from wangshi.engine.matching.levels import (
    Address,
    Branch,
    Code,
    Field,
    Grades,
    LevelMatrix,
    Name,
    Person,
    Place,
    Same,
    field_number,
)
from wangshi.engine.matching.placing import CITY, PROVINCE, Codes
from wangshi.engine.matching.register import Register, place_keys
from wangshi.engine.matching.texts import Places

Logs = npt.NDArray[np.float64]


def name_rarities(register: Register, rows: Places, levels: LevelMatrix) -> Logs:
    """名称的少见程度: logarithms, a column for the name and one for each of PART_FIELDS."""
    known, rarity, ways = register.columns.names, register.rarity, register.ways
    logs = np.zeros(levels.shape)
    for level, counts, keys in (
        (Name.WHOLE, ways.whole.counts, known.whole_keys),
        (Name.CORE, ways.core.counts, known.core_keys),
        (Name.SAME, rarity.trade_name.of, known.trade_name_keys),
        (Name.SOUND, ways.core_sound.counts, known.core_sounds),
        (Name.NAME_SOUND, rarity.trade_name_sound.of, known.trade_name_sounds),
    ):
        at = np.flatnonzero(levels[:, 0] == level)
        logs[at, 0] = _logs(counts(keys[rows[at]]), len(known))
    column = 1 + PART_FIELDS.index(Field.BRANCH)
    branches = np.flatnonzero(levels[:, column] == Branch.SAME)
    counts_of_branch = rarity.branch.of(known.branch_keys[rows[branches]])
    logs[branches, column] = _logs(counts_of_branch, rarity.branch.told)
    return logs


def rest_rarities(
    shops: ShopColumns, register: Register, pairs: Pairs, levels: LevelMatrix
) -> Logs:
    """其余各项的少见程度: logarithms, in the columns of FIELDS; those of names stay 0."""
    ways, columns = register.ways, register.columns
    logs = np.zeros(levels.shape)
    for name, index, keys in (
        (Field.PHONE, ways.phone, columns.phones),
        (Field.DOMAIN, ways.domain, columns.domains),
        (Field.PERMIT, ways.permit, columns.permits),
    ):
        at = np.flatnonzero(levels[:, field_number(name)] == Same.SAME)
        counts = index.counts(keys[pairs.rows[at]])
        logs[at, field_number(name)] = _logs(counts, len(index.packed))
    shown = levels[:, field_number(Field.CODE)]
    logs[(shown == Code.SAME) | (shown == Code.REPAIRED), field_number(Field.CODE)] = -np.log(
        max(len(register), 1)
    )
    logs[:, field_number(Field.PERSON)] = _person_logs(
        register, pairs.rows, levels[:, field_number(Field.PERSON)]
    )
    asked, known = shops.counties[pairs.shops], columns.counties[pairs.rows]
    logs[:, field_number(Field.PLACE)] = _place_logs(
        register, asked, known, levels[:, field_number(Field.PLACE)]
    )
    logs[:, field_number(Field.ADDRESS)] = _address_logs(
        register, pairs.rows, levels[:, field_number(Field.ADDRESS)]
    )
    return logs


def _person_logs(register: Register, rows: Codes, levels: Grades) -> Logs:
    people, rarity = register.columns.people, register.rarity
    logs = np.zeros(len(rows))
    whole = (levels == Person.SAME) | (levels == Person.SOUND)
    shape = levels == Person.HIDDEN
    logs[whole] = _logs(rarity.person.of(people.keys[rows[whole]]), rarity.person.told)
    shapes = register.person_shapes[rows[shape]]
    logs[shape] = _logs(rarity.person_shape.of(shapes), rarity.person_shape.told)
    return logs


def _place_logs(register: Register, asked: Codes, known: Codes, levels: Grades) -> Logs:
    """How many operators the place holds that both sides agree on."""
    sizes = np.select(
        [levels == Place.PROVINCE, (levels == Place.CITY) | (levels == Place.NEIGHBOUR)],
        [PROVINCE, CITY],
        1,
    )
    places = place_keys((known // sizes * sizes).astype(np.int32))
    logs = _logs(register.rarity.place.of(places), len(register))
    told = (levels > Place.ABSENT) & (levels < Place.DIFFERS)
    return np.where(told, logs, 0.0)


def _address_logs(register: Register, rows: Codes, levels: Grades) -> Logs:
    """Of an address within its city: the county is a field of its own."""
    logs = np.zeros(len(rows))
    same = np.flatnonzero(levels == Address.SAME)
    keys = register.address_keys[rows[same]]
    cities = place_keys(register.columns.counties[rows[same]] // CITY * CITY)
    counts = register.ways.address.counts(keys)
    around = np.maximum(register.rarity.place.of(cities), 1)
    logs[same] = np.log(np.maximum(counts, 1) / np.maximum(around, counts))
    return logs


def _logs(counts: Places, total: int) -> Logs:
    return np.asarray(np.log(np.maximum(counts, 1) / max(total, 1)))
