"""方格图: a tile a town, in five shades; steps are round numbers, so that the legend reads."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from django.urls import reverse

from wangshi.accounts.models import Town

from .selectors import COVERAGE, TownFigure, TownMap, number

SHADES: Final = 4
COLUMNS, ROWS = 6, 5
NO_DECIMALS_FROM: Final = 100
ENDINGS: Final = ("街道办事处", "街道", "镇", "乡")
ROUND: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Tile:
    """一格: its short word, its figure, where it leads; shade 0 is no figure."""

    word: str
    name: str
    code: str
    figure: str
    href: str
    place: str
    shade: int


def tiles(shown: TownMap) -> tuple[Tile, ...]:
    """各格: two towns drawn at one spot would hide each other; the second finds its own place."""
    taken: set[tuple[int, int]] = set()
    step, placed = _step(shown), []
    for row in shown.towns:
        spot = (row.town.column, row.town.row)
        fits = spot not in taken and spot[0] <= COLUMNS and spot[1] <= ROWS
        taken.add(spot)
        placed.append(_tile(row, shown, step, f"x{spot[0]} y{spot[1]}" if fits else ""))
    return tuple(placed)


def legend(shown: TownMap) -> tuple[str, ...]:
    """图例: from which number to which, one a shade, with the unit at the last."""
    step = _step(shown)
    lows = [number(step * shade) for shade in range(SHADES + 1)]
    below = [f"{low}—{high} 以下" for low, high in pairwise(lows[:SHADES])]
    return (*below, f"{lows[SHADES - 1]} {shown.unit}以上")


def _tile(row: TownFigure, shown: TownMap, step: Decimal, place: str) -> Tile:
    value = row.value
    shade = 0 if value is None else min(SHADES, int(value // step) + 1)
    return Tile(
        word=_short(row.town),
        name=row.town.name,
        code=row.town.code,
        figure=_figure(value, shown),
        href=_href(row, shown),
        place=place,
        shade=shade,
    )


def _figure(value: Decimal | None, shown: TownMap) -> str:
    """Short enough for a tile on a phone: from a hundred on without decimals."""
    if value is None:
        return number(value)
    whole = value.quantize(Decimal(1)) if value >= NO_DECIMALS_FROM else value
    return f"{number(whole)}%" if shown.key == COVERAGE else number(whole)


def _href(row: TownFigure, shown: TownMap) -> str:
    """The rows a tile was counted from: its return, or its villages."""
    if row.told is not None:
        return reverse("filing", args=[row.told.respondent.pk, row.told.period.key])
    if shown.key == COVERAGE:
        return f"{reverse('villages')}?town={row.town.pk}"
    return reverse("filings")


def _step(shown: TownMap) -> Decimal:
    """A round quarter of the greatest: 1, 2, 2.5 or 5 times a power of ten."""
    if shown.key == COVERAGE:
        return Decimal(25)
    most = max((row.value for row in shown.towns if row.value is not None), default=Decimal(0))
    quarter = most / SHADES
    if quarter <= 0:
        return Decimal(1)
    power = Decimal(10) ** quarter.adjusted()
    return next((power * one for one in ROUND if power * one >= quarter), power * ROUND[-1])


def _short(town: Town) -> str:
    for ending in ENDINGS:
        if town.name.endswith(ending) and len(town.name) > len(ending) + 1:
            return town.name.removesuffix(ending)
    return town.name
