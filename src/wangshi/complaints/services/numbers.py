"""编号: the next number of a series of this room, without a gap however many ask at once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.selectors import county
from wangshi.complaints.models import NumberSeries

# 字: 拾市监诉〔2026〕12号, 拾市监举〔2026〕7号.
COMPLAINT, REPORT = "诉", "举"


@transaction.atomic
def locked_series(series: str, at: datetime) -> NumberSeries:
    """The row of the series; whoever else wants a number waits for this transaction."""
    year = timezone.localdate(at).year
    NumberSeries.objects.get_or_create(series=series, year=year)
    return NumberSeries.objects.select_for_update().get(series=series, year=year)


def next_number(series: str, at: datetime) -> str:
    """The next number; rolled back with everything else, so that none is ever skipped."""
    row = locked_series(series, at)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{county().number_prefix}{series}〔{row.year}〕{row.last}号"
