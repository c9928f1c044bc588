"""说明理由: the candidates of a shop, each with a table of what was compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from wangshi.engine.matching.deciding import calibrated, log_odds
from wangshi.engine.matching.grammar import NameParts, parse_name, parts_of
from wangshi.engine.matching.levels import FIELDS, LEVELS, Field, Name, field_number, reason_words
from wangshi.engine.matching.records import Candidate, Evidence
from wangshi.engine.matching.scoring import field_weights, probabilities
from wangshi.engine.matching.tables import division_titles
from wangshi.engine.matching.words import FORM_TITLES

if TYPE_CHECKING:
    from wangshi.engine.matching.matcher import Matches

_SHOP_COLUMN: Final = {
    Field.CODE: "uscc",
    Field.PHONE: "phone",
    Field.NAME: "claimed_operator",
    Field.SHOP_NAME: "shop_name",
    Field.PERSON: "person",
    Field.ADDRESS: "address",
    Field.DOMAIN: "domain",
    Field.PAYEE: "payee",
    Field.PERMIT: "permit",
}
_OPERATOR_COLUMN: Final = {
    Field.CODE: "uscc",
    Field.PHONE: "phone",
    Field.PERSON: "person",
    Field.ADDRESS: "address",
    Field.DOMAIN: "domain",
    Field.PERMIT: "permit",
}
_PART: Final[dict[Field, Callable[[NameParts], str]]] = {
    Field.TRADE: lambda parts: parts.trade,
    Field.FORM: lambda parts: FORM_TITLES[parts.form],
    Field.BRANCH: lambda parts: parts.branch,
    Field.NAME_PLACE: lambda parts: parts.place,
}


def candidates_of(matches: "Matches", shop: int, most: int) -> tuple[Candidate, ...]:
    """候选及依据: the likeliest `most` of one shop, in an order that no sorting changes."""
    pairs = matches.compared.pairs
    first, last = np.searchsorted(pairs.shops, [shop, shop + 1])
    if first == last:
        return ()
    weights, rows = matches.weights[first:last], pairs.rows[first:last]
    chances = probabilities(weights, np.zeros(len(rows), np.int64), 1)
    said = calibrated(log_odds(chances), matches.concerns(range(first, last)), matches.model)
    order = np.lexsort((matches.register.ranks[rows], -weights))[:most]
    names = _Names.of(matches, shop, [int(first + at) for at in order])
    return tuple(_candidate(matches, shop, int(first + at), float(said[at]), names) for at in order)


@dataclass(frozen=True)
class _Names:
    """By pair: the parts of the name the shop gives, and the operator's name with its parts."""

    asked: dict[int, NameParts]
    known: dict[int, tuple[str, NameParts]]

    @classmethod
    def of(cls, matches: "Matches", shop: int, pairs: list[int]) -> "_Names":
        compared, column = matches.compared, field_number(Field.SHOP_NAME)
        asked, known = {}, {}
        for pair in pairs:
            own = compared.levels[pair, column] != Name.ABSENT
            names = matches.shops.named if own else matches.shops.claimed
            said = matches.said(shop, "shop_name" if own else "claimed_operator")
            asked[pair] = parts_of(names, shop) or parse_name(said)
            row = int(compared.name_rows[pair])
            name = matches.register.name_at(row)
            known[pair] = name, parts_of(matches.register.columns.names, row) or parse_name(name)
        return cls(asked, known)


def _candidate(
    matches: "Matches", shop: int, pair: int, probability: float, names: _Names
) -> Candidate:
    row = int(matches.compared.pairs.rows[pair])
    levels = tuple(int(level) for level in matches.compared.levels[pair])
    return Candidate(
        row=row,
        uscc=matches.register.value("uscc", row),
        name=matches.register.name(row),
        probability=probability,
        weight=float(matches.weights[pair]),
        evidence=_evidence(matches, shop, pair, levels, names),
        reason=reason_words(levels),
    )


def _evidence(
    matches: "Matches", shop: int, pair: int, levels: tuple[int, ...], names: _Names
) -> tuple[Evidence, ...]:
    """One line for each field that one of the two sides has a value for."""
    compared, register = matches.compared, matches.register
    row, parts = int(compared.pairs.rows[pair]), names.asked[pair]
    known, known_parts = names.known[pair]
    lines = []
    for at, (name, weight) in enumerate(
        zip(FIELDS, field_weights(compared, pair, matches.model), strict=True)
    ):
        if name in _PART:
            values = _PART[name](parts), _PART[name](known_parts)
        elif name is Field.PLACE:
            values = _county(matches.county(shop)), _county(register.county(row))
        else:
            column = _OPERATOR_COLUMN.get(name)
            values = (
                matches.said(shop, _SHOP_COLUMN[name]),
                register.value(column, row) if column else known,
            )
        one_sided = name in _OPERATOR_COLUMN and any(values)
        if all(values) or levels[at] or one_sided:
            lines.append(Evidence(name, *values, LEVELS[name][levels[at]], round(weight, 3)))
    return tuple(lines)


def _county(code: int) -> str:
    return division_titles().get(code, "")
