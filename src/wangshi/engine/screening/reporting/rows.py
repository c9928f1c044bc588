"""一行 JSON: the one shape in which hits leave the engine, by command line and by HTTP."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wangshi.engine.screening.rules import Level
from wangshi.engine.screening.screener import Hit, Item
from wangshi.engine.screening.spared import Spared

LEVEL_TITLES: Mapping[Level, str] = {
    Level.FAIL: "涉嫌违法",
    Level.REVIEW: "要查清事实",
    Level.NOTE: "提示",
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Answer:
    """一条的结果: the item, its hits, and what an exception spared where that was asked for."""

    item: Item
    hits: tuple[Hit, ...]
    spared: tuple[Spared, ...] = ()


def hit_row(hit: Hit) -> dict[str, object]:
    """一处命中: what `wangshi screen` writes and `POST /api/screen` answers."""
    return {
        "rule": hit.rule,
        "violation": hit.violation,
        "evaluation_class": hit.evaluation_class,
        "level": hit.level.value,
        "spans": [list(span) for span in hit.spans],
        "quote": hit.quote,
        "article": f"《{hit.source}》{hit.article}",
        "reason": hit.reason,
    }


def answer_row(item_id: str, hits: Sequence[Hit]) -> dict[str, object]:
    """一条的结果: its id and its hits, an empty list where there are none."""
    return {"id": item_id, "hits": [hit_row(hit) for hit in hits]}


def json_line(item_id: str, hits: Sequence[Hit]) -> str:
    """一行 JSON, without its line end."""
    return json.dumps(answer_row(item_id, hits), ensure_ascii=False)


def whole(text: str) -> str:
    """写得出的文字: half a surrogate pair cannot be written as UTF-8."""
    return _LONE_SURROGATE.sub("\ufffd", text)
