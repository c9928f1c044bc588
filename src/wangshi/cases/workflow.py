"""The road of a clue, as a table. Each step names the article or promise it rests on."""

from dataclasses import dataclass
from enum import StrEnum

PROCEDURE = "市场监督管理行政处罚程序规定"


class ClueState(StrEnum):
    REPORTED = "reported"
    ASSIGNED = "assigned"
    CHECKING = "checking"
    DECIDED = "decided"
    CLOSED = "closed"
    DISPUTED = "disputed"


class ClueOutcome(StrEnum):
    """办理结果: a row of law/codes/clue_endings.yaml each."""

    FILED = "filed"
    DECLINED = "declined"
    CORRECTED = "corrected"
    TRANSFERRED = "transferred"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    UNVERIFIABLE = "unverifiable"


class ClueSource(StrEnum):
    HIT = "hit"
    GRID = "grid"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUPERIOR = "superior"
    TRANSFER = "transfer"
    OFFICER = "officer"


STATE_TITLES = {
    ClueState.REPORTED: "待分派",
    ClueState.ASSIGNED: "待接收",
    ClueState.CHECKING: "核查中",
    ClueState.DECIDED: "待答复",
    ClueState.CLOSED: "已了结",
    ClueState.DISPUTED: "有异议，待复核",
}
OUTCOME_TITLES = {
    ClueOutcome.FILED: "立案",
    ClueOutcome.DECLINED: "不予立案",
    ClueOutcome.CORRECTED: "指导改正",
    ClueOutcome.TRANSFERRED: "移送",
    ClueOutcome.DUPLICATE: "重复",
    ClueOutcome.NOT_OURS: "不归本局管",
    ClueOutcome.UNVERIFIABLE: "无法核实",
}
SOURCE_TITLES = {
    ClueSource.HIT: "命中确认",
    ClueSource.GRID: "网格上报",
    ClueSource.COMPLAINT: "投诉",
    ClueSource.REPORT: "举报",
    ClueSource.SUPERIOR: "上级交办",
    ClueSource.TRANSFER: "部门移送",
    ClueSource.OFFICER: "执法员发现",
}


# 第十八条: 由市场监督管理部门负责人决定是否立案.
DECIDED_BY_THE_HEAD = frozenset({ClueOutcome.FILED, ClueOutcome.DECLINED})
# 查到了要改的地方的结果：可以要求改正，改没改好要复看.
CORRECTABLE = frozenset({ClueOutcome.CORRECTED, ClueOutcome.DECLINED, ClueOutcome.FILED})
# 举报办法第三十七条: 页面上的话是本局自己看到的，才告诉当事人；别人报来的材料不给.
SEEN_BY_OURSELVES = frozenset({ClueSource.HIT, ClueSource.OFFICER})
ENDING_STEPS = frozenset({"decide", "approve"})
UNDECIDED = (ClueState.REPORTED, ClueState.ASSIGNED, ClueState.CHECKING)
IN_HAND = (ClueState.REPORTED, ClueState.ASSIGNED, ClueState.CHECKING, ClueState.DECIDED)
ENDED = (ClueState.DECIDED, ClueState.CLOSED)
# 了结不等于改好：了结以后还有复看，所以也会拖、也能督办.
REVISITED = (*ENDED, ClueState.DISPUTED)
PRESSED = (*IN_HAND, ClueState.CLOSED)


class StepRefused(ValueError):
    """那一步现在走不了: the message is shown as it is."""


class ChangedMeanwhile(StepRefused):
    """别人先动了: somebody acted on the clue after this page was opened."""


@dataclass(frozen=True)
class Step:
    """一步: from where to where, and what allows it."""

    name: str
    title: str
    source: ClueState
    target: ClueState
    article: str


CHECK = f"《{PROCEDURE}》第十八条"
MERGED = "《市场监督管理投诉举报处理办法》第三十五条第二款"
SUPERVISION = "本县承诺：逾期就督办"
ORDER = "《中华人民共和国行政处罚法》第二十八条第一款"
RECHECK = "本县承诺：要求改的都复看"
REPORT_STEP = "report"
STEP_TITLES_OUTSIDE = {REPORT_STEP: "登记"}

CLUE_STEPS = (
    Step("assign", "分派", ClueState.REPORTED, ClueState.ASSIGNED, CHECK),
    Step("assign", "改派", ClueState.ASSIGNED, ClueState.ASSIGNED, CHECK),
    Step("accept", "接收", ClueState.ASSIGNED, ClueState.CHECKING, CHECK),
    Step("return", "退回", ClueState.ASSIGNED, ClueState.REPORTED, f"《{PROCEDURE}》第十四条"),
    *(Step("supplement", "并入新的事实", state, state, MERGED) for state in UNDECIDED),
    Step("note", "记核查", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("evidence", "加证据照片", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("pause", "暂停计时", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("resume", "恢复计时", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("ask_extension", "申请延长", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("extend", "批准延长", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("refuse_extension", "不批延长", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("propose", "提请审批", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("send_back", "退回补正", ClueState.CHECKING, ClueState.CHECKING, CHECK),
    Step("approve", "批准", ClueState.CHECKING, ClueState.DECIDED, CHECK),
    Step("decide", "决定", ClueState.CHECKING, ClueState.DECIDED, CHECK),
    Step("reply", "答复", ClueState.DECIDED, ClueState.CLOSED, "本县承诺：办结即答复发现人"),
    Step("dispute", "提异议", ClueState.CLOSED, ClueState.DISPUTED, "本县承诺：每个了结都能提异议"),
    Step("reopen", "重办", ClueState.DISPUTED, ClueState.CHECKING, "本县承诺：异议成立就重办"),
    Step("uphold", "维持", ClueState.DISPUTED, ClueState.CLOSED, "本县承诺：维持要写明理由"),
    *(Step("ask_correction", "要求改正", state, state, ORDER) for state in ENDED),
    *(Step("work_again", "没改好，重办", state, ClueState.CHECKING, CHECK) for state in ENDED),
    *(Step("answer_correction", "店家答复", state, state, RECHECK) for state in REVISITED),
    *(Step("recheck", "复看", state, state, RECHECK) for state in REVISITED),
    *(Step("supervise", "督办", state, state, SUPERVISION) for state in PRESSED),
    *(Step("answer_letter", "答复督办单", state, state, SUPERVISION) for state in PRESSED),
)


def step_from(state: ClueState, name: str) -> Step:
    """The row of the table that leads on from there; StepRefused when it is not open."""
    for step in CLUE_STEPS:
        if (step.name, step.source) == (name, state):
            return step
    raise StepRefused(
        f"这条线索现在是“{STATE_TITLES[state]}”，不能{step_title(name)}。回到线索看最新情况。"
    )


def next_state(state: ClueState, name: str) -> ClueState:
    """Where the step leads from there; StepRefused when it is not open."""
    return step_from(state, name).target


def open_steps(state: ClueState) -> tuple[Step, ...]:
    """The steps the law allows from there, in the order of the table."""
    return tuple(step for step in CLUE_STEPS if step.source is state)


def step_title(name: str) -> str:
    """What a step is called on pages."""
    known = {step.name: step.title for step in reversed(CLUE_STEPS)} | STEP_TITLES_OUTSIDE
    return known.get(name, name)
