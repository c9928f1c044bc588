"""县级数字的页: the list, one figure, one period reconciled, the rows of a source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.engine.figures import (
    CountedOnce,
    Definition,
    From,
    Period,
    SourceRule,
    period_of,
    published_growth,
    standing_book,
    standing_grades,
)
from wangshi.figures import selectors
from wangshi.figures.selectors import Found, PlatformRow, Told, change, number, range_words
from wangshi.figures.workbooks import figure_workbook
from wangshi.shared.pages import BarRow, Link
from wangshi.shared.paging import page_of_list

HOME = "县级数字"
WHOLE = 100


@dataclass(frozen=True)
class RowLine:
    """明细的一行."""

    who: str
    said: str
    value: str
    href: str


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """县级数字: the newest of every figure, what is late, what cannot be spliced."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    shown = {
        "figures": [_line(one, found) for one, found in selectors.newest_of_all(today)],
        "late": selectors.late_slots(today),
        "national": [_published(key) for key in standing_book().series],
        "grades": standing_grades().rules,
        "may_run": may(who, Permission.RUN_FIGURES),
    }
    return render(request, "figures/index.html", shown)


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """一个数: its definition in versions, its line, each period a link to how it was reconciled."""
    require(account(request), Permission.VIEW_STATISTICS)
    definition, today = _definition(key), timezone.localdate()
    series = selectors.series_of(definition, today)
    shown = {
        "definition": definition,
        "bars": _bars(series),
        "rows": [_line(definition, found) for found in reversed(series)],
        "years": [_line(definition, found) for found in selectors.years_of(definition, today)],
        "may_export": may(account(request), Permission.EXPORT),
    }
    return render(request, "figures/figure.html", shown)


@require_GET
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """导出一个数: each period with its sources, range, grade."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    require(who, Permission.EXPORT)
    definition = _definition(key)
    return figure_workbook(definition, selectors.series_of(definition, timezone.localdate()))


@require_GET
def period(request: HttpRequest, key: str, written: str) -> HttpResponse:
    """一个数一期: what each source says and counts, the range, the grade and why."""
    require(account(request), Permission.VIEW_STATISTICS)
    definition, asked = _definition(key), _period(written)
    found, _ = selectors.found_in(definition, asked)
    claims = found.reconciled.claims
    top = max((claim.high for claim in claims), default=Decimal(0))
    shown = {
        "definition": definition,
        "counted_as": definition.version_at(asked),
        "found": found,
        "line": _line(definition, found),
        "claims": [
            (claim, range_words(claim.low, claim.high), _rows_href(definition, asked, claim.key))
            for claim in claims
        ],
        "bars": [_claim_bar(definition, asked, claim, top) for claim in claims],
        "around": _neighbours(definition, asked),
        "rules": standing_grades().rules,
    }
    return render(request, "figures/period.html", shown)


@require_GET
def rows(request: HttpRequest, key: str, written: str, source: str) -> HttpResponse:
    """一个来源的明细: exactly the rows its number was counted from."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    definition, asked = _definition(key), _period(written)
    rule = definition.source(source)
    if rule is None:
        raise Http404(f"没有这个来源：{source}")
    _, told = selectors.found_in(definition, asked)
    context: dict[str, Any] = {"definition": definition, "period": asked, "rule": rule}
    if rule.origin is From.FIRMS:
        counted, named = selectors.counted_firms(definition, rule, asked, told)
        context |= _firm_rows(request, counted, named, who)
    else:
        behind = selectors.rows_behind(definition, rule, asked, told)
        context["page"] = page_of_list([_told_line(row, rule) for row in behind], request)
    return render(request, "figures/rows.html", context)


def _firm_rows(
    request: HttpRequest,
    counted: CountedOnce,
    named: Mapping[str, Told | PlatformRow],
    who: Account,
) -> dict[str, Any]:
    firms = sorted(counted.firms, key=lambda firm: -firm.likely)
    page = page_of_list(firms, request)
    opens = may(who, Permission.VIEW_INSPECTION)
    lines = [
        (
            range_words(firm.low, firm.high),
            [_sales_line(named[row.key], row.amount, opens) for row in firm.rows],
        )
        for firm in page
    ]
    return {"page": page, "firms": lines, "counted": counted}


