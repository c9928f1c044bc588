"""价格检验的依据: law/pricing.yaml read once, by the day of the promotion."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)
from wangshi.engine.numerals import numeral_to_int

VIOLATION: Final = "V25"
HOURS_A_DAY: Final = 24
_TEST_KEYS: Final = (
    "rule", "title", "elements", "fact_to_check", "evidence", "harm", "history",
)  # fmt: skip
_VERSION_KEYS: Final = ("from", "to", "window_days", *CITATION_KEYS)
_READING_KEYS: Final = ("value", "unit", "title", "why", *CITATION_KEYS)


class PriceKind(StrEnum):
    """检验的种类; the keys of law/pricing.yaml."""

    BASE = "base"
    RAISE = "raise"
    UNSUPPORTED = "unsupported"
    HOME = "home"
    LAST_DAY = "last_day"
    NO_PERIOD = "no_period"
    SETTLED = "settled"
    GIFT = "gift"


@dataclass(frozen=True)
class Ruling:
    """一版规定: from when to when, on which words; `window_days` where the law counts days."""

    since: date
    until: date | None
    citation: Citation
    window_days: int

    def stands(self, on: date) -> bool:
        """施行: true when it was the law that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class PriceTest:
    """一种检验: what it asks, what it cannot know, and the versions of its rule."""

    kind: PriceKind
    rule: str
    title: str
    elements: tuple[str, ...]
    fact_to_check: str
    evidence: tuple[str, ...]
    harm: int
    history: tuple[Ruling, ...]

    def ruling(self, on: date) -> Ruling:
        """这天的规定; before the first one, the first: the caller says it was not in force."""
        return next((one for one in reversed(self.history) if one.stands(on)), self.history[0])


@dataclass(frozen=True)
class Reading:
    """一个推断的数: the law names none, so we say ours and why."""

    key: str
    value: Decimal
    unit: str
    title: str
    why: str
    citation: Citation


@dataclass(frozen=True)
class PriceExemption:
    """一种不算价格欺诈的情形, to be checked by whoever handles the matter."""

    key: str
    title: str
    citation: Citation


@dataclass(frozen=True)
class Deadline:
    """页面说的截止: the words, and the last day they promise."""

    words: str
    last_on: date


@dataclass(frozen=True)
class Urgency:
    """紧迫的话: what promises an end, what names none, what gives a date."""

    ends: tuple[tuple[re.Pattern[str], str], ...]
    until: re.Pattern[str]
    open: re.Pattern[str]
    dated: re.Pattern[str]

    def deadline(self, text: str, on: date) -> Deadline | None:
        """说到哪天为止: the first promise in the words; None when they promise no end."""
        for pattern, length in self.ends:
            if found := pattern.search(text):
                return Deadline(found[0], on + timedelta(days=_days(found, length) - 1))
        found = self.until.search(text)
        last_on = _day_of(found, on) if found else None
        return Deadline(found[0], last_on) if found and last_on else None

    def names_no_end(self, text: str) -> str:
        """限时而没有期限: the words, or nothing."""
        found = self.open.search(text)
        return found[0] if found and not self.dated.search(text) else ""


@dataclass(frozen=True)
class PriceLaw:
    """价格检验的全部依据."""

    tests: Mapping[PriceKind, PriceTest]
    readings: Mapping[str, Reading]
    exemptions: tuple[PriceExemption, ...]
    urgency: Urgency
    fingerprint: str

    def citations(self) -> Iterator[Citation]:
        """每一条依据, for whoever compares them with the statutes."""
        for test in self.tests.values():
            yield from (ruling.citation for ruling in test.history)
        yield from (reading.citation for reading in self.readings.values())
        yield from (exemption.citation for exemption in self.exemptions)

    def share(self, key: str) -> Decimal:
        """百分数 as a factor: 10 is 0.1."""
        return self.readings[key].value / 100

    def days(self, key: str) -> int:
        """日数."""
        return int(self.readings[key].value)


@cache
def standing_price_law() -> PriceLaw:
    """随产品发布的: read once a process."""
    return load_price_law()


def load_price_law(
    path: Path = LAW_DIR / "pricing.yaml", sources: Mapping[str, Source] | None = None
) -> PriceLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    sources = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow("tests", "readings", "exemptions", "urgency")
    tests, readings = top.entry("tests"), top.entry("readings")
    tests.allow(*PriceKind)
    return PriceLaw(
        tests={kind: _test(kind, tests.entry(kind), sources) for kind in PriceKind},
        readings={key: _reading(key, readings.entry(key), sources) for key in readings},
        exemptions=tuple(_exemption(one, sources) for one in top.entries("exemptions")),
        urgency=_urgency(top.entry("urgency")),
        fingerprint=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _test(kind: PriceKind, entry: Entry, sources: Mapping[str, Source]) -> PriceTest:
    entry.allow(*_TEST_KEYS)
    history = tuple(_ruling(one, sources) for one in entry.entries("history"))
    ends = ((one.until, following.since) for one, following in pairwise(history))
    if not history or any(until is None or until >= since for until, since in ends):
        raise entry.fault("history 要从旧到新，首尾不重叠", "history")
    return PriceTest(
        kind=kind,
        rule=entry.text("rule"),
        title=entry.text("title"),
        elements=entry.texts("elements"),
        fact_to_check=entry.text("fact_to_check"),
        evidence=entry.texts("evidence"),
        harm=entry.number("harm"),
        history=history,
    )


def _ruling(entry: Entry, sources: Mapping[str, Source]) -> Ruling:
    entry.allow(*_VERSION_KEYS)
    return Ruling(
        since=entry.day("from"),
        until=entry.day_or_none("to"),
        citation=read_citation(entry, sources),
        window_days=entry.number("window_days", 0),
    )


def _reading(key: str, entry: Entry, sources: Mapping[str, Source]) -> Reading:
    entry.allow(*_READING_KEYS)
    return Reading(
        key=key,
        value=Decimal(entry.number("value")),
        unit=entry.text("unit"),
        title=entry.text("title"),
        why=entry.text("why"),
        citation=read_citation(entry, sources),
    )


def _exemption(entry: Entry, sources: Mapping[str, Source]) -> PriceExemption:
    entry.allow("key", "title", *CITATION_KEYS)
    return PriceExemption(entry.text("key"), entry.text("title"), read_citation(entry, sources))


def _urgency(entry: Entry) -> Urgency:
    entry.allow("ends", "until", "open", "dated")
    return Urgency(
        ends=tuple(_ending(one) for one in entry.entries("ends")),
        until=_pattern(entry, "until"),
        open=_pattern(entry, "open"),
        dated=_pattern(entry, "dated"),
    )


def _ending(entry: Entry) -> tuple[re.Pattern[str], str]:
    entry.allow("pattern", "days")
    return _pattern(entry, "pattern"), entry.text("days")


def _pattern(entry: Entry, key: str) -> re.Pattern[str]:
    try:
        return re.compile(entry.text(key))
    except re.error as error:
        raise entry.fault(f"{key} 不是有效的正则（{error}）", key) from None


def _days(found: re.Match[str], length: str) -> int:
    match length:
        case "n":
            return numeral_to_int(found["n"])
        case "hours":
            return -(-int(found["n"]) // HOURS_A_DAY)
        case _:
            return int(length)


def _day_of(found: re.Match[str], on: date) -> date | None:
    """The day named, in the year that lies nearest: a promise may be of last week."""
    near = [
        day
        for year in (on.year - 1, on.year, on.year + 1)
        if (day := _day(year, int(found["month"]), int(found["day"])))
    ]
    return min(near, key=lambda day: abs(day - on), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
