"""核对: what each source says of a figure in a period, from whose rows; range, grade, growth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wangshi.engine.figures import (
    Adds,
    Claim,
    CountedOnce,
    Definition,
    From,
    Grade,
    Growth,
    Length,
    Period,
    Reconciled,
    SalesRow,
    SourceRule,
    Stands,
    Teller,
    count_once,
    grade,
    reconcile,
    standing_grades,
    year_on_year,
)
from wangshi.engine.names import fold_name

from .ledger import Ledger, Told
from .platform_rows import PlatformRow, platform_rows

ZERO: Final = Decimal(0)
TEN_THOUSAND: Final = Decimal(10_000)
# 平台报送的是年交易额，只对得上这一个数.
PLATFORMS_TELL: Final = "trade"


@dataclass(frozen=True)
class Found:
    """一个数一期核对出来的: the range, its grade, and the growth on the year before."""

    definition: Definition
    period: Period
    reconciled: Reconciled
    grade: Grade
    growth: Growth


def found(definition: Definition, period: Period, told: Ledger) -> Found:
    """核对一个数一期; the ledger holds this period and the same one a year before."""
    now = reconcile(claims_of(definition, period, told))
    before = reconcile(claims_of(definition, period.a_year_before, told))
    return Found(
        definition,
        period,
        now,
        grade(now, standing_grades().rules),
        year_on_year(now.likely, before.likely, definition.versions, period),
    )


def claims_of(definition: Definition, period: Period, told: Ledger) -> tuple[Claim, ...]:
    """各个来源说的: those that said anything."""
    read = {From.RETURN: _returned, From.PRODUCT: _product, From.FIRMS: _firms}
    claims = (read[rule.origin](definition, rule, period, told) for rule in definition.sources)
    return tuple(one for one in claims if one is not None)


def rows_behind(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> tuple[Told, ...]:
    """一个来源数的报表: for a stock only those of the last part that anybody told of."""
    parts = [told.of(rule.form, part) for part in period.parts(definition.every)]
    if definition.adds is Adds.LAST:
        return next((rows for rows in reversed(parts) if rows), ())
    return tuple(row for rows in parts for row in rows)


def counted_firms(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> tuple[CountedOnce, Mapping[str, Told | PlatformRow]]:
    """逐户合并: each firm once, and which row every key stands for."""
    rows: dict[str, Told | PlatformRow] = {}
    sales = [*_own_sales(definition, rule, period, told, rows)]
    if definition.key == PLATFORMS_TELL and period.length is Length.YEAR:
        sales += _sales_on_platforms(period.year, rows)
    return count_once(sales), rows


def _own_sales(
    definition: Definition,
    rule: SourceRule,
    period: Period,
    told: Ledger,
    rows: dict[str, Told | PlatformRow],
) -> Iterable[SalesRow]:
    by_firm: dict[int, list[Told]] = defaultdict(list)
    for one in rows_behind(definition, rule, period, told):
        by_firm[one.respondent.operator_id or 0].append(one)
    for mine in by_firm.values():
        firm = mine[-1].respondent.operator
        if firm is None:
            continue
        key, total = f"filing:{mine[-1].filing.pk}", _sum(mine, rule.field)
        rows[key] = mine[-1]
        marks = {f"operator:{firm.pk}"} | ({f"uscc:{firm.uscc}"} if firm.uscc else set())
        yield SalesRow(key, Teller.FIRM, "", frozenset(marks), fold_name(firm.name), total)


def _sales_on_platforms(year: int, rows: dict[str, Told | PlatformRow]) -> Iterable[SalesRow]:
    for row in platform_rows(year):
        key = f"row:{row.pk}"
        rows[key] = row
        yield SalesRow(
            key,
            Teller.PLACE,
            row.place,
            row.marks,
            fold_name(row.name),
            row.turnover / TEN_THOUSAND,
        )


def _firms(definition: Definition, rule: SourceRule, period: Period, told: Ledger) -> Claim | None:
    counted, rows = counted_firms(definition, rule, period, told)
    if not counted.firms:
        return None
    complete = any(isinstance(row, PlatformRow) for row in rows.values())
    stands = rule.stands if complete else Stands.AT_LEAST
    return _claim(
        rule, period, definition, told, (counted.low, counted.likely, counted.high), stands
    )


def _returned(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> Claim | None:
    rows = rows_behind(definition, rule, period, told)
    if not rows:
        return None
    total = _sum(rows, rule.field)
    return _claim(rule, period, definition, told, (total, total, total), rule.stands)


def _product(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> Claim | None:
    rows = rows_behind(definition, rule, period, told)
    if not rows:
        return None
    low, high = (
        sum((row.values[rule.field] * row.values[edge] * rule.times for row in rows), ZERO)
        for edge in (rule.least, rule.most)
    )
    return _claim(rule, period, definition, told, (low, (low + high) / 2, high), rule.stands)


def _claim(
    rule: SourceRule,
    period: Period,
    definition: Definition,
    told: Ledger,
    ends: tuple[Decimal, Decimal, Decimal],
    stands: Stands,
) -> Claim:
    low, likely, high = (end.quantize(Decimal("0.01")) for end in ends)
    parts = period.parts(definition.every)
    filed = sum(len(told.of(rule.form, part)) for part in parts)
    expected = sum(len(told.expected(rule.form, part)) for part in parts)
    return Claim(
        rule.key, rule.title, stands, rule.counts, low, likely, high, filed, max(filed, expected)
    )


def _sum(rows: Sequence[Told], field: str) -> Decimal:
    return sum((row.values.get(field, ZERO) for row in rows), ZERO)
