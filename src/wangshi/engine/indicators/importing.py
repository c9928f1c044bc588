"""导入评分表: a workbook of a province or a county becomes a sheet, or is refused cell by cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from wangshi.engine.tables import (
    Fault,
    Field,
    Record,
    Schema,
    TableRefused,
    match_columns,
    open_table,
    read_records,
)
from wangshi.engine.tables.converters import number, text

from .sheets import Band, Group, Item, Nature, Sheet, bands_of, formula_of
from .tallying import HUNDRED

_MOST_ITEMS = 1000
_NUMBER = re.compile(r"[\w.\-]{1,20}")
_NATURES = {"定量": Nature.QUANTITATIVE, "定性": Nature.QUALITATIVE}
SCHEMA = Schema(
    "indicators",
    "评分表",
    (
        Field("number", "编号", text, required=True, aliases=("序号", "指标编号")),
        Field("group", "一级指标", text, required=True, aliases=("一级", "类别")),
        Field("group_points", "一级分值", number, aliases=("一级满分",)),
        Field("title", "指标", text, required=True, aliases=("指标名称", "三级指标", "内容")),
        Field("nature", "类型", text, required=True, aliases=("变量性质", "性质")),
        Field("points", "分值", number, required=True, aliases=("满分", "分")),
        Field("rule", "打分规则", text, aliases=("打分", "评分标准")),
        Field("method", "评估方式", text, aliases=("方式",)),
        Field("numerator", "取数", text, aliases=("分子",)),
        Field("denominator", "除以", text, aliases=("分母",)),
        Field("bands", "分档", text),
        Field("evidence", "依据", text, aliases=("佐证",)),
        Field("days", "几天", number, aliases=("工作日", "预计工作日")),
        Field("owner", "责任单位", text, aliases=("牵头单位",)),
    ),
    key=("number",),
)


class SheetRefused(ValueError):
    """评分表不收: `faults` say where and what to do, one a cell or a sum."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults[:20]))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class SheetHead:
    """评分表的名目: what the workbook itself does not say."""

    key: str
    title: str
    issued: str
    pass_total: Decimal
    pass_rate: Decimal


def read_sheet(path: Path, head: SheetHead, queries: Mapping[str, str], *, name: str = "") -> Sheet:
    """读评分表: XLSX or CSV; `queries` gives the key of each saved query by its title.

    Raises SheetRefused with every fault: text where a number belongs, a query nobody knows,
    bands above the points, items that do not add up to their level, levels that miss 100.
    """
    try:
        table = open_table(path, name=name)
        rows = list(read_records(table, SCHEMA, match_columns(table.columns, SCHEMA)))
    except TableRefused as refusal:
        raise SheetRefused([str(refusal)]) from None
    records = [row for row in rows if isinstance(row, Record)]
    faults = [_place(row) for row in rows if isinstance(row, Fault)]
    if len(records) > _MOST_ITEMS:
        raise SheetRefused([f"有 {len(records)} 行，多于 {_MOST_ITEMS}：不像评分表"])
    items = [item for record in records for item in _item(record, queries, faults)]
    groups = _groups(records)
    faults += [*_doubled(items), *_sums(groups, items)]
    if not records and not faults:
        faults.append("表里没有指标：第一行是列名，下面一行一项")
    if faults:
        raise SheetRefused(faults)
    return Sheet(
        key=head.key,
        title=head.title,
        issued=head.issued,
        origin="从文件导入",
        pass_total=head.pass_total,
        pass_rate=head.pass_rate,
        groups_expected=len(groups),
        items_expected=len(items),
        groups=groups,
        items=tuple(items),
    )


def _place(fault: Fault) -> str:
    return f"第 {fault.row_number} 行“{fault.column}”：{fault.message_zh}"


def _item(record: Record, queries: Mapping[str, str], faults: list[str]) -> Iterator[Item]:
    before = len(faults)
    if not _NUMBER.fullmatch(record.text("number")):
        faults.append(f"第 {record.row_number} 行“编号”：用数字、字母、点和横线，如 1.2")
    nature = _NATURES.get(record.text("nature"))
    if nature is None:
        faults.append(f"第 {record.row_number} 行“类型”：写定量或者定性")
    counted = [_query(record, name, queries, faults) for name in ("numerator", "denominator")]
    evidence = [
        _known(record.row_number, "依据", title, queries, faults)
        for title in record.text("evidence").replace("，", "、").split("、")
        if title.strip()
    ]
    bands = _bands(record, faults)
    if nature is None or len(faults) > before:
        return
    yield Item(
        number=record.text("number"),
        group=record.text("group"),
        title=record.text("title"),
        nature=nature,
        points=record.number("points"),
        rule=record.text("rule"),
        method=record.text("method"),
        formula=formula_of(*counted),
        bands=bands,
        evidence=tuple(evidence),
        days=record.number("days"),
        owner=record.text("owner"),
        certainty="verified",
    )


def _query(record: Record, name: str, queries: Mapping[str, str], faults: list[str]) -> str:
    title = record.text(name)
    column = SCHEMA.field(name).title_zh
    return _known(record.row_number, column, title, queries, faults) if title else ""


def _known(row: int, column: str, title: str, queries: Mapping[str, str], faults: list[str]) -> str:
    key = queries.get(title.strip(), "")
    if not key:
        faults.append(f"第 {row} 行“{column}”：没有“{title.strip()}”这个取数，照取数清单写")
    return key


def _bands(record: Record, faults: list[str]) -> tuple[Band, ...]:
    written = record.text("bands").replace("；", ";").replace("＝", "=")
    try:
        bands = bands_of([one for one in written.split(";") if one.strip()])
    except ValueError as error:
        faults.append(f"第 {record.row_number} 行“分档”：{error} 写作 0.8=3; 0.9=5")
        return ()
    points = record.number("points")
    if points is not None and any(band.points > points for band in bands):
        faults.append(f"第 {record.row_number} 行“分档”：给的分超过了分值 {points}")
    return bands


def _groups(records: Sequence[Record]) -> tuple[Group, ...]:
    points: dict[str, Decimal | None] = {}
    for record in records:
        title = record.text("group")
        points[title] = points.get(title) or record.number("group_points")
    return tuple(Group(title, _whole(title, given, records)) for title, given in points.items())


def _whole(title: str, given: Decimal | None, records: Sequence[Record]) -> Decimal:
    if given is not None:
        return given
    mine = (record.number("points") for record in records if record.text("group") == title)
    return sum((one or Decimal(0) for one in mine), Decimal(0))


def _doubled(items: Sequence[Item]) -> Iterator[str]:
    numbers = [item.number for item in items]
    for one in dict.fromkeys(numbers):
        if numbers.count(one) > 1:
            yield f"编号 {one} 写了 {numbers.count(one)} 次：一项一个编号"


def _sums(groups: Sequence[Group], items: Sequence[Item]) -> Iterator[str]:
    for group in groups:
        of_items = sum(
            (item.points or Decimal(0) for item in items if item.group == group.title), Decimal(0)
        )
        if group.points != of_items:
            yield f"{group.title}写 {group.points} 分，各项加起来 {of_items} 分：核对分值"
    total = sum((group.points or Decimal(0) for group in groups), Decimal(0))
    if groups and total != HUNDRED:
        yield f"各一级加起来 {total} 分，不是 100 分：核对分值"
