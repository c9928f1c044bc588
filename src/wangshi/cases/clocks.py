"""期限: the clocks that run on one clue, by law and by promise, worked out from its facts.

Nothing is stored: a clock is asked for with the facts and the day. One computation is a lookup
for clues that began on the same day, so a desk of thousands sorts at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from wangshi.engine.clocks import SOON_WORKDAYS, ClockState
from wangshi.engine.deadlines import Deadline, Extension, Pause, compute, next_extension
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.reasons import spoken_day
from wangshi.engine.terms import Term
from wangshi.engine.workdays import Workdays
from wangshi.shared.pages import ClockBadge

from .conventions import PROMISED_BY, Conventions, Promise, conventions
from .workflow import ClueState

CHECK_TERM = "clue_check"


@dataclass(frozen=True)
class ClueFacts:
    """一条线索和期限有关的事实."""

    state: ClueState
    found_on: date
    received_on: date
    decided_on: date | None = None
    reopened_on: date | None = None
    replied_on: date | None = None
    disputed_on: date | None = None
    letter_due: date | None = None
    letter_on: date | None = None
    correct_by: date | None = None
    said_fixed_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended: bool = False

    @property
    def check_from(self) -> date:
        """核查起算: the day it was found, or was opened again."""
        return self.reopened_on or self.found_on

    @property
    def recheck_from(self) -> date | None:
        """复看起算: the last day to put it right, or an earlier day on which they said it was.

        While the ending itself is disputed, the recheck waits for what comes of that.
        """
        if self.correct_by is None or self.state is ClueState.DISPUTED:
            return None
        return min(self.said_fixed_on or self.correct_by, self.correct_by)


@dataclass(frozen=True)
class ClueClock:
    """一个期限: due when, by which rule, how far gone; `left` is in working days, below 0 late."""

    key: str
    title: str
    state: ClockState
    words: str
    began: date
    due_on: date | None
    left: int
    used: int
    basis: str
    law: str
    article: str
    provisional: bool
    why: tuple[str, ...]

    @property
    def is_late(self) -> bool:
        """逾期: the last day has passed and it still runs."""
        return self.state is ClockState.LATE

    def badge(self, href: str) -> ClockBadge:
        """期限徽章: what the page shows, linked to its working-out."""
        return ClockBadge(
            state=self.state,
            words=self.words,
            used=self.used,
            rule=self.title,
            basis=self.basis,
            law=self.law,
            article=self.article,
            href=href,
            provisional=self.provisional,
        )


def check_term(facts: ClueFacts) -> Term:
    """核查期限: the version in force on the day the clock began."""
    return standing_lawbook().term(CHECK_TERM, on=facts.check_from)


def check_deadline(facts: ClueFacts) -> Deadline:
    """核查期满: with its pauses and its extension."""
    pauses = tuple(one for one in facts.pauses if one.first >= facts.check_from)
    return _check_deadline(facts.check_from, pauses, facts.extended)


@lru_cache(maxsize=4096)
def _check_deadline(start: date, pauses: tuple[Pause, ...], extended: bool) -> Deadline:
    book = standing_lawbook()
    term = book.term(CHECK_TERM, on=start)
    rule = next_extension(term)
    granted: tuple[Extension, ...] = ()
    if extended and rule is not None and rule.length is not None:
        granted = (Extension(rule.length.amount, rule.approver.key),)
    return compute(term, start, book.calendar, pauses, granted)


def too_late_to_pause(due: date) -> str:
    """第十八条: what is not counted must lie within the term; one that has run out cannot stop."""
    return f"{due:%m-%d} 已经期满，期满以后停不了表：照样可以送检，写在核查记录里"


def promised_due(key: str, start: date) -> date:
    """承诺到期日: so many working days later, the first day not counted."""
    return calendar().workday_after(start, conventions().promises[key].working_days)


def correction_clock(asked_on: date, due_on: date, today: date, law: str) -> ClueClock:
    """改正期限: as the one sees it who has to put it right."""
    days = calendar()
    length = days.workdays_between(asked_on, due_on)
    standing = _standing(due_on, asked_on, length, today, None)
    return ClueClock(
        key="correct",
        title="改正期限",
        began=asked_on,
        due_on=due_on,
        basis=f"{asked_on:%m-%d} 要求改正，{due_on:%m-%d} 期满。",
        law=law,
        article="",
        provisional=not days.is_known(due_on),
        why=(
            f"{spoken_day(asked_on)}要求改正，到{spoken_day(due_on)}为止，中间 {length} 个工作日。",
            "哪天改好由执法员写在要求里；周末和放假不计，调休上班的日子计入。",
        ),
        state=standing.state,
        words=standing.words,
        left=standing.left,
        used=standing.used,
    )


def calendar() -> Workdays:
    """工作日历."""
    return standing_lawbook().calendar


def clocks_of(
    facts: ClueFacts, today: date, rules: Conventions | None = None
) -> tuple[ClueClock, ...]:
    """全部期限: the ones that run now, then the check as it ended. Give `rules` for many."""
    return _worked_out(facts, today, rules or conventions())


@lru_cache(maxsize=8192)
def _worked_out(facts: ClueFacts, today: date, rules: Conventions) -> tuple[ClueClock, ...]:
    return tuple(_clocks(facts, today, rules))


def clock_of(facts: ClueFacts, today: date, rules: Conventions | None = None) -> ClueClock:
    """最紧的期限: the running clock that is due first; a clue at rest shows how it ended."""
    clocks = clocks_of(facts, today, rules or conventions())
    running = [clock for clock in clocks if clock.state is not ClockState.DONE]
    return min(running, key=lambda clock: clock.due_on or date.max) if running else clocks[-1]


def _clocks(facts: ClueFacts, today: date, rules: Conventions) -> Iterator[ClueClock]:
    promises = rules.promises
    match facts.state:
        case ClueState.REPORTED:
            yield _promised(promises["assign"], facts.received_on, today)
        case ClueState.DECIDED if facts.decided_on is not None:
            yield _promised(promises["reply"], facts.decided_on, today)
        case ClueState.DISPUTED if facts.disputed_on is not None:
            yield _promised(promises["settle"], facts.disputed_on, today)
    if facts.letter_due is not None and facts.letter_on is not None:
        yield _promised(promises["letter"], facts.letter_on, today, due=facts.letter_due)
    if facts.recheck_from is not None:
        yield _promised(_recheck_promise(facts, promises["recheck"]), facts.recheck_from, today)
    yield _check(facts, today)


def _recheck_promise(facts: ClueFacts, promise: Promise) -> Promise:
    said_early = facts.recheck_from == facts.said_fixed_on
    return replace(promise, starts="店家说改好了") if said_early else promise


def _check(facts: ClueFacts, today: date) -> ClueClock:
    deadline = check_deadline(facts)
    ended = facts.decided_on
    standing = _standing(deadline.due_on, deadline.began, deadline.amount, today, ended)
    if deadline.due_on is None and ended is None and deadline.paused_since is not None:
        standing = _paused(deadline.paused_since, today)
    source = deadline.citation.source
    return ClueClock(
        key="check",
        title=f"线索核查 {deadline.amount} 个工作日",
        began=deadline.began,
        due_on=deadline.due_on,
        basis=_check_basis(facts, deadline),
        law=f"《{source.title}》",
        article=deadline.citation.article,
        provisional=deadline.provisional and ended is None,
        why=deadline.why,
        state=standing.state,
        words=standing.words,
        left=standing.left,
        used=standing.used,
    )


def _check_basis(facts: ClueFacts, deadline: Deadline) -> str:
    began = "重新算" if facts.reopened_on else "发现"
    due = f"{deadline.due_on:%m-%d} 期满" if deadline.due_on else "暂停中，恢复后再算期满日"
    rest = "有暂停，不计入。" if deadline.rests else ""
    extended = "已延长一次。" if facts.extended else ""
    return f"{deadline.began:%m-%d} {began}，次日起算，{due}。{rest}{extended}{_estimate(deadline)}"


def _estimate(deadline: Deadline) -> str:
    year = deadline.calendar.horizon.year + 1
    return f"暂定：{year} 年的放假通知还没有收录。" if deadline.provisional else ""


def _promised(promise: Promise, start: date, today: date, due: date | None = None) -> ClueClock:
    days = calendar()
    due = due or days.workday_after(start, promise.working_days)
    standing = _standing(due, start, promise.working_days, today, None)
    provisional = not (days.is_known(due) and days.is_known(start))
    return ClueClock(
        key=promise.key,
        title=f"{promise.title} {promise.working_days} 个工作日",
        began=start,
        due_on=due,
        basis=f"{start:%m-%d} {promise.starts}，次日起算，{due:%m-%d} 期满。",
        law=PROMISED_BY,
        article="",
        provisional=provisional,
        why=_promise_why(promise, start, due, provisional=provisional),
        state=standing.state,
        words=standing.words,
        left=standing.left,
        used=standing.used,
    )


def _promise_why(promise: Promise, start: date, due: date, *, provisional: bool) -> tuple[str, ...]:
    estimate = "收录的放假通知还不到这一天，日期是暂定的：按周末和固定节日估算，收到通知后重算。"
    return (
        f"自{spoken_day(start)}{promise.starts}起算，当日不计。",
        f"{PROMISED_BY}在 {promise.working_days} 个工作日内{promise.title}；法律没有规定这个期限。",
        "周末和放假不计，调休上班的日子计入。",
        f"到期日是{spoken_day(due)}。",
        *((estimate,) if provisional else ()),
    )


@dataclass(frozen=True)
class _Standing:
    state: ClockState
    words: str
    left: int
    used: int


def _paused(since: date, today: date) -> _Standing:
    return _Standing(ClockState.REST, f"暂停第 {max(1, (today - since).days + 1)} 日", 0, 40)


def _standing(
    due: date | None, began: date, amount: int, today: date, ended: date | None
) -> _Standing:
    if ended is not None:
        return _ended(due, ended)
    if due is None:
        return _paused(began, today)
    days = calendar()
    if today > due:
        late = days.workdays_between(due, today)
        words = f"逾期 {late} 个工作日" if late else "已逾期"
        return _Standing(ClockState.LATE, words, -max(1, late), 100)
    left = days.workdays_between(today, due)
    used = max(0, min(99, 100 - left * 100 // max(1, amount)))
    if today == due:
        return _Standing(ClockState.TODAY, "今天到期", 0, used)
    state = ClockState.SOON if left <= SOON_WORKDAYS else ClockState.CALM
    return _Standing(state, f"剩 {left} 个工作日", left, used)


def _ended(due: date | None, ended: date) -> _Standing:
    days = calendar()
    if due is None or ended == due:
        return _Standing(ClockState.DONE, "到期当天办结" if due else "暂停中办结", 0, 100)
    if ended > due:
        late = max(1, days.workdays_between(due, ended))
        return _Standing(ClockState.DONE, f"逾期 {late} 个工作日办结", -late, 100)
    early = days.workdays_between(ended, due)
    words = f"提前 {early} 个工作日办结" if early else "按期办结"
    return _Standing(ClockState.DONE, words, early, 100)
