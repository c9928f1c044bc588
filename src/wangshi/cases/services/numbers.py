"""编号: the next number of a series, without a gap however many ask at once."""

from django.db import transaction

from wangshi.accounts.selectors import county
from wangshi.cases.models import NumberSeries

# 字: what stands between the county's prefix and the year, 拾市监线〔2026〕1106号.
CLUE, CASE, LETTER = "线", "立", "督"


@transaction.atomic
def locked_series(series: str, year: int) -> NumberSeries:
    """The row of the series; whoever else wants a number waits for this transaction."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    return NumberSeries.objects.select_for_update().get(series=series, year=year)


@transaction.atomic
def next_number(series: str, year: int) -> str:
    """The next number; rolled back with everything else, so that none is ever skipped."""
    row = locked_series(series, year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{county().number_prefix}{series}〔{year}〕{row.last}号"
