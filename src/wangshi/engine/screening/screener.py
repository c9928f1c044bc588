"""筛查: a listing goes in, hits with their reasons come out."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice

from .batches import FoldedBatch, as_folded, fold_many
from .conditions import Conditions
from .disguises import Certainty, Disguises
from .folding import Folded, fold
from .kernel import MOST_CHARACTERS, MOST_TEXTS
from .rules import ORDINARY, UNKNOWN, Detector, KindTable, Level, Rule, RuleBook
from .second_reading import Hidden, SecondReading, read_again
from .sieve import Branch, Sieve, Stretch
from .telling import Some, any_need, needs_of, words_worth_hiding

LONGEST_TEXT = 200_000
MOST_SPANS = 20
_MARKS = " \n\t,。;:!?、"
Span = tuple[int, int]


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
    """命中: suspected words; `spans` are code points in the item's body.

    `disguise` tells what was written instead of the words, where they were hidden.
    """

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
    disguise: str = ""


class Screener:
    """筛查器: a rule book made ready; holds no state between texts, and threads may share it."""

    def __init__(self, rulebook: RuleBook, engine: str = "auto") -> None:
        self.rulebook = rulebook
        self._ready = [_Ready(rule, found) for rule in rulebook.rules for found in rule.detectors]
        around = {rule.id: tuple(_around(rule, rulebook.kinds)) for rule in rulebook.rules}
        branches = [
            Branch(number, need.sets, need.longest, around[ready.rule.id])
            for number, ready in enumerate(self._ready)
            for need in needs_of(ready.detector)
        ]
        self._sieve = Sieve(branches, engine)
        worth_hiding = words_worth_hiding(branch.needs for branch in branches)
        self._disguises = Disguises(worth_hiding, engine)
        self._conditions = Conditions(rulebook, engine)
        self._order = {rule.id: place for place, rule in enumerate(rulebook.rules)}
        self.engine = self._sieve.engine

    def screen(self, item: Item) -> tuple[Hit, ...]:
        """筛查一条: its hits in the order of the rule book. Raises TextTooLong."""
        return next(self.screen_many((item,)))

    def screen_many(self, items: Iterable[Item]) -> Iterator[tuple[Hit, ...]]:
        """批量筛查: one answer an item, in order; reads a batch ahead. Raises TextTooLong.

        Words that are an offence by themselves are not asked about under it again.
        """
        return map(_without_weaker, self.every_rule(items))

    def every_rule(self, items: Iterable[Item]) -> Iterator[tuple[Hit, ...]]:
        """每条规则各自怎么说: as `screen_many`, with what a graver rule says already."""
        for some in _batches(items):
            batch = fold_many([body for _, body in some])
            plain = [item for item, _ in some]
            answers: list[tuple[Hit, ...]] = [()] * len(some)
            for number, reading in self._readings(batch, plain):
                answers[number] = tuple(_hits(reading, batch.folded(number)))
            for number, hits in self._hidden(batch, plain):
                answers[number] = self._together(answers[number], hits)
            yield from answers

    def _hidden(
        self, batch: FoldedBatch, items: Sequence[Item]
    ) -> Iterator[tuple[int, Iterator[Hit]]]:
        """What suspicious texts hide: the texts read again, and what rules say of the hidden."""
        found = list(read_again(batch, self._disguises.find(batch, Certainty.LIKELY)))
        numbers = [number for number, _ in found]
        batch_again = as_folded([again.folded.text for _, again in found])
        for place, reading in self._readings(batch_again, [items[each] for each in numbers]):
            number, again = found[place]
            yield number, _hits(reading, again.folded, again)

    def _readings(
        self, batch: FoldedBatch, items: Sequence[Item]
    ) -> Iterator[tuple[int, "_Reading"]]:
        """The texts in which a detector finds something, by their numbers in the batch."""
        if not items:
            return
        close = list(self._close(batch, fold_many(list(map(_beside, items)))))
        possible = self._conditions.possible([text for _, text, _ in close])
        for (number, text, looks), may in zip(close, possible, strict=True):
            yield number, _Reading(items[number], text, self.rulebook.kinds, looks, may)

    def _close(
        self, batch: FoldedBatch, beside: FoldedBatch
    ) -> Iterator[tuple[int, str, Sequence["_Look"]]]:
        for number, stretches in self._sieve.possible(batch, beside):
            text = batch.text(number)
            looks = (_Look(self._ready[each.detector], each) for each in stretches)
            if found := [look for look in looks if look.finds_any(text)]:
                yield number, text, found

    def _together(self, plain: tuple[Hit, ...], hidden: Iterable[Hit]) -> tuple[Hit, ...]:
        rules = {hit.rule for hit in plain}
        found = [*plain, *(hit for hit in hidden if hit.rule not in rules)]
        return tuple(sorted(found, key=lambda hit: self._order[hit.rule]))


@dataclass(frozen=True)
class _Reading:
    """A text in which detectors find something, and what is said beside it; the kind of goods is
    only found out when a rule asks. `may` holds the conditions that could be met at all."""

    item: Item
    text: str
    kinds: KindTable
    looks: Sequence["_Look"]
    may: Container[str]

    def falls_under(self, rule: Rule) -> bool:
        """True when the rule speaks about such goods in such a medium, and nothing spares all."""
        if rule.requires is not None and not rule.requires.search(self.surroundings):
            return False
        if not rule.scope.covers(self.kind, self.medium, self.item.price):
            return False
        return not any(
            each.spares_text(self.text, self.kind, self.medium, self.may)
            for each in rule.exemptions
        )

    def spans(self, rule: Rule, group: Iterable["_Look"]) -> list[Span]:
        """Where the rule's detectors find what no exception spares."""
        found: set[Span] = set()
        for look in group:
            matches = (
                _without_marks(self.text, *match.span())
                for match in look.finds(self.text)
                if not self._is_spared(rule, *match.span())
            )
            # More than are ever shown, so that those inside others may go.
            found.update(islice(matches, 2 * MOST_SPANS))
        return list(_without_inner(found))

    def _is_spared(self, rule: Rule, start: int, end: int) -> bool:
        return any(
            each.spares(self.text, start, end, self.kind, self.may) for each in rule.exemptions
        )

    @cached_property
    def product(self) -> str:
        return fold(_product(self.item)).text

    @cached_property
    def context(self) -> str:
        return fold(self.item.context).text

    @cached_property
    def kind(self) -> str:
        return self.kinds.kind(self.product, self.text, self.may)

    @cached_property
    def medium(self) -> str:
        return self.kinds.medium(self.context)

    @cached_property
    def surroundings(self) -> str:
        return f"{self.text}\n{self.product}\n{self.context}"


