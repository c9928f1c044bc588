"""创建工作怎么走: a plan from draft to standing, a task from issued to accepted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PlanState(StrEnum):
    DRAFT = "draft"
    STANDING = "standing"
    REPLACED = "replaced"


class TaskState(StrEnum):
    ISSUED = "issued"
    RECEIVED = "received"
    UNDER_WAY = "under_way"
    REPORTED = "reported"
    ACCEPTED = "accepted"


class Part(StrEnum):
    """在任务里的身份."""

    LEAD = "lead"
    PARTNER = "partner"


class BodyKind(StrEnum):
    """协调机构: four of them, never merged."""

    LEADING_GROUP = "leading_group"
    JOINT_MEETING = "joint_meeting"
    ECOMMERCE_GROUP = "ecommerce_group"
    TOURISM_GROUP = "tourism_group"


class MeetingKind(StrEnum):
    REGULAR = "regular"
    LIAISON = "liaison"


class RoundKind(StrEnum):
    """督查的四种: supervision, circular, appraisal, acceptance."""

    SUPERVISION = "supervision"
    CIRCULAR = "circular"
    APPRAISAL = "appraisal"
    ACCEPTANCE = "acceptance"


class Aim(StrEnum):
    """三个促发展: by which of its three ways the plan says a clause helps."""

    SERVICE = "service"
    TOGETHER = "together"
    SUPERVISION = "supervision"


class StageSide(StrEnum):
    ENTRY = "entry"
    EXIT = "exit"


class FundHead(StrEnum):
    """经费用在哪里: 方案六（二）写的三样，加上扶持."""

    TRAINING = "training"
    EQUIPMENT = "equipment"
    NETWORK = "network"
    SUPPORT = "support"


class NoteKind(StrEnum):
    """问题的一步."""

    MEASURE = "measure"
    EFFECT = "effect"
    CLOSED = "closed"


class PracticeKind(StrEnum):
    """方案一写的三种创新."""

    POLICY = "policy"
    MANAGEMENT = "management"
    SERVICE = "service"


class Side(StrEnum):
    """谁打的分."""

    SELF = "self"
    CHECKED = "checked"


PLAN_TITLES: Final = {
    PlanState.DRAFT: "正在核对",
    PlanState.STANDING: "正在执行",
    PlanState.REPLACED: "已由新版替换",
}
TASK_TITLES: Final = {
    TaskState.ISSUED: "已下达，等签收",
    TaskState.RECEIVED: "已签收",
    TaskState.UNDER_WAY: "正在做",
    TaskState.REPORTED: "报了完成，等验收",
    TaskState.ACCEPTED: "已验收",
}
TASK_KINDS: Final = {
    TaskState.ISSUED: "soon",
    TaskState.RECEIVED: "",
    TaskState.UNDER_WAY: "blue",
    TaskState.REPORTED: "soon",
    TaskState.ACCEPTED: "good",
}
PART_TITLES: Final = {Part.LEAD: "牵头", Part.PARTNER: "配合"}
BODY_TITLES: Final = {
    BodyKind.LEADING_GROUP: "创建工作领导小组",
    BodyKind.JOINT_MEETING: "网络市场监管部门联席会议",
    BodyKind.ECOMMERCE_GROUP: "电子商务发展工作领导小组",
    BodyKind.TOURISM_GROUP: "旅游市场综合监管工作小组",
}
# 方案里怎么称呼这几个机构: the words that found a body, and the clause that gives its members.
BODY_WORDS: Final = {
    BodyKind.JOINT_MEETING: "联席会议",
    BodyKind.ECOMMERCE_GROUP: "电子商务发展工作领导小组",
    BodyKind.TOURISM_GROUP: "旅游市场综合监管工作小组",
}
MEETING_TITLES: Final = {MeetingKind.REGULAR: "例会", MeetingKind.LIAISON: "联络员会议"}
ROUND_TITLES: Final = {
    RoundKind.SUPERVISION: "督查",
    RoundKind.CIRCULAR: "通报",
    RoundKind.APPRAISAL: "考评",
    RoundKind.ACCEPTANCE: "验收",
}
AIM_TITLES: Final = {
    Aim.SERVICE: "以服务促发展",
    Aim.TOGETHER: "以共治促发展",
    Aim.SUPERVISION: "以监管促发展",
}
STAGE_TITLES: Final = {StageSide.ENTRY: "进入", StageSide.EXIT: "完成"}
HEAD_TITLES: Final = {
    FundHead.TRAINING: "人员培训",
    FundHead.EQUIPMENT: "硬件设施",
    FundHead.NETWORK: "网络建设",
    FundHead.SUPPORT: "扶持电商",
}
NOTE_TITLES: Final = {
    NoteKind.MEASURE: "措施",
    NoteKind.EFFECT: "成效",
    NoteKind.CLOSED: "销号",
}
PRACTICE_TITLES: Final = {
    PracticeKind.POLICY: "政策创新",
    PracticeKind.MANAGEMENT: "管理创新",
    PracticeKind.SERVICE: "服务创新",
}
SIDE_TITLES: Final = {Side.SELF: "自评", Side.CHECKED: "核查"}


@dataclass(frozen=True)
class TaskStep:
    """一步: from which states to which."""

    name: str
    title: str
    sources: frozenset[TaskState]
    target: TaskState


T = TaskState
TASK_STEPS: Final = {
    step.name: step
    for step in (
        TaskStep("receive", "签收", frozenset({T.ISSUED, T.RECEIVED, T.UNDER_WAY}), T.RECEIVED),
        TaskStep("work", "记进展", frozenset({T.RECEIVED, T.UNDER_WAY}), T.UNDER_WAY),
        TaskStep("report", "报完成", frozenset({T.RECEIVED, T.UNDER_WAY}), T.REPORTED),
        TaskStep("accept", "验收", frozenset({T.REPORTED}), T.ACCEPTED),
        TaskStep("return", "退回再做", frozenset({T.REPORTED, T.ACCEPTED}), T.UNDER_WAY),
    )
}


class ProgrammeRefused(ValueError):
    """现在不能这样办: the message is shown as it is."""


def next_state(state: TaskState, name: str) -> TaskState:
    """走一步: ProgrammeRefused when the step does not lead on from here."""
    step = TASK_STEPS[name]
    if state not in step.sources:
        raise ProgrammeRefused(
            f"任务现在是“{TASK_TITLES[state]}”，不能{step.title}：刷新看最新情况"
        )
    # 有单位签收得晚，任务已经在做的，不退回去.
    if name == "receive" and state is TaskState.UNDER_WAY:
        return state
    return step.target
