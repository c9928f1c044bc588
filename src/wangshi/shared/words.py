"""日期和数目怎么写: 11-23 in tables, 11 月 23 日 in sentences, 2026-11-23 14:02:31 in evidence."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

NOTHING = "—"


def grouped(number: int | Decimal) -> str:
    """分位的数: 12 480, with spaces that do not break."""
    return f"{number:,}".replace(",", "\u00a0")


def yuan(amount: Decimal | int | float | None) -> str:
    """金额: 12 800.00; a dash where there is none."""
    if amount is None:
        return NOTHING
    return grouped(Decimal(str(amount)).quantize(Decimal("0.01")))


def percent(part: int, whole: int) -> str:
    """比率: always with its fraction; a dash where there is no denominator."""
    if not whole:
        return NOTHING
    return f"{part * 100 / whole:.1f}%（{grouped(part)}/{grouped(whole)}）"


def local(when: date | datetime) -> date | datetime:
    """本地时间: an aware moment in the county's own time; a day stays as it is."""
    if isinstance(when, datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when


def day_in_table(when: date | datetime, this_year: int) -> str:
    """表格里: 11-23, or 11-23 14:02; in full when the year is another one."""
    form = "%m-%d" if when.year == this_year else "%Y-%m-%d"
    return when.strftime(f"{form} %H:%M" if isinstance(when, datetime) else form)


def day_in_words(when: date | datetime, this_year: int) -> str:
    """句子里: 11 月 23 日, or 11 月 23 日 14:02."""
    year = "" if when.year == this_year else f"{when.year} 年 "
    moment = when.strftime(" %H:%M") if isinstance(when, datetime) else ""
    return f"{year}{when.month} 月 {when.day} 日{moment}"


def day_in_evidence(when: date | datetime) -> str:
    """证据里: 2026-11-23 14:02:31, nothing left out."""
    return when.strftime("%Y-%m-%d %H:%M:%S" if isinstance(when, datetime) else "%Y-%m-%d")
