"""初筛: which detectors may fire, by Hyperscan or by a portable pair; both answer the same."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import ahocorasick_rs

from .patterns import anchors, any_of, parse

SHORTEST_TELLING = 2


class Matcher(Protocol):
    """初筛引擎: says which of its patterns may occur in a folded text; it never leaves one out."""

    name: str

    def find(self, text: str) -> frozenset[int]:
        """初筛: the numbers of the patterns worth reading closely."""


class HyperscanMatcher:
    """Hyperscan: one automaton over all patterns, one C call a text.

    A pattern with telling literals is looked for by these alone: the automaton is built in a
    second instead of five, and the close reading that follows decides anyway.
    """

    name = "hyperscan"

    def __init__(self, patterns: Sequence[str]) -> None:
        # Absent where no wheel exists, so it is asked for only here.
        hyperscan = import_module("hyperscan")
        flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_UCP | hyperscan.HS_FLAG_SINGLEMATCH
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[_telling(pattern).encode() for pattern in patterns],
            ids=list(range(len(patterns))),
            elements=len(patterns),
            flags=[flags] * len(patterns),
        )

    def find(self, text: str) -> frozenset[int]:
        """初筛: surrogates were folded away before, so the text always encodes."""
        found: set[int] = set()

        def collect(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            found.add(number)

        self._database.scan(text.encode(), match_event_handler=collect)
        return frozenset(found)


class PortableMatcher:
    """便携引擎: literals by Aho-Corasick, then `re` on the patterns whose literal was there."""

    name = "portable"

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]
        owners: dict[str, list[int]] = defaultdict(list)
        self._unanchored: list[int] = []
        for number, pattern in enumerate(patterns):
            words = anchors(parse(pattern))
            if words is None:
                self._unanchored.append(number)
            for word in words or ():
                owners[word].append(number)
        self._owners = [tuple(numbers) for numbers in owners.values()]
        self._literals = ahocorasick_rs.AhoCorasick(list(owners))

    def find(self, text: str) -> frozenset[int]:
        """初筛: the numbers of the patterns that occur at least once."""
        return frozenset(
            number for number in self._possible(text) if self._patterns[number].search(text)
        )

    def _possible(self, text: str) -> Iterator[int]:
        seen = set(self._unanchored)
        yield from seen
        for literal, _, _ in self._literals.find_matches_as_indexes(text, overlapping=True):
            fresh = set(self._owners[literal]) - seen
            seen |= fresh
            yield from fresh


def matcher_for(patterns: Sequence[str], engine: str) -> Matcher:
    """选引擎: auto takes Hyperscan where it is installed."""
    if engine not in ("auto", "hyperscan", "portable"):
        raise ValueError(f"没有 {engine} 这个引擎；可用 auto、hyperscan、portable")
    if engine == "portable" or (engine == "auto" and find_spec("hyperscan") is None):
        return PortableMatcher(patterns)
    return HyperscanMatcher(patterns)


def _telling(pattern: str) -> str:
    words = anchors(parse(pattern))
    if words is None or min(map(len, words)) < SHORTEST_TELLING:
        return pattern
    return any_of(map(re.escape, words))
