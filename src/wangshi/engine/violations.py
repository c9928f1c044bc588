"""违法行为库: offences with elements, articles and penalties, as the law stood on a day."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from wangshi.engine.lawfiles import (
    ARTICLE,
    LAW_DIR,
    LONGEST_WORDS,
    Certainty,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
)

CODE = re.compile(r"V\d{2}[a-z]?")
NAME = re.compile(r"[a-z][a-z_]+")
HARM_LEVELS = (1, 2, 3)
TEN_THOUSAND = 10_000

_PENALTY_GROUP_KEYS = ("source", "article", "from", "to", "certainty", "lines")
_PENALTY_KEYS = ("kind", "what", "min", "max", "of", "low", "high", "condition", "serious", "words")
_BREACH_KEYS = ("source", "article", "words", "from", "to", "certainty")
_VIOLATION_KEYS = (
    "name", "title", "part_of", "elements", "breaches", "penalties", "authority", "harm",
    "harm_reason", "evaluation_class", "certainty", "discretion", "note",
)  # fmt: skip
# 行政处罚法 第三十三条: these three reasons are weighed for every offence.
ALWAYS_WEIGHED = ("minor-corrected", "first-minor", "no-fault")


class ViolationUnknown(LookupError):
    """没有这个违法行为代码."""


class ViolationNotInForce(LookupError):
    """这一天没有这项规定: the offence exists, but no article of it stood on that day."""


class PenaltyKind(StrEnum):
    """处罚和处理的种类: what an authority may do."""

    ORDER = "order"
    WARNING = "warning"
    CONFISCATE = "confiscate"
    FINE = "fine"
    MULTIPLE = "multiple"
    SUSPEND = "suspend"
    REVOKE = "revoke"


class Authority(StrEnum):
    """主管部门: market regulation, or culture and tourism."""

    AMR = "amr"
    TOURISM = "tourism"

    @property
    def office(self) -> str:
        """部门名称: as a page writes it."""
        return "市场监管部门" if self is Authority.AMR else "文化和旅游部门"


@dataclass(frozen=True)
class Dated:
    """依据及其有效期: a citation with the first and last day it speaks."""

    citation: Citation
    since: date
    until: date | None

    def stands(self, on: date) -> bool:
        """有效: true when it spoke on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Breach(Dated):
    """违反的条款."""


@dataclass(frozen=True)
class Penalty(Dated):
    """一项处罚: amounts are 元 for a fine, times `multiple_of` for a multiple; None is no bound."""

    kind: PenaltyKind
    what: str
    minimum: int | None
    maximum: int | None
    multiple_of: str
    condition: str
    serious: bool

    @property
    def unit(self) -> str:
        """单位: 元, 倍, or nothing."""
        return {PenaltyKind.FINE: "元", PenaltyKind.MULTIPLE: "倍"}.get(self.kind, "")

    @property
    def text(self) -> str:
        """处罚的写法: 罚款 100 万元以上 200 万元以下（情节严重）."""
        return _PENALTY_TEXTS[self.kind](self) + (f"（{self.condition}）" if self.condition else "")


@dataclass(frozen=True)
class Discretion:
    """从轻、不罚的理由: something the officer weighs; the software never applies it."""

    key: str
    title: str
    citation: Citation


@dataclass(frozen=True)
class Violation:
    """违法行为: the elements an officer ticks, the articles broken, what may follow, how grave."""

    code: str
    name: str
    title: str
    part_of: str
    elements: tuple[str, ...]
    breaches: tuple[Breach, ...]
    penalties: tuple[Penalty, ...]
    authority: tuple[Authority, ...]
    harm: int
    harm_reason: str
    evaluation_class: str | None
    certainty: Certainty
    discretion: tuple[Discretion, ...]
    note: str

    def in_force(self, on: date) -> bool:
        """有效: true when some article of it stood on that day."""
        return any(breach.stands(on) for breach in self.breaches)

    def as_of(self, on: date) -> "Violation":
        """当日的样子: only the articles and penalties that stood on that day."""
        return replace(
            self,
            breaches=tuple(breach for breach in self.breaches if breach.stands(on)),
            penalties=tuple(penalty for penalty in self.penalties if penalty.stands(on)),
        )


