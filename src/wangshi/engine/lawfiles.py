"""法律文件: strict YAML under law/. A wrong line is refused with its file and number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml

LAW_DIR = Path(__file__).parent.parent / "law"
LONGEST_WORDS = 30
_FILES_KEPT = 128
ARTICLE = re.compile(
    r"第[零一二三四五六七八九十百]+条(之[一二三四五六七八九十]+)?"
    r"(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?"
)

CITATION_KEYS = ("source", "article", "words", "certainty", "checked")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TEXT = "tag:yaml.org,2002:str"
_SCALARS = yaml.constructor.SafeConstructor()
_Kind = TypeVar("_Kind")
_Choice = TypeVar("_Choice", bound=StrEnum)
_SOURCE_KEYS = (
    "code", "title", "issuer", "number", "from", "to", "link", "file", "certainty", "note",
)  # fmt: skip


class LawFault(ValueError):
    """文件有错: the law folder says something it may not; `path` and `line` name the place."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.name} 第 {line} 行：{message}")
        self.path = path
        self.line = line
        self.message = message


class Certainty(StrEnum):
    """可靠程度: read in the text, remembered, or inferred from it."""

    VERIFIED = "verified"
    FROM_MEMORY = "from_memory"
    INFERENCE = "inference"


@dataclass(frozen=True)
class Source:
    """文件: one instrument: a law, a regulation, an order of the ministry."""

    key: str
    code: str
    title: str
    issuer: str
    number: str
    since: date
    until: date | None
    link: str
    file: str
    certainty: Certainty
    note: str

    def stands(self, on: date) -> bool:
        """施行: true when the instrument is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Citation:
    """依据: the instrument, the article and the words a legal number rests on."""

    source: Source
    article: str
    words: str
    certainty: Certainty
    checked: date

    def __str__(self) -> str:
        return f"《{self.source.title}》{self.article}"


@dataclass(frozen=True)
class Entry:
    """条目: one YAML mapping that knows its file and lines; every read is checked.

    Values are str, int, float, bool, date, None, Entry, or a tuple of those. Readers raise
    LawFault when the key is missing or the value has another shape.
    """

    path: Path
    line: int
    values: Mapping[str, object]
    lines: Mapping[str, int]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __contains__(self, key: object) -> bool:
        return key in self.values

    def fault(self, message: str, key: str = "") -> LawFault:
        """有错: the fault at this key's line, to be raised by the caller."""
        return LawFault(self.path, self.lines.get(key, self.line), message)

    def allow(self, *keys: str) -> None:
        """只许: refuses any key that is not among these."""
        for key in self.values:
            if key not in keys:
                raise self.fault(f"不认识的键 {key}", key)

    def with_value(self, key: str, value: str) -> "Entry":
        """补上一键: the same entry with one more value, such as its own name."""
        return Entry(self.path, self.line, {**self.values, key: value}, self.lines)

    def text(self, key: str, default: str | None = None) -> str:
        """文字: a string that is not blank; without a default the key must be there."""
        value = self._take(key, default)
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.fault(f"{key} 应当是文字", key)
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """整数: a whole number."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fault(f"{key} 应当是整数", key)
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """是否: true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.fault(f"{key} 应当是 true 或 false", key)
        return value

    def day(self, key: str) -> date:
        """日期: a day written 2026-11-22."""
        value = self._take(key, None)
        if not isinstance(value, date):
            raise self.fault(f"{key} 应当是日期，如 2026-11-22", key)
        return value

    def day_or_none(self, key: str) -> date | None:
        """日期或者没有: None when the key is absent."""
        return self.day(key) if key in self.values else None

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """几段文字: a list of strings."""
        return tuple(self._each(key, str, "文字", default))

    def days(self, key: str, default: tuple[date, ...] | None = None) -> tuple[date, ...]:
        """几个日期: a list of days."""
        return tuple(self._each(key, date, "日期", default))

    def numbers(self, key: str, default: tuple[int, ...] | None = None) -> tuple[int, ...]:
        """几个整数: a list of whole numbers."""
        return tuple(self._each(key, int, "整数", default))

    def entry(self, key: str) -> "Entry":
        """下级条目: a nested mapping."""
        value = self._take(key, None)
        if not isinstance(value, Entry):
            raise self.fault(f"{key} 应当是一组键值", key)
        return value

    def entries(self, key: str, default: tuple["Entry", ...] | None = None) -> tuple["Entry", ...]:
        """几个下级条目: a list of mappings."""
        return tuple(self._each(key, Entry, "条目", default))

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """选项: one of an enumeration's values."""
        value = self.text(key)
        try:
            return choices(value)
        except ValueError:
            allowed = "、".join(choices)
            raise self.fault(f"{key} 只能是 {allowed}，不能是 {value}", key) from None

    def _take(self, key: str, default: object) -> object:
        if key in self.values:
            return self.values[key]
        if default is None:
            raise self.fault(f"缺少 {key}")
        return default

    def _each(
        self, key: str, kind: type[_Kind], name: str, default: tuple[_Kind, ...] | None
    ) -> Iterator[_Kind]:
        value = self._take(key, default)
        if not isinstance(value, tuple):
            raise self.fault(f"{key} 应当是列表", key)
        for part in value:
            if not isinstance(part, kind):
                raise self.fault(f"{key} 的每一项应当是{name}", key)
            yield part


