"""读价格表: one row a look at a product, any table an office has; bad rows are named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from wangshi.engine.tables import (
    Fault,
    Field,
    Record,
    Schema,
    Table,
    TableRefused,
    match_columns,
    read_records,
    require_complete,
)
from wangshi.engine.tables.converters import day, text

from .amounts import Amount, PriceUnreadable, read_amount
from .series import Basis, Place, PricePoint, PriceSeries

NO_PRICES: Final = ("price", "deal", "home")
SCHEMA: Final = Schema(
    name="price_series",
    title_zh="价格记录",
    key=("goods", "variant", "on"),
    fields=(
        Field("goods", "商品", text, required=True, aliases=(
            "商品编号", "商品ID", "商品名称", "商品号", "名称", "id", "title", "goods",
        )),
        Field("on", "日期", day, required=True, aliases=(
            "看到日期", "采集日期", "更新时间", "update_time", "date", "day",
        )),
        Field("variant", "规格", text, aliases=("规格型号", "sku", "variant")),
        Field("price", "标价", text, aliases=(
            "价格", "现价", "售价", "详情页价", "折扣价", "price",
        )),
        Field("home", "首页价", text, aliases=("首页标价", "搜索页价", "home")),
        Field("deal", "成交价", text, aliases=("结算价", "实付", "deal")),
        Field("reference", "原价", text, aliases=("划线价", "被比较价", "市场价", "reference")),
        Field("reference_name", "原价叫法", text, aliases=("被比较价名称", "reference_name")),
        Field("explained", "原价说明", text, aliases=("被比较价说明", "explained")),
        Field("promotion", "活动", text, aliases=("促销", "优惠", "promotion")),
        Field("source", "来源", text, aliases=("网址", "链接", "证据", "source")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class PriceTable:
    """读好的价格表: series by product and specification, and the cells that were not read."""

    series: tuple[PriceSeries, ...]
    faults: tuple[Fault, ...]
    rows: int


@dataclass
class _Reading:
    points: dict[str, list[PricePoint]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0


def read_price_table(table: Table) -> PriceTable:
    """读价格表. Raises TableRefused when a column that must be there is not."""
    mapping = match_columns(table.columns, SCHEMA)
    require_complete(mapping, SCHEMA, table.columns)
    if not any(mapping.columns_of(name) for name in NO_PRICES):
        raise TableRefused(
            "wrong_columns", "表里没有价格", "加上“标价”“成交价”或者“首页价”一列，再试一次"
        )
    reading = _Reading()
    for record in read_records(table, SCHEMA, mapping):
        if isinstance(record, Fault):
            reading.faults.append(record)
        else:
            reading.rows += 1
            _take(record, reading)
    series = tuple(PriceSeries(goods, points) for goods, points in reading.points.items())
    return PriceTable(series, tuple(reading.faults), reading.rows)


def _take(record: Record, reading: _Reading) -> None:
    on = record.day("on")
    if on is None:
        return
    reference = _amount(record, "reference", reading)
    goods = " ".join(part for part in (record.text("goods"), record.text("variant")) if part)
    points = list(_points(record, on, reference, reading))
    if points:
        reading.points.setdefault(goods, []).extend(points)


def _points(
    record: Record, on: date, reference: Amount | None, reading: _Reading
) -> Iterator[PricePoint]:
    for name, basis, place in (
        ("price", Basis.LIST, Place.DETAIL),
        ("home", Basis.LIST, Place.HOME),
        ("deal", Basis.DEAL, Place.DETAIL),
    ):
        amount = _amount(record, name, reading)
        if amount is None:
            continue
        compares = reference is not None and name == "price"
        yield PricePoint(
            on=on,
            amount=amount,
            basis=basis,
            place=place,
            reference=reference.low if reference is not None and compares else None,
            reference_name=record.text("reference_name"),
            explained=record.text("explained"),
            promotion=record.text("promotion"),
            source=record.text("source") or f"第 {record.row_number} 行",
        )


def _amount(record: Record, name: str, reading: _Reading) -> Amount | None:
    written = record.text(name)
    if not written:
        return None
    try:
        return read_amount(written)
    except PriceUnreadable as fault:
        title = SCHEMA.field(name).title_zh
        reading.faults.append(Fault(record.row_number, title, written[:60], str(fault)))
        return None