@dataclass(frozen=True, eq=False)
class _Ready:
    rule: Rule
    detector: Detector

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return self.detector.compiled

    @cached_property
    def knows_ends(self) -> bool:
        return "$" in self.detector.pattern


@dataclass(frozen=True, eq=False, slots=True)
class _Look:
    """A detector, and the stretch of a text that all it may find lies in."""

    ready: _Ready
    stretch: Stretch

    def finds_any(self, text: str) -> bool:
        return self.ready.pattern.search(text, *self._bounds(text)) is not None

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        found = self.ready.pattern.finditer(text, *self._bounds(text))
        return filter(self.ready.detector.counts, found)

    def _bounds(self, text: str) -> Span:
        # The stretch's end is no end of the text.
        return self.stretch.start, len(text) if self.ready.knows_ends else self.stretch.end


def _around(rule: Rule, kinds: KindTable) -> Iterator[Some]:
    """Words of which one must stand in the text or beside it before the rule says anything."""
    groups = [[rule.requires]]
    for rows, wanted in ((kinds.kinds, rule.scope.kinds), (kinds.media, rule.scope.media)):
        if not wanted & {ORDINARY, UNKNOWN}:
            told = (row for row in rows if row.key in wanted)
            groups.append([way for row in told for way in (row.named, row.titled, row.hinted)])
    for group in groups:
        patterns = [pattern.pattern for pattern in group if pattern is not None]
        words = any_need(patterns) if patterns else None
        if words is not None:
            yield words


