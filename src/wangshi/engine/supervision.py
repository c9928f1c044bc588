"""督促和检查的依据: duties of platforms, matters of letters, points of periodic checks, as data."""

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
_APPLIES: Final = ("all", "live")


@dataclass(frozen=True)
class Duty:
    """平台的一项职责: what the law asks, and what an officer looks at; `live`: only with rooms."""

    key: str
    title: str
    live: bool
    look: str
    citation: Citation


@dataclass(frozen=True)
class Matter:
    """致函的事由: what is demanded on which ground, and in how many working days to answer."""

    key: str
    title: str
    demand: str
    days: int
    days_certainty: Certainty
    citation: Citation


@dataclass(frozen=True)
class Factor:
    """一样加分的: transparent, one reason each."""

    key: str
    title: str
    points: int


@dataclass(frozen=True)
class Tier:
    """一档: from so many points on, checked every so many days."""

    key: str
    title: str
    since: int
    every_days: int


@dataclass(frozen=True)
class SupervisionLaw:
    """随产品发布的督促和检查依据."""

    duties: tuple[Duty, ...]
    again_days: int
    mark: Citation
    matters: tuple[Matter, ...]
    factors: tuple[Factor, ...]
    tiers: tuple[Tier, ...]

    def duty(self, key: str) -> Duty | None:
        """按键取职责; None when there is none."""
        return next((one for one in self.duties if one.key == key), None)

    def matter(self, key: str) -> Matter | None:
        """按键取事由; None when there is none."""
        return next((one for one in self.matters if one.key == key), None)

    def tier(self, points: int) -> Tier:
        """这么多分是哪一档: the highest one reached."""
        return [one for one in self.tiers if points >= one.since][-1]


@cache
def standing_supervision() -> SupervisionLaw:
    """随产品发布的: read once a process."""
    return load_supervision()


def load_supervision(
    path: Path = LAW_DIR / "supervision.yaml", sources: Mapping[str, Source] | None = None
) -> SupervisionLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("checked", "duties", "again_days", "mark", "letters", "points", "tiers")
    known = load_sources() if sources is None else sources
    tiers = tuple(_tier(entry) for entry in top.entries("tiers"))
    starts = [tier.since for tier in tiers]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        raise top.fault("tiers 从 0 开始，一档比一档高", "tiers")
    law = SupervisionLaw(
        duties=tuple(_duty(entry, top, known) for entry in top.entries("duties")),
        again_days=top.number("again_days"),
        mark=_cited(top.entry("mark"), top, known),
        matters=tuple(_matter(entry, top, known) for entry in top.entries("letters")),
        factors=tuple(_factor(entry) for entry in top.entries("points")),
        tiers=tiers,
    )
    _refuse_doubles(law, top)
    return law


def _duty(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Duty:
    entry.allow("key", "title", "applies", "look", *_CITED)
    if entry.text("applies") not in _APPLIES:
        raise entry.fault("applies 写 all 或者 live", "applies")
    return Duty(
        key=entry.text("key"),
        title=entry.text("title"),
        live=entry.text("applies") == "live",
        look=entry.text("look"),
        citation=_cited(entry, top, sources),
    )


def _matter(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Matter:
    entry.allow("key", "title", "demand", "days", "days_certainty", *_CITED)
    return Matter(
        key=entry.text("key"),
        title=entry.text("title"),
        demand=entry.text("demand"),
        days=entry.number("days"),
        days_certainty=entry.choice("days_certainty", Certainty),
        citation=_cited(entry, top, sources),
    )


def _factor(entry: Entry) -> Factor:
    entry.allow("key", "title", "points")
    return Factor(entry.text("key"), entry.text("title"), entry.number("points"))


def _tier(entry: Entry) -> Tier:
    entry.allow("key", "title", "from", "every_days")
    return Tier(
        entry.text("key"), entry.text("title"), entry.number("from"), entry.number("every_days")
    )


def _cited(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Citation:
    checked = {**entry.values, "checked": top.day("checked")}
    return read_citation(Entry(entry.path, entry.line, checked, entry.lines), sources)


def _refuse_doubles(law: SupervisionLaw, top: Entry) -> None:
    for name, rows in (("duties", law.duties), ("letters", law.matters), ("points", law.factors)):
        keys = [row.key for row in rows]
        if len(set(keys)) != len(keys):
            raise top.fault("两行的 key 一样", name)
