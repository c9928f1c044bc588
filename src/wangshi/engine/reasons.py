"""为什么是这一天: the sentences that explain a deadline to the person it binds."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from .terms import Direction, Unit, WeekendRule
from .workdays import ONE_DAY

if TYPE_CHECKING:
    from .deadlines import Deadline, Rest

_WEEKDAYS = "一二三四五六日"


def spoken_day(day: date) -> str:
    """日期: 2026年10月22日（星期四）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def spoken_moment(moment: datetime) -> str:
    """时刻: 2026年10月22日（星期四）15时30分."""
    return f"{spoken_day(moment.date())}{moment.hour}时{moment.minute:02}分"


def explain(deadline: Deadline) -> tuple[str, ...]:
    """理由: from the start event to the last day; every sentence stands alone."""
    by_direction = {
        Direction.AFTER: _after,
        Direction.BEFORE: _before,
        Direction.YEARLY: _yearly,
    }
    sentences = by_direction[deadline.term.direction](deadline)
    return tuple(sentence for sentence in sentences if sentence)


def _after(deadline: Deadline) -> list[str]:
    if deadline.due_at is not None:
        return [_start_moment(deadline), _length(deadline), _due_at(deadline)]
    return [
        _start(deadline),
        _length(deadline),
        *(_extension(deadline, at) for at in range(len(deadline.extensions))),
        _holidays(deadline),
        _makeups(deadline),
        *(_rest(rest) for rest in deadline.rests if _matters(deadline, rest)),
        _window(deadline),
        _last(deadline),
        _roll(deadline),
        _provisional(deadline),
    ]


def _before(deadline: Deadline) -> list[str]:
    return [
        f"{deadline.term.starts}定在{spoken_day(deadline.began)}，往前数，当日不计。",
        _length(deadline),
        _holidays(deadline),
        f"最迟{spoken_day(deadline.due_on or deadline.began)}。",
        _provisional(deadline),
    ]


def _yearly(deadline: Deadline) -> list[str]:
    opens, due = deadline.opens_on or deadline.began, deadline.due_on or deadline.began
    return [
        f"{deadline.term.starts}，依据{deadline.citation}。",
        f"{spoken_day(deadline.began)}之后最近的一次自{spoken_day(opens)}到{spoken_day(due)}。",
    ]


def _start(deadline: Deadline) -> str:
    article = _period_name(deadline, deadline.term.period.first_day)
    return f"自{spoken_day(deadline.began)}{deadline.term.starts}起算，当日不计（{article}）。"


def _period_name(deadline: Deadline, article: str) -> str:
    period = deadline.term.period.citation
    if period.source.key == deadline.citation.source.key:
        return article
    return f"参照《{period.source.title}》{article}"


def _start_moment(deadline: Deadline) -> str:
    moment = deadline.began_at or datetime.combine(deadline.began, datetime.min.time())
    return f"自{spoken_moment(moment)}{deadline.term.starts}起算；只填了日期的，从当日零时算。"


def _length(deadline: Deadline) -> str:
    return f"期限为{deadline.term.length}，依据{deadline.citation}：“{deadline.citation.words}”。"


def _extension(deadline: Deadline, at: int) -> str:
    extension, term = deadline.extensions[at], deadline.term
    rules = {rule.approver.key: rule.approver.title for rule in term.extensions}
    total = term.length.amount + sum(one.amount for one in deadline.extensions[: at + 1])
    label = term.length.unit.label
    return (
        f"经{rules[extension.approved_by]}批准，延长{extension.amount}{label}，共{total}{label}。"
    )


def _holidays(deadline: Deadline) -> str:
    if deadline.term.length.unit is not Unit.WORKING_DAYS or deadline.due_on is None:
        return ""
    first, last = sorted((deadline.began, deadline.due_on))
    runs = deadline.calendar.holidays_between(first + ONE_DAY, last)
    spoken = "、".join(f"{run.name}（{_stretch(run.first, run.last)}）" for run in runs)
    return f"其间周末不计，放假不计：{spoken}。" if runs else "其间的周末不计。"


def _makeups(deadline: Deadline) -> str:
    if deadline.term.length.unit is not Unit.WORKING_DAYS or deadline.due_on is None:
        return ""
    days = deadline.calendar.makeups_between(deadline.began + ONE_DAY, deadline.due_on)
    return f"调休上班的{'、'.join(_short(day) for day in days)}计入。" if days else ""


def _matters(deadline: Deadline, rest: Rest) -> bool:
    before_the_end = deadline.warn_on is None or rest.first <= deadline.warn_on
    return before_the_end and (rest.last is None or rest.last > deadline.began)


def _rest(rest: Rest) -> str:
    grounds = "、".join(rest.titles)
    if rest.last is None:
        return f"因{grounds}，自{spoken_day(rest.first)}起暂停，尚未结束。"
    return f"因{grounds}，{_stretch(rest.first, rest.last)}不计入。"


def _window(deadline: Deadline) -> str:
    return f"最早{spoken_day(deadline.opens_on)}。" if deadline.opens_on else ""


def _last(deadline: Deadline) -> str:
    if deadline.warn_on is None:
        return "暂停期间没有到期日，恢复计算后再得出。"
    label = deadline.term.length.unit.label
    return f"满{deadline.amount}{label}的最后一日是{spoken_day(deadline.warn_on)}。"


def _roll(deadline: Deadline) -> str:
    last, due = deadline.warn_on, deadline.due_on
    if last is None or due is None or last == due:
        return ""
    period = deadline.term.period
    article = _period_name(deadline, period.citation.article)
    name = deadline.calendar.holiday_name(last)
    if name:
        return f"这一天在{name}放假期间，顺延到放假后的{spoken_day(due)}（{article}）。"
    if period.weekend is WeekendRule.AMBIGUOUS:
        return (
            f"这一天是普通周末；{article}只写法定节假日，周末是否顺延有不同读法。"
            f"法定到期按{spoken_day(due)}，提醒按较早的{_short(last)}，稳妥的做法是按较早的办。"
        )
    return f"这一天是周末，顺延到{spoken_day(due)}（{article}）。"


def _due_at(deadline: Deadline) -> str:
    if deadline.due_at is None:
        return ""
    # O2 art. 80 leaves the first hour uncounted; the exact moment is the earlier, safer reading.
    return f"到{spoken_moment(deadline.due_at)}为止；开始的那个小时也计入，这是较早、较稳妥的算法。"


def _provisional(deadline: Deadline) -> str:
    if not deadline.provisional:
        return ""
    horizon = deadline.calendar.horizon.year
    return f"放假通知只收录到{horizon}年，这是暂定的日期：按周末和固定节日估算，收到通知后重算。"


def _stretch(first: date, last: date) -> str:
    return _short(first) if first == last else f"{_short(first)}至{_short(last)}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
