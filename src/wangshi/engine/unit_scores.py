"""单位计分: rules as data, how often each applied, and what contests that were upheld gave back."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from wangshi.engine.lawfiles import LAW_DIR, Entry, load_yaml


@dataclass(frozen=True)
class ScoreItem:
    """计分的一项: so many points each time, in all never beyond `most` (same sign as points)."""

    key: str
    title: str
    counts: str
    points: int
    most: int


@dataclass(frozen=True)
class ScoreRules:
    """计分规则."""

    full: int
    items: tuple[ScoreItem, ...]

    def item(self, key: str) -> ScoreItem | None:
        """按键取一项."""
        return next((one for one in self.items if one.key == key), None)


@dataclass(frozen=True)
class ItemScore:
    """一项得失: times, points of the rule within its bound, points given back on contest."""

    item: ScoreItem
    times: int
    points: int
    given_back: Decimal


@dataclass(frozen=True)
class UnitScore:
    """一个单位的分: never below nought."""

    full: int
    items: tuple[ItemScore, ...]

    @property
    def total(self) -> Decimal:
        """总分."""
        moved = sum((one.points + one.given_back for one in self.items), Decimal(0))
        return max(Decimal(0), self.full + moved)


def score_unit(
    rules: ScoreRules, times: Mapping[str, int], given_back: Mapping[str, Decimal]
) -> UnitScore:
    """算分: `times` and `given_back` by the key of the item; what is not there is nought."""
    return UnitScore(
        rules.full,
        tuple(
            ItemScore(
                item,
                times.get(item.key, 0),
                _bounded(item, times.get(item.key, 0)),
                given_back.get(item.key, Decimal(0)),
            )
            for item in rules.items
        ),
    )


def _bounded(item: ScoreItem, times: int) -> int:
    points = item.points * times
    return min(points, item.most) if item.points > 0 else max(points, item.most)


@cache
def standing_score_rules() -> ScoreRules:
    """随产品发布的计分规则."""
    return load_score_rules(LAW_DIR / "unit_scores.yaml")


def load_score_rules(path: Path) -> ScoreRules:
    """读计分规则: LawFault with file and line for a wrong one."""
    top = load_yaml(path)
    top.allow("full", "items")
    return ScoreRules(top.number("full"), tuple(_item(one) for one in top.entries("items")))


def _item(entry: Entry) -> ScoreItem:
    entry.allow("key", "title", "counts", "points", "most")
    points, most = entry.number("points"), entry.number("most")
    if not points or points * most <= 0:
        raise entry.fault("points 和 most 要同号，都不能是 0", "most")
    return ScoreItem(entry.text("key"), entry.text("title"), entry.text("counts"), points, most)
