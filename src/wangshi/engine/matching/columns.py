"""成列的记录: shops and operators taken apart for comparing, a column for each part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from wangshi.engine.matching.addresses import Addresses, parse_addresses
from wangshi.engine.matching.codes import code_divisions, code_keys, sound_codes
from wangshi.engine.matching.grammar import Names, parse_names
from wangshi.engine.matching.people import People, parse_people
from wangshi.engine.matching.phones import phone_keys
from wangshi.engine.matching.placing import CITY, Codes, inside, place
from wangshi.engine.matching.records import Operator, Shop
from wangshi.engine.matching.stacking import unstacked
from wangshi.engine.matching.tables import bare_table, division_titles
from wangshi.engine.matching.texts import Flags, Keys, Texts, pack

Sheet = Mapping[str, Sequence[str]]
"""A table of texts by the names of the fields of `Shop` or `Operator`; a column may be missing."""

_NOTHING: Final = "N/A n/a NA null NULL None none 无 暂无 未填 不详 未知 - — / 空 ***"
_NOTHING_SAID: Final = frozenset(_NOTHING.split())
_NAME_ENDS: Final = re.compile(r"[、；;|]")


@dataclass(frozen=True)
class OperatorColumns:
    """一批主体. Names have a row for every name, former ones too: `owners` tells whose it is."""

    names: Names
    owners: Codes
    addresses: Addresses
    counties: Codes
    people: People
    codes: Keys
    registrations: Keys
    phones: Keys
    domains: Keys
    permits: Keys


@dataclass(frozen=True)
class ShopColumns:
    """一批网店: the claimed operator and the shop's own name are taken apart alike."""

    claimed: Names
    named: Names
    has_address: Flags
    addresses: Addresses
    counties: Codes
    people: People
    codes: Keys
    code_texts: tuple[str, ...]
    sound_codes: Flags
    phones: Keys
    domains: Keys
    permits: Keys
    payees: Names
    payee_people: People


def sheet_of(records: Sequence[Shop] | Sequence[Operator]) -> Sheet:
    """列成表: the fields of shops or operators as columns."""
    names = [field.name for field in fields(records[0])] if records else []
    return {name: [getattr(record, name) for record in records] for name in names}


def rows_of(sheet: Sheet) -> int:
    """行数: of a sheet."""
    return max((len(values) for values in sheet.values()), default=0)


def tidied(sheet: Sheet) -> Sheet:
    """理一理: trimmed; what says nothing, such as N/A, is empty; a shop's number stays as it is."""
    return {
        name: values
        if name == "shop_id"
        else ["" if value in _NOTHING_SAID else value for value in map(str.strip, values)]
        for name, values in sheet.items()
    }


def told(sheet: Sheet, name: str, rows: int) -> Sequence[str]:
    """一列: of a tidied sheet; a missing column is empty."""
    return sheet.get(name) or [""] * rows


def operator_columns(sheet: Sheet, rows: int) -> OperatorColumns:
    """拆主体: `rows` operators of a tidied sheet, numbered from 0 on."""
    names, owners = all_names(told(sheet, "name", rows), told(sheet, "former_names", rows))
    current = parse_names(pack(names))
    codes = pack(told(sheet, "uscc", rows))
    divisions = _known_divisions(code_divisions(codes))
    regions = pack(
        [
            f"{province}{city}"
            for province, city in zip(
                told(sheet, "province", rows), told(sheet, "city", rows), strict=True
            )
        ]
    ).folded(bare_table())
    region = place(regions, regions.begins).codes
    within = np.where(region > 0, region, divisions // CITY * CITY).astype(np.int32)
    addresses = parse_addresses(pack(told(sheet, "address", rows)), within)
    return OperatorColumns(
        names=current,
        owners=owners,
        addresses=addresses,
        counties=_finest(addresses.counties, current.places[:rows], divisions),
        people=parse_people(pack(told(sheet, "person", rows))),
        codes=code_keys(codes),
        registrations=code_keys(pack(told(sheet, "registration_number", rows))),
        phones=phone_keys(told(sheet, "phone", rows)),
        domains=_domain_keys(told(sheet, "domain", rows)),
        permits=_plain_keys(told(sheet, "permit", rows)),
    )


def shop_columns(sheet: Sheet, rows: int) -> ShopColumns:
    """拆网店: `rows` shops of a tidied sheet."""
    claimed, named, payees = _three_names(sheet, rows)
    within = np.where(claimed.places > 0, claimed.places, named.places)
    addresses = parse_addresses(pack(told(sheet, "address", rows)), within)
    codes = told(sheet, "uscc", rows)
    packed = pack(codes)
    return ShopColumns(
        claimed=claimed,
        named=named,
        has_address=np.array([bool(text) for text in told(sheet, "address", rows)], np.bool_),
        addresses=addresses,
        counties=_finest(addresses.counties, within),
        people=parse_people(pack(told(sheet, "person", rows))),
        codes=code_keys(packed),
        code_texts=tuple(codes),
        sound_codes=sound_codes(packed),
        phones=phone_keys(told(sheet, "phone", rows)),
        domains=_domain_keys(told(sheet, "domain", rows)),
        permits=_plain_keys(told(sheet, "permit", rows)),
        payees=payees,
        payee_people=parse_people(pack(told(sheet, "payee", rows))),
    )


def _three_names(sheet: Sheet, rows: int) -> tuple[Names, ...]:
    """Who is claimed, what the shop is called and who is paid, taken apart in one go."""
    columns = [told(sheet, name, rows) for name in ("claimed_operator", "shop_name", "payee")]
    if not rows:
        return (parse_names(pack([])),) * len(columns)
    return unstacked(parse_names(pack([name for column in columns for name in column])), rows)


def all_names(names: Sequence[str], former: Sequence[str]) -> tuple[list[str], Codes]:
    """全部名称: those of today in their order, then those of before; and whose each of them is."""
    owners = list(range(len(names)))
    every = list(names)
    for row, cell in enumerate(former):
        for name in _NAME_ENDS.split(cell) if cell else ():
            if name.strip():
                every.append(name.strip())
                owners.append(row)
    return every, np.array(owners, np.int32)


def _known_divisions(codes: Codes) -> Codes:
    """Codes that stand in the table, those of a city by their first four figures; else 0."""
    known = np.array(sorted(division_titles()), np.int32)
    cities = codes // CITY * CITY
    return np.where(
        np.isin(codes, known), codes, np.where(np.isin(cities, known), cities, 0)
    ).astype(np.int32)


def _finest(counties: Codes, *others: Codes) -> Codes:
    """The county where the address names one, else one told elsewhere within the same city."""
    finest = counties
    for other in others:
        better = (other % CITY > 0) & (finest % CITY == 0) & ((finest == 0) | inside(other, finest))
        finest = np.where(better | (finest == 0), other, finest)
    return finest.astype(np.int32)


def _domain_keys(hosts: Sequence[str]) -> Keys:
    if not any(hosts):
        return np.zeros(len(hosts), np.uint64)
    from_hosts = [host.lower().partition("://")[2] or host.lower() for host in hosts]
    return pack([host.partition("/")[0].removeprefix("www.") for host in from_hosts]).whole_keys()


def _plain_keys(values: Sequence[str]) -> Keys:
    return _folded(values).whole_keys()


def _folded(values: Sequence[str]) -> Texts:
    return pack(values).folded(bare_table())
