"""读表: tables of shops and registers as offices send them, as sheets for matching."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wangshi.engine.matching.columns import Sheet
from wangshi.engine.tables import (
    Field,
    Mapping,
    Schema,
    Table,
    TableRefused,
    match_columns,
    open_table,
    require_complete,
)
from wangshi.engine.tables.converters import CONVERTERS

_SHOWN_ROWS: Final = 5


def _field(name: str, title: str, *aliases: str, required: bool = False) -> Field:
    return Field(name, title, CONVERTERS["text"], required=required, aliases=(name, *aliases))


SHOPS: Final = Schema(
    "match_shops",
    "网店表",
    (
        _field("shop_id", "网店编号", "店铺编号", "店铺ID", "编号", required=True),
        _field("shop_name", "网店名称", "店铺名称", "店名", "网店名"),
        _field("claimed_operator", "亮出的名称", "亮照名称", "主体名称", "经营者名称", "企业名称"),
        _field("uscc", "统一社会信用代码", "信用代码", "社会信用代码", "统一社会信用代码/注册号"),
        _field("phone", "电话", "联系电话", "联系方式", "手机", "手机号"),
        _field("address", "地址", "经营地址", "实际经营地址", "注册地址", "住所"),
        _field("person", "负责人", "法定代表人", "法人代表", "经营者", "联系人"),
        _field("domain", "网站域名", "域名", "网址", "网店链接"),
        _field("payee", "收款人", "收款方"),
        _field("permit", "许可证号", "许可证编号"),
    ),
)
REGISTER: Final = Schema(
    "match_register",
    "登记名录",
    (
        _field("name", "企业名称", "名称", "主体名称", "经营主体名称", "单位名称", required=True),
        _field("uscc", "统一社会信用代码", "信用代码", "统一社会信用代码/注册号", required=True),
        _field("person", "法人代表", "法定代表人", "负责人", "经营者", "经营者姓名", "法人"),
        _field("province", "所在省份", "省份", "省"),
        _field("city", "地区", "所在地区", "城市", "市"),
        _field("address", "注册地址", "住所", "经营场所", "地址", "登记地址"),
        _field("phone", "联系电话", "电话", "联系方式"),
        _field("former_names", "曾用名", "原名称"),
        _field("registration_number", "注册号", "工商注册号"),
        _field("domain", "网站域名", "域名"),
        _field("permit", "许可证号", "许可证编号"),
    ),
)


@dataclass
class Unread:
    """读不出的行: how many, and the numbers of the first few."""

    rows: int = 0
    numbers: list[int] = field(default_factory=list)

    def note(self, number: int) -> None:
        """记下一行."""
        self.rows += 1
        if len(self.numbers) < _SHOWN_ROWS:
            self.numbers.append(number)


@dataclass(frozen=True)
class Sheets:
    """一张大表: `batches` reads it sheet by sheet; `unread` fills while it is read."""

    table: Table
    mapping: Mapping
    unread: Unread

    def batches(self, size: int) -> Iterator[Sheet]:
        """逐批读: sheets of at most `size` rows; TableRefused where the file is torn."""
        names = {source.field: source.columns[0] for source in self.mapping.sources}
        sheet: dict[str, list[str]] = {name: [] for name in names}
        rows = 0
        for row in self.table.rows():
            if row.trouble_zh:
                self.unread.note(row.number)
                continue
            for name, column in names.items():
                sheet[name].append(row.cells.get(column, ""))
            rows += 1
            if rows == size:
                yield sheet
                sheet, rows = {name: [] for name in names}, 0
        if rows:
            yield sheet


def open_shops(path: Path) -> Sheets:
    """打开网店表: TableRefused when it is no table, or nothing in it can be matched."""
    sheets = _open(path, SHOPS)
    known = {source.field for source in sheets.mapping.sources} - {"shop_id"}
    if not known:
        raise TableRefused(
            "wrong_columns",
            "网店表里只有编号，没有能比的列",
            f"至少要有其中一列：{'、'.join(one.title_zh for one in SHOPS.fields[1:])}",
        )
    return sheets


def open_register(path: Path) -> Sheets:
    """打开登记名录: TableRefused when it is no table or lacks names or codes."""
    return _open(path, REGISTER)


def _open(path: Path, schema: Schema) -> Sheets:
    table = open_table(path)
    mapping = match_columns(table.columns, schema)
    require_complete(mapping, schema, table.columns)
    return Sheets(table, mapping, Unread())
