"""案件怎么走: from filing to the closed file, a table of steps with the article each rests on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wangshi.accounts.permissions import Permission

RULES: Final = "《市场监督管理行政处罚程序规定》"
LAW: Final = "《中华人民共和国行政处罚法》"
TRANSFER: Final = "《行政执法机关移送涉嫌犯罪案件的规定》"
PUBLICATION: Final = "《市场监督管理行政处罚信息公示规定》"
REPAIR: Final = "《市场监督管理信用修复管理办法》"


class CaseState(StrEnum):
    INVESTIGATING = "investigating"
    REVIEWING = "reviewing"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    NOTIFIED = "notified"
    DECIDED = "decided"
    SERVED = "served"
    PERFORMED = "performed"
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    """处理决定: the five of 第六十条, and 第四十七条."""

    PENALTY = "penalty"
    NO_PENALTY = "no_penalty"
    NOT_PROVEN = "not_proven"
    ELSEWHERE = "elsewhere"
    CRIMINAL = "criminal"
    TERMINATED = "terminated"


class Tier(StrEnum):
    """裁量的阶次."""

    MITIGATED = "mitigated"
    LENIENT = "lenient"
    ORDINARY = "ordinary"
    HEAVY = "heavy"


class MeasureKind(StrEnum):
    PRESERVE = "preserve"
    SEAL = "seal"
    PYRAMID = "pyramid"


class Matter(StrEnum):
    """请负责人批的事."""

    MEASURE = "measure"
    PROLONG = "prolong"
    RECUSE = "recuse"
    SUSPEND = "suspend"
    EXTEND = "extend"
    TERMINATE = "terminate"
    DEFER = "defer"
    ENFORCE = "enforce"
    CLOSE = "close"


class ReviewKind(StrEnum):
    LEGAL = "legal"
    CASE = "case"


class Served(StrEnum):
    """送的是什么."""

    NOTICE = "notice"
    DECISION = "decision"
    URGE = "urge"


class Money(StrEnum):
    """缴的是什么."""

    FINE = "fine"
    INCOME = "income"
    SURCHARGE = "surcharge"


class Undone(StrEnum):
    """决定后来怎么了."""

    CHANGED = "changed"
    REVOKED = "revoked"
    UNLAWFUL = "unlawful"
    VOID = "void"


STATE_TITLES: Final = {
    CaseState.INVESTIGATING: "调查中",
    CaseState.REVIEWING: "审核中",
    CaseState.REVIEWED: "审核通过，等负责人",
    CaseState.AGREED: "同意拟处罚，待告知",
    CaseState.NOTIFIED: "已告知，待决定",
    CaseState.DECIDED: "已决定，待送达",
    CaseState.SERVED: "已送达，待履行",
    CaseState.PERFORMED: "可以结案",
    CaseState.CLOSED: "已结案",
}
OUTCOME_TITLES: Final = {
    CaseOutcome.PENALTY: "给予行政处罚",
    CaseOutcome.NO_PENALTY: "不予行政处罚",
    CaseOutcome.NOT_PROVEN: "违法事实不能成立，不予行政处罚",
    CaseOutcome.ELSEWHERE: "移送其他行政管理部门",
    CaseOutcome.CRIMINAL: "移送司法机关",
    CaseOutcome.TERMINATED: "终止调查",
}
OUTCOME_ARTICLES: Final = {
    CaseOutcome.PENALTY: f"{RULES}第六十条第一款第一项",
    CaseOutcome.NO_PENALTY: f"{RULES}第六十条第一款第二项",
    CaseOutcome.NOT_PROVEN: f"{RULES}第六十条第一款第三项",
    CaseOutcome.ELSEWHERE: f"{RULES}第六十条第一款第四项",
    CaseOutcome.CRIMINAL: f"{RULES}第六十条第一款第五项",
    CaseOutcome.TERMINATED: f"{RULES}第四十七条",
}
TIER_TITLES: Final = {
    Tier.MITIGATED: "减轻",
    Tier.LENIENT: "从轻",
    Tier.ORDINARY: "一般",
    Tier.HEAVY: "从重",
}
MEASURE_TITLES: Final = {
    MeasureKind.PRESERVE: "先行登记保存",
    MeasureKind.SEAL: "查封、扣押",
    MeasureKind.PYRAMID: "查封、扣押（传销案件）",
}
MEASURE_TERMS: Final = {
    MeasureKind.PRESERVE: "register_preserve",
    MeasureKind.SEAL: "seal_detain",
    MeasureKind.PYRAMID: "seal_detain_pyramid",
}
MATTER_TITLES: Final = {
    Matter.MEASURE: "采取措施",
    Matter.PROLONG: "延长查封、扣押",
    Matter.RECUSE: "回避",
    Matter.SUSPEND: "中止调查",
    Matter.EXTEND: "延长办案期限",
    Matter.TERMINATE: "终止调查",
    Matter.DEFER: "延期、分期缴纳罚款",
    Matter.ENFORCE: "申请法院强制执行",
    Matter.CLOSE: "结案",
}
REVIEW_TITLES: Final = {ReviewKind.LEGAL: "法制审核", ReviewKind.CASE: "案件审核"}
SERVED_TITLES: Final = {
    Served.NOTICE: "行政处罚告知书",
    Served.DECISION: "决定书",
    Served.URGE: "催告书",
}
MONEY_TITLES: Final = {
    Money.FINE: "罚款",
    Money.INCOME: "没收违法所得",
    Money.SURCHARGE: "加处罚款",
}
UNDONE_TITLES: Final = {
    Undone.CHANGED: "变更",
    Undone.REVOKED: "撤销",
    Undone.UNLAWFUL: "确认违法",
    Undone.VOID: "确认无效",
}
# 第六十条第一款第二至五项、第四十七条: 不用告知、不用缴款的结果.
WITHOUT_PENALTY: Final = frozenset(CaseOutcome) - {CaseOutcome.PENALTY}
# 要把决定书送给当事人的结果.
TOLD_TO_PARTY: Final = frozenset(
    {CaseOutcome.PENALTY, CaseOutcome.NO_PENALTY, CaseOutcome.NOT_PROVEN}
)


class StepRefused(ValueError):
    """这一步现在走不了: the message is shown as it is."""


class ChangedMeanwhile(StepRefused):
    """别人先动了: somebody acted on the case after this page was opened."""


@dataclass(frozen=True)
class Step:
    """一步: from which states to which; no target when the state stays; whose right it takes."""

    name: str
    title: str
    sources: frozenset[CaseState]
    target: CaseState | None
    article: str
    right: Permission


S = CaseState
WORK, REVIEW, DECIDE = Permission.WORK_CASE, Permission.REVIEW_CASE, Permission.DECIDE_CASE
INQUIRY: Final = frozenset({S.INVESTIGATING})
NOTIFIED: Final = frozenset({S.NOTIFIED})
SERVED: Final = frozenset({S.SERVED})
UNDECIDED: Final = frozenset({S.INVESTIGATING, S.REVIEWING, S.REVIEWED, S.AGREED, S.NOTIFIED})
UNCLOSED: Final = frozenset(S) - {S.CLOSED}
AFTER: Final = frozenset({S.DECIDED, S.SERVED, S.PERFORMED, S.CLOSED})
POLICE: Final = UNDECIDED

CASE_STEPS: Final = {
    step.name: step
    for step in (
        Step("party", "填当事人", UNCLOSED, None, f"{RULES}第六十二条第一款第一项", WORK),
        Step("note", "记一笔", UNCLOSED, None, f"{RULES}第七十九条", WORK),
        Step("measure", "采取措施", INQUIRY, None, f"{RULES}第三十三条、第三十六条", WORK),
        Step("start-measure", "实施措施", INQUIRY, None, f"{RULES}第三十四条、第三十七条", WORK),
        Step("end-measure", "了结措施", UNCLOSED, None, f"{RULES}第三十五条、第四十二条", WORK),
        Step("prolong", "申请延长查封扣押", UNDECIDED, None, f"{RULES}第三十八条", WORK),
        Step("test", "送检测、鉴定、辨认", INQUIRY, None, f"{RULES}第三十二条", WORK),
        Step("tested", "结果出来了", UNDECIDED, None, f"{RULES}第三十二条", WORK),
        Step("letter", "发协助调查函", INQUIRY, None, f"{RULES}第四十五条第一款", WORK),
        Step("letter-answer", "记协查回函", UNDECIDED, None, f"{RULES}第四十五条第二款", WORK),
        Step("recuse", "申请回避", UNDECIDED, None, f"{RULES}第四条第一款", WORK),
        Step("suspend", "申请中止调查", INQUIRY, None, f"{RULES}第四十六条第一款", WORK),
        Step("resume", "恢复调查", INQUIRY, None, f"{RULES}第四十六条第二款", WORK),
        Step("extend", "申请延长办案期限", UNDECIDED, None, f"{RULES}第六十四条第一款", WORK),
        Step("terminate", "申请终止调查", INQUIRY, None, f"{RULES}第四十七条", WORK),
        Step("answer", "批复", UNCLOSED, None, f"{RULES}第三十三条、第三十六条等", DECIDE),
        Step("conclude", "调查终结，送审核", INQUIRY, S.REVIEWING, f"{RULES}第四十八条", WORK),
        Step(
            "pass", "审核通过", frozenset({S.REVIEWING}), S.REVIEWED, f"{RULES}第五十四条", REVIEW
        ),
        Step(
            "back",
            "审核退回",
            frozenset({S.REVIEWING}),
            S.INVESTIGATING,
            f"{RULES}第五十四条",
            REVIEW,
        ),
        Step(
            "agree",
            "同意拟处罚，去告知",
            frozenset({S.REVIEWED}),
            S.AGREED,
            f"{RULES}第五十六条",
            DECIDE,
        ),
        Step(
            "send-back",
            "退回补充调查",
            frozenset({S.REVIEWED, S.NOTIFIED}),
            S.INVESTIGATING,
            f"{RULES}第五十六条",
            DECIDE,
        ),
        Step(
            "notify",
            "送达告知书",
            frozenset({S.AGREED}),
            S.NOTIFIED,
            f"{RULES}第五十七条第一款",
            WORK,
        ),
        Step("statement", "记陈述申辩", NOTIFIED, None, f"{RULES}第五十八条", WORK),
        Step("hearing", "记听证申请", NOTIFIED, None, f"{LAW}第六十四条第一项", WORK),
        Step("hearing-day", "通知听证", NOTIFIED, None, f"{LAW}第六十四条第二项", WORK),
        Step("heard", "听证结束，送法制审核", NOTIFIED, S.REVIEWING, f"{RULES}第五十条", WORK),
        Step(
            "decide",
            "作出决定",
            frozenset({S.REVIEWED, S.NOTIFIED}),
            S.DECIDED,
            f"{RULES}第六十条",
            DECIDE,
        ),
        Step("serve", "送达决定书", frozenset({S.DECIDED}), S.SERVED, f"{RULES}第八十一条", WORK),
        Step("pay", "记缴款", SERVED, None, f"{RULES}第七十二条", WORK),
        Step("fulfil", "记履行完毕", SERVED, S.PERFORMED, f"{RULES}第七十一条", WORK),
        Step("defer", "申请延期、分期", SERVED, None, f"{RULES}第七十四条", WORK),
        Step("contest", "记复议、诉讼", SERVED, None, f"{RULES}第七十一条第二款", WORK),
        Step("contested", "复议、诉讼结束", SERVED, None, f"{RULES}第七十一条第二款", WORK),
        Step("urge", "催告", SERVED, None, f"{RULES}第七十六条第一款", WORK),
        Step("enforce", "申请法院强制执行", SERVED, None, f"{RULES}第七十六条第一款", WORK),
        Step("enforced", "法院执行结束", SERVED, S.PERFORMED, f"{RULES}第七十七条", WORK),
        Step(
            "close", "填结案审批表", frozenset({S.PERFORMED}), None, f"{RULES}第七十七条", WORK
        ),
        Step("undo", "决定被撤销、变更", AFTER, None, f"{RULES}第六十三条第二款", DECIDE),
        Step("police", "报请移送公安", POLICE, None, f"{TRANSFER}第五条", WORK),
        Step("police-decide", "决定移不移送", POLICE, None, f"{TRANSFER}第五条", DECIDE),
        Step("police-send", "记移送", POLICE, None, f"{TRANSFER}第五条", WORK),
        Step("police-answer", "记公安的决定", UNCLOSED, None, f"{TRANSFER}第八条", WORK),
    )
}  # fmt: skip
STEP_TITLES: Final = {step.name: step.title for step in CASE_STEPS.values()}


def step_from(state: CaseState, name: str) -> Step:
    """这一步: StepRefused when it does not lead on from here."""
    step = CASE_STEPS[name]
    if state not in step.sources:
        raise StepRefused(
            f"这件现在是“{STATE_TITLES[state]}”，不能{step.title}。回到案件看最新情况。"
        )
    return step