@dataclass(frozen=True)
class Violations:
    """违法行为库: every offence by code, in the order of the file."""

    by_code: Mapping[str, Violation]
    evaluation_classes: tuple[str, ...]

    @classmethod
    def load(
        cls,
        path: Path = LAW_DIR / "violations.yaml",
        sources: Mapping[str, Source] | None = None,
    ) -> "Violations":
        """装入: LawFault with file and line on anything the file may not say."""
        return _Reading(load_yaml(path), load_sources() if sources is None else sources).violations

    def get(self, code: str, on: date) -> Violation:
        """取一项: as it stood on that day; ViolationUnknown, ViolationNotInForce."""
        if code not in self.by_code:
            raise ViolationUnknown(f"违法行为库里没有 {code}")
        violation = self.by_code[code]
        if not violation.in_force(on):
            raise ViolationNotInForce(f"{code} {violation.title}在 {on:%Y-%m-%d} 没有有效条款")
        return violation.as_of(on)

    def in_force(self, on: date) -> tuple[Violation, ...]:
        """当日有效的全部: each as it stood on that day."""
        return tuple(each.as_of(on) for each in self if each.in_force(on))

    def named(self, name: str, on: date) -> Violation:
        """按英文名取一项: `absolute_claim`; the same errors as `get`."""
        found = next((each for each in self if each.name == name), None)
        if found is None:
            raise ViolationUnknown(f"违法行为库里没有名为 {name} 的行为")
        return self.get(found.code, on)

    def __iter__(self) -> Iterator[Violation]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)


def penalty_text(violation: Violation, on: date) -> str:
    """罚则说明: one Chinese sentence an article, for pages; empty when none stood on that day."""
    standing = [penalty for penalty in violation.penalties if penalty.stands(on)]
    sentences = (
        f"{citation}：{'；'.join(penalty.text for penalty in penalties)}。"
        for citation, penalties in groupby(standing, key=lambda each: str(each.citation))
    )
    return "".join(sentences)


def money(amount: int) -> str:
    """金额写法: 200 万元 from 2,000,000; 5000 元 stays."""
    if amount % TEN_THOUSAND == 0:
        return f"{amount // TEN_THOUSAND} 万元"
    return f"{amount} 元"


def _fine(penalty: Penalty) -> str:
    low = money(penalty.minimum) if penalty.minimum else ""
    high = money(penalty.maximum or 0)
    if low == high:
        return f"罚款 {high}"
    return f"罚款 {low}以上 {high}以下" if low else f"罚款 {high}以下"


def _multiple(penalty: Penalty) -> str:
    low = f"{penalty.minimum} 倍以上 " if penalty.minimum else ""
    return f"罚款为{penalty.multiple_of}的 {low}{penalty.maximum} 倍以下"


_PENALTY_TEXTS: Mapping[PenaltyKind, Callable[[Penalty], str]] = {
    PenaltyKind.ORDER: lambda penalty: f"责令{penalty.what}",
    PenaltyKind.WARNING: lambda _penalty: "警告",
    PenaltyKind.CONFISCATE: lambda penalty: f"没收{penalty.what}",
    PenaltyKind.FINE: _fine,
    PenaltyKind.MULTIPLE: _multiple,
    PenaltyKind.SUSPEND: lambda penalty: f"责令{penalty.what}",
    PenaltyKind.REVOKE: lambda penalty: f"吊销{penalty.what}",
}


