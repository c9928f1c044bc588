"""统计期: a year, a half, a quarter or a month, written 2026, 2026-H1, 2026-Q3, 2026-09."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

_WRITTEN: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
_YEARS: Final = range(1990, 2101)


class Length(StrEnum):
    """一期多长."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS: Final = {Length.YEAR: 12, Length.HALF: 6, Length.QUARTER: 3, Length.MONTH: 1}


@dataclass(frozen=True, order=True)
class Period:
    """一期: `number` counts within the year from 1; a year has number 1."""

    year: int
    number: int
    length: Length

    @property
    def key(self) -> str:
        """2026-Q3: how it stands in an address and in a file."""
        form = {
            Length.YEAR: "",
            Length.HALF: f"-H{self.number}",
            Length.QUARTER: f"-Q{self.number}",
            Length.MONTH: f"-{self.number:02d}",
        }
        return f"{self.year}{form[self.length]}"

    def __str__(self) -> str:
        words = {
            Length.YEAR: "全年",
            Length.HALF: ("上半年", "下半年")[min(self.number, 2) - 1],
            Length.QUARTER: f"第 {self.number} 季度",
            Length.MONTH: f"{self.number} 月",
        }
        return f"{self.year} 年{' ' if self.length is Length.MONTH else ''}{words[self.length]}"

    @property
    def first_on(self) -> date:
        """第一天."""
        return date(self.year, (self.number - 1) * MONTHS[self.length] + 1, 1)

    @property
    def last_on(self) -> date:
        """最后一天."""
        month = self.number * MONTHS[self.length]
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def a_year_before(self) -> "Period":
        """上年同期."""
        return Period(self.year - 1, self.number, self.length)

    @property
    def before(self) -> "Period":
        """上一期."""
        return period_on(self.first_on - timedelta(days=1), self.length)

    @property
    def after(self) -> "Period":
        """下一期."""
        return period_on(self.last_on + timedelta(days=1), self.length)

    def parts(self, length: Length) -> tuple["Period", ...]:
        """拆成小的期: a year into four quarters; itself when it is no longer than that."""
        if MONTHS[length] >= MONTHS[self.length]:
            return (self,)
        first, count = period_on(self.first_on, length), MONTHS[self.length] // MONTHS[length]
        return tuple(Period(self.year, first.number + step, length) for step in range(count))


def period_of(key: str) -> Period:
    """读一期; ValueError when it is not written so."""
    found = _WRITTEN.fullmatch(key)
    if found is None or int(found[1]) not in _YEARS:
        raise ValueError(f"{key} 不是统计期：写成 2026-Q3、2026-09 或 2026")
    year, half, quarter, month = found.groups()
    lengths = ((half, Length.HALF), (quarter, Length.QUARTER), (month, Length.MONTH))
    for written, length in lengths:
        if written:
            return Period(int(year), int(written), length)
    return Period(int(year), 1, Length.YEAR)


def period_on(on: date, length: Length) -> Period:
    """那天在哪一期."""
    return Period(on.year, (on.month - 1) // MONTHS[length] + 1, length)


def closed_periods(since: date, on: date, length: Length) -> tuple[Period, ...]:
    """已经过完的各期: from the one that holds `since`, the oldest first."""
    found = []
    one = period_on(since, length)
    while one.last_on < on:
        found.append(one)
        one = one.after
    return tuple(found)