def _product(item: Item) -> str:
    return item.product or item.shelf


def _beside(item: Item) -> str:
    return f"{_product(item)}\n{item.context}"


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


def _without_marks(text: str, start: int, end: int) -> Span:
    """Where the words are: a pattern may have to look at the mark beside them."""
    words = text[start:end]
    first = len(words) - len(words.lstrip(_MARKS))
    last = len(words.rstrip(_MARKS))
    return (start + first, start + last) if first < last else (start, end)


def _without_inner(spans: Iterable[Span]) -> Iterator[Span]:
    last = (-1, -1)
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > last[1]:
            yield start, end
            last = (start, end)


def _without_weaker(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    certain: dict[str, list[Span]] = {}
    for hit in hits:
        if hit.level is Level.FAIL:
            certain.setdefault(hit.violation, []).extend(hit.spans)
    return tuple(
        hit
        for hit in hits
        if hit.level is Level.FAIL or not _all_touch(hit.spans, certain.get(hit.violation, ()))
    )


def _all_touch(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return all(any(start < b and a < end for a, b in others) for start, end in spans)


def _hits(reading: _Reading, folded: Folded, again: SecondReading | None = None) -> Iterator[Hit]:
    for rule, group in groupby(reading.looks, key=lambda each: each.ready.rule):
        if reading.falls_under(rule):
            spans = reading.spans(rule, group)
            if again is not None:
                spans = [span for span in spans if again.hidden_in(*span)]
            if spans:
                yield _hit(rule, folded, spans[:MOST_SPANS], again)


def _hit(rule: Rule, folded: Folded, spans: Sequence[Span], again: SecondReading | None) -> Hit:
    places = tuple(folded.span(start, end) for start, end in spans)
    quote = "……".join(folded.original[start:end] for start, end in places[:3])
    found = [each for span in spans for each in again.hidden_in(*span)] if again else []
    # A digit for a numeral is only told where nothing else was hidden.
    hidden = [each for each in found if not each.is_number] or found
    by_sound = any(each.by_sound for each in hidden)
    disguise = "；".join(dict.fromkeys(map(_told, hidden)))
    level = Level.REVIEW if by_sound and rule.level is Level.FAIL else rule.level
    doubt = f"写的是不是“{hidden[0].word}”" if by_sound else ""
    fact = "；".join(filter(None, (doubt, rule.fact_to_check)))
    return Hit(
        rule=rule.id,
        rule_version=rule.version,
        title=rule.title,
        violation=rule.violation,
        evaluation_class=rule.evaluation_class,
        level=level,
        spans=places,
        quote=quote,
        source=rule.source_title,
        article=rule.article,
        reason=f"{disguise}{'。' if disguise else ''}{_reason(rule, quote, fact)}",
        exceptions=tuple(each.reason for each in rule.exemptions),
        fact_to_check=fact,
        harm=rule.harm,
        disguise=disguise,
    )


def _told(hidden: Hidden) -> str:
    way = "按读音" if hidden.by_sound else "换成数字" if hidden.is_number else "连起来"
    return f"原文写作“{hidden.written}”，{way}是“{hidden.word}”"


def _reason(rule: Rule, quote: str, fact: str) -> str:
    elements = "；".join(rule.elements)
    checked = len(rule.exemptions)
    spared = f"已核对 {checked} 种例外，均不符合" if checked else "没有适用的例外"
    open_fact = f"；还要查清：{fact}" if fact else ""
    return f"“{quote}”符合要件：{elements}。{spared}{open_fact}。依据{rule.citation}。"
