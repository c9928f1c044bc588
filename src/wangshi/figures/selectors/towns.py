"""镇办地图: one cell of the towns' return, or how many villages are covered, town by town."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wangshi.accounts.models import Town
from wangshi.engine.figures import Cell, Length, Period, Who, standing_forms
from wangshi.figures.models import Boundaries

from .ledger import Told, ledger, shown_periods
from .villages import coverage_by_town

COVERAGE: Final = "villages"
TOWN_FORM: Final = next(key for key, form in standing_forms().items() if form.who is Who.TOWN)


@dataclass(frozen=True)
class TownFigure:
    """一个镇办: its figure, None where nobody told it; `told` is its filing."""

    town: Town
    value: Decimal | None
    told: Told | None = None


@dataclass(frozen=True)
class TownMap:
    """一张图."""

    key: str
    title: str
    unit: str
    period: Period | None
    towns: tuple[TownFigure, ...]


def map_cells() -> tuple[Cell, ...]:
    """能上图的数: the cells of the towns' form that stands now."""
    return standing_forms()[TOWN_FORM].versions[-1].cells


def town_map(key: str, on: date) -> TownMap | None:
    """一张图: None when there is no such figure."""
    if key == COVERAGE:
        return _covered(on)
    cell = next((one for one in map_cells() if one.key == key), None)
    return None if cell is None else _of_cell(cell, on)


def _of_cell(cell: Cell, on: date) -> TownMap:
    periods = shown_periods(on, Length.QUARTER)
    told = ledger(periods[-2:])
    period = next((one for one in reversed(periods) if told.of(TOWN_FORM, one)), None)
    by_town = {
        one.respondent.town_id: one for one in (told.of(TOWN_FORM, period) if period else ())
    }
    rows = tuple(_figure(town, by_town.get(town.pk), cell) for town in Town.objects.all())
    return TownMap(cell.key, cell.title, cell.unit, period, rows)


def _figure(town: Town, told: Told | None, cell: Cell) -> TownFigure:
    return TownFigure(town, told.values.get(cell.key) if told else None, told)


def _covered(on: date) -> TownMap:
    rows = tuple(
        TownFigure(row.town, None if row.share is None else row.share.quantize(Decimal(1)))
        for row in coverage_by_town(on)
    )
    return TownMap(COVERAGE, "快递进村", "%", None, rows)


def standing_boundaries() -> Boundaries | None:
    """现在用的边界图."""
    return Boundaries.objects.select_related("by").first()


def boundaries_listed() -> Sequence[Boundaries]:
    """传过的边界图."""
    return list(Boundaries.objects.defer("shapes").select_related("by"))
