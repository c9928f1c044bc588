"""文书的式样: rows and paragraphs that name facts of a record; what has no fact is for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import Entry, load_yaml

from .content import Paper, Row, Table

BLANK_LINES: Final = 2
GAP: Final = "＿＿＿＿＿＿"


@dataclass(frozen=True)
class Form:
    """一种文书: `of` what kind of record, `when` it may be made, what stands in it."""

    key: str
    title: str
    of: str
    when: str
    opening: str
    text: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    signs: tuple[str, ...]


@cache
def read_forms(path: Path) -> tuple[Form, ...]:
    """读式样: the forms of one room, in the order of its file; LawFault names a wrong line."""
    top = load_yaml(path)
    top.allow("papers")
    return tuple(_form(each) for each in top.entries("papers"))


def fill(
    form: Form,
    facts: Mapping[str, str],
    *,
    office: str,
    number: str,
    tables: tuple[Table, ...] = (),
) -> Paper:
    """写一份文书: a row whose fact is unknown keeps lines to write on, a paragraph keeps a gap."""
    rows = tuple(
        Row(name, facts.get(key, ""), lines=1 if key in facts else BLANK_LINES)
        for name, key in form.rows
    )
    opening = (Row("说明", form.opening),) if form.opening else ()
    return Paper(
        title=form.title,
        office=office,
        number=number,
        rows=(*opening, *rows),
        tables=tables,
        signs=form.signs,
        text=prose(form, facts),
    )


def prose(form: Form, facts: Mapping[str, str]) -> tuple[str, ...]:
    """正文, paragraph by paragraph; one whose only fact is empty is left out."""
    known = _Known({key: words for key, words in facts.items() if words})
    return tuple(
        line
        for each in form.text
        for line in _filled(each, known).split("\n")
        if line.strip() and line.strip() != GAP
    )


class _Known(dict[str, str]):
    """Facts by name; a gap for what nobody knows yet."""

    def __missing__(self, key: str) -> str:
        return GAP


def _filled(words: str, known: _Known) -> str:
    # `{?fact}` makes a paragraph that stands only where the fact does.
    if words.startswith("{?"):
        name, _, rest = words[2:].partition("}")
        return rest.format_map(known) if name in known else ""
    return words.format_map(known)


def _form(entry: Entry) -> Form:
    entry.allow("key", "title", "of", "when", "opening", "text", "rows", "signs")
    rows = entry.entry("rows") if "rows" in entry else None
    return Form(
        key=entry.text("key"),
        title=entry.text("title"),
        of=entry.text("of"),
        when=entry.text("when"),
        opening=entry.text("opening", ""),
        text=entry.texts("text", ()),
        rows=tuple((name, rows.text(name)) for name in rows) if rows else (),
        signs=entry.texts("signs", ()),
    )
