"""期限徽章: what a deadline of the engine says on a page of today."""

from datetime import date

from wangshi.engine.clocks import clock_words, state
from wangshi.engine.deadlines import Deadline
from wangshi.shared.pages import ClockBadge
from wangshi.shared.words import day_in_table


def clock_badge(
    deadline: Deadline, today: date, *, done: bool = False, href: str = ""
) -> ClockBadge:
    """期限徽章: the words, the share of the term gone, the rule and its article."""
    term = deadline.term
    return ClockBadge(
        state=state(deadline, today=today, done=done),
        words=clock_words(deadline, today=today, done=done),
        used=_used(deadline, today),
        rule=f"{term.title}：{term.length}",
        basis=_basis(deadline, today),
        law=f"《{deadline.citation.source.title}》",
        article=deadline.citation.article,
        href=href,
    )


def _used(deadline: Deadline, today: date) -> int:
    if deadline.due_on is None:
        return 0
    whole = (deadline.due_on - deadline.began).days
    gone = (today - deadline.began).days
    return min(100, max(0, gone * 100 // whole)) if whole > 0 else 100


def _basis(deadline: Deadline, today: date) -> str:
    began = day_in_table(deadline.began, today.year)
    if deadline.due_on is None:
        return f"{began} {deadline.term.starts}；暂停期间不计，恢复后再算到期日。"
    due = day_in_table(deadline.due_on, today.year)
    last = f"延长到 {due}" if deadline.extended_to else f"{due} 期满"
    why = "暂定：那一年的放假安排还没有公布。" if deadline.provisional else ""
    return f"{began} {deadline.term.starts}，{last}。{why}"
