"""已排除的: a list of item, rule and reason that a person turned down; a report suppresses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.tables import (
    Fault,
    Field,
    Schema,
    TableRefused,
    match_columns,
    open_table,
    read_records,
)
from wangshi.engine.tables.converters import text

_SCHEMA = Schema(
    "dismissals",
    "排除清单",
    (
        Field("id", "编号", text, required=True, aliases=("id", "商品编号")),
        Field("rule", "规则", text, required=True, aliases=("rule", "规则编号")),
        Field("reason", "理由", text, required=True, aliases=("reason", "排除理由", "说明")),
    ),
    key=("id", "rule"),
)


class DismissalsRefused(ValueError):
    """排除清单读不成: the message says where and what to do."""


@dataclass(frozen=True)
class Dismissals:
    """排除清单: the reason by item and rule."""

    reasons: Mapping[str, Mapping[str, str]]

    def reason(self, item_id: str, rule_id: str) -> str:
        """排除的理由: empty where nobody turned the hit down."""
        return self.reasons.get(item_id, {}).get(rule_id, "")


def read_dismissals(path: Path) -> Dismissals:
    """读排除清单: CSV, XLSX or JSON lines with 编号, 规则, 理由. Raises DismissalsRefused."""
    reasons: dict[str, dict[str, str]] = {}
    try:
        table = open_table(path)
        for record in read_records(table, _SCHEMA, match_columns(table.columns, _SCHEMA)):
            if isinstance(record, Fault):
                raise DismissalsRefused(f"排除清单第 {record.row_number} 行：{record.message_zh}")
            of_item = reasons.setdefault(record.text("id"), {})
            of_item[record.text("rule")] = record.text("reason")
    except TableRefused as refusal:
        raise DismissalsRefused(f"排除清单读不成：{refusal}") from None
    return Dismissals(reasons)
