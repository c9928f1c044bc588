"""找词: where a set of words occurs, by Hyperscan or by a portable automaton; both answer the same.

Both read folded characters as 16-bit codes. Hyperscan sees them as bytes, two to a code: what it
finds across the middle of two codes is no word and is left out.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import ahocorasick_rs
import numpy as np

from .batches import Places, Units

ENGINES = ("auto", "hyperscan", "portable")
# Three lists a rule set, for the set in use and the one that takes its place.
KEPT = 6
_BYTES = 2
# A word's number and a place in one: fewer objects to make for each find.
_PLACE = 32
# Odd, so that every code keeps one of its own. Chinese characters have neighbouring codes; spread
# out, their last bytes tell more, and Hyperscan's first look at them passes over more at once.
_SPREAD = np.uint16(40503)


@dataclass(frozen=True)
class Found:
    """找到的词: which word, by its number, and where it ends; every occurrence, in any order."""

    words: Places
    ends: Places


class WordFinder(Protocol):
    """找词的引擎: every occurrence of every word, overlapping ones too."""

    name: str

    def find(self, units: Units) -> Found:
        """找词: in folded codes; `ends` count codes and lie behind the last one."""


class HyperscanFinder:
    """Hyperscan: one automaton over all words, one call for a whole batch."""

    name = "hyperscan"

    def __init__(self, words: Sequence[str]) -> None:
        # Absent where no wheel exists, so it is asked for only here.
        self._hyperscan: Any = import_module("hyperscan")
        self._database = self._hyperscan.Database(mode=self._hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=list(map(_expression, words)),
            ids=list(range(len(words))),
            elements=len(words),
            flags=0,
        )
        self._own = threading.local()

    def find(self, units: Units) -> Found:
        """找词: safe from several threads, each with working memory of its own."""
        if not hasattr(self._own, "scratch"):
            self._own.scratch = self._hyperscan.Scratch(self._database)
        found: list[int] = []
        append = found.append

        def collect(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            append(number << _PLACE | end)

        self._database.scan(units * _SPREAD, match_event_handler=collect, scratch=self._own.scratch)
        both = np.fromiter(found, np.int64, len(found))
        words, ends = both >> _PLACE, both & ((1 << _PLACE) - 1)
        whole = ends % _BYTES == 0
        return Found(words[whole], ends[whole] // _BYTES)


class PortableFinder:
    """Aho–Corasick: the same words on any processor."""

    name = "portable"

    def __init__(self, words: Sequence[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(list(words))

    def find(self, units: Units) -> Found:
        """找词: codes are characters here."""
        text = units.tobytes().decode("utf-16-le")
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        words, _, ends = np.array(found, np.int64).reshape(-1, 3).T
        return Found(words, ends)


class NoWords:
    """没有词: nothing to look for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find(self, units: Units) -> Found:
        """找词: never anything."""
        return Found(np.zeros(0, np.int64), np.zeros(0, np.int64))


def word_finder(words: Sequence[str], engine: str = "auto") -> WordFinder:
    """选引擎: auto takes Hyperscan where it is installed. Raises ValueError on another name.

    The automata of the last few lists are kept: a new rule set seldom has other words.
    """
    return _finder(tuple(words), engine)


@lru_cache(KEPT)
def _finder(words: tuple[str, ...], engine: str) -> WordFinder:
    if engine not in ENGINES:
        raise ValueError(f"没有 {engine} 这个引擎；可用 {'、'.join(ENGINES)}")
    portable = engine == "portable" or (engine == "auto" and find_spec("hyperscan") is None)
    if not words:
        return NoWords("portable" if portable else "hyperscan")
    return PortableFinder(words) if portable else HyperscanFinder(words)


def _expression(word: str) -> bytes:
    codes = np.array(list(map(ord, word)), np.uint16) * _SPREAD
    return b"".join(b"\\x%02x" % byte for byte in codes.tobytes())
