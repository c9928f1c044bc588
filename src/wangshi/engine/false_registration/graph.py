"""关系图怎么摆: operators left, what they share in the middle, shops right; lines between them.

Three columns instead of a cloud: no line hides a word, the same rows give the same drawing, and
the paper reads it. Each column is put in order by where its neighbours stand (barycentre).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wangshi.engine.false_registration.records import FIELDS_SHARED, Field, Kind, Row

WIDTH: Final = 960
STEP: Final = 34
TOP: Final = 28
MOST: Final = 60
_COLUMNS: Final = (16, 370, 694)
_BOX: Final = (250, 220, 250)
_HALF: Final = 12
_SWEEPS: Final = 4

Key = tuple[str, str]


@dataclass(frozen=True)
class Spot:
    """图上的一格: what stands in it and where; `number` is its number in the list beside."""

    number: int
    kind: str
    name: str
    key: int
    field: Field | None
    x: int
    y: int
    width: int

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + _HALF + 5

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + 8

    @property
    def height(self) -> int:
        """格的高."""
        return _HALF * 2


@dataclass(frozen=True)
class Line:
    """图上的一条线: from a record to what it shares, or from an operator to a shop it `owns`."""

    x1: int
    y1: int
    x2: int
    y2: int
    ends: tuple[int, int]
    owns: bool = False


@dataclass(frozen=True)
class Drawing:
    """一张图: `left_out` records did not fit and stand in the list only."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    lines: tuple[Line, ...]
    left_out: int


def layout(rows: Sequence[Row], shown: Callable[[Row], str]) -> Drawing:
    """摆图: records and the values at least two of them share; `shown` writes a value."""
    edges = _edges(rows)
    kept, left_out = _fitting(edges)
    edges = {edge: row for edge, row in edges.items() if edge[0] in kept}
    spots = _spots(_ordered(edges), edges, shown)
    lines = [_line(spots[record], spots[value]) for record, value in edges]
    lines += [_line(spots[one], spots[other], owns=True) for one, other in _owned(rows, spots)]
    height = max((one.y + one.height for one in spots.values()), default=0) + TOP
    return Drawing(WIDTH, height, tuple(spots.values()), tuple(lines), left_out)


def _edges(rows: Sequence[Row]) -> dict[tuple[Key, Key], Row]:
    """Which record has which value: of those that at least two records share."""
    held: dict[Key, list[Row]] = {}
    for row in rows:
        if row.field in FIELDS_SHARED and row.group:
            held.setdefault((row.field.value, row.group), []).append(row)
    return {
        ((row.kind.value, str(row.key)), value): row
        for value, members in held.items()
        if len({(row.kind, row.key) for row in members}) > 1
        for row in members
    }


def _owned(rows: Sequence[Row], spots: Mapping[Key, Spot]) -> list[tuple[Key, Key]]:
    """Which operators of the drawing run which of its shops."""
    pairs = (
        ((Kind.OPERATOR.value, row.group), (Kind.SHOP.value, str(row.key)))
        for row in rows
        if row.field is Field.LINK
    )
    return [pair for pair in pairs if pair[0] in spots and pair[1] in spots]


def _fitting(edges: Mapping[tuple[Key, Key], Row]) -> tuple[set[Key], int]:
    """The records with most lines, as many as one sheet holds."""
    degree: dict[Key, int] = {}
    for record, _ in edges:
        degree[record] = degree.get(record, 0) + 1
    ordered = sorted(degree, key=lambda record: (-degree[record], record))
    return set(ordered[:MOST]), max(0, len(ordered) - MOST)


def _ordered(edges: Mapping[tuple[Key, Key], Row]) -> tuple[list[Key], list[Key], list[Key]]:
    operators = sorted({one for one, _ in edges if one[0] == Kind.OPERATOR})
    shops = sorted({one for one, _ in edges if one[0] == Kind.SHOP})
    values = sorted({value for _, value in edges})
    beside: dict[Key, list[Key]] = {}
    for record, value in edges:
        beside.setdefault(record, []).append(value)
        beside.setdefault(value, []).append(record)
    for _ in range(_SWEEPS):
        places = _places(operators) | _places(shops)
        values = _by_neighbours(values, beside, places)
        places = _places(values)
        operators = _by_neighbours(operators, beside, places)
        shops = _by_neighbours(shops, beside, places)
    return operators, values, shops


def _places(column: Sequence[Key]) -> dict[Key, int]:
    return {key: place for place, key in enumerate(column)}


def _by_neighbours(
    column: Sequence[Key], beside: Mapping[Key, Sequence[Key]], places: Mapping[Key, int]
) -> list[Key]:
    def middle(key: Key) -> tuple[float, Key]:
        near = [places[one] for one in beside[key] if one in places]
        return (sum(near) / len(near) if near else 0.0), key

    return sorted(column, key=middle)


def _spots(
    columns: tuple[list[Key], list[Key], list[Key]],
    edges: Mapping[tuple[Key, Key], Row],
    shown: Callable[[Row], str],
) -> dict[Key, Spot]:
    rows = {record: row for (record, _), row in edges.items()}
    values = {value: row for (_, value), row in edges.items()}
    tallest = max((len(column) for column in columns), default=0)
    spots: dict[Key, Spot] = {}
    for column, left, width in zip(columns, _COLUMNS, _BOX, strict=True):
        start = TOP + (tallest - len(column)) * STEP // 2
        for place, key in enumerate(column):
            is_value = key in values
            row = values[key] if is_value else rows[key]
            spots[key] = Spot(
                number=len(spots) + 1,
                kind="value" if is_value else str(row.kind),
                name=shown(row) if is_value else row.name,
                key=row.key,
                field=row.field if is_value else None,
                x=left,
                y=start + place * STEP,
                width=width,
            )
    return spots


def _line(one: Spot, other: Spot, *, owns: bool = False) -> Line:
    is_left = one.x < other.x
    x1 = one.x + one.width if is_left else one.x
    x2 = other.x if is_left else other.x + other.width
    return Line(x1, one.y + _HALF, x2, other.y + _HALF, (one.number, other.number), owns)
