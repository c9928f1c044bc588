"""口径: what each figure counts since when, from which sources; what national series say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import LAW_DIR, Certainty, Entry, load_yaml

from .periods import Length, Period, period_of

FIGURES: Final = LAW_DIR / "figures"
_FIGURE_KEYS: Final = ("title", "unit", "adds", "every", "also", "versions", "sources")
_VERSION_KEYS: Final = (
    "version", "from", "until", "name", "counts", "origin", "certainty", "checked", "joins", "why",
)  # fmt: skip
_SOURCE_KEYS: Final = (
    "key", "title", "from", "form", "field", "least", "most", "times", "stands", "counts",
)  # fmt: skip


class Adds(StrEnum):
    """几期怎么合: a flow is summed, a stock is what it was at the end."""

    SUM = "sum"
    LAST = "last"


class Stands(StrEnum):
    """来源数的是多少: the whole county, a part of it, or more than was asked."""

    WHOLE = "whole"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class From(StrEnum):
    """来源从哪里算: returns added up, firms counted once, or a number times a value."""

    RETURN = "return"
    FIRMS = "firms"
    PRODUCT = "product"


@dataclass(frozen=True)
class Version:
    """口径的一版: `joins` says whether it goes on from the version before; else `why` not."""

    version: str
    since: date
    until: date | None
    name: str
    counts: str
    origin: str
    certainty: Certainty
    joins: bool
    why: str


@dataclass(frozen=True)
class SourceRule:
    """一个来源: the field of a return it reads; `least` and `most` bound what it is times."""

    key: str
    title: str
    origin: From
    form: str
    field: str
    least: str
    most: str
    times: Decimal
    stands: Stands
    counts: str


@dataclass(frozen=True)
class Definition:
    """一个数的口径: versions, the oldest first; `also`: how plans call it."""

    key: str
    title: str
    unit: str
    adds: Adds
    every: Length
    also: tuple[str, ...]
    versions: tuple[Version, ...]
    sources: tuple[SourceRule, ...]

    def source(self, key: str) -> SourceRule | None:
        """按键取来源."""
        return next((one for one in self.sources if one.key == key), None)

    def version_at(self, period: Period) -> Version | None:
        """那一期用的口径."""
        return version_on(self.versions, period.last_on)


@dataclass(frozen=True)
class Published:
    """全国公布的一个数: with the growth that was published beside it, in percent."""

    period: Period
    value: Decimal
    growth: Decimal | None
    source: str
    certainty: Certainty


@dataclass(frozen=True)
class Series:
    """全国公布的一个系列."""

    key: str
    title: str
    unit: str
    versions: tuple[Version, ...]
    published: tuple[Published, ...]


@dataclass(frozen=True)
class Book:
    """全部口径."""

    figures: Mapping[str, Definition]
    series: Mapping[str, Series]

    def named(self, words: str) -> Definition | None:
        """方案里的叫法对上哪个数; the longest name wins; None when there is none."""
        found = [
            (len(name), one)
            for one in self.figures.values()
            for name in (one.title, *one.also)
            if name in words
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None


def version_on(versions: tuple[Version, ...], on: date) -> Version | None:
    """那天的一版."""
    standing = [one for one in versions if one.since <= on and (not one.until or on <= one.until)]
    return standing[-1] if standing else None


@cache
def standing_book() -> Book:
    """随产品发布的口径."""
    return load_book(FIGURES / "definitions.yaml")


def load_book(path: Path) -> Book:
    """读口径: LawFault with file and line for a wrong one."""
    top = load_yaml(path)
    top.allow("figures", "series")
    figures, series = top.entry("figures"), top.entry("series")
    return Book(
        {key: _definition(key, figures.entry(key)) for key in figures},
        {key: _series(key, series.entry(key)) for key in series},
    )


def _definition(key: str, entry: Entry) -> Definition:
    entry.allow(*_FIGURE_KEYS)
    return Definition(
        key=key,
        title=entry.text("title"),
        unit=entry.text("unit"),
        adds=entry.choice("adds", Adds),
        every=entry.choice("every", Length),
        also=entry.texts("also", ()),
        versions=_versions(entry),
        sources=tuple(_source(one) for one in entry.entries("sources")),
    )


def _series(key: str, entry: Entry) -> Series:
    entry.allow("title", "unit", "versions", "published")
    return Series(
        key,
        entry.text("title"),
        entry.text("unit"),
        _versions(entry),
        tuple(_published(one) for one in entry.entries("published")),
    )


def _versions(entry: Entry) -> tuple[Version, ...]:
    found = tuple(_version(one) for one in entry.entries("versions"))
    for earlier, later in pairwise(found):
        if later.since <= earlier.since or earlier.until is None or earlier.until >= later.since:
            raise entry.fault(f"第 {later.version} 版要从前一版停用以后开始", "versions")
    return found


def _version(entry: Entry) -> Version:
    entry.allow(*_VERSION_KEYS)
    joins, why = entry.flag("joins", False), entry.text("why", "")
    return Version(
        version=entry.text("version"),
        since=entry.day("from"),
        until=entry.day_or_none("until"),
        name=entry.text("name", ""),
        counts=entry.text("counts"),
        origin=entry.text("origin", ""),
        certainty=entry.choice("certainty", Certainty),
        joins=joins,
        why=why,
    )


def _source(entry: Entry) -> SourceRule:
    entry.allow(*_SOURCE_KEYS)
    origin = entry.choice("from", From)
    if (origin is From.PRODUCT) != ("least" in entry and "most" in entry):
        raise entry.fault("product 要写 least 和 most，别的不写", "from")
    return SourceRule(
        key=entry.text("key"),
        title=entry.text("title"),
        origin=origin,
        form=entry.text("form"),
        field=entry.text("field"),
        least=entry.text("least", ""),
        most=entry.text("most", ""),
        times=_decimal(entry, "times") if "times" in entry else Decimal(1),
        stands=entry.choice("stands", Stands),
        counts=entry.text("counts"),
    )


def _published(entry: Entry) -> Published:
    entry.allow("period", "value", "growth", "source", "certainty")
    try:
        period = period_of(entry.text("period"))
    except ValueError as error:
        raise entry.fault(str(error), "period") from None
    return Published(
        period,
        _decimal(entry, "value"),
        _decimal(entry, "growth") if "growth" in entry else None,
        entry.text("source"),
        entry.choice("certainty", Certainty),
    )


def _decimal(entry: Entry, key: str) -> Decimal:
    written = entry.text(key)
    if not written.replace(".", "", 1).removeprefix("-").isdecimal():
        raise entry.fault(f"{key} 应当是写在引号里的数", key)
    return Decimal(written)
