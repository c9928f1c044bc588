"""法定期限: what a clock in the law says, version by version, as read from law/terms.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from .lawfiles import CITATION_KEYS, LAW_DIR, Citation, Entry, Source, load_yaml, read_citation

_MONTHS = range(1, 13)
_LENGTH = re.compile(r"(?:(\d+)\.\.)?(\d+) (\w+)")
_ANCHOR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)")


class Unit(StrEnum):
    """单位: what a length is counted in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"

    @property
    def label(self) -> str:
        """中文单位: as written in a sentence."""
        return _UNIT_LABELS[self]

    @property
    def in_days(self) -> bool:
        """按日计: working or calendar days, the only lengths that can pause."""
        return self in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)


_UNIT_LABELS = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日",
    Unit.HOURS: "小时",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


class Direction(StrEnum):
    """方向: a clock runs after its event, before it, or in fixed months of each year."""

    AFTER = "after"
    BEFORE = "before"
    YEARLY = "yearly"


class WeekendRule(StrEnum):
    """末日遇普通周末: whether the instrument says what happens."""

    AMBIGUOUS = "ambiguous"
    ROLLS = "rolls"


@dataclass(frozen=True)
class Length:
    """长度: amount and unit; `least` above 0 opens a window, from `least` to `amount`."""

    amount: int
    unit: Unit
    least: int = 0

    def __str__(self) -> str:
        window = f"{self.least}至" if self.least else ""
        return f"{window}{self.amount}{self.unit.label}"


@dataclass(frozen=True)
class Approver:
    """批准人: who may lengthen a term."""

    key: str
    title: str


@dataclass(frozen=True)
class ExtensionRule:
    """延长规则: how far, by whom and how often; no length means the approver sets it."""

    length: Length | None
    approver: Approver
    times: int


@dataclass(frozen=True)
class Ground:
    """不计入事由: a ground on which the clock stands still."""

    key: str
    title: str


@dataclass(frozen=True)
class Expiry:
    """期满后果: what follows when the last day has passed."""

    key: str
    title: str


@dataclass(frozen=True)
class PeriodRule:
    """期间规则: where it is written that a last day on a holiday moves to the first day after."""

    citation: Citation
    weekend: WeekendRule
    first_day: str  # the article that leaves the first day uncounted


@dataclass(frozen=True)
class Term:
    """期限: one version of one statutory clock."""

    key: str
    title: str
    code: str
    note: str
    event: str
    starts: str
    direction: Direction
    anchor: tuple[int, int] | None
    months: tuple[int, ...]
    rolls: bool
    since: date
    until: date | None
    length: Length
    extensions: tuple[ExtensionRule, ...]
    pauses: tuple[Ground, ...]
    on_expiry: Expiry
    citation: Citation
    period: PeriodRule

    def stands(self, on: date) -> bool:
        """现行: true when this version is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


_TOP_KEYS = ("pause_grounds", "approvers", "expiries", "periods", "terms")
_TERM_KEYS = (
    "title", "code", "note", "starts", "direction", "anchor", "months", "rolls", "history",
)  # fmt: skip
_VERSION_KEYS = (
    "from", "to", "length", "extensions", "pauses", "on_expiry", *CITATION_KEYS,
)  # fmt: skip


@dataclass(frozen=True)
class _Tables:
    sources: Mapping[str, Source]
    grounds: Mapping[str, str]
    approvers: Mapping[str, str]
    expiries: Mapping[str, str]
    periods: Mapping[str, PeriodRule]
    default_period: PeriodRule


def load_terms(
    sources: Mapping[str, Source], path: Path = LAW_DIR / "terms.yaml"
) -> Mapping[str, tuple[Term, ...]]:
    """读取期限: every clock's versions, oldest first. Raises LawFault with file and line."""
    top = load_yaml(path)
    top.allow(*_TOP_KEYS)
    tables = _read_tables(top, sources)
    terms = top.entry("terms")
    return {key: _read_versions(key, terms.entry(key), tables) for key in terms}


def _read_tables(top: Entry, sources: Mapping[str, Source]) -> _Tables:
    titles = {
        name: {key: top.entry(name).text(key) for key in top.entry(name)}
        for name in ("pause_grounds", "approvers", "expiries")
    }
    periods, default = _read_periods(top.entry("periods"), sources)
    return _Tables(
        sources=sources,
        grounds=titles["pause_grounds"],
        approvers=titles["approvers"],
        expiries=titles["expiries"],
        periods=periods,
        default_period=default,
    )


def _read_periods(
    top: Entry, sources: Mapping[str, Source]
) -> tuple[Mapping[str, PeriodRule], PeriodRule]:
    periods: dict[str, PeriodRule] = {}
    defaults: list[PeriodRule] = []
    for key in top:
        entry = top.entry(key)
        entry.allow("article", "first_day", "words", "certainty", "checked", "weekend", "default")
        citation = read_citation(entry.with_value("source", key), sources)
        first_day = entry.text("first_day", citation.article)
        periods[key] = PeriodRule(citation, entry.choice("weekend", WeekendRule), first_day)
        if entry.flag("default", False):
            defaults.append(periods[key])
    if len(defaults) != 1:
        raise top.fault("应当恰有一条 default 期间规则")
    return periods, defaults[0]


