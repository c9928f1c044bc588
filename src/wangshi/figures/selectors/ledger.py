"""报来的数: what stands of every return, read once for a page however many figures it shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wangshi.engine.figures import Length, Period, closed_periods, period_of, period_on
from wangshi.figures.models import Filing, Respondent

YEARS_BACK: Final = 2


@dataclass(frozen=True)
class Told:
    """一家一期报的: the newest filing, its values as numbers."""

    respondent: Respondent
    period: Period
    filing: Filing
    values: Mapping[str, Decimal]


@dataclass(frozen=True)
class Ledger:
    """报来的数: by form and period, and who should have told."""

    told: Mapping[tuple[str, Period], tuple[Told, ...]]
    respondents: Mapping[str, tuple[Respondent, ...]]

    def of(self, form: str, period: Period) -> tuple[Told, ...]:
        """一张报表一期的全部."""
        return self.told.get((form, period), ())

    def expected(self, form: str, period: Period) -> tuple[Respondent, ...]:
        """该报的: who stood in the list on the period's last day."""
        on = period.last_on
        return tuple(
            one
            for one in self.respondents.get(form, ())
            if one.since <= on and (one.until is None or on <= one.until)
        )


def ledger(periods: Iterable[Period]) -> Ledger:
    """读出这些期: two queries."""
    keys = {part.key for period in periods for part in period.parts(Length.QUARTER)}
    told: dict[tuple[str, Period], list[Told]] = defaultdict(list)
    for one in _newest(keys):
        told[one.respondent.form, one.period].append(one)
    listed: dict[str, list[Respondent]] = defaultdict(list)
    for respondent in Respondent.objects.select_related("department", "operator", "town"):
        listed[respondent.form].append(respondent)
    return Ledger(
        {key: tuple(rows) for key, rows in told.items()},
        {key: tuple(rows) for key, rows in listed.items()},
    )


def _newest(keys: set[str]) -> Iterator[Told]:
    rows = Filing.objects.filter(filed_return__period__in=keys).select_related(
        "filed_return__respondent__department",
        "filed_return__respondent__operator",
        "filed_return__respondent__town",
    )
    seen: set[int] = set()
    for filing in rows.order_by("filed_return_id", "-number"):
        if filing.filed_return_id not in seen:
            seen.add(filing.filed_return_id)
            yield told_of(filing)


def told_of(filing: Filing) -> Told:
    """一版读成数."""
    sent = filing.filed_return
    return Told(sent.respondent, period_of(sent.period), filing, values_of(filing))


def values_of(filing: Filing) -> dict[str, Decimal]:
    """一版的数."""
    return {key: Decimal(value) for key, value in filing.values.items()}


def shown_periods(on: date, length: Length = Length.QUARTER) -> tuple[Period, ...]:
    """一条线上的各期: those that are over, of the last two years and the running one."""
    first = period_on(on, Length.YEAR)
    for _ in range(YEARS_BACK):
        first = first.before
    return closed_periods(first.first_on, on, length)
