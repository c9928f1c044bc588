"""收发室: what is told, by which way, and how far a delivery has come."""

from enum import StrEnum


class NewsKind(StrEnum):
    """什么事."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"


class Channel(StrEnum):
    """怎么告诉一个人; a group is the administrator's, not one person's."""

    DESK = "desk"
    MAIL = "mail"


class DeliveryState(StrEnum):
    """投递到了哪一步."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


NEWS_TITLES: dict[NewsKind, str] = {
    NewsKind.ASSIGNED: "派来的",
    NewsKind.RETURNED: "退回的",
    NewsKind.DUE_SOON: "快到期",
    NewsKind.OVERDUE: "已逾期",
    NewsKind.ANSWERED: "决定和答复",
}
CHANNEL_TITLES: dict[Channel, str] = {
    Channel.DESK: "网市里",
    Channel.MAIL: "邮件",
}
STATE_TITLES: dict[DeliveryState, str] = {
    DeliveryState.WAITING: "等着送",
    DeliveryState.SENT: "已送到",
    DeliveryState.DEAD: "没送到",
}
# What leaves the house says which number and what to do, never whom it concerns.
OUTSIDE_WORDS: dict[NewsKind, str] = {
    NewsKind.ASSIGNED: "派到您这里，请接收",
    NewsKind.RETURNED: "被退回，请重新分派",
    NewsKind.DUE_SOON: "快到期了，请尽快办",
    NewsKind.OVERDUE: "已经逾期，请马上办",
    NewsKind.ANSWERED: "有了决定或者答复",
}
