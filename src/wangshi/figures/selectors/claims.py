"""核对: what each source says of a figure in a period, from whose rows; range, grade, growth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
CENT: Final = Decimal("0.01")
TEN_THOUSAND: Final = Decimal(10_000)
# 平台报送的是年交易额，只对得上这一个数.
PLATFORMS_TELL: Final = "trade"


@dataclass(frozen=True)
class Found:
    """一个数一期核对出来的: range, grade, growth on the year before, and how far it reaches."""

    definition: Definition
    period: Period
    reconciled: Reconciled
    grade: Grade
    growth: Growth
    told_until: date | None


def found(definition: Definition, period: Period, told: Ledger) -> Found:
    """核对一个数一期; the ledger holds this period and the same one a year before."""
    now, parts = (
        reconcile(claims_of(definition, period, told)),
        _told_parts(definition, period, told),
    )
    return Found(
        definition,
        period,
        now,
        grade(now, standing_grades().rules),
        _growth(definition, period, told, parts),
        parts[-1].last_on if parts else None,
    )


def claims_of(
    definition: Definition, period: Period, told: Ledger, parts: Sequence[Period] | None = None
) -> tuple[Claim, ...]:
    """各个来源说的: those that said anything; of some parts of the period only, when named."""
    read = {From.RETURN: _returned, From.PRODUCT: _product, From.FIRMS: _firms}
    asked = Asked(definition, period, tuple(parts or period.parts(definition.every)), told)
    claims = (read[rule.origin](asked, rule) for rule in definition.sources)
    return tuple(one for one in claims if one is not None)


def _told_parts(definition: Definition, period: Period, told: Ledger) -> list[Period]:
    """报过的各小期."""
    forms = {rule.form for rule in definition.sources}
    every = period.parts(definition.every)
    return [part for part in every if any(told.of(form, part) for form in forms)]


def _growth(
    definition: Definition, period: Period, told: Ledger, parts: Sequence[Period]
) -> Growth:
    """同比, like with like: the parts told of by now, from the sources that tell of both years."""
    earlier = [part.a_year_before for part in parts]
    now = claims_of(definition, period, told, parts) if parts else ()
    before = claims_of(definition, period.a_year_before, told, earlier) if parts else ()
    if not (now and before):
        alone = reconcile(now).likely or reconcile(now).low
        return year_on_year(alone, None, definition.versions, period)
    both = {(one.key, one.stands) for one in now} & {(one.key, one.stands) for one in before}
    ends = [
        reconcile([one for one in claims if (one.key, one.stands) in both]).likely
        for claims in (now, before)
    ]
    if None in ends:
        return Growth(None, "两年报数的来源不一样，比不了")
    return year_on_year(ends[0], ends[1], definition.versions, period)


@dataclass(frozen=True)
class Asked:
    """要核对的: a figure over some parts of a period."""

    definition: Definition
    period: Period
    parts: tuple[Period, ...]
    told: Ledger


def rows_behind(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> tuple[Told, ...]:
    """一个来源数的报表: for a stock only those of the last part that anybody told of."""
    return _rows(Asked(definition, period, period.parts(definition.every), told), rule)


def _rows(asked: Asked, rule: SourceRule) -> tuple[Told, ...]:
    parts = [asked.told.of(rule.form, part) for part in asked.parts]
    if asked.definition.adds is Adds.LAST:
        return next((rows for rows in reversed(parts) if rows), ())
    return tuple(row for rows in parts for row in rows)


def counted_firms(
    definition: Definition, rule: SourceRule, period: Period, told: Ledger
) -> tuple[CountedOnce, Mapping[str, Told | PlatformRow]]:
    """逐户合并: each firm once, and which row every key stands for."""
    asked = Asked(definition, period, period.parts(definition.every), told)
    return _counted(asked, rule)


def _counted(
    asked: Asked, rule: SourceRule
) -> tuple[CountedOnce, Mapping[str, Told | PlatformRow]]:
    rows: dict[str, Told | PlatformRow] = {}
    sales = [*_own_sales(asked, rule, rows)]
    if asked.definition.key == PLATFORMS_TELL and asked.period.length is Length.YEAR:
        sales += _sales_on_platforms(asked.period.year, rows)
    return count_once(sales), rows


def _own_sales(
    asked: Asked, rule: SourceRule, rows: dict[str, Told | PlatformRow]
) -> Iterable[SalesRow]:
    by_firm: dict[int, list[Told]] = defaultdict(list)
    for one in _rows(asked, rule):
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


def _firms(asked: Asked, rule: SourceRule) -> Claim | None:
    counted, rows = _counted(asked, rule)
    if not counted.firms:
        return None
    told = sum(
        any(isinstance(rows[row.key], PlatformRow) for row in firm.rows) for firm in counted.firms
    )
    # 平台报到的户过半，才当作数了全县；不然只是一部分.
    stands = rule.stands if told * 2 > len(counted.firms) else Stands.AT_LEAST
    return _claim(asked, rule, (counted.low, counted.likely, counted.high), stands)


def _returned(asked: Asked, rule: SourceRule) -> Claim | None:
    rows = _rows(asked, rule)
    if not rows:
        return None
    total = _sum(rows, rule.field)
    return _claim(asked, rule, (total, total, total), rule.stands)


def _product(asked: Asked, rule: SourceRule) -> Claim | None:
    rows = _rows(asked, rule)
    if not rows:
        return None
    low, high = (
        sum((row.values[rule.field] * row.values[edge] * rule.times for row in rows), ZERO)
        for edge in (rule.least, rule.most)
    )
    return _claim(asked, rule, (low, (low + high) / 2, high), rule.stands)


def _claim(
    asked: Asked, rule: SourceRule, ends: tuple[Decimal, Decimal, Decimal], stands: Stands
) -> Claim:
    low, likely, high = (end.quantize(CENT) for end in ends)
    filed = sum(len(asked.told.of(rule.form, part)) for part in asked.parts)
    expected = sum(len(asked.told.expected(rule.form, part)) for part in asked.parts)
    return Claim(
        rule.key, rule.title, stands, rule.counts, low, likely, high, filed, max(filed, expected)
    )


def _sum(rows: Sequence[Told], field: str) -> Decimal:
    return sum((row.values.get(field, ZERO) for row in rows), ZERO)
