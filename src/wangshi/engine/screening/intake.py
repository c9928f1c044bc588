"""读入: a table of texts, whatever its format, becomes items; what cannot be read is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.tables import (
    Fault,
    Field,
    Limits,
    Record,
    Schema,
    TableRefused,
    match_columns,
    open_table,
    read_records,
)
from wangshi.engine.tables.converters import price, text

from .screener import Item

TEXT_FIELDS = ("text", "title", "detail")
TEXTS = Schema(
    "texts",
    "要查的文字",
    (
        Field("id", "编号", text, aliases=("id", "商品编号", "商品ID", "货号", "序号")),
        Field("text", "文字", text, aliases=("text", "内容", "文案", "正文", "话术")),
        Field(
            "title", "标题", text,
            aliases=("title", "商品名称", "商品标题", "宝贝标题", "品名", "名称", "商品", "主题"),
        ),
        Field(
            "detail", "详情", text,
            aliases=("detail", "描述", "商品描述", "商品详情", "宣传内容", "页面文字", "卖点"),
        ),
        Field(
            "product", "卖的是什么", text,
            aliases=("product", "类目", "商品类目", "品类", "分类", "商品分类", "category"),
        ),
        Field("context", "写在哪里", text, aliases=("context", "媒介", "渠道", "位置")),
        Field("shelf", "货架", text, aliases=("shelf", "店内分类")),
        Field("price", "价格", price, strict=False, aliases=("price", "售价", "现价", "单价")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class ReadItem:
    """读出的一条: the row as a spreadsheet counts it, and what is to be screened."""

    row_number: int
    item: Item


def read_items(
    path: Path, *, name: str = "", limits: Limits | None = None
) -> Iterator[ReadItem | Fault]:
    """读出要查的文字: CSV, TSV, XLSX, Parquet or JSON lines; TableRefused says what to do.

    A row without any text, or with a cell that cannot be read, comes out as a Fault.
    """
    table = open_table(path, name=name, limits=limits)
    mapping = match_columns(table.columns, TEXTS)
    if not any(mapping.columns_of(field) for field in TEXT_FIELDS):
        raise TableRefused(
            "wrong_columns",
            f"没有找到写着文字的列；表里的列是 {'、'.join(table.columns[:12])}",
            "把要查的那一列的列名改成 标题、详情 或者 文字，再来一次",
        )
    for record in read_records(table, TEXTS, mapping):
        yield _read(record) if isinstance(record, Record) else record


def _read(record: Record) -> ReadItem | Fault:
    amount = record.number("price")
    item = Item(
        id=record.text("id") or str(record.row_number),
        text=record.text("text"),
        title=record.text("title"),
        detail=record.text("detail"),
        product=record.text("product"),
        context=record.text("context"),
        shelf=record.text("shelf"),
        price=None if amount is None else float(amount),
    )
    if not item.body.strip():
        return Fault(record.row_number, "", "", "这一行没有要查的文字：补上，或者删掉这一行")
    return ReadItem(record.row_number, item)
