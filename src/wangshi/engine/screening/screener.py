"""筛查: a listing goes in, hits with their reasons come out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .folding import Folded, fold, fold_words
from .matching import matcher_for
from .rules import Detector, Level, Rule, RuleBook

LONGEST_TEXT = 200_000
MOST_SPANS = 20


class TextTooLong(ValueError):
    """文本过长: more than the screener reads in one piece."""


@dataclass(frozen=True)
class Item:
    """待筛内容: `text`, or a title and its detail; the rest helps to judge it."""

    id: str
    text: str = ""
    title: str = ""
    detail: str = ""
    product: str = ""
    context: str = ""
    shelf: str = ""
    price: float | None = None

    @property
    def body(self) -> str:
        """正文: what is screened and what spans count in."""
        return self.text or "\n".join(part for part in (self.title, self.detail) if part)


@dataclass(frozen=True)
class Hit:
    """命中: suspected words; `spans` are code points in the item's body."""

    rule: str
    rule_version: int
    title: str
    violation: str
    evaluation_class: str
    level: Level
    spans: tuple[tuple[int, int], ...]
    quote: str
    source: str
    article: str
    reason: str
    exceptions: tuple[str, ...]
    fact_to_check: str
    harm: int


class Screener:
    """筛查器: a rule book made ready; holds no state between texts."""

    def __init__(self, rulebook: RuleBook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        pairs = [(rule, found) for rule in rulebook.rules for found in rule.detectors]
        self._detectors = [_Ready(rule, found, re.compile(found.pattern)) for rule, found in pairs]
        parts = sorted({part for _, found in pairs for part in found.parts})
        self._matcher = matcher_for(parts, engine)
        self._waiting = _waiting(parts, self._detectors)
        self.engine = self._matcher.name

    def screen(self, item: Item) -> tuple[Hit, ...]:
        """筛查一条: its hits in the order of the rule book. Raises TextTooLong."""
        body = item.body
        if len(body) > LONGEST_TEXT:
            raise TextTooLong(f"文字有 {len(body)} 个字，一次最多 {LONGEST_TEXT} 个，请分段")
        folded = fold(body)
        ready = self._ready(self._matcher.find(folded.text))
        close = [each for each in ready if each.pattern.search(folded.text)]
        return tuple(self._hits(item, folded, close)) if close else ()

    def screen_many(self, items: Iterable[Item]) -> Iterator[tuple[Hit, ...]]:
        """批量筛查: one answer an item, in order."""
        return map(self.screen, items)

    def _ready(self, parts: frozenset[int]) -> list["_Ready"]:
        numbers = {n for part in parts for n, needed in self._waiting[part] if needed <= parts}
        return [self._detectors[number] for number in sorted(numbers)]

    def _hits(self, item: Item, folded: Folded, ready: Sequence["_Ready"]) -> Iterator[Hit]:
        product = fold_words(item.product or item.shelf)
        context = fold_words(item.context)
        kind = self.rulebook.kinds.kind(product, folded.text)
        medium = self.rulebook.kinds.medium(context)
        surroundings = f"{folded.text}\n{product}\n{context}"
        for rule, group in groupby(ready, key=lambda each: each.rule):
            if not rule.scope.covers(kind, medium, item.price):
                continue
            if rule.requires is not None and not rule.requires.search(surroundings):
                continue
            if any(each.spares_text(folded.text, kind, medium) for each in rule.exemptions):
                continue
            if spans := _spans(rule, folded.text, kind, group):
                yield _hit(rule, folded, spans)


@dataclass(frozen=True)
class _Ready:
    rule: Rule
    detector: Detector
    pattern: re.Pattern[str]


def _waiting(
    parts: Sequence[str], detectors: Sequence[_Ready]
) -> tuple[tuple[tuple[int, frozenset[int]], ...], ...]:
    numbers = {part: number for number, part in enumerate(parts)}
    waiting: list[list[tuple[int, frozenset[int]]]] = [[] for _ in parts]
    for number, ready in enumerate(detectors):
        needed = frozenset(numbers[part] for part in ready.detector.parts)
        # Filed under its most particular part, which is seldom met.
        rarest = max(needed, key=lambda part: len(parts[part]))
        waiting[rarest].append((number, needed))
    return tuple(map(tuple, waiting))


def _spans(
    rule: Rule, text: str, kind: str, group: Iterable[_Ready]
) -> tuple[tuple[int, int], ...]:
    found = {
        match.span()
        for ready in group
        for match in ready.pattern.finditer(text)
        if ready.detector.counts(match)
        and not any(each.spares(text, *match.span(), kind) for each in rule.exemptions)
    }
    return tuple(_without_inner(sorted(found)))[:MOST_SPANS]


def _without_inner(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = (-1, -1)
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > last[1]:
            yield start, end
            last = (start, end)


def _hit(rule: Rule, folded: Folded, spans: Sequence[tuple[int, int]]) -> Hit:
    places = tuple(folded.span(start, end) for start, end in spans)
    quote = "……".join(folded.original[start:end] for start, end in places[:3])
    return Hit(
        rule=rule.id,
        rule_version=rule.version,
        title=rule.title,
        violation=rule.violation,
        evaluation_class=rule.evaluation_class,
        level=rule.level,
        spans=places,
        quote=quote,
        source=rule.source_title,
        article=rule.article,
        reason=_reason(rule, quote),
        exceptions=tuple(each.reason for each in rule.exemptions),
        fact_to_check=rule.fact_to_check,
        harm=rule.harm,
    )


def _reason(rule: Rule, quote: str) -> str:
    elements = "；".join(rule.elements)
    checked = len(rule.exemptions)
    spared = f"已核对 {checked} 种例外，均不符合" if checked else "没有适用的例外"
    fact = f"；还要查清：{rule.fact_to_check}" if rule.fact_to_check else ""
    return f"“{quote}”符合要件：{elements}。{spared}{fact}。依据{rule.citation}。"
