"""办件台的一行: what a duty is called, and what a row of the desk shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from wangshi.shared.pages import ClockBadge

from .clocks import ClueClock
from .models import Clue
from .selectors import DeskItem, Duty
from .workflow import ClueState

# 做什么、按钮、按钮去哪里；没有地址的去线索页自己选.
DUTY_WORDS: dict[Duty | None, tuple[str, str, str]] = {
    Duty.ASSIGN: ("分派", "选单位", "clue-assign"),
    Duty.ACCEPT: ("接收", "接收或退回", ""),
    Duty.CHECK: ("核查", "写核查结论", ""),
    Duty.FILING: ("批复", "看审批表", "clue-answer-proposal"),
    Duty.EXTENSION: ("批延长", "看延长申请", "clue-answer-extension"),
    Duty.REPLY: ("答复", "写答复", "clue-reply"),
    Duty.SETTLE: ("复核异议", "看异议", "clue-settle"),
    Duty.RECHECK: ("复看", "写复看结果", "clue-recheck"),
    Duty.LETTER: ("答复督办单", "写答复", "clue-answer-letter"),
    None: ("", "看一眼", ""),
}
WAITS_FOR = {
    ClueState.REPORTED: "等分派员分派",
    ClueState.ASSIGNED: "等接收",
    ClueState.CHECKING: "在核查",
    ClueState.DECIDED: "等答复发现人",
    ClueState.CLOSED: "等改正、复看",
    ClueState.DISPUTED: "等复核异议",
}
HARM_WORDS = ("", "一般", "较重", "严重")
ROW_WORDS = ("期限", "到期日", "编号", "事项", "说明", "危害", "来源", "约几分钟")


@dataclass(frozen=True)
class DeskRow:
    """一行: the clock, the duty, why, and where the button goes."""

    clue_id: int
    number: str
    clock: ClueClock
    badge: ClockBadge
    title: str
    href: str
    why: str
    harm: int
    harm_word: str
    source: str
    minutes: int | None
    button: str
    button_href: str
    tone: str


def board_rows(items: Sequence[DeskItem]) -> list[DeskRow]:
    """这一页的行, in one query."""
    clues = Clue.objects.select_related("shop", "operator", "town", "department", "handler")
    found = clues.in_bulk([item.clue_id for item in items])
    return [_row(item, found[item.clue_id]) for item in items if item.clue_id in found]


def order_words() -> tuple[str, ...]:
    """排队的道理."""
    return (
        "① 已逾期 → ② 今天到期 → ③ 剩 2 个工作日以内 → ④ 其他。",
        "每一档里，危害大的在前；同级的先来先办。",
        "“危害”来自违法行为代码，每件点开都能看到理由。只排序，不替您决定。",
    )


def _row(item: DeskItem, clue: Clue) -> DeskRow:
    verb, button, address = DUTY_WORDS[item.duty]
    page = reverse("clue", args=[clue.pk])
    return DeskRow(
        clue_id=clue.pk,
        number=clue.number,
        clock=item.clock,
        badge=item.clock.badge(f"{page}#clock-{item.clock.key}"),
        title=f"{verb}：{clue.title}" if verb else clue.title,
        href=page,
        why=" · ".join(part for part in _why(item, clue) if part),
        harm=item.harm,
        harm_word=HARM_WORDS[item.harm],
        source=clue.get_source_display(),
        minutes=item.minutes or None,
        button=button,
        button_href=reverse(address, args=[clue.pk]) if address else page,
        tone={"late": "is-late", "today": "is-today"}.get(item.clock.state, ""),
    )


def _why(item: DeskItem, clue: Clue) -> tuple[str, ...]:
    shop = clue.shop.name if clue.shop else clue.suspect_name
    waits = "" if item.duty else WAITS_FOR[ClueState(clue.state)]
    who = clue.handler.name if clue.handler and not item.duty else ""
    office = clue.department.short_name if clue.department and not item.duty else ""
    town = clue.town.name if clue.town else ""
    return waits, office, who, shop, town, clue.number
