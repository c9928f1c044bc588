"""文号: the next number of a series of this room, without a gap however many ask at once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.selectors import county
from wangshi.penalties.models import NumberSeries

# 字: 拾市监罚〔2026〕3号 处罚决定, 告 告知书, 协 协查函, 措 措施, 移 移送公安, 当罚 当场处罚.
NOTICE, PENALTY, NO_PENALTY, OTHERWISE = "告", "罚", "不罚", "处理"
LETTER, MEASURE, POLICE, SPOT, URGE = "协", "措", "移", "当罚", "催"


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
