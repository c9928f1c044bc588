"""亮照检查里的几种说法: how a page was looked at, and what is refused."""

from enum import StrEnum
from typing import Final

# 违法行为代码 (law/violations.yaml): 未亮照亮证. 亮标 has no article, and so no code.
NOT_SHOWN: Final = "V03"
# 指导改正的理由 (law/codes/clue_endings.yaml).
CORRECTED_GROUND: Final = "corrected"


class DisplayRefused(ValueError):
    """现在不能这样办: the message says why and what to do next."""


class Way(StrEnum):
    """怎么看的."""

    PAGE = "page"
    CAPTURE = "capture"
    PICTURE = "picture"
    SHEET = "sheet"


WAY_TITLES: Final = {
    Way.PAGE: "读粘贴、上传的页面",
    Way.CAPTURE: "读取证机器取的网页",
    Way.PICTURE: "读执照图片",
    Way.SHEET: "对着页面填表",
}


class PictureState(StrEnum):
    """执照图片读到哪一步."""

    WAITING = "waiting"
    READ = "read"
    REFUSED = "refused"


PICTURE_TITLES: Final = {
    PictureState.WAITING: "等着认字",
    PictureState.READ: "认好了",
    PictureState.REFUSED: "没有认成",
}


class Age(StrEnum):
    """检查新不新: older than the days of law/display.yaml is stale."""

    FRESH = "fresh"
    STALE = "stale"


AGE_TITLES: Final = {Age.FRESH: "没过期的", Age.STALE: "过期的"}
