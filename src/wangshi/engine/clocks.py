"""期限钟: how a deadline looks on a given day, for the badge on a desk."""

from datetime import date
from enum import StrEnum

from .deadlines import Deadline
from .terms import Unit

SOON_WORKDAYS = 2


class ClockState(StrEnum):
    """钟面: late, due today, soon, calm, at rest while paused, or done."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"
    REST = "rest"
    DONE = "done"


def days_left(deadline: Deadline, today: date) -> int | None:
    """还剩几天: working days for a working-day term, else calendar days; below 0 when late.

    None while an open pause holds the clock. 0 on the last day itself.
    """
    if deadline.due_on is None:
        return None
    if deadline.term.length.unit is not Unit.WORKING_DAYS:
        return (deadline.due_on - today).days
    between = deadline.calendar.workdays_between
    if today <= deadline.due_on:
        return between(today, deadline.due_on)
    return -max(1, between(deadline.due_on, today))


def state(deadline: Deadline, *, today: date, done: bool = False) -> ClockState:
    """钟面: which face the badge shows today; `done` when the duty was met."""
    if done:
        return ClockState.DONE
    if deadline.due_on is not None and today > deadline.due_on:
        return ClockState.LATE
    if deadline.due_on is None or any(today in rest for rest in deadline.rests):
        return ClockState.REST
    if today == deadline.due_on:
        return ClockState.TODAY
    warn_on = deadline.warn_on or deadline.due_on
    near = deadline.calendar.workdays_between(today, warn_on) <= SOON_WORKDAYS
    return ClockState.SOON if near else ClockState.CALM


def clock_words(deadline: Deadline, *, today: date, done: bool = False) -> str:
    """钟面文字: 「还剩 3 个工作日」, 「今天到期」, 「逾期 2 日」, 「暂停第 5 日」, 「已办」."""
    face = state(deadline, today=today, done=done)
    if face is ClockState.DONE:
        return "已办"
    if face is ClockState.REST:
        return f"暂停第 {_paused_day(deadline, today)} 日"
    if face is ClockState.TODAY:
        return "今天到期"
    left = days_left(deadline, today) or 0
    label = "个工作日" if deadline.term.length.unit is Unit.WORKING_DAYS else "日"
    words = f"逾期 {-left} {label}" if left < 0 else f"还剩 {left} {label}"
    return words + ("（暂定）" if deadline.provisional else "")


def _paused_day(deadline: Deadline, today: date) -> int:
    first = next((rest.first for rest in deadline.rests if today in rest), deadline.paused_since)
    return max(1, (today - (first or today)).days + 1)
