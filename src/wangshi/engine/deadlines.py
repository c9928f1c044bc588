"""到期日: when is it due, and why that day? One function for every clock in the house."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice

from .lawbook import Lawbook, standing_lawbook
from .lawfiles import Citation
from .reasons import explain
from .terms import Direction, ExtensionRule, Term, Unit, WeekendRule
from .workdays import ONE_DAY, Workdays

_MONTHS_A_YEAR = 12


class PauseRefused(ValueError):
    """不能暂停: the law knows no such ground for this clock, or the days are upside down."""


class ExtensionRefused(ValueError):
    """不能延长: more often, longer, or by someone else than the law allows."""


@dataclass(frozen=True)
class Pause:
    """中止、不计入: days that do not count, both ends included; `last` is None while it lasts."""

    ground: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Extension:
    """延长: an approved fact; `amount` is in the term's own unit."""

    amount: int
    approved_by: str


@dataclass(frozen=True)
class Rest:
    """停表: pauses that touch or overlap, merged into one stretch."""

    titles: tuple[str, ...]
    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Deadline:
    """到期: the answer of `compute`; `why` and `excluded` are worked out when asked for.

    `due_on` is the statutory last day, rolled; `warn_on` the earlier one, before rolling.
    Both are None while an open pause holds the clock. Hour terms have `due_at` as well.
    """

    term: Term
    began: date
    due_on: date | None
    warn_on: date | None
    opens_on: date | None
    due_at: datetime | None
    provisional: bool
    rests: tuple[Rest, ...]
    extensions: tuple[Extension, ...]
    began_at: datetime | None = None
    calendar: Workdays = field(repr=False, compare=False, kw_only=True)

    @property
    def citation(self) -> Citation:
        """依据: where the term is written."""
        return self.term.citation

    @property
    def amount(self) -> int:
        """总长度: the term's amount with its extensions, in the term's unit."""
        return self.term.length.amount + sum(one.amount for one in self.extensions)

    @property
    def extended_to(self) -> date | None:
        """延长至: the due day when it was extended, else None."""
        return self.due_on if self.extensions else None

    @property
    def paused_since(self) -> date | None:
        """暂停自: the first day of the pause that holds the clock; None when it runs."""
        return self.rests[-1].first if self.due_on is None and self.rests else None

    @cached_property
    def excluded(self) -> tuple[Rest, ...]:
        """不计入的日子: holidays a working-day term steps over, then its pauses, in order."""
        holidays: tuple[Rest, ...] = ()
        if self.due_on is not None and self.term.length.unit is Unit.WORKING_DAYS:
            first, last = sorted((self.began, self.due_on))
            runs = self.calendar.holidays_between(first + ONE_DAY, last)
            holidays = tuple(Rest((run.name,), run.first, run.last) for run in runs)
        return tuple(sorted(holidays + self.rests, key=lambda rest: rest.first))

    @cached_property
    def why(self) -> tuple[str, ...]:
        """为什么是这一天: Chinese sentences, from the start event to the last day."""
        return explain(self)


def compute(
    term: Term,
    start: date | datetime,
    calendar: Workdays,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    *,
    roll_weekend: bool = True,
) -> Deadline:
    """到期日: the last day of a term that began on `start`, with its reasons.

    The first day is not counted; a last day on a statutory holiday moves to the first day after
    (O2 art. 80, O121 art. 45). `roll_weekend` moves it over an ordinary weekend too, which those
    articles leave open. Days past the calendar are provisional. O(log n) in the calendar.
    Raises PauseRefused or ExtensionRefused when a fact is not one the law knows.
    """
    rests = merge_pauses(term, pauses)
    granted = tuple(extensions)
    require_extensions(term, granted)
    if term.direction is Direction.BEFORE:
        return _before(term, _day(start), calendar)
    if term.direction is Direction.YEARLY:
        return _yearly(term, _day(start), calendar)
    if term.length.unit is Unit.HOURS:
        return _hours(term, start, calendar)
    return _after(term, _day(start), calendar, rests, granted, roll_weekend=roll_weekend)


def due_on(key: str, start: date, lawbook: Lawbook | None = None) -> date | None:
    """到期日: by the version in force on the day the clock began."""
    book = lawbook or standing_lawbook()
    return compute(book.term(key, on=_day(start)), start, book.calendar).due_on


def merge_pauses(term: Term, pauses: Iterable[Pause]) -> tuple[Rest, ...]:
    """合并暂停: stretches in order, none touching the next. Raises PauseRefused."""
    titles = {ground.key: ground.title for ground in term.pauses}
    merged: list[Rest] = []
    for pause in sorted(pauses, key=lambda pause: (pause.first, pause.last or date.max)):
        _require_pause(term, pause, titles)
        rest = Rest((titles[pause.ground],), pause.first, pause.last)
        if merged and _touches(merged[-1], rest):
            merged[-1] = _joined(merged[-1], rest)
        else:
            merged.append(rest)
    return tuple(merged)


def next_extension(term: Term, granted: Sequence[Extension] = ()) -> ExtensionRule | None:
    """还能怎样延长: the rule the next extension would rest on; None when the law allows no more."""
    return next(islice(_slots(term), len(granted), None), None)


def require_extensions(term: Term, granted: Sequence[Extension]) -> None:
    """核对延长: raises ExtensionRefused unless each, in its turn, is one the law allows."""
    for at, extension in enumerate(granted):
        rule = next_extension(term, granted[:at])
        if rule is None:
            raise ExtensionRefused(f"{term.title}不能再延长：{term.citation}没有规定更多次")
        if rule.approver.key != extension.approved_by:
            raise ExtensionRefused(f"{term.title}这次延长应当由{rule.approver.title}批准")
        _require_amount(term, extension, rule)


