"""代码表: closed lists with dates, each row with its source, article and certainty."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from wangshi.engine.lawfiles import (
    ARTICLE,
    LAW_DIR,
    LONGEST_WORDS,
    Certainty,
    Entry,
    Source,
    load_sources,
    load_yaml,
)

CODES_DIR = LAW_DIR / "codes"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")

_DEFAULT_KEYS = ("source", "origin", "article", "certainty", "valid_from", "valid_to", "group")
_TABLE_KEYS = (*_DEFAULT_KEYS, "title", "extras", "rows")
_ROW_KEYS = (*_DEFAULT_KEYS, "code", "title", "words", "note")


class CodeUnknown(LookupError):
    """没有这个代码: the table has no such code, or not on that day."""


class Choice(NamedTuple):
    """选项: what a form offers; a pair, as Django takes it."""

    code: str
    title: str


@dataclass(frozen=True)
class CodeRow:
    """一行代码: `code` is None where the authority never published one; `origin` says where the
    row comes from when it is no instrument."""

    code: str | None
    title: str
    group: str
    valid_from: date
    valid_to: date | None
    source: Source | None
    origin: str
    article: str
    words: str
    certainty: Certainty
    note: str
    extras: Mapping[str, str | int]

    def stands(self, on: date) -> bool:
        """有效: true when the row was in use on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def text(self, key: str) -> str:
        """附加说明: an extra column as text, empty where the row leaves it out."""
        return str(self.extras.get(key, ""))

    @property
    def basis(self) -> str:
        """依据: 《名称》第几条, or where the row comes from."""
        return f"《{self.source.title}》{self.article}" if self.source else self.origin


@dataclass(frozen=True)
class CodeTable:
    """一张代码表: its rows in the order of the file."""

    name: str
    title: str
    rows: tuple[CodeRow, ...]

    @classmethod
    def load(
        cls,
        name: str,
        folder: Path = CODES_DIR,
        sources: Mapping[str, Source] | None = None,
    ) -> "CodeTable":
        """装入: the table by its file name; CodeUnknown, or LawFault with file and line."""
        if name not in table_names(folder):
            raise CodeUnknown(f"没有名为 {name} 的代码表")
        reading = _Reading(load_sources() if sources is None else sources)
        return reading.table(name, load_yaml(folder / f"{name}.yaml"))

    def row(self, code: str, on: date) -> CodeRow:
        """取一行: the row of that code on that day; CodeUnknown."""
        for row in self.on(on):
            if row.code == code:
                return row
        raise CodeUnknown(f"{self.title}里没有 {code}（{on:%Y-%m-%d}）")

    def on(self, day: date, group: str | None = None) -> tuple[CodeRow, ...]:
        """当日有效的行: of one group, or of all."""
        return tuple(
            row for row in self.rows if row.stands(day) and group in (None, row.group)
        )  # fmt: skip

    def choices(self, on: date, group: str | None = None) -> tuple[Choice, ...]:
        """选项: code and title of the rows that have a code."""
        return tuple(Choice(row.code, row.title) for row in self.on(on, group) if row.code)

    def __iter__(self) -> Iterator[CodeRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def table_names(folder: Path = CODES_DIR) -> tuple[str, ...]:
    """全部代码表的名称."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def load_tables(folder: Path = CODES_DIR) -> Mapping[str, CodeTable]:
    """装入全部代码表: by name."""
    sources = load_sources()
    return {name: CodeTable.load(name, folder, sources) for name in table_names(folder)}


class _Reading:
    """Reads one table; a row falls back on the table for what it leaves out."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def table(self, name: str, top: Entry) -> CodeTable:
        top.allow(*_TABLE_KEYS)
        extras = top.texts("extras", ())
        seen: dict[str, list[CodeRow]] = {}
        rows = []
        for entry in top.entries("rows"):
            row = self._row(entry, top, extras)
            self._refuse_overlap(entry, row, seen)
            rows.append(row)
        return CodeTable(name, top.text("title"), tuple(rows))

    def _row(self, entry: Entry, top: Entry, extras: tuple[str, ...]) -> CodeRow:
        entry.allow(*_ROW_KEYS, *extras)
        source = self._source(entry, top)
        return CodeRow(
            code=self._code(entry),
            title=entry.text("title"),
            group=_home(entry, top, "group").text("group", ""),
            valid_from=self._valid_from(entry, top, source),
            valid_to=_home(entry, top, "valid_to").day_or_none("valid_to"),
            source=source,
            origin="" if source else _home(entry, top, "origin").text("origin"),
            article=self._article(entry, top, source),
            words=self._words(entry),
            certainty=_home(entry, top, "certainty").choice("certainty", Certainty),
            note=entry.text("note", ""),
            extras={key: self._extra(entry, key) for key in extras if key in entry},
        )

    def _code(self, entry: Entry) -> str | None:
        if "code" in entry and entry.values["code"] is None:
            return None
        code = entry.text("code")
        if not CODE.fullmatch(code):
            raise entry.fault(f"代码 {code} 只用字母、数字和下划线", "code")
        return code

    def _source(self, entry: Entry, top: Entry) -> Source | None:
        home = entry if "source" in entry or "origin" in entry else top
        if "source" in home and "origin" in home:
            raise home.fault("source 和 origin 只写一个", "origin")
        if "source" not in home:
            return None
        key = home.text("source")
        if key not in self.sources:
            raise home.fault(f"sources.yaml 里没有 {key}", "source")
        return self.sources[key]

    def _article(self, entry: Entry, top: Entry, source: Source | None) -> str:
        if source is None:
            return ""
        article = _home(entry, top, "article").text("article")
        if not ARTICLE.fullmatch(article):
            raise entry.fault(f"article 应当写作“第十八条”，不能是 {article}", "article")
        return article

    def _valid_from(self, entry: Entry, top: Entry, source: Source | None) -> date:
        home = _home(entry, top, "valid_from")
        valid_from = home.day("valid_from")
        if source is not None and valid_from < source.since:
            raise entry.fault(f"valid_from 早于《{source.title}》施行日", "valid_from")
        return valid_from

    def _words(self, entry: Entry) -> str:
        words = entry.text("words", "")
        if len(words) > LONGEST_WORDS:
            raise entry.fault(f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个", "words")
        return words

    def _extra(self, entry: Entry, key: str) -> str | int:
        value = entry.values[key]
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise entry.fault(f"{key} 应当是文字或者整数", key)
        return value

    def _refuse_overlap(self, entry: Entry, row: CodeRow, seen: dict[str, list[CodeRow]]) -> None:
        earlier = seen.setdefault(row.code or f"{row.group} {row.title}", [])
        for other in earlier:
            if other.stands(row.valid_from) or row.stands(other.valid_from):
                raise entry.fault(f"{row.code or row.title} 在同一时期出现两次", "code")
        earlier.append(row)


def _home(entry: Entry, top: Entry, key: str) -> Entry:
    return top if key in top and key not in entry else entry
