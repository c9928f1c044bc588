"""一件案件的一页: in whose hands, what may be done, the clocks, the papers, what happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.cases.models import Case
from wangshi.penalties.clocks import Clock, case_clocks
from wangshi.penalties.models import Approval, Docket, ServiceAttempt
from wangshi.penalties.papers import PaperLink, papers_for
from wangshi.penalties.workflow import (
    CASE_STEPS,
    STATE_TITLES,
    STEP_TITLES,
    WITHOUT_PENALTY,
    CaseState,
    Matter,
)
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Hand, StepRow, TimelineEvent
from wangshi.shared.services import label

from .listing import docket_of
from .money import Account as Money
from .money import account_of
from .sanctions import hearing_reasons_of

# The steps each stage waits for, the first of them before all; the others are folded away.
NEAR: Final = {
    CaseState.INVESTIGATING: ("conclude", "measure", "letter", "note"),
    CaseState.REVIEWING: ("pass", "back"),
    CaseState.REVIEWED: ("agree", "decide", "send-back"),
    CaseState.AGREED: ("notify",),
    CaseState.NOTIFIED: ("decide", "heard", "hearing-day", "statement", "hearing", "send-back"),
    CaseState.DECIDED: ("serve",),
    CaseState.SERVED: ("pay", "fulfil", "urge"),
    CaseState.PERFORMED: ("close",),
    CaseState.CLOSED: (),
}
WORDS = {
    "measure": "先行登记保存、查封扣押；紧急的先采取，24 小时内补报。",
    "conclude": "写调查终结报告，交没有办这件的人审核。",
    "extend": "90 日办不完的，期满前申请；再次延长由集体讨论。",
    "decide": "告知的期限过了、审核通过了，才能决定；不能比告知的重。",
    "notify": "直接、留置、电子、邮寄、委托、公告；没有送到也记。",
    "serve": "直接、留置、电子、邮寄、委托、公告；没有送到也记。",
    "hearing": "告知书送达起 5 个工作日以内提出的才有听证。",
    "police": "涉嫌犯罪的：两名办案人员报告，正职负责人三日内决定。",
    "defer": "当事人书面申请，写明每一笔哪天缴多少。",
}
ADDRESSES: Final = {
    Permission.WORK_CASE: "case-work",
    Permission.REVIEW_CASE: "case-review",
    Permission.DECIDE_CASE: "case-decide",
}
ARRANGED = ("start-measure", "end-measure", "prolong", "letter-answer", "answer")


@dataclass(frozen=True)
class Story:
    """一件案件."""

    docket: Docket
    clocks: tuple[Clock, ...]
    hands: tuple[Hand, ...]
    next_steps: tuple[StepRow, ...]
    other_steps: tuple[StepRow, ...]
    questions: tuple[Approval, ...]
    papers: tuple[PaperLink, ...]
    events: tuple[TimelineEvent, ...]
    money: Money | None
    earlier: tuple[Case, ...]
    is_handler: bool
    may_answer: bool


def case_story(case: Case, who: Account, today: date) -> Story:
    """全部: for whoever may open the case."""
    docket = docket_of(case)
    handler = who in (case.first_officer, case.second_officer)
    steps = dict(_steps(docket, who, handler=handler)) if docket.pk or handler else {}
    near = [steps.pop(name) for name in _near(docket) if name in steps]
    decision = getattr(docket, "decision", None)
    waiting = docket.approvals.filter(approved=None) if docket.pk else ()
    return Story(
        docket=docket,
        clocks=case_clocks(docket, today) if docket.pk else (_first_clock(docket, today),),
        hands=tuple(_hands(docket)),
        next_steps=tuple(replace(one, main=not at) for at, one in enumerate(near)),
        other_steps=tuple(steps.values()),
        questions=tuple(waiting),
        papers=papers_for(docket) if docket.pk else (),
        events=tuple(_events(docket)),
        money=account_of(docket, today) if decision and decision.money else None,
        earlier=tuple(earlier_cases(case)[:5]),
        is_handler=handler,
        may_answer=may(who, Permission.DECIDE_CASE, case) and not handler,
    )


def earlier_cases(case: Case) -> QuerySet[Case]:
    """同一当事人以前的案件: a fact for 初次违法, never an answer."""
    return Case.objects.filter(party=case.party, pk__lt=case.pk).order_by("-pk")


def proofs_of(case: Case) -> list[tuple[str, list[Attachment]]]:
    """送达的凭据: by the attempt they belong to."""
    attempts = ServiceAttempt.objects.filter(docket__case=case)
    owners = [label(one) for one in attempts]
    found = Attachment.objects.filter(owner__in=owners)
    return [(owner, [one for one in found if one.owner == owner]) for owner in owners]


def _first_clock(docket: Docket, today: date) -> Clock:
    return case_clocks(docket, today)[0]


def _steps(docket: Docket, who: Account, *, handler: bool) -> Iterator[tuple[str, StepRow]]:
    """走得了的步子 by name, in the order of the table."""
    state, case = CaseState(docket.state), docket.case
    for step in CASE_STEPS.values():
        mine = handler if step.right is Permission.WORK_CASE else not handler
        if state not in step.sources or step.name in ARRANGED or not mine:
            continue
        if not may(who, step.right, case) or not _is_open(step.name, docket):
            continue
        row = StepRow(
            title=step.title,
            button=step.title.split("，")[0],
            href=reverse(ADDRESSES[step.right], args=[case.pk, step.name]),
            article=step.article,
            words=WORDS.get(step.name, ""),
        )
        yield step.name, row


def _near(docket: Docket) -> tuple[str, ...]:
    known = docket.pk and docket.party_address and (docket.party_code or docket.party_person)
    near = NEAR[CaseState(docket.state)]
    first = docket.state == CaseState.INVESTIGATING and not known
    return ("party", *near) if first else near


def _is_open(name: str, docket: Docket) -> bool:
    """Whether the facts a step needs are there: a resume without a pause is not offered."""
    if not docket.pk:
        return name not in OPENED or name in BEFORE_A_DOCKET
    return OPENED[name](docket) if name in OPENED else True


def _paused(docket: Docket, *grounds: str) -> bool:
    return any(one.last_on is None and one.ground in grounds for one in docket.pauses.all())


def _hearing(docket: Docket) -> Any:
    report = docket.reports.last()
    return getattr(report, "hearing", None)


def _transfer(docket: Docket) -> Any:
    return getattr(docket, "transfer", None)


def _may_be_heard(docket: Docket) -> bool:
    report = docket.reports.last()
    return report is not None and bool(hearing_reasons_of(report, docket))


def _spared(docket: Docket) -> bool:
    report = docket.reports.last()
    return report is not None and report.handling in WITHOUT_PENALTY


OPENED: Final[dict[str, Callable[[Docket], bool]]] = {
    "resume": lambda docket: _paused(docket, "suspend"),
    "tested": lambda docket: _paused(docket, "test", "identify"),
    "hearing": lambda docket: _hearing(docket) is None and _may_be_heard(docket),
    "hearing-day": lambda docket: bool(_hearing(docket)) and not _hearing(docket).ended_on,
    "heard": lambda docket: (
        bool(_hearing(docket)) and bool(_hearing(docket).held_on) and not _hearing(docket).ended_on
    ),
    "contested": lambda docket: any(one.last_on is None for one in docket.contests.all()),
    "enforced": lambda docket: any(
        one.matter == Matter.ENFORCE and bool(one.approved) for one in docket.approvals.all()
    ),
    "undo": lambda docket: hasattr(docket, "decision") and not docket.decision.undone,
    "police": lambda docket: _transfer(docket) is None,
    "police-decide": lambda docket: bool(_transfer(docket)) and _transfer(docket).approved is None,
    "police-send": lambda docket: (
        bool(_transfer(docket))
        and bool(_transfer(docket).approved)
        and _transfer(docket).sent_at is None
    ),
    "police-answer": lambda docket: (
        bool(_transfer(docket))
        and _transfer(docket).sent_at is not None
        and _transfer(docket).taken is None
    ),
    "decide": lambda docket: docket.state == CaseState.NOTIFIED or _spared(docket),
    "agree": lambda docket: not _spared(docket),
}
BEFORE_A_DOCKET: Final = frozenset({"police"})


def _hands(docket: Docket) -> Iterator[Hand]:
    state, case = CaseState(docket.state), docket.case
    handlers = f"{case.first_officer.name}、{case.second_officer.name}"
    yield Hand(
        "调查",
        handlers,
        f"{case.filed_on:%Y-%m-%d} 立案",
        here=state in (CaseState.INVESTIGATING,),
    )
    yield Hand("审核", "没有办过这件的人", here=state is CaseState.REVIEWING)
    yield Hand("告知", handlers, here=state in (CaseState.AGREED,))
    deciding = state in (CaseState.REVIEWED, CaseState.NOTIFIED)
    yield Hand("决定", "负责人", here=deciding)
    yield Hand("送达、执行", handlers, here=state in (CaseState.DECIDED, CaseState.SERVED))
    last = state in (CaseState.PERFORMED, CaseState.CLOSED)
    yield Hand("结案", STATE_TITLES[state] if last else "", here=last)


def _events(docket: Docket) -> Iterator[TimelineEvent]:
    if docket.pk:
        for step in docket.steps.select_related("by").order_by("-id"):
            words = f"{step.by.name}。{step.words}".strip("。")
            title = STEP_TITLES.get(step.name, step.name)
            yield TimelineEvent(step.at, title, f"{words}（{step.article}）")
    case = docket.case
    filed = timezone.localtime(case.clue.received_at)
    yield TimelineEvent(case.filed_on, "立案", f"{case.filed_by.name} 批准，{case.number}")
    yield TimelineEvent(
        filed, "登记线索", case.clue.number, href=reverse("clue", args=[case.clue_id])
    )
