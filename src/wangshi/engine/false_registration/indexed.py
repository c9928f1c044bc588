"""编好索引的一批: keys of every record worked out once, records found by them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wangshi.engine.false_registration.keys import (
    address_keys,
    code_key,
    counties_of,
    person_key,
    phone_key,
    text_key,
)
from wangshi.engine.false_registration.pictures import alike
from wangshi.engine.false_registration.records import (
    Field,
    Kind,
    OperatorRow,
    Register,
    Row,
    ShopRow,
)
from wangshi.engine.names import trade_name

Node = tuple[Kind, int]


@dataclass(frozen=True)
class Held:
    """谁有这一样: a record with the value as it was written."""

    node: Node
    name: str
    value: str

    def row(self, field: Field, group: str) -> Row:
        """As a row of evidence, of those that have the same."""
        return Row(*self.node, self.name, field, self.value, group)


@dataclass(frozen=True)
class Indexed:
    """一批主体和网店: `held[field][key]` are the records with that key, at least two of them."""

    register: Register
    operators: Mapping[int, OperatorRow]
    shops: Mapping[int, ShopRow]
    shown: Mapping[int, str]
    codes: Mapping[int, str]
    by_code: Mapping[str, OperatorRow]
    counties: Mapping[int, str]
    held: Mapping[Field, Mapping[str, list[Held]]]

    def holder(self, shop: ShopRow) -> int:
        """网店背后的主体: the confirmed one, else the one whose code it shows; 0 for none."""
        if shop.operator:
            return shop.operator
        shown = self.by_code.get(self.shown.get(shop.key, ""))
        return shown.key if shown else 0

    def owners(self, rows: Iterable[Held]) -> set[str]:
        """几个主人: operators, and codes the register does not hold.

        A shop of nobody that shows no code is most likely the one's whose phone it has; only
        among shops of nobody it counts, by its trade name.
        """
        known = {owner for row in rows if (owner := self._known_owner(row))}
        return known or {trade_name(row.name) for row in rows}

    def _known_owner(self, row: Held) -> str:
        kind, key = row.node
        if kind is Kind.OPERATOR:
            return f"o{key}"
        holder = self.holder(self.shops[key])
        return f"o{holder}" if holder else self.shown.get(key, "")


def index(register: Register, bits: int) -> Indexed:
    """编索引: one pass over operators and shops; pictures alike in all but `bits` bits."""
    operators, shops = register.operators, register.shops
    written = [one.address for one in operators]
    addresses = address_keys(written, register.home)
    people = [person_key(one.person) for one in operators]
    counties = counties_of(written, register.home)
    codes = {one.key: code for one in operators if (code := code_key(one.uscc))}
    by_code = {codes[one.key]: one for one in operators if one.key in codes}
    shown = {shop.key: code for shop in shops if (code := code_key(shop.shown_code))}
    held = {
        Field.CODE: _held(_codes(by_code, shops, shown)),
        Field.PHONE: _held(_phones(operators, shops)),
        Field.PAYEE: _held(
            (text_key(shop.payee), Held((Kind.SHOP, shop.key), shop.name, shop.payee))
            for shop in shops
        ),
        Field.ADDRESS: _held(_of_operators(operators, addresses, "address")),
        Field.PERSON: _held(_of_operators(operators, people, "person")),
        Field.PICTURE: _held(_pictures(shops, bits)),
    }
    return Indexed(
        register=register,
        operators={one.key: one for one in operators},
        by_code=by_code,
        counties={one.key: county for one, county in zip(operators, counties, strict=True)},
        held=held,
        shops={one.key: one for one in shops},
        shown=shown,
        codes=codes,
    )


def _held(pairs: Iterable[tuple[str, Held]]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = defaultdict(list)
    for key, held in pairs:
        if key:
            found[key].append(held)
    return {key: rows for key, rows in found.items() if len(rows) > 1}


def _codes(
    by_code: Mapping[str, OperatorRow], shops: Iterable[ShopRow], shown: Mapping[int, str]
) -> Iterator[tuple[str, Held]]:
    for code, one in by_code.items():
        yield code, Held((Kind.OPERATOR, one.key), one.name, one.uscc)
    for shop in shops:
        if shop.key in shown:
            yield shown[shop.key], Held((Kind.SHOP, shop.key), shop.name, shop.shown_code)


def _phones(
    operators: Iterable[OperatorRow], shops: Iterable[ShopRow]
) -> Iterator[tuple[str, Held]]:
    for one in operators:
        if one.phone:
            yield phone_key(one.phone), Held((Kind.OPERATOR, one.key), one.name, one.phone)
    for shop in shops:
        if shop.phone:
            yield phone_key(shop.phone), Held((Kind.SHOP, shop.key), shop.name, shop.phone)


def _of_operators(
    operators: Iterable[OperatorRow], keys: Iterable[str], attribute: str
) -> Iterator[tuple[str, Held]]:
    for one, key in zip(operators, keys, strict=True):
        yield key, Held((Kind.OPERATOR, one.key), one.name, getattr(one, attribute))


def _pictures(shops: Iterable[ShopRow], bits: int) -> Iterator[tuple[str, Held]]:
    owned = [(shop, mark) for shop in shops for mark in shop.pictures]
    groups = alike([mark for _, mark in owned], bits)
    for (shop, mark), group in zip(owned, groups, strict=True):
        yield f"{group:016x}", Held((Kind.SHOP, shop.key), shop.name, f"{mark:016x}")
