"""建名录: sheets of operators become a register, some batches at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wangshi.engine.matching.columns import (
    OperatorColumns,
    Sheet,
    all_names,
    operator_columns,
    rows_of,
    sheet_of,
    tidied,
    told,
)
from wangshi.engine.matching.indexes import (
    MOST_ROWS,
    count_keys,
    grams_of,
    index_of,
    keys_without_one,
    make_gram_index,
    make_index,
    packed_keys,
)
from wangshi.engine.matching.parallel import in_order
from wangshi.engine.matching.placing import CITY, PROVINCE
from wangshi.engine.matching.records import Operator, batches
from wangshi.engine.matching.register import (
    SHOWN,
    Rarity,
    Register,
    Ways,
    address_keys,
    city_keys,
    door_keys,
    person_shapes,
    place_keys,
)
from wangshi.engine.matching.stacking import stacked
from wangshi.engine.matching.texts import Keys, Places, Texts, joined, mixed, pack, paired

BATCH: Final = 25_000
NEAR_LENGTHS: Final = (3, 10)
"""Names of this many units are also found with one unit wrong."""
WORKERS: Final = 2


class RegisterTooLong(ValueError):
    """名录太长: more names than an index can number."""


def register_of(operators: Iterable[Operator], *, workers: int = WORKERS) -> Register:
    """由主体建名录: rows keep their order, so that `Candidate.row` counts in it."""
    return make_register(map(sheet_of, batches(operators, BATCH)), workers=workers)


def make_register(sheets: Iterable[Sheet], *, workers: int = WORKERS) -> Register:
    """由表建名录: sheets of some 25,000 rows each. RegisterTooLong past 16 million names."""
    parts: list[_Part] = []
    rows = names = 0
    for part in in_order(_taken_apart, sheets, workers):
        parts.append(part.behind(rows, names))
        rows += len(part.columns.codes)
        names += len(part.columns.names)
        if names > MOST_ROWS:
            raise RegisterTooLong(f"名录里的名称超过 {MOST_ROWS:,} 个，请分成几份")
    whole = _whole(parts or [_taken_apart({})])
    parts.clear()
    return _indexed(whole)


@dataclass(frozen=True)
class _Part:
    """A batch of operators: columns, what is shown of them, keys for two indexes with rows."""

    columns: OperatorColumns
    shown: Mapping[str, Texts]
    near: Keys
    grams: Keys

    def behind(self, rows: int, names: int) -> "_Part":
        """The same batch behind so many operators with so many names."""
        owners = self.columns.owners + np.int32(rows)
        return _Part(
            columns=replace(self.columns, owners=owners),
            shown=self.shown,
            near=self.near + np.uint64(names),
            grams=self.grams + np.uint64(names),
        )


def _taken_apart(raw: Sheet) -> _Part:
    sheet, rows = tidied(raw), rows_of(raw)
    columns = operator_columns(sheet, rows)
    every, _ = all_names(told(sheet, "name", rows), told(sheet, "former_names", rows))
    shown = {name: pack(told(sheet, name, rows)) for name in SHOWN}
    core = columns.names.core
    near, near_rows = keys_without_one(core, shortest=NEAR_LENGTHS[0], longest=NEAR_LENGTHS[1])
    grams, gram_rows = grams_of(core)
    return _Part(
        columns=stacked([columns]),
        shown={**shown, "every_name": pack(every)},
        near=packed_keys(near, near_rows.astype(np.int32)),
        grams=(grams.astype(np.uint64) << np.uint64(32)) | gram_rows.astype(np.uint64),
    )


def _whole(parts: list[_Part]) -> _Part:
    return _Part(
        columns=stacked([part.columns for part in parts]),
        shown={name: joined([part.shown[name] for part in parts]) for name in parts[0].shown},
        near=np.concatenate([part.near for part in parts]),
        grams=np.concatenate([part.grams for part in parts]),
    )


def _indexed(whole: _Part) -> Register:
    columns = whole.columns
    first_names = _first_names(columns)
    return Register(
        columns=columns,
        shown=whole.shown,
        ranks=_ranks(columns, first_names),
        first_names=first_names,
        name_counts=np.bincount(columns.owners, minlength=len(columns.codes)),
        address_keys=address_keys(columns.addresses, columns.counties),
        person_shapes=person_shapes(columns.people),
        ways=_ways(whole),
        rarity=_rarity(columns),
    )


def _first_names(columns: OperatorColumns) -> Places:
    first = np.zeros(len(columns.codes), np.int64)
    first[columns.owners[::-1]] = np.arange(len(columns.owners))[::-1]
    return first


def _ranks(columns: OperatorColumns, first_names: Places) -> Places:
    names = columns.names.whole_keys[first_names]
    rest = mixed(names + columns.addresses.detail_keys) + columns.people.keys
    ranks = np.empty(len(names), np.int64)
    ranks[np.lexsort((rest, columns.codes))] = np.arange(len(names))
    return ranks


def _ways(whole: _Part) -> Ways:
    columns = whole.columns
    names, owners = columns.names, columns.owners
    at_city = city_keys(columns.counties)[owners]
    return Ways(
        code=make_index(columns.codes),
        registration=make_index(columns.registrations),
        phone=make_index(columns.phones),
        domain=make_index(columns.domains),
        permit=make_index(columns.permits),
        address=make_index(address_keys(columns.addresses, columns.counties)),
        door=make_index(door_keys(columns.addresses, columns.counties)),
        whole=make_index(names.whole_keys),
        core=make_index(names.core_keys),
        core_sound=make_index(names.core_sounds),
        near=index_of(whole.near),
        trade_name=make_index(names.trade_name_keys),
        trade_name_place=make_index(paired(names.trade_name_keys, at_city)),
        trade_name_sound_place=make_index(paired(names.trade_name_sounds, at_city)),
        trade_name_person=make_index(
            paired(names.trade_name_keys, person_shapes(columns.people)[owners])
        ),
        gram=make_gram_index(whole.grams),
    )


def _rarity(columns: OperatorColumns) -> Rarity:
    names, counties = columns.names, columns.counties
    return Rarity(
        trade_name=count_keys(names.trade_name_keys),
        trade_name_sound=count_keys(names.trade_name_sounds),
        branch=count_keys(names.branch_keys),
        person=count_keys(columns.people.keys),
        person_shape=count_keys(person_shapes(columns.people)),
        place=count_keys(
            place_keys(
                np.concatenate(
                    [
                        counties[counties % size > 0] // size * size if size > 1 else counties
                        for size in (1, CITY, PROVINCE)
                    ]
                )
            )
        ),
    )
