"""现成的对应关系: kinds of tables that offices really send, described in presets/*.yaml."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import yaml

from wangshi.engine.tables.converters import CONVERTERS
from wangshi.engine.tables.schema import Field, Mapping, Schema, Source, match_columns
from wangshi.engine.tables.table import Table

_PRESET_KEYS = {"name", "title", "subject", "key", "fields", "tell", "platform"}
_FIELD_KEYS = {"name", "title", "convert", "required", "strict", "aliases", "columns", "joiner"}
_TELL_ROWS = 20
_LOOK_ALIKE = 0.1


@dataclass(frozen=True)
class Tell:
    """认出来的记号: a column whose cells contain one of these texts."""

    column: str
    contains: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """一种现成的表: its schema, joined columns, and what tells it from a look-alike.

    `subject` is "operators" or "listings"; `platform` names the platform of an export.
    """

    name: str
    title_zh: str
    subject: str
    platform: str
    schema: Schema
    joins: tuple[Source, ...]
    tell: Tell | None

    def mapping(self, columns: Sequence[str]) -> Mapping:
        """对应到这张表: aliases first; a joined field takes its columns when all are there."""
        found = match_columns(columns, self.schema)
        joins = {join.field: join for join in self.joins if set(join.columns) <= set(columns)}
        sources = {source.field: source for source in found.sources} | joins
        used = {column for source in sources.values() for column in source.columns}
        return Mapping(
            tuple(sources[item.name] for item in self.schema.fields if item.name in sources),
            tuple(item for item in found.missing if item.name not in joins),
            tuple(column for column in columns if column not in used),
        )


@cache
def load_presets() -> tuple[Preset, ...]:
    """读出全部现成的对应关系, by name; ValueError names the file with an unknown key."""
    folder = files("wangshi.engine.tables") / "presets"
    found = sorted(folder.iterdir(), key=lambda item: item.name)
    return tuple(
        _preset(yaml.safe_load(item.read_text("utf-8")), item.name)
        for item in found
        if item.name.endswith(".yaml")
    )


def preset(name: str) -> Preset:
    """按名字取; KeyError when there is none."""
    for item in load_presets():
        if item.name == name:
            return item
    raise KeyError(name)


def suggest_presets(table: Table, *, subject: str = "") -> tuple[Preset, ...]:
    """猜是哪一种: complete presets, likeliest first; empty when none fits."""
    scored = [
        (_score(table, item), item)
        for item in load_presets()
        if not subject or item.subject == subject
    ]
    fitting = [pair for pair in scored if pair[0] > 0]
    return tuple(item for _, item in sorted(fitting, key=lambda pair: -pair[0]))


def _score(table: Table, item: Preset) -> float:
    mapping = item.mapping(table.columns)
    if not mapping.is_complete:
        return 0.0
    read = 1 - len(mapping.unread) / len(table.columns)
    filled = len(mapping.sources) / len(item.schema.fields)
    fit = (read + filled * read) / 2
    if item.tell is None:
        return fit
    return fit + 1 if _shows(table, item.tell) else fit * _LOOK_ALIKE


def _shows(table: Table, tell: Tell) -> bool:
    cells = (row.cells.get(tell.column, "") for row in islice(table.rows(), _TELL_ROWS))
    return any(word in cell for cell in cells for word in tell.contains)


def _preset(raw: dict[str, Any], file: str) -> Preset:
    _refuse_unknown(raw, _PRESET_KEYS, file)
    fields = tuple(_fields(raw["fields"], file))
    joins = tuple(
        Source(item["name"], tuple(item["columns"]), item.get("joiner", ""), "joined")
        for item in raw["fields"]
        if "columns" in item
    )
    tell = raw.get("tell")
    return Preset(
        name=raw["name"],
        title_zh=raw["title"],
        subject=raw["subject"],
        platform=raw.get("platform", ""),
        schema=Schema(raw["name"], raw["title"], fields, tuple(raw["key"])),
        joins=joins,
        tell=Tell(tell["column"], tuple(tell["contains"])) if tell else None,
    )


def _fields(raw: list[dict[str, Any]], file: str) -> Iterator[Field]:
    for item in raw:
        _refuse_unknown(item, _FIELD_KEYS, file)
        yield Field(
            name=item["name"],
            title_zh=item["title"],
            parse=CONVERTERS[item["convert"]],
            required=item.get("required", False),
            strict=item.get("strict", True),
            aliases=tuple(item.get("aliases", ())),
        )


def _refuse_unknown(raw: dict[str, Any], known: set[str], file: str) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        raise ValueError(f"{file}: unknown {', '.join(unknown)}")
