"""逐户合并: rows of several sources become firms, each counted once, with what remains in doubt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles
from typing import Final

_FEW_PAIRS: Final = 10
_TENTHS: Final = 10
_CENT: Final = Decimal("0.01")
_ONE: Final = Decimal(1)


class Teller(StrEnum):
    """谁说的: the firm of itself, all its sales; or one place of sale, only what passed there."""

    FIRM = "firm"
    PLACE = "place"


@dataclass(frozen=True)
class SalesRow:
    """一行: `marks` are codes that belong to one firm only, `name` is only a hint.

    `place` names where it was sold (platform and shop); the same place told twice counts once.
    """

    key: str
    teller: Teller
    place: str
    marks: frozenset[str]
    name: str
    amount: Decimal


@dataclass(frozen=True)
class Firm:
    """一户: its rows, and what it sold: at least, most likely, at most."""

    rows: tuple[SalesRow, ...]
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True)
class Ratio:
    """自己报的是平台报的多少: of the firms told by both; the middle, and the middle 80 %."""

    pairs: int
    low: Decimal
    middle: Decimal
    high: Decimal


@dataclass(frozen=True)
class CountedOnce:
    """合并的结果: firms, rows dropped as told twice, rows nobody can place, three sums."""

    firms: tuple[Firm, ...]
    doubled: tuple[SalesRow, ...]
    doubtful: tuple[SalesRow, ...]
    ratio: Ratio

    @property
    def low(self) -> Decimal:
        """至少."""
        return sum((firm.low for firm in self.firms), Decimal(0))

    @property
    def likely(self) -> Decimal:
        """最可能."""
        return sum((firm.likely for firm in self.firms), Decimal(0))

    @property
    def high(self) -> Decimal:
        """至多."""
        return sum((firm.high for firm in self.firms), Decimal(0))


def count_once(rows: Iterable[SalesRow]) -> CountedOnce:
    """一户在几个平台上只算一户.

    Rows that share a mark are one firm. A row without a mark joins the firm of its name when one
    firm alone has that name; when several have it, it stays a firm of its own that may be there
    twice: it counts nothing in the lowest sum. What the firm says of itself is its whole; places
    are added up and, where the firm is silent, brought to its measure by the ratio of those firms
    that both tell of (places count refunds, the firm does not); fewer than 10 such: as told.
    """
    kept, doubled = _each_place_once(rows)
    groups, doubtful = _groups(kept)
    ratio = _ratio(groups)
    lone = {row.key for row in doubtful}
    firms = tuple(_firm(group, ratio, doubtful=group[0].key in lone) for group in groups)
    return CountedOnce(firms, tuple(doubled), tuple(doubtful), ratio)


def _each_place_once(rows: Iterable[SalesRow]) -> tuple[list[SalesRow], list[SalesRow]]:
    kept: dict[tuple[Teller, str], SalesRow] = {}
    doubled = []
    for row in rows:
        at = (row.teller, row.place)
        if row.place and at in kept:
            doubled.append(min(row, kept[at], key=lambda one: one.amount))
            kept[at] = max(row, kept[at], key=lambda one: one.amount)
        else:
            kept[at if row.place else (row.teller, row.key)] = row
    return list(kept.values()), doubled


def _groups(rows: Sequence[SalesRow]) -> tuple[list[list[SalesRow]], list[SalesRow]]:
    roots = _joined(row.marks for row in rows)
    by_root: dict[str, list[SalesRow]] = defaultdict(list)
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.marks:
            root = roots[min(row.marks)]
            by_root[root].append(row)
            if row.name:
                named[row.name].add(root)
    doubtful = _place_the_unmarked(rows, by_root, named)
    return [*by_root.values(), *([row] for row in doubtful)], doubtful


def _place_the_unmarked(
    rows: Sequence[SalesRow],
    by_root: dict[str, list[SalesRow]],
    named: Mapping[str, set[str]],
) -> list[SalesRow]:
    doubtful = []
    for row in rows:
        if row.marks:
            continue
        homes = named.get(row.name, set()) if row.name else set()
        if len(homes) > 1 or not row.name:
            doubtful.append(row)
        else:
            by_root[next(iter(homes), f"name:{row.name}")].append(row)
    return doubtful


def _joined(sets: Iterable[frozenset[str]]) -> dict[str, str]:
    """Union of all that share a mark: mark → the mark that stands for the whole."""
    parent: dict[str, str] = {}

    def root(mark: str) -> str:
        while parent.setdefault(mark, mark) != mark:
            parent[mark] = parent[parent[mark]]
            mark = parent[mark]
        return mark

    for marks in sets:
        first = min(marks, default="")
        for mark in marks:
            parent[root(mark)] = root(first)
    return {mark: root(mark) for mark in list(parent)}


def _told(group: Sequence[SalesRow]) -> tuple[Decimal | None, Decimal | None]:
    own = [row.amount for row in group if row.teller is Teller.FIRM]
    places = [row.amount for row in group if row.teller is Teller.PLACE]
    return max(own, default=None), sum(places, Decimal(0)) if places else None


def _ratio(groups: Sequence[Sequence[SalesRow]]) -> Ratio:
    told = (_told(group) for group in groups)
    both = [own / places for own, places in told if own is not None and places]
    if len(both) < _FEW_PAIRS:
        return Ratio(len(both), _ONE, _ONE, _ONE)
    cuts = quantiles(both, n=_TENTHS, method="inclusive")
    return Ratio(len(both), cuts[0], cuts[4], cuts[8])


def _firm(group: Sequence[SalesRow], ratio: Ratio, *, doubtful: bool) -> Firm:
    own, places = _told(group)
    if places is None:
        low = likely = high = own or Decimal(0)
    elif own is None:
        low, likely, high = (places * one for one in (ratio.low, ratio.middle, ratio.high))
    else:
        net = places * ratio.middle
        low, likely, high = min(own, net), own, max(own, net)
    if doubtful:
        low = Decimal(0)
    return Firm(tuple(group), *(one.quantize(_CENT) for one in (low, likely, high)))
