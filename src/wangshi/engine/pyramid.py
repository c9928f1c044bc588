"""传销指数: what texts and known facts say together, as one number that only sets an order.

《禁止传销条例》第七条 names the three forms; groups, weights and steps are law/pyramid.yaml. The
number finds nobody guilty: an officer reads the reasons and looks up what is still missing.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Certainty,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)
from wangshi.engine.screening import Hit

WHOLE: Final = 100
_INDICATOR_KEYS: Final = (
    "key", "title", "share", "rules", "fact", "steps", "ground",
)  # fmt: skip


class FactUnknown(ValueError):
    """没有这个指标、或者数不对: the message is Chinese and names those there are."""


@dataclass(frozen=True)
class Step:
    """一档: from this count on, so many hundredths of the indicator's share."""

    least: int
    percent: int


@dataclass(frozen=True)
class Indicator:
    """一项指标: set off by rules found in the texts, or by a fact that somebody looked up."""

    key: str
    title: str
    share: int
    rules: frozenset[str]
    fact: str
    steps: tuple[Step, ...]
    citation: Citation

    def answers_to(self, hit: Hit) -> bool:
        """文字里有: true when the hit is of one of its rules."""
        return hit.rule in self.rules

    def percent(self, count: int) -> int:
        """够得着的最高一档, in hundredths."""
        return max((step.percent for step in self.steps if count >= step.least), default=0)


@dataclass(frozen=True)
class IndicatorGroup:
    """一组指标: full at a hundred, however many of them speak."""

    key: str
    title: str
    weight: int
    why: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class PyramidLevel:
    """一档关注: from this many hundredths of the index on, and what to do."""

    key: str
    title: str
    since: int
    advice: str


@dataclass(frozen=True)
class HandOver:
    """移送的提示: the people and levels from which on, and how sure we are of them."""

    people: int
    levels: int
    citation: Citation
    certainty: Certainty
    advice: str

    def is_due(self, facts: Mapping[str, int]) -> bool:
        """够得着: both counts are known and reach the line."""
        return facts.get("people", 0) >= self.people and facts.get("levels", 0) >= self.levels


@dataclass(frozen=True)
class PyramidLaw:
    """传销指数的全部依据: five groups, three levels, the line of handing over."""

    groups: tuple[IndicatorGroup, ...]
    levels: tuple[PyramidLevel, ...]
    handover: HandOver

    @property
    def facts(self) -> Mapping[str, str]:
        """要去查的数: key to title."""
        each = (indicator for group in self.groups for indicator in group.indicators)
        return {indicator.fact: indicator.title for indicator in each if indicator.fact}

    def citations(self) -> Iterator[Citation]:
        """每一条依据, for whoever compares them with the statutes."""
        for group in self.groups:
            yield from (indicator.citation for indicator in group.indicators)
        yield self.handover.citation


@dataclass(frozen=True)
class PyramidReason:
    """一条理由: the indicator, what set it off, and what it adds to its group (0–100)."""

    group: str
    title: str
    told: str
    points: int
    citation: Citation


@dataclass(frozen=True)
class PyramidIndex:
    """传销指数: 0–1; `could_reach` is what it would be if every missing fact were at its worst."""

    value: float
    could_reach: float
    level: PyramidLevel
    scores: Mapping[str, float]
    reasons: tuple[PyramidReason, ...]
    missing: tuple[str, ...]
    handover: HandOver | None


@dataclass(frozen=True)
class Structure:
    """层级图: how many people, how many levels; whoever nobody brought in stands on the first."""

    people: int
    levels: int


def structure(links: Iterable[tuple[str, str]]) -> Structure:
    """数层级: from who brought in whom; each person stands as near the top as any link says.

    Links of a person to himself are passed over; a ring that nobody stands above is counted
    from the first of its people that is named.
    """
    below: dict[str, list[str]] = defaultdict(list)
    brought: set[str] = set()
    people: dict[str, int] = {}
    for above, under in links:
        people |= {above: 0, under: 0}
        if above != under:
            below[above].append(under)
            brought.add(under)
    tops = [person for person in people if person not in brought]
    for start in (tops, *([person] for person in people)):
        _stand(start, below, people)
    return Structure(len(people), max(people.values(), default=0))


def pyramid_index(
    hits: Iterable[Hit], facts: Mapping[str, int], *, law: PyramidLaw | None = None
) -> PyramidIndex:
    """算传销指数: from the hits of the texts and the counts known; what is not known adds nothing.

    `facts` are counts by the keys of `law.facts`. Raises FactUnknown for any other key or a
    count below nought. 《禁止传销条例》第七条、第九条、第十三条.
    """
    law = law or standing_pyramid_law()
    _check(facts, law)
    found = tuple(hits)
    reasons: list[PyramidReason] = []
    sums, most = 0, 0
    scores: dict[str, float] = {}
    for group in law.groups:
        told = tuple(_reasons(group, found, facts))
        score = min(WHOLE, sum(reason.points for reason in told))
        unknown = sum(each.share for each in group.indicators if _is_missing(each, facts))
        sums += group.weight * score
        most += group.weight * min(WHOLE, score + unknown)
        scores[group.key] = score / WHOLE
        reasons += told
    return PyramidIndex(
        value=sums / WHOLE**2,
        could_reach=most / WHOLE**2,
        level=[level for level in law.levels if sums >= level.since * WHOLE][-1],
        scores=scores,
        reasons=tuple(reasons),
        missing=tuple(title for key, title in law.facts.items() if key not in facts),
        handover=law.handover if law.handover.is_due(facts) else None,
    )