def _after(
    term: Term,
    start: date,
    calendar: Workdays,
    rests: tuple[Rest, ...],
    granted: tuple[Extension, ...],
    *,
    roll_weekend: bool,
) -> Deadline:
    began = _anchored(term, start)
    amount = term.length.amount + sum(extension.amount for extension in granted)
    last = _last_day(term.length.unit, began, amount, rests, calendar)
    weekend = roll_weekend or term.period.weekend is WeekendRule.ROLLS
    due = _rolled(last, calendar, weekend=weekend) if last and term.rolls else last
    least = term.length.least
    return Deadline(
        term=term,
        began=began,
        due_on=due,
        warn_on=last,
        opens_on=_last_day(term.length.unit, began, least, rests, calendar) if least else None,
        due_at=None,
        provisional=_is_provisional(term, began, due or began, calendar),
        rests=rests,
        extensions=granted,
        calendar=calendar,
    )


def _hours(term: Term, start: date | datetime, calendar: Workdays) -> Deadline:
    # A bare day does not say the moment; midnight gives the earliest, never a late, answer.
    moment = start if isinstance(start, datetime) else datetime.combine(start, time())
    due_at = moment + timedelta(hours=term.length.amount)
    due = due_at.date()
    return Deadline(
        term, moment.date(), due, due, None, due_at, False, (), (), moment, calendar=calendar
    )


def _before(term: Term, event: date, calendar: Workdays) -> Deadline:
    if term.length.unit is Unit.WORKING_DAYS:
        due = calendar.workday_before(event, term.length.amount)
    else:
        due = event - timedelta(days=term.length.amount)
    provisional = _is_provisional(term, due, event, calendar)
    return Deadline(term, event, due, due, None, None, provisional, (), (), calendar=calendar)


def _yearly(term: Term, start: date, calendar: Workdays) -> Deadline:
    opens = next(first for first in _month_starts(term, start.year) if _month_end(first) >= start)
    due = _month_end(opens)
    return Deadline(term, start, due, due, opens, None, False, (), (), calendar=calendar)


def _last_day(
    unit: Unit, after: date, amount: int, rests: tuple[Rest, ...], calendar: Workdays
) -> date | None:
    if unit is Unit.MONTHS:
        return add_months(after, amount)
    if unit is Unit.YEARS:
        return add_months(after, amount * _MONTHS_A_YEAR)
    if unit is Unit.WORKING_DAYS:
        return _walk(after, amount, rests, calendar.workdays_between, calendar.workday_after)
    return _walk(after, amount, rests, _days_between, _day_after)


def _walk(
    cursor: date,
    need: int,
    rests: tuple[Rest, ...],
    between: Callable[[date, date], int],
    step: Callable[[date, int], date],
) -> date | None:
    for rest in rests:
        if rest.last is not None and rest.last <= cursor:
            continue
        free = between(cursor, max(cursor, rest.first - ONE_DAY))
        if free >= need:
            break
        if rest.last is None:
            return None
        need -= free
        cursor = rest.last
    return step(cursor, need)


def add_months(day: date, months: int) -> date:
    """对应日: the same day so many months later, or the month's last day where it has none."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _rolled(day: date, calendar: Workdays, *, weekend: bool) -> date:
    rests = (lambda one: not calendar.is_workday(one)) if weekend else calendar.is_holiday
    while rests(day):
        day += ONE_DAY
    return day


def _is_provisional(term: Term, first: date, last: date, calendar: Workdays) -> bool:
    if term.length.unit is Unit.WORKING_DAYS:
        return not (calendar.is_known(first) and calendar.is_known(last))
    return term.rolls and term.direction is Direction.AFTER and not calendar.is_known(last)


def _anchored(term: Term, start: date) -> date:
    if term.anchor is None:
        return start
    this_year = date(start.year, *term.anchor)
    return this_year if start <= this_year else date(start.year + 1, *term.anchor)


def _month_starts(term: Term, year: int) -> Iterator[date]:
    for one in (year, year + 1):
        for month in sorted(term.months):
            yield date(one, month, 1)


def _month_end(first: date) -> date:
    return add_months(first, 1) - ONE_DAY


def _slots(term: Term) -> Iterator[ExtensionRule]:
    for rule in term.extensions:
        yield from [rule] * rule.times


def _require_amount(term: Term, extension: Extension, rule: ExtensionRule) -> None:
    if extension.amount <= 0:
        raise ExtensionRefused(f"{term.title}的延长至少是 1{term.length.unit.label}")
    if rule.length is not None and extension.amount > rule.length.amount:
        raise ExtensionRefused(f"{term.title}这次最多延长{rule.length}（{term.citation}）")


def _require_pause(term: Term, pause: Pause, titles: dict[str, str]) -> None:
    if pause.ground not in titles:
        allowed = "、".join(titles) or "没有"
        raise PauseRefused(f"{term.title}不能因 {pause.ground} 暂停，可用的事由：{allowed}")
    if pause.last is not None and pause.last < pause.first:
        raise PauseRefused(f"暂停的最后一天 {pause.last} 早于第一天 {pause.first}")


def _touches(earlier: Rest, later: Rest) -> bool:
    return earlier.last is None or later.first <= earlier.last + ONE_DAY


def _joined(earlier: Rest, later: Rest) -> Rest:
    titles = earlier.titles + tuple(one for one in later.titles if one not in earlier.titles)
    open_ended = earlier.last is None or later.last is None
    last = None if open_ended else max(earlier.last or later.first, later.last or later.first)
    return Rest(titles, earlier.first, last)


def _days_between(after: date, until: date) -> int:
    return max(0, (until - after).days)


def _day_after(day: date, count: int) -> date:
    return day + timedelta(days=count)


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start
