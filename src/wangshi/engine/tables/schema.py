"""要哪些列: the fields a table should have, and which of its columns holds each."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from wangshi.engine.tables.converters import Converter
from wangshi.engine.tables.refusal import TableRefused

_BRACKETS = re.compile(r"[(\[{【〔「《<].*?[)\]}】〕」》>]")
_PUNCTUATION = re.compile(r"[\s*_:;,.、。/\\\-—()\[\]【】「」'\"]+")
_LIKELY = 0.5
_SHOWN_COLUMNS = 30


@dataclass(frozen=True)
class Field:
    """一个字段: its name in code, its title, how it is read, what its column may be called.

    A cell that cannot be read is a fault; in a field that is not `strict` it becomes a remark
    and the value is left out. A `required` field must have a column and a value.
    """

    name: str
    title_zh: str
    parse: Converter
    required: bool = False
    strict: bool = True
    aliases: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """认得的列名: its title, then its aliases."""
        return (self.title_zh, *self.aliases)


@dataclass(frozen=True)
class Schema:
    """一种表: its fields, and the fields that together name one record."""

    name: str
    title_zh: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two fields of one name, and a key that is not a field."""
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names) or not set(self.key) <= set(names):
            raise ValueError(f"schema {self.name}: doubled field or unknown key {self.key}")

    def field(self, name: str) -> Field:
        """取字段: by its name in code; KeyError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True)
class Source:
    """来源: one field is read from these columns, their texts put together with `joiner`."""

    field: str
    columns: tuple[str, ...]
    joiner: str = ""
    how: str = "chosen"


@dataclass(frozen=True)
class Mapping:
    """对应关系: which columns feed which fields, what is missing, what is left unread."""

    sources: tuple[Source, ...]
    missing: tuple[Field, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """对齐了: every required field has its column."""
        return not any(field.required for field in self.missing)

    def columns_of(self, field: str) -> tuple[str, ...]:
        """某字段的来源列: empty when it has none."""
        return next((item.columns for item in self.sources if item.field == field), ())


def match_columns(columns: Sequence[str], schema: Schema) -> Mapping:
    """自动对应: exact names first, then without width, spaces and marks, then without brackets."""
    free = list(columns)
    sources: dict[str, Source] = {}
    for how, simplify in (("exact", str), ("similar", _simple), ("bracketless", _bare)):
        for field in schema.fields:
            if field.name in sources:
                continue
            column = _first_match(field, free, simplify)
            if column is not None:
                free.remove(column)
                sources[field.name] = Source(field.name, (column,), how=how)
    ordered = tuple(sources[field.name] for field in schema.fields if field.name in sources)
    missing = tuple(field for field in schema.fields if field.name not in sources)
    return Mapping(ordered, missing, tuple(free))


def choose_columns(columns: Sequence[str], schema: Schema, sources: Iterable[Source]) -> Mapping:
    """人工对应: the officer's choice; TableRefused when it names a column that is not there."""
    chosen = tuple(source for source in sources if source.columns)
    absent = [name for source in chosen for name in source.columns if name not in columns]
    if absent:
        raise TableRefused(
            "wrong_columns", f"表里没有「{absent[0]}」这一列", "重新选择每个字段对应的列"
        )
    fields = {source.field: schema.field(source.field) for source in chosen}
    used = {name for source in chosen for name in source.columns}
    return Mapping(
        tuple(replace(source, how="chosen") for source in chosen),
        tuple(field for field in schema.fields if field.name not in fields),
        tuple(name for name in columns if name not in used),
    )


def _first_match(field: Field, free: Sequence[str], simplify: Callable[[str], str]) -> str | None:
    for title in field.titles:
        wanted = simplify(title)
        for column in free:
            if wanted and simplify(column) == wanted:
                return column
    return None


def require_complete(mapping: Mapping, schema: Schema, columns: Sequence[str]) -> None:
    """列不对就拒收: the message lists what is missing, what was found, and the likeliest pairs."""
    missing = [field for field in mapping.missing if field.required]
    if not missing:
        return
    found = "、".join(columns[:_SHOWN_COLUMNS])
    more = f" 等 {len(columns)} 列" if len(columns) > _SHOWN_COLUMNS else ""
    raise TableRefused(
        "wrong_columns",
        f"这张表不像{schema.title_zh}：缺「{'」「'.join(field.title_zh for field in missing)}」；"
        f"应有的列是 {'、'.join(field.title_zh for field in schema.fields if field.required)}；"
        f"表里的列是 {found}{more}",
        _advice(missing, mapping.unread),
    )


def _advice(missing: Sequence[Field], unread: Sequence[str]) -> str:
    pairs = []
    for field in missing:
        column = likeliest_column(field, unread)
        if column:
            pairs.append(f"「{column}」可能就是「{field.title_zh}」")
    if pairs:
        return f"{'，'.join(pairs)}：在对应关系里选上，或改好列名再上传"
    return "换成对的文件，或在对应关系里指定每个字段是哪一列"


def likeliest_column(field: Field, columns: Sequence[str]) -> str:
    """最像的列: a guess to show, never to use unasked; empty when nothing is near."""
    best, best_score = "", _LIKELY
    for column in columns:
        for title in field.titles:
            score = difflib.SequenceMatcher(None, _bare(title), _bare(column)).ratio()
            if score > best_score or (score == best_score and not best):
                best, best_score = column, score
    return best


def _simple(title: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", title)).lower().removesuffix("必填")


def _bare(title: str) -> str:
    return _simple(_BRACKETS.sub("", unicodedata.normalize("NFKC", title)))
