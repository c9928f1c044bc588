"""检查表: what a kind of operator must show, each item with its article, out of the law folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import (
    LAW_DIR,
    Certainty,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

_CITED: Final = ("source", "article", "words", "certainty")


@dataclass(frozen=True)
class Item:
    """一项: its key, its title, and the words pages put before it."""

    key: str
    title: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """一类经营者的亮照表: the items in the order of the article."""

    key: str
    title: str
    items: tuple[Item, ...]
    citation: Citation

    @property
    def is_exempt(self) -> bool:
        """依法免于登记的: a declaration instead of a licence."""
        return any(one.key == "statement" for one in self.items)


@dataclass(frozen=True)
class PermitGroup:
    """一类要亮的许可: codes of law/codes/permits.yaml; the last group holds all others."""

    key: str
    title: str
    kinds: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class MarkGroup:
    """一类标志: the words by which a page claims it, and what its number looks like."""

    key: str
    title: str
    claims: tuple[str, ...]
    number: re.Pattern[str]
    citation: Citation


@dataclass(frozen=True)
class ELicence:
    """电子营业执照亮照系统: its hosts, and the words that imitations of them hold."""

    hosts: tuple[str, ...]
    alike: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class DisplayLaw:
    """随产品发布的亮照检查依据."""

    sheets: tuple[Sheet, ...]
    if_shown: tuple[Item, ...]
    e_licence: ELicence
    permits: tuple[PermitGroup, ...]
    marks: tuple[MarkGroup, ...]
    stale_days: int
    stale: Citation

    def sheet(self, key: str) -> Sheet:
        """按键取表: KeyError for a kind there is none for."""
        return next(one for one in self.sheets if one.key == key) if key in self.kinds else _no(key)

    @property
    def kinds(self) -> tuple[str, ...]:
        """有表的各类."""
        return tuple(one.key for one in self.sheets)

    def permit_group(self, kind: str) -> PermitGroup:
        """这种许可归哪一类: the last one holds what no other names."""
        return next((one for one in self.permits if kind in one.kinds), self.permits[-1])


def _no(key: str) -> Sheet:
    raise KeyError(f"没有“{key}”的亮照表")


@cache
def standing_display_law() -> DisplayLaw:
    """随产品发布的: read once a process."""
    return load_display_law()


def load_display_law(
    path: Path = LAW_DIR / "display.yaml", sources: Mapping[str, Source] | None = None
) -> DisplayLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("checked", "stale", "fields", "sheets", "if_shown", "e_licence", "permits", "marks")
    known = load_sources() if sources is None else sources
    items = {one.key: one for one in map(_item, top.entries("fields"))}
    stale = top.entry("stale")
    stale.allow("days", *_CITED)
    return DisplayLaw(
        sheets=tuple(_sheet(entry, items, top, known) for entry in top.entries("sheets")),
        if_shown=_items(top, "if_shown", items),
        e_licence=_e_licence(top.entry("e_licence"), top, known),
        permits=tuple(_permit(entry, top, known) for entry in top.entries("permits")),
        marks=tuple(_mark(entry, top, known) for entry in top.entries("marks")),
        stale_days=stale.number("days"),
        stale=_cited(stale, top, known),
    )


def _item(entry: Entry) -> Item:
    entry.allow("key", "title", "labels")
    return Item(entry.text("key"), entry.text("title"), entry.texts("labels"))


def _items(entry: Entry, key: str, items: Mapping[str, Item]) -> tuple[Item, ...]:
    keys = entry.texts(key)
    unknown = next((one for one in keys if one not in items), "")
    if unknown:
        raise entry.fault(f"fields 里没有 {unknown}", key)
    return tuple(items[one] for one in keys)


def _sheet(
    entry: Entry, items: Mapping[str, Item], top: Entry, sources: Mapping[str, Source]
) -> Sheet:
    entry.allow("key", "title", "fields", *_CITED)
    return Sheet(
        entry.text("key"),
        entry.text("title"),
        _items(entry, "fields", items),
        _cited(entry, top, sources),
    )


def _e_licence(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> ELicence:
    entry.allow("hosts", "alike", *_CITED)
    return ELicence(entry.texts("hosts"), entry.texts("alike"), _cited(entry, top, sources))


def _permit(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> PermitGroup:
    entry.allow("key", "title", "kinds", *_CITED)
    return PermitGroup(
        entry.text("key"), entry.text("title"), entry.texts("kinds"), _cited(entry, top, sources)
    )


def _mark(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> MarkGroup:
    entry.allow("key", "title", "claims", "number", *_CITED)
    try:
        number = re.compile(entry.text("number"))
    except re.error as fault:
        raise entry.fault(f"number 不是写对的正则：{fault}", "number") from None
    group = MarkGroup(
        entry.text("key"), entry.text("title"), entry.texts("claims"), number,
        _cited(entry, top, sources),
    )  # fmt: skip
    if group.citation.certainty is not Certainty.INFERENCE:
        raise entry.fault("亮标没有法定的定义，certainty 只能写 inference", "certainty")
    return group


def _cited(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Citation:
    checked = {**entry.values, "checked": top.day("checked")}
    return read_citation(Entry(entry.path, entry.line, checked, entry.lines), sources)
