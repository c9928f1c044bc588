"""一条线: each period of a figure with its range, grade and growth; the newest of every figure."""

from collections.abc import Sequence
from datetime import date

from wangshi.engine.figures import Definition, Length, Period, period_on, standing_book

from .claims import Found, found
from .ledger import Ledger, ledger, shown_periods


def series_of(definition: Definition, on: date) -> tuple[Found, ...]:
    """一个数各期的, the oldest first; those of which nobody told anything are left out."""
    periods = shown_periods(on, definition.every)
    told = ledger([*periods, *(period.a_year_before for period in periods)])
    rows = (found(definition, period, told) for period in periods)
    return tuple(row for row in rows if row.reconciled.claims)


def years_of(definition: Definition, on: date) -> tuple[Found, ...]:
    """一个数各年的, the newest first; the running year so far."""
    this = period_on(on, Length.YEAR)
    years = (this, this.a_year_before)
    told = ledger([*years, years[-1].a_year_before])
    rows = (found(definition, year, told) for year in years)
    return tuple(row for row in rows if row.reconciled.claims)


def newest_of_all(on: date) -> Sequence[tuple[Definition, Found | None]]:
    """每个数最近一期的."""
    periods = shown_periods(on)
    told = ledger(periods)
    return [
        (definition, _newest(definition, periods, told))
        for definition in standing_book().figures.values()
    ]


def found_in(definition: Definition, period: Period) -> tuple[Found, Ledger]:
    """一个数一期的, and the ledger it was read from."""
    told = ledger([period, period.a_year_before])
    return found(definition, period, told), told


def _newest(definition: Definition, periods: tuple[Period, ...], told: Ledger) -> Found | None:
    for period in reversed(periods):
        row = found(definition, period, told)
        if row.reconciled.claims:
            return row
    return None