def _read_versions(key: str, entry: Entry, tables: _Tables) -> tuple[Term, ...]:
    entry.allow(*_TERM_KEYS)
    versions = tuple(_read_version(key, entry, row, tables) for row in entry.entries("history"))
    if not versions:
        raise entry.fault(f"{key} 没有 history", "history")
    for older, newer, row in zip(
        versions, versions[1:], entry.entries("history")[1:], strict=False
    ):
        if older.until is None or newer.since <= older.until:
            raise row.fault(f"{key} 的两个版本重叠，或者没有按先后排列", "from")
    return versions


def _read_version(key: str, entry: Entry, row: Entry, tables: _Tables) -> Term:
    row.allow(*_VERSION_KEYS)
    starts = entry.entry("starts")
    starts.allow("event", "words")
    citation = read_citation(row, tables.sources)
    since, until = _read_span(row, citation.source)
    term = Term(
        key=key,
        title=entry.text("title"),
        code=entry.text("code", ""),
        note=entry.text("note", ""),
        event=starts.text("event"),
        starts=starts.text("words"),
        direction=_read_direction(entry),
        anchor=_read_anchor(entry),
        months=entry.numbers("months", ()),
        rolls=entry.flag("rolls", True),
        since=since,
        until=until,
        length=_read_length(row, "length"),
        extensions=_read_extensions(row, tables),
        pauses=tuple(
            Ground(ground, _title(row, "pauses", tables.grounds, ground))
            for ground in row.texts("pauses", ())
        ),
        on_expiry=_read_expiry(row, tables),
        citation=citation,
        period=tables.periods.get(citation.source.key, tables.default_period),
    )
    _require_sense(term, entry, row)
    return term


def _require_sense(term: Term, entry: Entry, row: Entry) -> None:
    units = {rule.length.unit for rule in term.extensions if rule.length}
    if units - {term.length.unit}:
        raise row.fault("延长的单位要和 length 相同", "extensions")
    if term.pauses and not term.length.unit.in_days:
        raise row.fault("只有按日计的期限可以暂停", "pauses")
    if (term.direction is Direction.YEARLY) != bool(term.months):
        raise entry.fault("months 与 direction: yearly 要一起写", "months")
    if not set(term.months) <= set(_MONTHS):
        raise entry.fault("months 只能是 1 到 12", "months")


def _read_span(row: Entry, source: Source) -> tuple[date, date | None]:
    since, until = row.day("from"), row.day_or_none("to")
    if not source.stands(since):
        raise row.fault(f"from {since} 不在《{source.title}》施行期间", "from")
    if until is not None and until < since:
        raise row.fault("to 早于 from", "to")
    if source.until is not None and (until is None or until > source.until):
        raise row.fault(f"《{source.title}》{source.until} 之后已不施行", "from")
    return since, until


def _read_direction(entry: Entry) -> Direction:
    return entry.choice("direction", Direction) if "direction" in entry else Direction.AFTER


def _read_anchor(entry: Entry) -> tuple[int, int] | None:
    if "anchor" not in entry:
        return None
    match = _ANCHOR.fullmatch(entry.text("anchor"))
    if match is None:
        raise entry.fault("anchor 应当写作 06-30", "anchor")
    return int(match[1]), int(match[2])


def _read_length(entry: Entry, key: str) -> Length:
    match = _LENGTH.fullmatch(entry.text(key))
    if match is None or match[3] not in tuple(Unit):
        raise entry.fault(f"{key} 应当写作 15 working_days", key)
    length = Length(int(match[2]), Unit(match[3]), int(match[1] or 0))
    if not length.least < length.amount:
        raise entry.fault(f"{key} 的数量不对", key)
    return length


def _read_extensions(row: Entry, tables: _Tables) -> tuple[ExtensionRule, ...]:
    return tuple(_read_extension(entry, tables) for entry in row.entries("extensions", ()))


def _read_extension(entry: Entry, tables: _Tables) -> ExtensionRule:
    entry.allow("length", "open", "approved_by", "times")
    if ("length" in entry) == entry.flag("open", False):
        raise entry.fault("length 与 open: true 要写且只写一个")
    length = _read_length(entry, "length") if "length" in entry else None
    key = entry.text("approved_by")
    approver = Approver(key, _title(entry, "approved_by", tables.approvers, key))
    return ExtensionRule(length, approver, entry.number("times", 1))


def _read_expiry(row: Entry, tables: _Tables) -> Expiry:
    key = row.text("on_expiry")
    return Expiry(key, _title(row, "on_expiry", tables.expiries, key))


def _title(entry: Entry, key: str, titles: Mapping[str, str], value: str) -> str:
    if value not in titles:
        raise entry.fault(f"{key} 里没有 {value}，可用：{'、'.join(titles)}", key)
    return titles[value]
