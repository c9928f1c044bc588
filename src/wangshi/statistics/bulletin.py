"""公布的摆法: the month's figures as lines of a page and as sheets to take along."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from wangshi.engine import standing
from wangshi.engine.accuracy import Accuracy
from wangshi.engine.spot_check import PERMILLE
from wangshi.engine.tables.writing import Column, OutCell, Sheet
from wangshi.monitoring.selectors import turn_words
from wangshi.shared.words import NOTHING

from .rulebook import Interval, interval_of
from .selectors import Published, PublishedRule

Cells = tuple[OutCell, ...]
FEW: Final = 10
STANDING_TITLES = {
    standing.RuleStanding.AUTO: "照常",
    standing.RuleStanding.REVIEW_ONLY: "只作提示",
}
COLUMNS: Final = (
    "规则", "名称", "规则类", "状态", "累计有结果", "其中属实", "准确率", "区间下限（95%）",
    "区间上限（95%）", "判断用的下限（含起步信用）", "要求的下限", "本月有结果", "本月属实",
    "规则版本",
)  # fmt: skip


@dataclass(frozen=True)
class BulletinLine:
    """公布的一行."""

    rule: PublishedRule
    interval: Interval | None

    @property
    def standing(self) -> str:
        """状态."""
        return STANDING_TITLES[self.rule.record.course.standing]

    @property
    def share(self) -> str:
        """准确率."""
        share = self.rule.record.accuracy.share
        return NOTHING if share is None else f"{share:.1%}"

    @property
    def ends(self) -> str:
        """区间的两头."""
        found = self.rule.record.accuracy
        return f"{found.low:.1%}–{found.high:.1%}"

    @property
    def is_told_apart(self) -> bool:
        """够多: with fewer outcomes the interval says next to nothing."""
        return self.rule.record.is_review_only or self.rule.record.accuracy.judged >= FEW


def rule_lines(found: Published) -> tuple[BulletinLine, ...]:
    """每条规则: those that fell first, then by how many outcomes."""
    ordered = sorted(
        found.rules,
        key=lambda rule: (not rule.record.is_review_only, -rule.record.accuracy.judged),
    )
    return tuple(BulletinLine(rule, interval_of(rule.record.accuracy)) for rule in ordered)


def rule_cells(line: BulletinLine) -> Cells:
    """一条规则，表里的一行."""
    record, month = line.rule.record, line.rule.of_month
    return (
        record.rule, record.title, line.rule.family, line.standing, record.accuracy.judged,
        record.accuracy.right, *_shares(record.accuracy), round(record.course.bound, 4),
        record.course.floor, month.judged, month.right, record.course.version,
    )  # fmt: skip


def bulletin_sheets(found: Published, now: datetime) -> Iterator[Sheet]:
    """一个月的工作簿."""
    yield _sheet(
        "合计", ("数字", "有结果", "其中属实", "比率", "区间下限", "区间上限"), _totals(found)
    )
    yield _sheet("规则", COLUMNS, map(rule_cells, rule_lines(found)))
    yield _sheet(
        "途径",
        ("规则", "途径", "有结果", "其中属实", "准确率", "区间下限", "区间上限"),
        _channels(found),
    )
    yield _sheet("状态变化", ("日期", "规则", "名称", "变化"), _turns(found))
    yield _sheet("说明", ("项目", "内容"), _notes(found, now))


def _totals(found: Published) -> Iterator[Cells]:
    rows = (
        ("本月复核的命中", found.of_month),
        ("累计", found.so_far),
        ("照常使用的规则", found.trusted),
        ("移交以后核查清楚的线索", found.dispatched),
    )
    for title, each in rows:
        yield (title, each.judged, each.right, *_shares(each))
    missed, recalled = found.missing.missed, found.missing.recall
    ends = (None, None, None) if missed.share is None else (missed.share, missed.low, missed.high)
    yield ("没有命中的商品里漏掉的", missed.looked, missed.missed, *_rounded(ends))
    ends = (
        (None, None, None)
        if recalled.share is None
        else (recalled.share, recalled.low, recalled.high)
    )
    yield ("有问题的商品里规则找到的（估计）", None, None, *_rounded(ends))


def _channels(found: Published) -> Iterator[Cells]:
    for rule in found.rules:
        for each in rule.record.channels:
            share = each.accuracy
            yield (rule.record.rule, each.title, share.judged, share.right, *_shares(share))


def _turns(found: Published) -> Iterator[Cells]:
    for each in found.turns:
        yield (timezone.localdate(each.turn.at), each.rule, each.title, turn_words(each.turn))


def _notes(found: Published, now: datetime) -> Iterator[Cells]:
    until = f"{timezone.localtime(min(found.month.ends_at, now)):%Y-%m-%d %H:%M}"
    yield ("月份", found.month.words)
    yield ("截止", until if found.month.is_over(now) else f"{until}（这个月还没有过完）")
    yield ("属实", "执法员确认，核查没有推翻的；不罚、免罚、指导改正也是属实。")
    yield ("不属实", "执法员排除的，或者核查结论是不构成违法的。")
    yield ("不计", "重复判断的、导入有误的、不是这家店的，无法核实的，移送出去还没有结果的。")
    yield ("同一句话", "同一家店里同样的话出现在几件商品上，只算一次。")
    yield ("区间", "杰弗里斯先验的贝塔后验，两头各去掉 2.5%。")
    yield (
        "降级",
        f"满 {standing.LEAST} 个结果，九成把握的下限低于要求的，只作提示；"
        f"下限里带着 {standing.CREDIT_RIGHT} 对 {standing.CREDIT_WRONG} 错的起步信用。",
    )
    yield ("抽查", f"没有命中的商品里随机抽 {PERMILLE / 10:g}%，由人看；近十二个月的抽取合起来算。")


def _shares(each: Accuracy) -> Cells:
    if each.share is None:
        return (None, None, None)
    return _rounded((each.share, each.low, each.high))


def _rounded(shares: tuple[float | None, ...]) -> Cells:
    return tuple(None if share is None else round(share, 4) for share in shares)


def _sheet(title: str, columns: tuple[str, ...], rows: Iterable[Cells]) -> Sheet:
    return Sheet(title, tuple(Column(column) for column in columns), rows)
