"""没有店铺的卖家怎么走: found, visited, guided, registered, licensed; or exempt, refused, lost."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class SellerState(StrEnum):
    FOUND = "found"
    VISITED = "visited"
    GUIDED = "guided"
    REGISTERED = "registered"
    LICENSED = "licensed"
    EXEMPT = "exempt"
    REFUSED = "refused"
    LOST = "lost"


class Channel(StrEnum):
    """在哪里卖: where there is no shop page to look at."""

    GROUP = "group"
    MOMENTS = "moments"
    VIDEO = "video"
    LIVE = "live"
    RELAY = "relay"
    OTHER = "other"


class SellerSource(StrEnum):
    """怎么发现的."""

    OFFICER = "officer"
    GRID = "grid"
    COMPLAINT = "complaint"
    HIT = "hit"
    SELF = "self"
    OTHER = "other"


STATE_TITLES: Final = {
    SellerState.FOUND: "刚发现",
    SellerState.VISITED: "联系上了",
    SellerState.GUIDED: "辅导中",
    SellerState.REGISTERED: "交了登记申请",
    SellerState.LICENSED: "已领照",
    SellerState.EXEMPT: "依法不用登记",
    SellerState.REFUSED: "不肯办",
    SellerState.LOST: "联系不上",
}
CHANNEL_TITLES: Final = {
    Channel.GROUP: "聊天群",
    Channel.MOMENTS: "朋友圈",
    Channel.VIDEO: "短视频账号",
    Channel.LIVE: "直播间",
    Channel.RELAY: "小程序接龙",
    Channel.OTHER: "别的地方",
}
SOURCE_TITLES: Final = {
    SellerSource.OFFICER: "执法员发现",
    SellerSource.GRID: "网格员发现",
    SellerSource.COMPLAINT: "投诉举报里提到",
    SellerSource.HIT: "监测命中里看到",
    SellerSource.SELF: "本人来问",
    SellerSource.OTHER: "别的来路",
}

FOUND_STEP: Final = "found"
NOTE_STEP: Final = "note"
HAND_OVER_STEP: Final = "hand_over"
TRADING: Final = "《网络交易监督管理办法》第八条第一款"
GUIDANCE: Final = "《无证无照经营查处办法》第十条"
SEIZURE: Final = "《无证无照经营查处办法》第六条"
DECLARED: Final = "《网络交易监督管理办法》第十二条第三款"
# 走着的: 还要人管, 有下次联系的日子.
ON_THE_ROAD: Final = (
    SellerState.FOUND,
    SellerState.VISITED,
    SellerState.GUIDED,
    SellerState.REGISTERED,
)
MAIN_ROAD: Final = (*ON_THE_ROAD, SellerState.LICENSED)
SIDE_ENDS: Final = (SellerState.EXEMPT, SellerState.REFUSED, SellerState.LOST)


@dataclass(frozen=True)
class RoadStep:
    """一步: from which states to which, and the article it rests on."""

    name: str
    title: str
    sources: frozenset[SellerState]
    target: SellerState
    article: str


S = SellerState
SELLER_STEPS: Final = {
    step.name: step
    for step in (
        RoadStep("visit", "联系上了", frozenset({S.FOUND, S.REFUSED, S.LOST}), S.VISITED, GUIDANCE),
        RoadStep(
            "guide",
            "问清了要不要办",
            frozenset({S.FOUND, S.VISITED, S.GUIDED, S.EXEMPT, S.REFUSED, S.LOST}),
            S.GUIDED,
            TRADING,
        ),
        RoadStep("exempt", "签了自我声明", frozenset({S.GUIDED}), S.EXEMPT, DECLARED),
        RoadStep("register", "交了登记申请", frozenset({S.GUIDED}), S.REGISTERED, TRADING),
        RoadStep(
            "license",
            "领了执照",
            frozenset({*ON_THE_ROAD, S.EXEMPT, S.REFUSED, S.LOST}),
            S.LICENSED,
            TRADING,
        ),
        RoadStep(
            "refuse",
            "不肯办",
            frozenset({S.VISITED, S.GUIDED, S.REGISTERED}),
            S.REFUSED,
            GUIDANCE,
        ),
        RoadStep("lose", "联系不上", frozenset({*ON_THE_ROAD}), S.LOST, GUIDANCE),
    )
}
STEP_TITLES: Final = {
    FOUND_STEP: "发现",
    NOTE_STEP: "记了一笔",
    HAND_OVER_STEP: "转为线索",
    "look_again": "重新看过，声明照旧",
    "prepare": "办照的一步",
    "link": "对上了主体",
} | {step.name: step.title for step in SELLER_STEPS.values()}


class RoadRefused(ValueError):
    """这一步现在走不了: the message is shown as it is."""


def next_state(state: SellerState, name: str) -> SellerState:
    """走一步: RoadRefused when the step does not lead on from here."""
    step = SELLER_STEPS[name]
    if state not in step.sources:
        raise RoadRefused(f"现在是“{STATE_TITLES[state]}”，不能记“{step.title}”：刷新看最新情况")
    return step.target
