"""投诉和举报怎么走: two procedures, each a table of steps with the article it rests on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RULES: Final = "《市场监督管理投诉举报处理办法》"
FIRST_STOP: Final = "本县承诺：先由维权服务站答复"


class Asked(StrEnum):
    """来件要什么: a settlement, an inquiry, or both."""

    COMPLAINT = "complaint"
    REPORT = "report"
    BOTH = "both"


class ComplaintState(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    MEDIATING = "mediating"
    ENDED = "ended"
    CLOSED = "closed"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class ReportState(StrEnum):
    RECEIVED = "received"
    CHECKING = "checking"
    CLOSED = "closed"


class ReportOutcome(StrEnum):
    """举报的去向: a clue of its own, or one of three other ways."""

    CLUE = "clue"
    MERGED = "merged"
    REPEATED = "repeated"
    ELSEWHERE = "elsewhere"


class Agency(StrEnum):
    """谁在投诉: oneself, somebody with a written authority, or several together."""

    SELF = "self"
    AGENT = "agent"
    JOINT = "joint"


class Want(StrEnum):
    REFUND = "refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    COMPENSATE = "compensate"
    APOLOGISE = "apologise"
    OTHER = "other"


class Told(StrEnum):
    """怎么告知的."""

    WEB = "web"
    PHONE = "phone"
    SMS = "sms"
    MAIL = "mail"
    LETTER = "letter"
    FACE = "face"


class Written(StrEnum):
    """调解书: made, or not made and why that is lawful."""

    MADE = "made"
    PERFORMED = "performed"
    WAIVED = "waived"


class BodyKind(StrEnum):
    """调解组织是哪一种 (第十九条)."""

    ASSOCIATION = "association"
    OTHER = "other"


class Result(StrEnum):
    """委托调解的结果: stopped when the mediation ended while it was out."""

    AGREED = "agreed"
    FAILED = "failed"
    STOPPED = "stopped"


class WalkInEnd(StrEnum):
    """当日办的去向."""

    SETTLED = "settled"
    COMPLAINT = "complaint"
    GONE = "gone"


WALK_IN_TITLES: Final = {
    WalkInEnd.SETTLED: "当场解决了",
    WalkInEnd.COMPLAINT: "登记成投诉",
    WalkInEnd.GONE: "人走了，没有要再办",
}
BODY_TITLES: Final = {
    BodyKind.ASSOCIATION: "消费者协会",
    BodyKind.OTHER: "依法成立的其他调解组织",
}
RESULT_TITLES: Final = {
    Result.AGREED: "谈成了",
    Result.FAILED: "没有谈成",
    Result.STOPPED: "中途结束",
}
ASKED_TITLES: Final = {
    Asked.COMPLAINT: "投诉：要商家退、换、修、赔",
    Asked.REPORT: "举报：反映商家违法",
    Asked.BOTH: "两样都要",
}
STATE_TITLES: Final = {
    ComplaintState.RECEIVED: "等受理决定",
    ComplaintState.ACCEPTED: "已受理，待调解",
    ComplaintState.MEDIATING: "调解中",
    ComplaintState.ENDED: "已终止调解，待告知",
    ComplaintState.CLOSED: "已办结",
    ComplaintState.REFUSED: "不予受理",
    ComplaintState.RETURNED: "退回统一接收机构",
    ComplaintState.WITHDRAWN: "受理前已解决",
}
REPORT_TITLES: Final = {
    ReportState.RECEIVED: "待登记为线索",
    ReportState.CHECKING: "核查中",
    ReportState.CLOSED: "已办结",
}
OUTCOME_TITLES: Final = {
    ReportOutcome.CLUE: "转为线索",
    ReportOutcome.MERGED: "补充了新事实，合并处理",
    ReportOutcome.REPEATED: "同一事实重复举报，不再另行处理",
    ReportOutcome.ELSEWHERE: "本局没有处理权限，已告知",
}
AGENCY_TITLES: Final = {
    Agency.SELF: "我自己的事",
    Agency.AGENT: "替别人投诉",
    Agency.JOINT: "几个人一起投诉",
}
WANT_TITLES: Final = {
    Want.REFUND: "退款",
    Want.EXCHANGE: "换货或者重做",
    Want.REPAIR: "修理",
    Want.COMPENSATE: "赔偿",
    Want.APOLOGISE: "赔礼道歉",
    Want.OTHER: "别的要求",
}
TOLD_TITLES: Final = {
    Told.WEB: "进度页",
    Told.PHONE: "电话",
    Told.SMS: "短信",
    Told.MAIL: "电子邮件",
    Told.LETTER: "信函",
    Told.FACE: "当面",
}
WRITTEN_TITLES: Final = {
    Written.MADE: "制作调解书，双方签字、本局盖章",
    Written.PERFORMED: "已经即时履行，不制作",
    Written.WAIVED: "双方同意不制作",
}
# 还在走: a clock runs on these.
OPEN: Final = (
    ComplaintState.RECEIVED,
    ComplaintState.ACCEPTED,
    ComplaintState.MEDIATING,
    ComplaintState.ENDED,
)


class RoadRefused(ValueError):
    """这一步现在走不了: the message is shown as it is."""


class ChangedMeanwhile(RoadRefused):
    """别人先动了: somebody acted on the record after this page was opened."""


@dataclass(frozen=True)
class RoadStep:
    """一步: from which states to which; no target when the state stays."""

    name: str
    title: str
    sources: frozenset[ComplaintState]
    target: ComplaintState | None
    article: str


S = ComplaintState
IN_HAND: Final = frozenset({S.ACCEPTED, S.MEDIATING})
BEFORE: Final = frozenset({S.RECEIVED})
COMPLAINT_STEPS: Final = {
    step.name: step
    for step in (
        RoadStep("split", "拆成两件", frozenset(OPEN), None, f"{RULES}第九条"),
        RoadStep("place", "查清对象和地点", frozenset(OPEN), None, f"{RULES}第十三条"),
        RoadStep("number", "填 12315 编号", frozenset(ComplaintState), None, f"{RULES}第四十条"),
        RoadStep("refer", "请维权服务站先答复", BEFORE, None, f"{RULES}第六条"),
        RoadStep("answer", "服务站答复", BEFORE, None, FIRST_STOP),
        RoadStep("accept", "受理", BEFORE, S.ACCEPTED, f"{RULES}第十五条第一款"),
        RoadStep("refuse", "不予受理", BEFORE, S.REFUSED, f"{RULES}第十五条第二款"),
        RoadStep("return", "退回统一接收机构", BEFORE, S.RETURNED, f"{RULES}第四十一条第二款"),
        RoadStep("withdraw", "受理前撤回", BEFORE, S.WITHDRAWN, f"{RULES}第十八条第二款"),
        RoadStep("mediate", "开始调解", frozenset({S.ACCEPTED}), S.MEDIATING, f"{RULES}第十八条"),
        RoadStep("meet", "安排现场调解", frozenset({S.MEDIATING}), None, f"{RULES}第二十条"),
        RoadStep("entrust", "委托调解", frozenset({S.MEDIATING}), None, f"{RULES}第十九条"),
        RoadStep("back", "受托组织交回", frozenset({S.MEDIATING}), None, f"{RULES}第十九条"),
        RoadStep("recuse", "调解员回避", frozenset({S.MEDIATING}), None, f"{RULES}第二十一条"),
        RoadStep("pause", "送鉴定、检测", IN_HAND, None, f"{RULES}第二十二条"),
        RoadStep("resume", "鉴定、检测出来了", IN_HAND, None, f"{RULES}第二十二条"),
        RoadStep(
            "prove",
            "要求举证",
            IN_HAND,
            None,
            "《中华人民共和国消费者权益保护法》第二十三条",
        ),
        RoadStep("shown", "收到举证", IN_HAND, None, f"{RULES}第二十四条第二款"),
        RoadStep("not-shown", "到期没有举证", IN_HAND, None, f"{RULES}第二十四条第二款"),
        RoadStep("found", "调解中发现违法线索", IN_HAND, None, f"{RULES}第二十七条"),
        RoadStep("agree", "达成协议", frozenset({S.MEDIATING}), S.CLOSED, f"{RULES}第二十四条"),
        RoadStep("end", "终止调解", IN_HAND, S.ENDED, f"{RULES}第二十三条第一款"),
        RoadStep("tell", "告知双方", frozenset({S.ENDED}), S.CLOSED, f"{RULES}第二十三条第二款"),
        RoadStep("sort", "定问题类别", frozenset(ComplaintState), None, f"{RULES}第四十条"),
        RoadStep("note", "记一笔", frozenset(ComplaintState), None, f"{RULES}第二十四条第二款"),
        RoadStep("link", "和另一件连起来", frozenset(ComplaintState), None, f"{RULES}第十七条"),
    )
}
RECEIVE_STEP: Final = "receive"
ADD_STEP: Final = "add"
SAY_AFTER_STEP: Final = "say-after"
STEP_TITLES: Final = {
    RECEIVE_STEP: "收到",
    ADD_STEP: "投诉人补充",
    SAY_AFTER_STEP: "办结以后投诉人来话",
} | {step.name: step.title for step in COMPLAINT_STEPS.values()}


def step_from(state: ComplaintState, name: str) -> RoadStep:
    """这一步: RoadRefused when it does not lead on from here."""
    step = COMPLAINT_STEPS[name]
    if state not in step.sources:
        raise RoadRefused(
            f"这件现在是“{STATE_TITLES[state]}”，不能{step.title}。回到这件看最新情况。"
        )
    return step
