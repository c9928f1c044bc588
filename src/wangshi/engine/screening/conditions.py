"""条件初筛: which kinds and exceptions could be met in a text; the others are not asked about.

A rule that fires goes through some twenty exceptions and thirty kinds of goods, each a pattern of
its own. Most of them have no word in the text at all.
"""

from collections.abc import Container, Iterator, Sequence

from .batches import as_folded
from .rules import Detector, Exemption, KindTable, RuleBook
from .sieve import Branch, Sieve
from .telling import needs_of


class Conditions:
    """条件: made ready once; holds no state between texts."""

    def __init__(self, rulebook: RuleBook, engine: str = "auto") -> None:
        self._patterns = tuple(dict.fromkeys(_asked(rulebook)))
        self._sieve = Sieve(
            [
                Branch(number, need.sets, need.longest)
                for number, pattern in enumerate(self._patterns)
                for need in needs_of(Detector(pattern, (pattern,)))
            ],
            engine,
        )

    def possible(self, texts: Sequence[str]) -> list[Container[str]]:
        """可能成立的: for each folded text the patterns that may be found in it."""
        answers: list[Container[str]] = [frozenset()] * len(texts)
        nothing = as_folded([""] * len(texts))
        for number, stretches in self._sieve.possible(as_folded(texts), nothing):
            answers[number] = frozenset(self._patterns[each.detector] for each in stretches)
        return answers


def _asked(rulebook: RuleBook) -> Iterator[str]:
    yield from _told_by_text(rulebook.kinds)
    for rule in rulebook.rules:
        for exemption in rule.exemptions:
            yield from _spared_by(exemption)


def _told_by_text(kinds: KindTable) -> Iterator[str]:
    for row in kinds.kinds:
        yield from (way.pattern for way in (row.titled, row.hinted) if way is not None)


def _spared_by(each: Exemption) -> Iterator[str]:
    yield from each.covers
    beside = (each.before, each.after, each.inside, each.sentence, each.anywhere)
    yield from (pattern for pattern in beside if pattern is not None)
