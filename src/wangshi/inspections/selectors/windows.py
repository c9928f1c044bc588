"""报送窗口: January and July, as the law folder says; when each closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from wangshi.engine.deadlines import Deadline, compute
from wangshi.engine.lawbook import standing_lawbook

TERM = "platform_report"
SHOWN = 8


@dataclass(frozen=True, order=True)
class Window:
    """一个报送窗口."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year} 年 {self.month} 月"

    @property
    def key(self) -> str:
        """2026-07."""
        return f"{self.year}-{self.month:02d}"

    @property
    def opens_on(self) -> date:
        """第一天."""
        return date(self.year, self.month, 1)

    @property
    def turnover_year(self) -> int:
        """交易额算哪一年: in January the year that ended, in July the one that runs."""
        return self.year if self.month > 1 else self.year - 1


def windows(today: date) -> tuple[Window, ...]:
    """The windows that have opened, the newest first."""
    return tuple(islice(_back(today), SHOWN))


def window_of(key: str) -> Window:
    """2026-07 → the window; ValueError for anything else."""
    year, month = key.split("-")
    return Window(int(year), int(month))


def deadline(window: Window) -> Deadline:
    """这个窗口哪天关: with the article it rests on."""
    book = standing_lawbook()
    return compute(book.term(TERM, on=window.opens_on), window.opens_on, book.calendar)


def _back(today: date) -> Iterator[Window]:
    months = sorted(standing_lawbook().term(TERM, on=today).months, reverse=True)
    for year in range(today.year, 0, -1):
        for month in months:
            if date(year, month, 1) <= today:
                yield Window(year, month)
