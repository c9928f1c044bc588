"""声明恢复过备份: the gap is told, not hidden."""

from dataclasses import dataclass
from typing import Any

from wangshi.accounts.services import Declined, declare_restore, system_account
from wangshi.engine.cli_chinese import Refused
from wangshi.shared.anchors import Gap

from .running import migrate


@dataclass(frozen=True)
class Declared:
    """声明的结果: the record that says it, and what went missing."""

    record: int
    gap: Gap

    def as_answer(self) -> dict[str, Any]:
        """For a program."""
        return {"record": self.record, **vars(self.gap)}

    def as_sentence(self) -> str:
        """For a person."""
        return (
            f"记下了，是审计记录第 {self.record} 号：库里留住了到第 {self.gap.kept} 号，"
            f"以后的 {self.gap.lines} 条（到第 {self.gap.last} 号）没有了。"
            "每次核对审计链都会说出这件事。"
        )


def declare(reason: str) -> Declared:
    """The gap between the database and what was noted of it becomes a record with its reason."""
    migrate()
    try:
        line, gap = declare_restore(reason=reason, by=system_account())
    except Declined as refusal:
        raise Refused(str(refusal)) from refusal
    return Declared(line.sequence, gap)
