"""工作日历: which days are worked, which are holidays, and which are only estimated."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from .lawfiles import LAW_DIR, Certainty, Entry, LawFault, load_sources, load_yaml, read_citation

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Notice:
    """放假通知: the State Council notice a year's days rest on."""

    title: str
    number: str
    certainty: Certainty
    checked: date


@dataclass(frozen=True)
class Holiday:
    """放假: one run of days off, both ends included, with the weekend days it spans."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Year:
    """一年: its holidays, make-up days and workdays; `notices` is empty when it is estimated."""

    year: int
    notices: tuple[Notice, ...]
    holidays: tuple[Holiday, ...]
    makeup_workdays: frozenset[date]
    names: Mapping[date, str] = field(init=False, repr=False, compare=False)
    workdays: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {day: run.name for run in self.holidays for day in days_of(run.first, run.last)}
        worked = tuple(
            day
            for day in days_of(date(self.year, 1, 1), date(self.year, 12, 31))
            if day in self.makeup_workdays or (day.weekday() < SATURDAY and day not in names)
        )
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "workdays", worked)


@dataclass(frozen=True)
class FixedHoliday:
    """固定节日: a festival that falls on the same dates each year, notice or no notice."""

    name: str
    month: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class Workdays:
    """工作日历: known years as decided, every other year estimated, never an exception.

    An estimated year has weekends and the fixed-date festivals only; what rests on it is
    provisional. Lookups bisect a year's list of workdays: O(log n) a year crossed.
    """

    years: Mapping[int, Year]
    fixed: tuple[FixedHoliday, ...]
    _estimated: dict[int, Year] = field(default_factory=dict, repr=False, compare=False)

    @property
    def horizon(self) -> date:
        """已知到: the last day covered by a notice."""
        return date(max(self.years), 12, 31)

    def is_known(self, day: date) -> bool:
        """已知: the day's year has a notice in the law folder."""
        return day.year in self.years

    def is_workday(self, day: date) -> bool:
        """工作日: worked, or estimated to be worked."""
        worked = self._year(day.year).workdays
        at = bisect_left(worked, day)
        return at < len(worked) and worked[at] == day

    def is_holiday(self, day: date) -> bool:
        """法定节假日: inside an arranged holiday; an ordinary weekend is not one."""
        return self.holiday_name(day) != ""

    def is_makeup(self, day: date) -> bool:
        """调休上班: a weekend day that is worked."""
        return day in self._year(day.year).makeup_workdays

    def holiday_name(self, day: date) -> str:
        """节日名: empty when the day is not in a holiday."""
        return self._year(day.year).names.get(day, "")

    def holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """其间放假: every holiday run touching the days from first to last."""
        return tuple(
            run
            for year in range(first.year, last.year + 1)
            for run in self._year(year).holidays
            if run.first <= last and first <= run.last
        )

    def makeups_between(self, first: date, last: date) -> tuple[date, ...]:
        """其间调休上班: every make-up workday from first to last, in order."""
        years = range(first.year, last.year + 1)
        days = (day for year in years for day in self._year(year).makeup_workdays)
        return tuple(sorted(day for day in days if first <= day <= last))

    def workdays_between(self, after: date, until: date) -> int:
        """工作日数: workdays later than `after`, up to and including `until`; never negative."""
        if until <= after:
            return 0
        count = sum(len(self._year(year).workdays) for year in range(after.year, until.year))
        count += bisect_right(self._year(until.year).workdays, until)
        return count - bisect_right(self._year(after.year).workdays, after)

    def workday_after(self, day: date, count: int) -> date:
        """第几个工作日: the `count`-th workday later than `day`; `count` of 0 is `day` itself."""
        if count == 0:
            return day
        year = day.year
        at = bisect_right(self._year(year).workdays, day) + count - 1
        while at >= len(self._year(year).workdays):
            at -= len(self._year(year).workdays)
            year += 1
        return self._year(year).workdays[at]

    def workday_before(self, day: date, count: int) -> date:
        """往前第几个工作日: the `count`-th workday earlier than `day`."""
        if count == 0:
            return day
        year = day.year
        at = bisect_left(self._year(year).workdays, day) - count
        while at < 0:
            year -= 1
            at += len(self._year(year).workdays)
        return self._year(year).workdays[at]

    def _year(self, year: int) -> Year:
        if year in self.years:
            return self.years[year]
        if year not in self._estimated:
            self._estimated[year] = self._estimate(year)
        return self._estimated[year]

    def _estimate(self, year: int) -> Year:
        runs = tuple(
            Holiday(
                one.name, date(year, one.month, one.days[0]), date(year, one.month, one.days[-1])
            )
            for one in self.fixed
        )
        return Year(year, (), runs, frozenset())


def days_of(first: date, last: date) -> Iterator[date]:
    """逐日: every day from first to last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def load_workdays(folder: Path = LAW_DIR / "workdays") -> Workdays:
    """读取工作日历: one file a year; a gap between years is a fault."""
    years: dict[int, Year] = {}
    for path in sorted(folder.glob("[0-9]*.yaml")):
        year = _read_year(load_yaml(path))
        if years and year.year != max(years) + 1:
            raise LawFault(path, 1, f"缺少 {max(years) + 1} 年的工作日历")
        years[year.year] = year
    return Workdays(years, _read_fixed(load_yaml(folder / "statutory.yaml")))


def _read_year(top: Entry) -> Year:
    top.allow("year", "notices", "holidays", "makeup_workdays")
    year = top.number("year")
    if top.path.stem != str(year):
        raise top.fault(f"文件名与 year {year} 不一致", "year")
    runs = tuple(_read_holiday(entry, year) for entry in top.entries("holidays"))
    makeups = top.days("makeup_workdays")
    for day in makeups:
        if day.year != year or day.weekday() < SATURDAY or any(day in run for run in runs):
            raise top.fault(f"{day} 不能是调休上班日", "makeup_workdays")
    if len(set(makeups)) < len(makeups):
        raise top.fault("调休上班日重复", "makeup_workdays")
    notices = tuple(_read_notice(entry) for entry in top.entries("notices"))
    if not notices:
        raise top.fault("没有放假通知", "notices")
    return Year(year, notices, runs, frozenset(makeups))


def _read_notice(entry: Entry) -> Notice:
    entry.allow("title", "number", "certainty", "checked")
    certainty = entry.choice("certainty", Certainty)
    return Notice(entry.text("title"), entry.text("number", ""), certainty, entry.day("checked"))


def _read_holiday(entry: Entry, year: int) -> Holiday:
    entry.allow("name", "from", "to")
    run = Holiday(entry.text("name"), entry.day("from"), entry.day("to"))
    if not date(year, 1, 1) <= run.first <= run.last <= date(year, 12, 31):
        raise entry.fault(f"{run.name}的起止日期不对", "from")
    return run


def _read_fixed(top: Entry) -> tuple[FixedHoliday, ...]:
    top.allow("source", "article", "words", "certainty", "checked", "fixed")
    read_citation(top, load_sources(top.path.parent.parent / "sources.yaml"))
    return tuple(_read_festival(entry) for entry in top.entries("fixed"))


def _read_festival(entry: Entry) -> FixedHoliday:
    entry.allow("name", "month", "days")
    return FixedHoliday(entry.text("name"), entry.number("month"), entry.numbers("days"))
