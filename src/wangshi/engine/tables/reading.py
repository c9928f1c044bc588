"""读出记录: rows become records or faults, one at a time, in the order of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wangshi.engine.tables.converters import Money, Unreadable, Value, is_empty
from wangshi.engine.tables.schema import Field, Mapping, Schema, Source, require_complete
from wangshi.engine.tables.table import Row, Table

_SHOWN = 60


@dataclass(frozen=True)
class Fault:
    """一处错误: which row and column, what stood there (cut short), what to do about it."""

    row_number: int
    column: str
    value: str
    message_zh: str


@dataclass(frozen=True)
class Record:
    """一条记录: typed values by field name; `remarks` are cells left out, not errors."""

    row_number: int
    values: dict[str, Value]
    key: str
    remarks: tuple[Fault, ...] = field(default=())

    def text(self, name: str) -> str:
        """取文字: empty when there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def day(self, name: str) -> date | None:
        """取日期: TypeError when the field is not a day."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, date):
            raise TypeError(f"{name} is not a day")
        return value

    def number(self, name: str) -> Decimal | None:
        """取数: a decimal, whole numbers too; TypeError when the field is not a number."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, Decimal | int):
            raise TypeError(f"{name} is not a number")
        return None if value is None else Decimal(value)

    def money(self, name: str) -> Money | None:
        """取金额: amount and currency; TypeError when the field is not money."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, Money):
            raise TypeError(f"{name} is not money")
        return value


def read_records(
    table: Table, schema: Schema, mapping: Mapping, *, after: int = 0
) -> Iterator[Record | Fault]:
    """读出记录: TableRefused at once if a required column is missing, else one row at a time.

    A row yields one Record, or one Fault for each bad cell. `after` resumes below that row.
    """
    require_complete(mapping, schema, table.columns)
    plan = [(schema.field(source.field), source) for source in mapping.sources]
    return _records(table.rows(after=after), plan, schema)


def _records(
    rows: Iterator[Row], plan: list[tuple[Field, Source]], schema: Schema
) -> Iterator[Record | Fault]:
    for row in rows:
        if row.trouble_zh:
            raw = "，".join(cell for cell in row.cells.values() if cell)
            yield Fault(row.number, "", raw[:_SHOWN], row.trouble_zh)
        else:
            yield from _read_row(row, plan, schema)


def _read_row(
    row: Row, plan: list[tuple[Field, Source]], schema: Schema
) -> Iterator[Record | Fault]:
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    remarks: list[Fault] = []
    for target, source in plan:
        cell = _cell(row, source)
        try:
            values[target.name] = _value(cell, target)
        except Unreadable as error:
            fault = Fault(row.number, source.columns[0], cell[:_SHOWN], str(error))
            if target.strict or target.required:
                faults.append(fault)
            else:
                remarks.append(fault)
                values[target.name] = None
    if faults:
        yield from faults
    else:
        key = "\x1f".join(_key_part(values.get(name)) for name in schema.key)
        yield Record(row.number, values, key, tuple(remarks))


def _cell(row: Row, source: Source) -> str:
    if len(source.columns) == 1:
        return row.cells.get(source.columns[0], "")
    cells = (row.cells.get(column, "").strip() for column in source.columns)
    return source.joiner.join(cell for cell in cells if cell)


def _value(cell: str, target: Field) -> Value:
    if target.required and is_empty(cell):
        raise Unreadable(f"没有填{target.title_zh}：补上再导入")
    return target.parse(cell)


def _key_part(value: Value) -> str:
    return "" if value is None else str(value)
