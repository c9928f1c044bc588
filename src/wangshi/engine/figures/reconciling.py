"""几个来源核对: a range from lowest to highest, what contradicts, a grade by published rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import Entry, load_yaml

from .definitions import FIGURES, Stands

_HUNDRED: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Claim:
    """一个来源说的: its lowest, likeliest and highest; `filed` of `expected` who should tell."""

    key: str
    title: str
    stands: Stands
    counts: str
    low: Decimal
    likely: Decimal
    high: Decimal
    filed: int
    expected: int


@dataclass(frozen=True)
class Reconciled:
    """核对的结果: `high` is None where no source bounds it from above."""

    claims: tuple[Claim, ...]
    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None
    contradictions: tuple[str, ...]

    @property
    def spread(self) -> Decimal | None:
        """最高最低差多少, in percent of the middle; None where nothing can be said."""
        if self.low is None or self.high is None:
            return None
        middle = (self.low + self.high) / 2
        if middle <= 0:
            return Decimal(0) if self.high == self.low else None
        return ((self.high - self.low) / middle * _HUNDRED).quantize(_TENTH)

    @property
    def filed(self) -> Decimal | None:
        """该报的报了百分之几: of the source least complete; None where nobody is expected."""
        shares = [
            Decimal(one.filed) / one.expected * _HUNDRED for one in self.claims if one.expected
        ]
        return min(shares).quantize(_TENTH) if shares else None


@dataclass(frozen=True)
class GradeRule:
    """一档的门槛: spread and filed in percent; `agree`: no source contradicts another."""

    grade: str
    title: str
    sources: int
    spread: int
    filed: int
    agree: bool


@dataclass(frozen=True)
class Grade:
    """定级: the grade, and what keeps it from the next better one."""

    grade: str
    title: str
    lacks: tuple[str, ...]


def reconcile(claims: Sequence[Claim]) -> Reconciled:
    """几个来源合成一个区间.

    The range runs from the lowest to the highest of those that count the whole county. One that
    counts a part lifts the lowest end, one that counts more than was asked lowers the highest;
    where that would turn the range round, both ends stay and the contradiction is said.
    """
    whole = [one for one in claims if one.stands is Stands.WHOLE]
    parts = [one for one in claims if one.stands is Stands.AT_LEAST]
    overs = [one for one in claims if one.stands is Stands.AT_MOST]
    if not claims:
        return Reconciled((), None, None, None, ())
    low = min((one.low for one in whole), default=Decimal(0))
    high = max((one.high for one in whole), default=None)
    said = tuple(_contradictions(whole, parts, overs))
    floor = max((one.low for one in parts), default=low)
    ceiling = min((one.high for one in overs), default=high)
    low = max(low, floor) if high is None or floor <= high else low
    if ceiling is not None and ceiling >= low:
        high = ceiling if high is None else min(high, ceiling)
    best = _likely(whole)
    return Reconciled(tuple(claims), low, best, high, said)


def _likely(whole: Sequence[Claim]) -> Decimal | None:
    """The middle one of those that count the whole: no source is trusted above the others."""
    told = sorted(one.likely for one in whole)
    if not told:
        return None
    half = len(told) // 2
    return told[half] if len(told) % 2 else (told[half - 1] + told[half]) / 2


def _contradictions(
    whole: Sequence[Claim], parts: Sequence[Claim], overs: Sequence[Claim]
) -> Iterator[str]:
    for part in parts:
        for one in whole:
            if part.low > one.high:
                yield f"{part.title}只数到一部分，却比{one.title}说的全县还多"
    for over in overs:
        for one in (*whole, *parts):
            if one.low > over.high:
                yield f"{one.title}比{over.title}还多，而{over.title}本来数得多"


def grade(found: Reconciled, rules: Sequence[GradeRule]) -> Grade:
    """定级: the first rule all of which holds; `lacks` names what the rule above it asked."""
    lacks: tuple[str, ...] = ()
    for rule in rules:
        missing = tuple(_lacks(found, rule))
        if not missing or rule is rules[-1]:
            return Grade(rule.grade, rule.title, lacks)
        lacks = missing
    raise ValueError("没有定级的规则")


def _lacks(found: Reconciled, rule: GradeRule) -> Iterator[str]:
    sources = sum(one.stands is Stands.WHOLE for one in found.claims)
    if sources < rule.sources:
        yield f"数全县的来源有 {sources} 个，{rule.grade} 级要 {rule.sources} 个"
    if found.spread is None or found.spread > rule.spread:
        told = "没有上限" if found.spread is None else f"{found.spread}%"
        yield f"最高最低差 {told}，{rule.grade} 级要在 {rule.spread}% 以内"
    if found.filed is not None and found.filed < rule.filed:
        yield f"该报的只报了 {found.filed}%，{rule.grade} 级要 {rule.filed}%"
    if rule.agree and found.contradictions:
        yield "；".join(found.contradictions)


@dataclass(frozen=True)
class GradeBook:
    """定级规则: best first; `proof_days`: how long a proof of service stands."""

    rules: tuple[GradeRule, ...]
    proof_days: int


@cache
def standing_grades() -> GradeBook:
    """随产品发布的定级规则."""
    return load_grades(FIGURES / "grades.yaml")


def load_grades(path: Path) -> GradeBook:
    """读定级规则: LawFault with file and line for a wrong one."""
    top = load_yaml(path)
    top.allow("grades", "proof_days")
    return GradeBook(tuple(_rule(one) for one in top.entries("grades")), top.number("proof_days"))


def _rule(entry: Entry) -> GradeRule:
    entry.allow("grade", "title", "sources", "spread", "filed", "agree")
    return GradeRule(
        entry.text("grade"), entry.text("title"), entry.number("sources"),
        entry.number("spread"), entry.number("filed"), entry.flag("agree"),
    )  # fmt: skip