def load_yaml(path: Path) -> Entry:
    """读取: the file's top mapping. Refuses broken YAML, duplicate keys and other top shapes."""
    return _read(path, _text_of(path))


@lru_cache(_FILES_KEPT)
def _read(path: Path, text: str) -> Entry:
    # Where one rule file of many has changed, the others need not be taken apart again.
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawFault(path, line, f"不是有效的 YAML（{error.problem}）") from None
    except (yaml.YAMLError, RecursionError):
        raise LawFault(path, 1, "不是有效的 YAML（有控制字符，或者套得太深）") from None
    if not isinstance(node, yaml.MappingNode):
        raise LawFault(path, 1, "最外层应当是一组键值")
    return _entry(path, node)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise LawFault(path, 1, "不是 UTF-8，请转换编码") from None
    except OSError as error:
        raise LawFault(path, 1, f"读不了（{error.strerror}）") from None


def load_sources(path: Path = LAW_DIR / "sources.yaml") -> Mapping[str, Source]:
    """读取文件目录: every instrument by its key; a short code belongs to one of them only."""
    top = load_yaml(path)
    sources = {key: _source(key, top.entry(key)) for key in top}
    codes: dict[str, str] = {}
    for source in sources.values():
        if source.code and codes.setdefault(source.code, source.key) != source.key:
            raise top.fault(f"简称 {source.code} 已经属于 {codes[source.code]}", source.key)
    return sources


def read_citation(entry: Entry, sources: Mapping[str, Source]) -> Citation:
    """读取依据: the five citation keys of an entry, each checked against the sources."""
    key = entry.text("source")
    if key not in sources:
        raise entry.fault(f"sources.yaml 里没有 {key}", "source")
    article = entry.text("article")
    if not ARTICLE.fullmatch(article):
        raise entry.fault(f"article 应当写作“第十八条”，不能是 {article}", "article")
    words = entry.text("words")
    if len(words) > LONGEST_WORDS:
        raise entry.fault(f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个", "words")
    certainty = entry.choice("certainty", Certainty)
    return Citation(sources[key], article, words, certainty, entry.day("checked"))


def _source(key: str, entry: Entry) -> Source:
    entry.allow(*_SOURCE_KEYS)
    since, until = entry.day("from"), entry.day_or_none("to")
    if until is not None and until < since:
        raise entry.fault("to 早于 from", "to")
    return Source(
        key=key,
        code=entry.text("code", ""),
        title=entry.text("title"),
        issuer=entry.text("issuer"),
        number=entry.text("number", ""),
        since=since,
        until=until,
        link=entry.text("link", ""),
        file=entry.text("file", ""),
        certainty=entry.choice("certainty", Certainty),
        note=entry.text("note", ""),
    )


def _entry(path: Path, node: yaml.MappingNode) -> Entry:
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = _scalar(path, key_node)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise LawFault(path, line, f"键应当是文字，不能是 {key}")
        if key in values:
            raise LawFault(path, line, f"键 {key} 重复，第 {lines[key]} 行已有")
        lines[key] = line
        values[key] = _value(path, value_node)
    return Entry(path, node.start_mark.line + 1, values, lines)


def _value(path: Path, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return _entry(path, node)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_value(path, part) for part in node.value)
    return _scalar(path, node)


def _scalar(path: Path, node: yaml.Node) -> object:
    if not isinstance(node, yaml.ScalarNode):
        raise LawFault(path, node.start_mark.line + 1, "键应当是文字")
    if node.tag == _PLAIN_TEXT:
        return node.value
    try:
        value: object = _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError):
        raise LawFault(path, node.start_mark.line + 1, f"读不懂 {node.value}") from None
    return value