@cache
def standing_pyramid_law() -> PyramidLaw:
    """随产品发布的: read once a process."""
    return load_pyramid_law()


def load_pyramid_law(
    path: Path = LAW_DIR / "pyramid.yaml", sources: Mapping[str, Source] | None = None
) -> PyramidLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("levels", "grounds", "groups", "handover")
    grounds = _grounds(top.entry("grounds"), load_sources() if sources is None else sources)
    groups = tuple(_group(entry, grounds) for entry in top.entries("groups"))
    if sum(group.weight for group in groups) != WHOLE:
        raise top.fault(f"各组的 weight 加起来应当是 {WHOLE}", "groups")
    levels = tuple(_level(entry) for entry in top.entries("levels"))
    starts = [level.since for level in levels]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        raise top.fault("levels 从 0 开始，一档比一档高", "levels")
    return PyramidLaw(groups, levels, _handover(top.entry("handover"), grounds))


def _stand(start: Iterable[str], below: Mapping[str, list[str]], people: dict[str, int]) -> None:
    """Whoever stands nowhere yet is placed, level by level, below those at the start."""
    waiting = deque((person, 1) for person in start)
    while waiting:
        person, level = waiting.popleft()
        if not people[person]:
            people[person] = level
            waiting.extend((each, level + 1) for each in below.get(person, ()))


def _check(facts: Mapping[str, int], law: PyramidLaw) -> None:
    for key, count in facts.items():
        if key not in law.facts:
            raise FactUnknown(f"没有 {key} 这个指标，可以填：{'、'.join(law.facts)}")
        if count < 0:
            raise FactUnknown(f"{law.facts[key]}（{key}）不能小于 0")


def _reasons(
    group: IndicatorGroup, hits: tuple[Hit, ...], facts: Mapping[str, int]
) -> Iterator[PyramidReason]:
    for each in group.indicators:
        if each.fact:
            points = each.share * each.percent(facts.get(each.fact, 0)) // WHOLE
            told = f"{facts.get(each.fact, 0)}"
        else:
            quotes = dict.fromkeys(hit.quote for hit in hits if each.answers_to(hit))
            points, told = each.share if quotes else 0, "；".join(f"“{one}”" for one in quotes)
        if points:
            yield PyramidReason(group.key, each.title, told, points, each.citation)


def _is_missing(indicator: Indicator, facts: Mapping[str, int]) -> bool:
    return bool(indicator.fact) and indicator.fact not in facts


def _grounds(entry: Entry, sources: Mapping[str, Source]) -> Mapping[str, Citation]:
    for key in entry:
        entry.entry(key).allow(*CITATION_KEYS)
    return {key: read_citation(entry.entry(key), sources) for key in entry}


def _ground(entry: Entry, grounds: Mapping[str, Citation]) -> Citation:
    key = entry.text("ground")
    if key not in grounds:
        raise entry.fault(f"grounds 里没有 {key}", "ground")
    return grounds[key]


def _group(entry: Entry, grounds: Mapping[str, Citation]) -> IndicatorGroup:
    entry.allow("key", "title", "weight", "why", "indicators")
    return IndicatorGroup(
        key=entry.text("key"),
        title=entry.text("title"),
        weight=entry.number("weight"),
        why=entry.text("why"),
        indicators=tuple(_indicator(one, grounds) for one in entry.entries("indicators")),
    )


def _indicator(entry: Entry, grounds: Mapping[str, Citation]) -> Indicator:
    entry.allow(*_INDICATOR_KEYS)
    if ("fact" in entry) is ("rules" in entry):
        raise entry.fault("指标写 fact 或者 rules 中的一种")
    return Indicator(
        key=entry.text("key"),
        title=entry.text("title"),
        share=entry.number("share"),
        rules=frozenset(entry.texts("rules", ())),
        fact=entry.text("fact", ""),
        steps=tuple(_steps(entry)) if "fact" in entry else (),
        citation=_ground(entry, grounds),
    )


def _steps(entry: Entry) -> Iterator[Step]:
    highest = Step(0, 0)
    for row in entry.entries("steps"):
        row.allow("least", "percent")
        step = Step(row.number("least"), row.number("percent"))
        if step.least <= highest.least or not highest.percent < step.percent <= WHOLE:
            raise row.fault("steps 一档比一档高，最多 100")
        yield (highest := step)


def _level(entry: Entry) -> PyramidLevel:
    entry.allow("key", "title", "from", "advice")
    return PyramidLevel(
        entry.text("key"), entry.text("title"), entry.number("from"), entry.text("advice")
    )


def _handover(entry: Entry, grounds: Mapping[str, Citation]) -> HandOver:
    entry.allow("people", "levels", "ground", "certainty", "advice")
    return HandOver(
        people=entry.number("people"),
        levels=entry.number("levels"),
        citation=_ground(entry, grounds),
        certainty=entry.choice("certainty", Certainty),
        advice=entry.text("advice"),
    )
