"""下一步: what this account may do now with a clue, and what still stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.engine.deadlines import next_extension

from .clocks import ClueFacts, check_deadline, check_term, clocks_of, too_late_to_pause
from .models import Clue
from .selectors import Standing
from .workflow import CORRECTABLE, IN_HAND, open_steps


@dataclass(frozen=True)
class NextStep:
    """一个下一步: its address, its words, and what is missing when it cannot be taken yet."""

    slug: str
    title: str
    button: str
    basis: str
    words: str = ""
    missing: str = ""


@dataclass(frozen=True)
class _Entry:
    slug: str
    step: str
    permission: Permission
    title: str
    button: str
    basis: str
    words: str = ""


P = Permission
PROMISE = "本县承诺"
# In the order in which they are worth doing; the first that can be taken is the main one.
ENTRIES = (
    _Entry("answer-proposal", "approve", P.APPROVE_FILING, "批复审批表", "看审批表", "第十八条",
           "由负责人决定是否立案；不能批自己办的件。"),
    _Entry("answer-extension", "extend", P.APPROVE_EXTENSION, "批复延长申请", "看延长申请",
           "第十八条", "须在期满前批；不能批自己办的件。"),
    _Entry("settle", "uphold", P.SETTLE_DISPUTE, "复核异议", "看异议", PROMISE,
           "由没有经办过的人复核。"),
    _Entry("answer-letter", "answer_letter", P.VIEW_CLUE, "答复督办单", "答复督办单", PROMISE),
    _Entry("assign", "assign", P.ASSIGN_CLUE, "分派", "选单位", "第十八条",
           "按区域、类别、手上的件数推荐；派给别的单位写明为什么。"),
    _Entry("accept", "accept", P.ACCEPT_CLUE, "接收", "接收线索", "第十八条",
           "接收以后由您核查。"),
    _Entry("return", "return", P.ACCEPT_CLUE, "退回", "退回分派员", "第十四条",
           "不归本单位管的，写明应当派给谁。"),
    _Entry("file", "propose", P.VERIFY_CLUE, "立案", "填立案审批表", "第十九条",
           "四个条件：有初步证据，应当处罚，本局管辖，没有过时效。由负责人批准。"),
    _Entry("decline", "propose", P.VERIFY_CLUE, "不予立案", "填不予立案审批表", "第二十条",
           "须选一种法定情形并由负责人批准；“已改正”不等于“不予立案”。"),
    _Entry("decide", "decide", P.DECIDE_CLUE, "指导改正、移送、重复、不归本局、无法核实",
           "写核查结论", "第十八条", "每一种都要选理由、写明事实；发现人可以提异议。"),
    _Entry("reply", "reply", P.REPLY_CLUE, "答复发现人", "写答复", PROMISE,
           "写清查到什么、怎么办了。答复以后线索了结。"),
    _Entry("recheck", "recheck", P.VERIFY_CLUE, "复看", "写复看结果", PROMISE,
           "看改好没有；没改好的，下一步可以重办、再限期。"),
    _Entry("work-again", "work_again", P.VERIFY_CLUE, "没改好，重新核查", "重新核查", "第十八条",
           "期限从今天重新起算；符合第十九条的，接着填立案审批表。"),
    _Entry("ask-correction", "ask_correction", P.VERIFY_CLUE, "要求改正", "写改正要求",
           "《行政处罚法》第二十八条", "写明改什么、改到哪天；绑定了账号的店家在自己的页上看到。"),
    _Entry("note", "note", P.VERIFY_CLUE, "记核查", "记核查", "第十八条",
           "打电话、看网页、到现场，做一次记一次。"),
    _Entry("evidence", "evidence", P.VERIFY_CLUE, "加证据照片", "加照片", "第十八条"),
    _Entry("ask-extension", "ask_extension", P.VERIFY_CLUE, "延长核查", "申请延长", "第十八条"),
    _Entry("pause", "pause", P.VERIFY_CLUE, "暂停计时", "暂停计时", "第十八条",
           "检测、鉴定、权利人辨认的时间不计入。"),
    _Entry("resume", "resume", P.VERIFY_CLUE, "恢复计时", "恢复计时", "第十八条",
           "结果到了就恢复，从次日接着算。"),
    _Entry("supervise", "supervise", P.SUPERVISE_CLUE, "督办", "签发督办单", PROMISE,
           "逾期的直接督办；没有逾期要写理由。"),
    _Entry("dispute", "dispute", P.DISPUTE_CLUE, "提出异议", "提出异议", PROMISE,
           "觉得不该这样了结，由没有经办过的人复核。"),
)  # fmt: skip


def next_steps(
    clue: Clue, standing: Standing, account: Account, today: date
) -> tuple[NextStep, ...]:
    """依法可以走的: in order; those that would be lawful but lack something say what."""
    names = {step.name for step in open_steps(standing.state)}
    return tuple(
        NextStep(
            slug=entry.slug,
            title=entry.title,
            button=entry.button,
            basis=entry.basis,
            words=_words(entry, standing.facts),
            missing=next(_missing(entry.slug, clue, standing, account, today), ""),
        )
        for entry in ENTRIES
        if entry.step in names
        and _asked_for(entry.slug, clue, standing)
        and _allowed(entry, clue, account)
    )


def _allowed(entry: _Entry, clue: Clue, account: Account) -> bool:
    if entry.slug == "answer-letter":
        return may(account, P.VERIFY_CLUE, clue) or may(account, P.ASSIGN_CLUE, clue)
    return may(account, entry.permission, clue)


def _asked_for(slug: str, clue: Clue, standing: Standing) -> bool:
    """An answer is a next step only while somebody waits for it; a pause, while none is open."""
    paused = any(pause.last is None for pause in standing.facts.pauses)
    correcting = standing.correcting
    waits = correcting is not None and correcting.is_open
    conditions = {
        "answer-proposal": standing.proposal is not None,
        "answer-extension": standing.extension is not None,
        "settle": standing.dispute is not None,
        "answer-letter": standing.has_letter,
        "supervise": not standing.has_letter and (standing.state in IN_HAND or waits),
        "recheck": waits,
        "ask-correction": clue.outcome in CORRECTABLE
        and (correcting is None or correcting.fixed is False),
        "work-again": correcting is not None and correcting.fixed is False,
        "pause": not paused,
        "resume": paused,
    }
    return conditions.get(slug, True)


def _words(entry: _Entry, facts: ClueFacts) -> str:
    if entry.slug != "ask-extension":
        return entry.words
    rule = next_extension(check_term(facts))
    due = check_deadline(facts).due_on
    if rule is None or rule.length is None or due is None:
        return "限一次，由负责人批准。"
    return f"限一次，延长{rule.length}；须在 {due:%m-%d} 前由负责人批准。"


def _missing(
    slug: str, clue: Clue, standing: Standing, account: Account, today: date
) -> Iterator[str]:
    barred = {clue.handler_id}
    for waiting in (standing.proposal, standing.extension, standing.dispute):
        barred |= waiting.barred if waiting else frozenset()
    if slug in {"answer-proposal", "answer-extension", "settle"} and account.pk in barred:
        yield "是您自己经办的件，请另一位批"
    if slug in {"file", "decline", "decide"} and standing.proposal:
        yield "已经提请负责人审批，等批复"
    if slug == "ask-extension":
        yield from _extension_missing(standing, today)
    if slug == "dispute" and _was_settled(clue):
        yield "这个结果已经复核过了；有新情况就另报一条"
    if slug == "work-again" and hasattr(clue, "case"):
        yield "已经立案：把没改好写进案卷"
    if slug == "pause":
        yield from _pause_missing(standing, today)


def _extension_missing(standing: Standing, today: date) -> Iterator[str]:
    due = check_deadline(standing.facts).due_on
    if standing.facts.extended:
        yield "已经延长过一次"
    if standing.extension:
        yield "已经申请，等负责人批"
    if due is not None and today > due:
        yield f"{due:%m-%d} 已经期满，期满以后不能再延长"


def _pause_missing(standing: Standing, today: date) -> Iterator[str]:
    due = check_deadline(standing.facts).due_on
    if due is not None and today > due:
        yield too_late_to_pause(due)


def _was_settled(clue: Clue) -> bool:
    return clue.disputes.filter(raised_at__gte=clue.replied_at).exists()


def is_overdue(facts: ClueFacts, today: date) -> bool:
    """逾期: any of its running clocks is late."""
    return any(clock.is_late for clock in clocks_of(facts, today))
