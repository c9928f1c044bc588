"""表格进出: read any table an office sends, map it to fields, write tables out. Pure Python.

`open_table` → `match_columns` or a preset → `read_records`; out by `tables.writing`.
"""

from wangshi.engine.tables.converters import Money, Unreadable, Value
from wangshi.engine.tables.opening import open_table
from wangshi.engine.tables.presets import Preset, load_presets, preset, suggest_presets
from wangshi.engine.tables.reading import Fault, Record, read_records
from wangshi.engine.tables.refusal import Limits, TableRefused
from wangshi.engine.tables.schema import (
    Field,
    Mapping,
    Schema,
    Source,
    choose_columns,
    match_columns,
    require_complete,
)
from wangshi.engine.tables.table import Row, Table

__all__ = [
    "Fault",
    "Field",
    "Limits",
    "Mapping",
    "Money",
    "Preset",
    "Record",
    "Row",
    "Schema",
    "Source",
    "Table",
    "TableRefused",
    "Unreadable",
    "Value",
    "choose_columns",
    "load_presets",
    "match_columns",
    "open_table",
    "preset",
    "read_records",
    "require_complete",
    "suggest_presets",
]
