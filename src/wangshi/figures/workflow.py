"""报表怎么走: not due, due, filed, late; nothing of it is stored, all of it is derived."""

from enum import StrEnum
from typing import Final


class SlotState(StrEnum):
    """该报的一份: how it stands on a day."""

    OPEN = "open"
    DUE = "due"
    LATE = "late"
    FILED = "filed"
    FILED_LATE = "filed_late"


SLOT_TITLES: Final = {
    SlotState.OPEN: "这一期还没完",
    SlotState.DUE: "等报",
    SlotState.LATE: "逾期没报",
    SlotState.FILED: "报了",
    SlotState.FILED_LATE: "报得晚",
}
SLOT_KINDS: Final = {
    SlotState.OPEN: "rest",
    SlotState.DUE: "soon",
    SlotState.LATE: "late",
    SlotState.FILED: "good",
    SlotState.FILED_LATE: "",
}
MISSING: Final = frozenset({SlotState.DUE, SlotState.LATE})


class FiguresRefused(ValueError):
    """现在不能这样办: shown as it is; `cells` says it again beside each cell that is wrong."""

    def __init__(self, words: str, cells: dict[str, str] | None = None) -> None:
        super().__init__(words)
        self.cells = cells or {}
