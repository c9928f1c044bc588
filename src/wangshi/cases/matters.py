"""店家的一件事: what is wrong, what to do by when, and what came of it, in the owner's words.

Only a correction is told. Who reported it, what was noted and what is still being checked stay
with the bureau (《市场监督管理投诉举报处理办法》第三十七条).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils import timezone

from wangshi.engine.clocks import ClockState
from wangshi.engine.codes import CodeRow, CodeTable
from wangshi.engine.violations import Violation
from wangshi.shared.lawshelf.selectors import Basis, basis
from wangshi.shared.pages import ClockBadge, TimelineEvent

from .clocks import ClueClock, correction_clock, promised_due
from .models import Correction
from .offences import suspected
from .remedies import remedies
from .story import correction_word
from .workflow import SEEN_BY_OURSELVES, ClueOutcome, ClueSource

NO_CLOCK = ("已改好", "没改好", "已撤回", "等复看")
OUTCOME_WORDS = {
    ClueOutcome.CORRECTED: "这次不处罚，按期改好就行；不改或者又犯，会依法处理。",
    ClueOutcome.DECLINED: "这次没有立案；要保持改好的样子，又犯会依法处理。",
    ClueOutcome.FILED: "这件事已经立案调查。先照要求改；案件由两名执法人员依法办理，"
    "作出处罚决定以前会书面告知您，您有权陈述和申辩。",
}


@dataclass(frozen=True)
class Matter:
    """一件事: as a row of the owner's first page."""

    correction: Correction
    title: str
    where: str
    word: str
    tone: str
    clock: ClueClock | None
    words: str

    @property
    def is_open(self) -> bool:
        """还没完."""
        return self.correction.is_open

    @property
    def badge(self) -> ClockBadge | None:
        """期限徽章, linked to its working-out."""
        return self.clock.badge("#clock") if self.clock else None


@dataclass(frozen=True)
class MatterStory:
    """一件事的页: with the article, the way to put it right, and what happened."""

    matter: Matter
    quote: str
    page_url: str
    office: str
    outcome_words: str
    breaches: tuple[Basis, ...]
    order: CodeRow
    remedies: tuple[str, ...]
    events: tuple[TimelineEvent, ...]
    has_said_fixed: bool


def matter(one: Correction, today: date) -> Matter:
    """一行: its word, its clock while it runs, and what the owner may expect."""
    word, tone = correction_word(one)
    clock = None if word in NO_CLOCK else _clock(one, today)
    if clock and clock.state in (ClockState.LATE, ClockState.TODAY):
        tone = "late"
    return Matter(one, _title(one), _where(one), word, tone, clock, _expected(one, word))


def matter_story(one: Correction, today: date) -> MatterStory:
    """一件事的全部, as far as it is the owner's to know."""
    clue, found = one.clue, _violation(one)
    ours = ClueSource(clue.source) in SEEN_BY_OURSELVES
    return MatterStory(
        matter=matter(one, today),
        quote=clue.quote if ours else "",
        page_url=clue.page_url if ours else "",
        office=clue.department.name if clue.department else "",
        outcome_words=OUTCOME_WORDS.get(ClueOutcome(one.outcome), ""),
        breaches=tuple(basis(breach.citation) for breach in found.breaches) if found else (),
        order=_order(timezone.localdate(one.asked_at)),
        remedies=remedies(clue.violation) if clue.violation else (),
        events=_events(one),
        has_said_fixed=any(said.fixed for said in one.answers.all()),
    )


def _title(one: Correction) -> str:
    found = _violation(one)
    return found.title if found else "有一处要改"


def _violation(one: Correction) -> Violation | None:
    return suspected(one.clue.violation, one.clue.found_on)


def _where(one: Correction) -> str:
    shop = one.clue.shop.name if one.clue.shop else ""
    operator = one.operator.name if one.operator else ""
    return " · ".join(part for part in (shop, operator) if part)


def _clock(one: Correction, today: date) -> ClueClock:
    asked_on = timezone.localdate(one.asked_at)
    return correction_clock(asked_on, one.due_on, today, _order(asked_on).basis)


def _order(on: date) -> CodeRow:
    """责令改正: with its article and words, as they stood that day."""
    return _measures().row("order_correction", on)


@cache
def _measures() -> CodeTable:
    return CodeTable.load("measures")


def _expected(one: Correction, word: str) -> str:
    if word == "等复看":
        said = min(timezone.localdate(said.at) for said in one.answers.all() if said.fixed)
        due = promised_due("recheck", min(said, one.due_on))
        return f"您说改好了，执法员最晚 {due.month} 月 {due.day} 日复看。"
    if word in ("已改好", "没改好"):
        return one.seen
    if word == "已撤回":
        return "这次要求撤回了，不用照它改；有新的要求会再告诉您。"
    return one.demand


def _events(one: Correction) -> tuple[TimelineEvent, ...]:
    asked = TimelineEvent(timezone.localtime(one.asked_at), "要求改正", one.demand)
    answers = [
        TimelineEvent(
            timezone.localtime(said.at),
            "您说改好了" if said.fixed else "您有不同意见",
            said.words,
        )
        for said in one.answers.all()
    ]
    return (*_looked(one), *reversed(answers), asked)


def _looked(one: Correction) -> Iterator[TimelineEvent]:
    if one.rechecked_at is None:
        return
    title, tone = ("复看：已改好", "good") if one.fixed else ("复看：没改好", "bad")
    yield TimelineEvent(timezone.localtime(one.rechecked_at), title, one.seen, tone)
