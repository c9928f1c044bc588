"""登记核查里的几种说法: how a suspicion stands, why it is dismissed, how a letter came back."""

from enum import StrEnum
from typing import Final


class ScrutinyRefused(ValueError):
    """现在不能这样办: the message says why and what to do next."""


class SuspicionState(StrEnum):
    """一个疑点办到哪里."""

    PENDING = "pending"
    DISMISSED = "dismissed"
    HANDED = "handed"


class PlaceSort(StrEnum):
    """大家共用的是什么."""

    ADDRESS = "address"
    PHONE = "phone"


class LetterResult(StrEnum):
    """一封专用信函怎么样了; without one it is still on its way."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"


class Contact(StrEnum):
    """一个主体联系到哪一步: derived from its letters."""

    NONE = "none"
    FIRST_SENT = "first_sent"
    TOO_EARLY = "too_early"
    SECOND_DUE = "second_due"
    LAPSED = "lapsed"
    SECOND_SENT = "second_sent"
    REACHED = "reached"
    LOST = "lost"


STATE_TITLES: Final = {
    SuspicionState.PENDING: "待核实",
    SuspicionState.DISMISSED: "已排除",
    SuspicionState.HANDED: "已转线索",
}
OTHER: Final = "other"
GROUND_TITLES: Final = {
    "own": "是同一个人、一家人开的，执照是自己的",
    "agency": "是代办、市场、村委会等公用的电话或地址",
    "host": "是登记过的集群场所，容得下",
    "moved": "是迁入的，代码不变是正常的",
    "copied": "是抄错的，已经改过来",
    "seen": "到现场看过，主体和店都是真的",
    OTHER: "其他（写在说明里）",
}
SORT_TITLES: Final = {PlaceSort.ADDRESS: "地址", PlaceSort.PHONE: "电话"}
PLACE_TITLES: Final = {
    "seat": "住所（主要经营场所）",
    "place": "实体经营场所",
    "online": "网络经营场所",
}
RESULT_TITLES: Final = {
    LetterResult.SIGNED: "有人签收",
    LetterResult.UNSIGNED: "无人签收，退回",
}
