"""电子证据的几种状态和动作: words for the states, the acts of custody and the papers."""

from enum import StrEnum
from typing import Final


class EvidenceRefused(ValueError):
    """这一步办不了: the message says why and what to do instead."""


class ExhibitKind(StrEnum):
    """是什么: how it was fixed."""

    PICTURE = "picture"
    RECORDING = "recording"
    PAGE = "page"
    CAPTURED = "captured"
    OTHER = "other"


class ExhibitState(StrEnum):
    """封存到哪一步: the package is whole or absent, and this says which."""

    WAITING = "waiting"
    SEALED = "sealed"
    FAILED = "failed"


class OrderState(StrEnum):
    """派给取证机器的一张单子走到哪一步."""

    SCHEDULED = "scheduled"
    WAITING = "waiting"
    RUNNING = "running"
    KEPT = "kept"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """保管链上的动作: everything that is ever done with a piece of evidence."""

    RECEIVED = "received"
    SHELVED = "shelved"
    CAPTURED = "captured"
    SEALED = "sealed"
    STAMPED = "stamped"
    VIEWED = "viewed"
    EXPORTED = "exported"
    OFFERED = "offered"
    HANDED_OVER = "handed_over"
    DECLINED = "declined"
    RECALLED = "recalled"
    VERIFIED = "verified"
    MASKED = "masked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Export(StrEnum):
    """导出哪一种."""

    WORKING = "working"
    EVIDENTIAL = "evidential"


class PaperKind(StrEnum):
    """文书."""

    EXTRACTION = "extraction"
    TAKING = "taking"
    HASHES = "hashes"
    HAND_OVER = "hand-over"


# 隔几天再取一次.
REPEATS: Final[dict[int, str]] = {0: "只取一次", 1: "每天", 7: "每七天", 30: "每三十天"}
KIND_TITLES: Final[dict[str, str]] = {
    ExhibitKind.PICTURE: "截图、照片",
    ExhibitKind.RECORDING: "录屏、录音",
    ExhibitKind.PAGE: "保存的网页",
    ExhibitKind.CAPTURED: "取证机器取的网页",
    ExhibitKind.OTHER: "其他文件",
}
STATE_TITLES: Final[dict[str, str]] = {
    ExhibitState.WAITING: "等着封存",
    ExhibitState.SEALED: "已封存",
    ExhibitState.FAILED: "没有封存",
}
STATE_TONES: Final[dict[str, str]] = {
    ExhibitState.WAITING: "soon",
    ExhibitState.SEALED: "good",
    ExhibitState.FAILED: "late",
}
ORDER_TITLES: Final[dict[str, str]] = {
    OrderState.SCHEDULED: "到时候取",
    OrderState.WAITING: "等着取",
    OrderState.RUNNING: "正在取",
    OrderState.KEPT: "取到了",
    OrderState.FAILED: "没有取成",
    OrderState.CANCELLED: "撤回了",
}
ORDER_TONES: Final[dict[str, str]] = {
    OrderState.SCHEDULED: "blue",
    OrderState.WAITING: "soon",
    OrderState.RUNNING: "blue",
    OrderState.KEPT: "good",
    OrderState.FAILED: "late",
    OrderState.CANCELLED: "rest",
}
ACT_TITLES: Final[dict[str, str]] = {
    Act.RECEIVED: "收下文件",
    Act.SHELVED: "封好的包核对以后入库",
    Act.CAPTURED: "取证机器取下网页",
    Act.SEALED: "封存",
    Act.STAMPED: "盖上时间戳",
    Act.VIEWED: "查看工作副本",
    Act.EXPORTED: "导出",
    Act.OFFERED: "交出，等点收",
    Act.HANDED_OVER: "点收，移交完成",
    Act.DECLINED: "没有点收，退回",
    Act.RECALLED: "收回交出的",
    Act.VERIFIED: "校验",
    Act.MASKED: "做遮盖副本",
    Act.PUBLISHED: "公开遮盖副本",
    Act.WITHDRAWN: "撤下遮盖副本",
}
EXPORT_TITLES: Final[dict[str, str]] = {
    Export.WORKING: "工作副本",
    Export.EVIDENTIAL: "证据原件包",
}
PAPER_TITLES: Final[dict[str, str]] = {
    PaperKind.EXTRACTION: "电子数据提取笔录",
    PaperKind.TAKING: "证据提取单",
    PaperKind.HASHES: "校验值清单",
    PaperKind.HAND_OVER: "证据交接记录",
}
# 市场监督管理行政处罚信息公示规定：公示到期由市场监督管理部门停止公示。
PUBLICATION_TERMS: Final = (
    "publicity_min_light",
    "publicity_general_stop",
    "publicity_serious_stop",
)
