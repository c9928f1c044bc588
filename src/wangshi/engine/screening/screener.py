"""筛查: a listing goes in, hits with their reasons come out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from .batches import FoldedBatch, fold_many
from .folding import Folded, fold_words
from .kernel import MOST_CHARACTERS, MOST_TEXTS
from .rules import Detector, KindTable, Level, Rule, RuleBook
from .sieve import Sieve

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
    """筛查器: a rule book made ready; holds no state between texts, and threads may share it."""

    def __init__(self, rulebook: RuleBook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        pairs = [(rule, found) for rule in rulebook.rules for found in rule.detectors]
        self._detectors = [_Ready(rule, found, re.compile(found.pattern)) for rule, found in pairs]
        self._sieve = Sieve([found for _, found in pairs], engine)
        self.engine = self._sieve.engine

    def screen(self, item: Item) -> tuple[Hit, ...]:
        """筛查一条: its hits in the order of the rule book. Raises TextTooLong."""
        return next(self.screen_many((item,)))

    def screen_many(self, items: Iterable[Item]) -> Iterator[tuple[Hit, ...]]:
        """批量筛查: one answer an item, in order; reads a batch ahead. Raises TextTooLong."""
        for some in _batches(items):
            batch = fold_many([body for _, body in some])
            answers: list[tuple[Hit, ...]] = [()] * len(some)
            for number, detectors in self._sieve.possible(batch):
                answers[number] = self._judged(some[number][0], batch, number, detectors)
            yield from answers

    def _judged(
        self, item: Item, batch: FoldedBatch, number: int, detectors: Iterable[int]
    ) -> tuple[Hit, ...]:
        text = batch.text(number)
        ready = (self._detectors[each] for each in detectors)
        close = [each for each in ready if each.pattern.search(text)]
        return tuple(self._hits(item, batch.folded(number), close)) if close else ()

    def _hits(self, item: Item, folded: Folded, ready: Sequence["_Ready"]) -> Iterator[Hit]:
        reading = _Reading(item, folded.text, self.rulebook.kinds)
        for rule, group in groupby(ready, key=lambda each: each.rule):
            if reading.falls_under(rule) and (
                spans := _spans(rule, folded.text, reading.kind, group)
            ):
                yield _hit(rule, folded, spans)


@dataclass(frozen=True)
class _Reading:
    """What is said beside the text; the kind of goods is only found out when a rule asks."""

    item: Item
    text: str
    kinds: KindTable

    def falls_under(self, rule: Rule) -> bool:
        """True when the rule speaks about such goods in such a medium, and nothing spares all."""
        if rule.requires is not None and not rule.requires.search(self.surroundings):
            return False
        if not rule.scope.covers(self.kind, self.medium, self.item.price):
            return False
        return not any(
            each.spares_text(self.text, self.kind, self.medium) for each in rule.exemptions
        )

    @cached_property
    def product(self) -> str:
        return fold_words(self.item.product or self.item.shelf)

    @cached_property
    def context(self) -> str:
        return fold_words(self.item.context)

    @cached_property
    def kind(self) -> str:
        return self.kinds.kind(self.product, self.text)

    @cached_property
    def medium(self) -> str:
        return self.kinds.medium(self.context)

    @cached_property
    def surroundings(self) -> str:
        return f"{self.text}\n{self.product}\n{self.context}"


@dataclass(frozen=True)
class _Ready:
    rule: Rule
    detector: Detector
    pattern: re.Pattern[str]


def _batches(items: Iterable[Item]) -> Iterator[list[tuple[Item, str]]]:
    """Items with their bodies, some at a time; a text too long is told when its turn comes."""
    batch: list[tuple[Item, str]] = []
    room = MOST_CHARACTERS
    for item in items:
        body = item.body
        if batch and (len(body) > room or len(batch) == MOST_TEXTS):
            yield batch
            batch, room = [], MOST_CHARACTERS
        if len(body) > LONGEST_TEXT:
            raise TextTooLong(f"文字有 {len(body)} 个字，一次最多 {LONGEST_TEXT} 个，请分段")
        batch.append((item, body))
        room -= len(body)
    if batch:
        yield batch


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