class _Reading:
    """One pass over the file: what it refers to is checked while it is read."""

    def __init__(self, top: Entry, sources: Mapping[str, Source]) -> None:
        top.allow(
            "checked", "certainty", "evaluation_classes", "penalties", "discretion", "violations"
        )
        self.sources = sources
        self.checked = top.day("checked")
        self.certainty = top.choice("certainty", Certainty)
        self.classes = top.texts("evaluation_classes")
        self.penalty_groups = top.entry("penalties")
        self.reasons = top.entry("discretion")
        self.rows = top.entry("violations")
        self.names: dict[str, str] = {}
        self.used: set[str] = set()

    @property
    def violations(self) -> Violations:
        by_code = {code: self._violation(code, self.rows.entry(code)) for code in self.rows}
        for key in self.penalty_groups:
            if key not in self.used:
                raise self.penalty_groups.fault(f"罚则 {key} 没有违法行为引用", key)
        return Violations(by_code, self.classes)

    def _violation(self, code: str, row: Entry) -> Violation:
        row.allow(*_VIOLATION_KEYS)
        if not CODE.fullmatch(code):
            raise self.rows.fault(f"代码 {code} 应当写作 V05 或 V05a", code)
        part_of = row.text("part_of", "")
        if part_of != (code[:3] if len(code) > len("V00") else "") or (
            part_of and part_of not in self.rows
        ):
            raise row.fault(f"{code} 的 part_of 应当是它的上级 {code[:3]}", "part_of")
        return Violation(
            code=code,
            name=self._name(code, row),
            title=row.text("title"),
            part_of=part_of,
            elements=self._some(row, "elements"),
            breaches=tuple(self._breach(entry, row) for entry in row.entries("breaches")),
            penalties=tuple(self._penalties(row)),
            authority=tuple(self._authorities(row)),
            harm=self._harm(row),
            harm_reason=row.text("harm_reason"),
            evaluation_class=self._evaluation_class(row),
            certainty=self._certainty(row),
            discretion=tuple(self._discretion(row)),
            note=row.text("note", ""),
        )

    def _name(self, code: str, row: Entry) -> str:
        name = row.text("name")
        if not NAME.fullmatch(name):
            raise row.fault(f"name 只用小写英文和下划线，不能是 {name}", "name")
        if self.names.setdefault(name, code) != code:
            raise row.fault(f"名称 {name} 已经属于 {self.names[name]}", "name")
        return name

    def _some(self, row: Entry, key: str) -> tuple[str, ...]:
        found = row.texts(key)
        if not found:
            raise row.fault(f"{key} 至少写一项", key)
        return found

    def _breach(self, entry: Entry, row: Entry) -> Breach:
        entry.allow(*_BREACH_KEYS)
        citation = self._citation(entry, entry, entry.text("article"), self._certainty(row))
        return Breach(citation, *self._period(entry, citation.source))

    def _penalties(self, row: Entry) -> Iterator[Penalty]:
        chosen = row.entry("penalties")
        for key in chosen:
            if key not in self.penalty_groups:
                raise chosen.fault(f"没有名为 {key} 的罚则", key)
            self.used.add(key)
            group = self.penalty_groups.entry(key)
            group.allow(*_PENALTY_GROUP_KEYS)
            article = group.text("article") + chosen.text(key, "")
            for line in group.entries("lines"):
                yield self._penalty(line, group, article)

    def _penalty(self, line: Entry, group: Entry, article: str) -> Penalty:
        line.allow(*_PENALTY_KEYS)
        kind = line.choice("kind", PenaltyKind)
        citation = self._citation(line, group, article, self._certainty(group))
        low, high = ("low", "high") if kind is PenaltyKind.MULTIPLE else ("min", "max")
        minimum, maximum = self._bound(line, low), self._bound(line, high)
        self._check_amounts(line, kind, minimum, maximum)
        since, until = self._period(group, citation.source)
        return Penalty(
            citation, since, until, kind, line.text("what", ""), minimum, maximum,
            line.text("of", ""), line.text("condition", ""), line.flag("serious", default=False),
        )  # fmt: skip

    def _check_amounts(
        self, line: Entry, kind: PenaltyKind, minimum: int | None, maximum: int | None
    ) -> None:
        counted = kind in {PenaltyKind.FINE, PenaltyKind.MULTIPLE}
        if counted and maximum is None:
            raise line.fault("罚款要写上限（max 或者 high）", "kind")
        if not counted and kind is not PenaltyKind.WARNING and "what" not in line:
            raise line.fault("要写明 what：责令、没收、吊销什么", "kind")
        if kind is PenaltyKind.MULTIPLE and "of" not in line:
            raise line.fault("倍数罚款要写明基数 of", "kind")
        if minimum is not None and maximum is not None and minimum > maximum:
            raise line.fault("下限大于上限", "kind")

    def _bound(self, line: Entry, key: str) -> int | None:
        return line.number(key) if key in line else None

    def _citation(
        self, words_in: Entry, source_in: Entry, article: str, certainty: Certainty
    ) -> Citation:
        key = source_in.text("source")
        if key not in self.sources:
            raise source_in.fault(f"sources.yaml 里没有 {key}", "source")
        if not ARTICLE.fullmatch(article):
            raise source_in.fault(f"article 应当写作“第十八条”，不能是 {article}", "article")
        words = words_in.text("words")
        if len(words) > LONGEST_WORDS:
            raise words_in.fault(f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个", "words")
        sure = source_in.choice("certainty", Certainty) if "certainty" in source_in else certainty
        return Citation(self.sources[key], article, words, sure, self.checked)

    def _period(self, entry: Entry, source: Source) -> tuple[date, date | None]:
        since = entry.day_or_none("from") or source.since
        until = entry.day_or_none("to") or source.until
        if since < source.since or (until is not None and until < since):
            raise entry.fault(f"起止日期不在《{source.title}》施行期内", "from")
        return since, until

    def _authorities(self, row: Entry) -> Iterator[Authority]:
        for name in self._some(row, "authority"):
            if name not in set(Authority):
                raise row.fault(f"authority 不能是 {name}", "authority")
            yield Authority(name)

    def _harm(self, row: Entry) -> int:
        harm = row.number("harm")
        if harm not in HARM_LEVELS:
            raise row.fault("harm 只能是 1、2、3", "harm")
        return harm

    def _evaluation_class(self, row: Entry) -> str | None:
        name = row.text("evaluation_class", "")
        if name and name not in self.classes:
            raise row.fault(f"evaluation_classes 里没有 {name}", "evaluation_class")
        return name or None

    def _certainty(self, entry: Entry) -> Certainty:
        return entry.choice("certainty", Certainty) if "certainty" in entry else self.certainty

    def _discretion(self, row: Entry) -> Iterator[Discretion]:
        for key in (*ALWAYS_WEIGHED, *row.texts("discretion", ())):
            if key not in self.reasons:
                raise row.fault(f"没有名为 {key} 的裁量理由", "discretion")
            entry = self.reasons.entry(key)
            entry.allow("title", "source", "article", "words")
            citation = self._citation(entry, entry, entry.text("article"), self.certainty)
            yield Discretion(key, entry.text("title"), citation)
