"""公布的准确率: read by anyone, month by month, and taken along as a table."""

import re
from datetime import date, datetime
from functools import cache
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from wangshi.engine import standing
from wangshi.engine.spot_check import PERMILLE
from wangshi.engine.tables.writing import Column, write_csv
from wangshi.shared.pages import Link
from wangshi.statistics.bulletin import COLUMNS, bulletin_sheets, rule_cells, rule_lines
from wangshi.statistics.selectors import Month, Published, months, published_again

from .asking import workbook

MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")
CSV = "text/csv; charset=utf-8"
TRUE_SHARES = (0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
WITHIN = (60, 400)
SLIGHT = 0.001
MOST_MONTHS = 12
KEPT = 300  # seconds a browser may show the page again without asking


@login_not_required
@require_GET
@cache_control(public=True, max_age=KEPT)
def index(request: HttpRequest, month: str = "") -> HttpResponse:
    """一个月的准确率: the newest month that is over, unless one is named."""
    now = timezone.now()
    every = months(now)
    if not every:
        return render(request, "statistics/accuracy.html", {"found": None})
    # Unnamed: the newest month that is over, or the only one there is.
    found = published_again(_asked(month, now) if month else every[min(1, len(every) - 1)])
    lines = rule_lines(found)
    context = {
        "found": found,
        "is_over": found.month.is_over(now),
        "now": now,
        "months": _links(every, found.month),
        "lines": {
            "told_apart": [line for line in lines if line.is_told_apart],
            "few": [line for line in lines if not line.is_told_apart],
        },
        "chances": _chances(),
        "promises": {
            "floor": standing.FLOOR,
            "least": standing.LEAST,
            "right": standing.CREDIT_RIGHT,
            "credit": standing.CREDIT_RIGHT + standing.CREDIT_WRONG,
            "bar": standing.return_bar(standing.FLOOR),
            "share": f"{PERMILLE / 10:g}%",
        },
    }
    return render(request, "statistics/accuracy.html", context)


@login_not_required
@require_GET
@cache_control(public=True, max_age=KEPT)
def export_xlsx(request: HttpRequest, month: str) -> FileResponse:
    """带走一个月: every figure of the page, with how it was worked out."""
    now = timezone.now()
    found = published_again(_asked(month, now))
    return workbook(f"{_name(found)}.xlsx", bulletin_sheets(found, now))


@login_not_required
@require_GET
@cache_control(public=True, max_age=KEPT)
def export_csv(request: HttpRequest, month: str) -> FileResponse:
    """带走一个月: one line a rule, for another program."""
    found = published_again(_asked(month, timezone.now()))
    file = BytesIO()
    write_csv(file, [Column(title) for title in COLUMNS], map(rule_cells, rule_lines(found)))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_name(found)}.csv", content_type=CSV)


def _asked(written: str, now: datetime) -> Month:
    """The month of the address: one that has begun."""
    named = MONTH.fullmatch(written)
    month = Month(date(int(named[1]), int(named[2]), 1)) if named else None
    if month is None or month.begins_at > now:
        raise Http404(f"没有这个月的数：{written}")
    return month


def _links(every: tuple[Month, ...], here: Month) -> tuple[Link, ...]:
    shown = every[:MOST_MONTHS] if here in every[:MOST_MONTHS] else (*every[:MOST_MONTHS], here)
    return tuple(
        Link(month.words, reverse("accuracy-month", args=[month.key]), here=month == here)
        for month in shown
    )


def _name(found: Published) -> str:
    return f"规则准确率-{found.month.key}"


@cache
def _chances() -> tuple[tuple[str, ...], ...]:
    """真的这么准的规则，被降级的机会: exact, within so many outcomes."""
    return tuple(
        (f"{share:.0%}", *(_percent(standing.chance_to_fall(share, within)) for within in WITHIN))
        for share in TRUE_SHARES
    )


def _percent(chance: float) -> str:
    if chance > 1 - SLIGHT:
        return f"超过 {1 - SLIGHT:.1%}"
    return f"{chance:.1%}" if chance >= SLIGHT else f"不到 {SLIGHT:.1%}"