def _sales_line(row: Told | PlatformRow, amount: Decimal, opens: bool) -> RowLine:
    if isinstance(row, PlatformRow):
        href = reverse("return", args=[row.return_id]) if opens else ""
        return RowLine(row.name, f"{row.platform} {row.shop_name}", number(amount), href)
    return RowLine(str(row.respondent), "自己报的", number(amount), _filing_href(row))


def _told_line(row: Told, rule: SourceRule) -> RowLine:
    filing = row.filing
    said = f"{row.period}，{filing.origin}，截至 {filing.as_of:%Y-%m-%d}，第 {filing.number} 版"
    value = number(row.values[rule.field])
    if rule.origin is From.PRODUCT:
        edges = range_words(row.values[rule.least], row.values[rule.most])
        value = f"{value} × {edges}"
    return RowLine(str(row.respondent), said, value, _filing_href(row))


def _filing_href(row: Told) -> str:
    return reverse("filing", args=[row.respondent.pk, row.period.key])


def _line(definition: Definition, found: Found | None) -> dict[str, Any]:
    """一行: the newest number of a figure as a page says it."""
    if found is None:
        return {"definition": definition, "found": None}
    done = found.reconciled
    return {
        "definition": definition,
        "found": found,
        "period": found.period,
        "words": range_words(done.low, done.high),
        "likely": number(done.likely),
        "growth": change(found.growth),
        "why": found.growth.why,
        "sources": len(done.claims),
        "grade": found.grade,
        "href": reverse("county-figure-period", args=[definition.key, found.period.key]),
    }


def _bars(series: Sequence[Found]) -> list[BarRow]:
    top = max((_size(found) for found in series), default=Decimal(0))
    return [
        BarRow(
            str(found.period).replace(" 年第 ", "-").replace(" 季度", " 季"),
            float(round(_size(found) * WHOLE / top)) if top else 0.0,
            number(_size(found)),
            reverse("county-figure-period", args=[found.definition.key, found.period.key]),
            note=f"{found.grade.grade} 级，同比 {change(found.growth)}",
        )
        for found in series
    ]


def _size(found: Found) -> Decimal:
    return found.reconciled.likely or found.reconciled.low or Decimal(0)


def _claim_bar(definition: Definition, asked: Period, claim: Any, top: Decimal) -> BarRow:
    share = float(round(claim.likely * WHOLE / top)) if top else 0.0
    return BarRow(
        claim.title, share, number(claim.likely), _rows_href(definition, asked, claim.key)
    )


def _rows_href(definition: Definition, asked: Period, source: str) -> str:
    return reverse("county-figure-rows", args=[definition.key, asked.key, source])


def _neighbours(definition: Definition, asked: Period) -> list[Link]:
    """Those that have begun: nobody can have told anything of the others."""
    steps = (("上一期", asked.before), ("上年同期", asked.a_year_before), ("下一期", asked.after))
    return [
        Link(word, reverse("county-figure-period", args=[definition.key, one.key]))
        for word, one in steps
        if one.first_on <= timezone.localdate()
    ]


def _published(key: str) -> dict[str, Any]:
    """全国公布的: each value, and what splicing them would say or why it is refused."""
    series = standing_book().series[key]
    return {
        "series": series,
        "values": [
            (one, number(one.value), change(published_growth(series, one.period)),
             published_growth(series, one.period).why)
            for one in series.published
        ],
    }  # fmt: skip


def _definition(key: str) -> Definition:
    found = standing_book().figures.get(key)
    if found is None:
        raise Http404(f"没有这个数：{key}")
    return found


def _period(written: str) -> Period:
    try:
        return period_of(written)
    except ValueError as error:
        raise Http404(str(error)) from None
