"""信里写什么: a number and what to do; names and facts stay in the house."""

from django.conf import settings

from .models import Delivery
from .workflow import NEWS_TITLES, OUTSIDE_WORDS, NewsKind


def subject_of(delivery: Delivery) -> str:
    """信的标题."""
    return f"网市：{NEWS_TITLES[NewsKind(delivery.kind)]} {delivery.number}"


def letter_text(delivery: Delivery) -> str:
    """信的正文."""
    return "\n".join(
        [
            f"{delivery.number} {OUTSIDE_WORDS[NewsKind(delivery.kind)]}。",
            _where(delivery),
            "",
            "内容只在网市里看。不想收这种信：登录网市，“通知”里点“要收哪些”。",
            f"信的编号 {delivery.letter}",
        ]
    )


def group_text(delivery: Delivery) -> str:
    """群里的话: the letter's number tells a second copy from a second matter."""
    words = OUTSIDE_WORDS[NewsKind(delivery.kind)]
    told = f"网市：{delivery.number} {words}。{_where(delivery)}"
    return f"{told}（消息编号 {delivery.letter[:8]}）"


def _where(delivery: Delivery) -> str:
    home = str(settings.WANGSHI_ADDRESS).rstrip("/")
    return f"{home}{delivery.page}" if home else "请登录网市查看。"
