"""带走的表: the overview, the rows of a figure, and the rules, as sheets whose cells stay text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from wangshi.cases.workflow import SOURCE_TITLES, STATE_TITLES, ClueSource, ClueState
from wangshi.engine.tables.writing import Column, OutCell, Sheet

from .board import Board, Row
from .selectors import FIGURES, ClueLine, Figure, HitLine, Overview, RuleCount
from .selectors.times import CLOCK_TITLES, Face

Cells = tuple[OutCell, ...]
PARTS: Final = (
    ("镇办", "towns"),
    ("违法行为", "violations"),
    ("来源", "sources"),
    ("单位", "departments"),
)
CLUE_COLUMNS: Final = (
    "编号", "标题", "违法行为", "镇办", "单位", "来源", "状态", "办理结果", "登记日期", "决定日期",
    "期限", "核查用时（工作日）",
)  # fmt: skip
HIT_COLUMNS: Final = ("规则", "规则名称", "违法行为", "店铺", "镇办", "原话", "状态", "看到时间")
RULE_COLUMNS: Final = (
    "规则", "名称", "规则类", "违法行为", "状态", "命中", "待复核", "确认", "排除", "计入",
    "属实", "准确率", "区间下限（95%）", "区间上限（95%）",
)  # fmt: skip


def overview_sheets(
    found: Overview, shown: Board, asked: Sequence[Cells], gaps: Sequence[str]
) -> Iterator[Sheet]:
    """总览: conditions and gaps first, then each figure with its definition, then each chart."""
    yield _sheet("条件", ("条件", "内容"), (*asked, *(("缺口", gap) for gap in gaps)))
    yield _sheet("数字", ("数字", "件数", "怎么数", "时间"), _figures(found))
    yield _sheet("期限", ("期限", "在走", "逾期", "快到期", "正常", "暂停"), _clocks(found))
    for title, name in PARTS:
        yield _sheet(title, (title, "线索"), _rows(getattr(shown, name)))


def figure_sheets(
    figure: Figure, asked: Sequence[Cells], columns: tuple[str, ...], rows: Iterable[Cells]
) -> Iterator[Sheet]:
    """一个数字的明细: what it counts, then its rows."""
    yield _sheet(figure.name, columns, rows)
    yield _sheet("条件", ("条件", "内容"), (("怎么数", figure.definition), *asked))


def rule_sheets(rules: Iterable[RuleCount], asked: Sequence[Cells]) -> Iterator[Sheet]:
    """规则的准确率."""
    yield _sheet("规则", RULE_COLUMNS, (_rule(each) for each in rules))
    yield _sheet("条件", ("条件", "内容"), asked)


def clue_cells(line: ClueLine) -> Cells:
    """线索的一行."""
    clue = line.clue
    return (
        clue.number,
        line.title,
        line.violation,
        str(clue.town or ""),
        clue.department.short_name if clue.department else "",
        SOURCE_TITLES[ClueSource(clue.source)],
        STATE_TITLES[ClueState(clue.state)],
        line.outcome,
        line.received_on,
        clue.decided_on,
        line.clock.words,
        line.workdays,
    )


def hit_cells(line: HitLine) -> Cells:
    """命中的一行."""
    hit = line.hit
    place = str(hit.town or "")
    state = hit.get_state_display()
    return (
        hit.rule, hit.title, line.violation, line.shop, place, line.quote, state, line.seen_at,
    )  # fmt: skip


def _figures(found: Overview) -> Iterator[Cells]:
    for key, figure in FIGURES.items():
        number = found.counts[key]
        shown: OutCell = "不知道" if number is None else number
        yield (figure.name, shown, figure.definition, figure.moment)
    yield ("核查用时中位数（工作日）", found.median_workdays, "已决定的线索，暂停不计。", "")


def _clocks(found: Overview) -> Iterator[Cells]:
    for row in found.clocks:
        yield (CLOCK_TITLES[row.clock], row.total, *(row.faces[face] for face in Face))


def _rows(rows: Iterable[Row]) -> Iterator[Cells]:
    for row in rows:
        yield (row.word, _number(row.figure))


def _number(figure: str) -> OutCell:
    digits = figure.replace("\u00a0", "")
    return int(digits) if digits.isdigit() else "没有数据"


def _rule(each: RuleCount) -> Cells:
    found = each.accuracy
    bounds: Cells = (None, None, None)
    if found.share is not None:
        bounds = tuple(round(value, 4) for value in (found.share, found.low, found.high))
    violation = each.rule.violation if each.rule else ""
    return (
        each.id, each.title, each.family, violation, "只作提示" if each.is_review_only else "照常",
        each.hits, each.pending, each.confirmed, each.dismissed, found.judged, found.right, *bounds,
    )  # fmt: skip


def _sheet(title: str, columns: tuple[str, ...], rows: Iterable[Cells]) -> Sheet:
    return Sheet(title, tuple(Column(column) for column in columns), rows)


def file_name(title: str, on: date) -> str:
    """文件名."""
    return f"{title}-{on:%Y%m%d}.xlsx"
