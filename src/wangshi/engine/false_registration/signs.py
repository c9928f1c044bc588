"""疑点的依据: signs, limits and rules of premises, as data of the law folder."""

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
LIMITS: Final = (
    "unrelated_shops", "phone_owners", "payee_owners", "picture_owners", "picture_bits",
    "address_operators", "cluster_operators", "cluster_fields", "hub", "earliest_year",
)  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """一种迹象: what it is called, what to check, how early to look, on which article it rests."""

    key: str
    title: str
    weight: int
    check: str
    citation: Citation


@dataclass(frozen=True)
class Limit:
    """一个界限: from how many on; no article writes it, so it says how sure it is."""

    key: str
    title: str
    value: int
    certainty: Certainty


@dataclass(frozen=True)
class PremiseRule:
    """一照多址的一条: what is wrong, what to do, which article."""

    key: str
    title: str
    say: str
    citation: Citation


@dataclass(frozen=True)
class Signs:
    """随产品发布的疑点依据."""

    signs: tuple[Sign, ...]
    limits: tuple[Limit, ...]
    premises: tuple[PremiseRule, ...]

    def sign(self, key: str) -> Sign:
        """按键取迹象; KeyError when there is none."""
        return {one.key: one for one in self.signs}[key]

    def limit(self, key: str) -> int:
        """按键取界限; KeyError when there is none."""
        return {one.key: one.value for one in self.limits}[key]

    def rule(self, key: str) -> PremiseRule:
        """按键取一照多址的一条; KeyError when there is none."""
        return {one.key: one for one in self.premises}[key]


@cache
def standing_signs() -> Signs:
    """随产品发布的: read once a process."""
    return load_signs()


def load_signs(
    path: Path = LAW_DIR / "false_registration.yaml",
    sources: Mapping[str, Source] | None = None,
) -> Signs:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("checked", "reasons", "limits", "premises")
    known = load_sources() if sources is None else sources
    law = Signs(
        signs=tuple(_sign(entry, top, known) for entry in top.entries("reasons")),
        limits=tuple(_limit(entry) for entry in top.entries("limits")),
        premises=tuple(_rule(entry, top, known) for entry in top.entries("premises")),
    )
    _refuse_doubles(law, top)
    if {one.key for one in law.limits} != set(LIMITS):
        raise top.fault(f"limits 要写齐这几个：{'、'.join(LIMITS)}", "limits")
    return law


def _sign(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Sign:
    entry.allow("key", "title", "weight", "check", *_CITED)
    return Sign(
        key=entry.text("key"),
        title=entry.text("title"),
        weight=entry.number("weight"),
        check=entry.text("check"),
        citation=_cited(entry, top, sources),
    )


def _limit(entry: Entry) -> Limit:
    entry.allow("key", "title", "value", "certainty")
    return Limit(
        key=entry.text("key"),
        title=entry.text("title"),
        value=entry.number("value"),
        certainty=entry.choice("certainty", Certainty),
    )


def _rule(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> PremiseRule:
    entry.allow("key", "title", "say", *_CITED)
    return PremiseRule(
        key=entry.text("key"),
        title=entry.text("title"),
        say=entry.text("say"),
        citation=_cited(entry, top, sources),
    )


def _cited(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Citation:
    checked = {**entry.values, "checked": top.day("checked")}
    return read_citation(Entry(entry.path, entry.line, checked, entry.lines), sources)


def _refuse_doubles(law: Signs, top: Entry) -> None:
    for name, rows in (
        ("reasons", law.signs),
        ("limits", law.limits),
        ("premises", law.premises),
    ):
        keys = [row.key for row in rows]
        if len(set(keys)) != len(keys):
            raise top.fault("两行的 key 一样", name)
