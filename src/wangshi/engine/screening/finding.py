"""找词: where a set of words occurs, by Hyperscan or by a portable automaton; both answer the same.

Both read folded characters as 16-bit codes. Hyperscan sees them as bytes, two to a code: what it
finds across the middle of two codes is no word and is left out.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

import ahocorasick_rs
import numpy as np

from .batches import Places, Units

ENGINES = ("auto", "hyperscan", "portable")
# Three lists a rule set, for the set in use and the one that takes its place.
KEPT = 6
# Of so many words one may change before the list is made ready anew.
FEW = 8
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


class ChangedFinder:
    """改过的词表: what finds an older list goes on, and what was added is looked for beside it.

    A rule that changes brings or takes a few words of many thousands; to make the whole list ready
    again takes half a second.
    """

    def __init__(self, older: Sequence[str], finder: WordFinder, words: Sequence[str]) -> None:
        numbers = {word: number for number, word in enumerate(words)}
        known = [numbers.pop(word, -1) for word in older]
        self._older, self._known = finder, np.array(known, np.int64)
        self._added = _made(tuple(numbers), finder.name)
        self._numbers = np.array(list(numbers.values()), np.int64)
        self.name = finder.name

    def find(self, units: Units) -> Found:
        """找词: what the list no longer has is left out."""
        first, second = self._older.find(units), self._added.find(units)
        words = self._known[first.words]
        kept = words >= 0
        return Found(
            np.concatenate((words[kept], self._numbers[second.words])),
            np.concatenate((first.ends[kept], second.ends)),
        )


def word_finder(words: Sequence[str], engine: str = "auto") -> WordFinder:
    """选引擎: auto takes Hyperscan where it is installed. Raises ValueError on another name.

    The last few lists are kept: a new rule set seldom has many other words.
    """
    if engine not in ENGINES:
        raise ValueError(f"没有 {engine} 这个引擎；可用 {'、'.join(ENGINES)}")
    portable = engine == "portable" or (engine == "auto" and find_spec("hyperscan") is None)
    return _KEPT.finder(tuple(words), "portable" if portable else "hyperscan")


class _Kept:
    """The lists made ready last, the newest at the end."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lists: dict[tuple[str, tuple[str, ...]], WordFinder] = {}
        self._making = threading.Lock()

    def finder(self, words: tuple[str, ...], name: str) -> WordFinder:
        with self._making:
            finder = self._lists.pop((name, words), None) or self._like(words, name)
            finder = finder or _made(words, name)
            # One that was changed leans on an older one; only whole ones are kept, so that no chain
            # grows.
            if not isinstance(finder, ChangedFinder):
                self._lists[name, words] = finder
            for old in list(self._lists)[: -self._most]:
                del self._lists[old]
            return finder

    def _like(self, words: tuple[str, ...], name: str) -> ChangedFinder | None:
        wanted = frozenset(words)
        for (other, older), finder in reversed(self._lists.items()):
            changed = len(wanted.symmetric_difference(older))
            if other == name and changed * FEW <= len(words):
                return ChangedFinder(older, finder, words)
        return None


_KEPT = _Kept(KEPT)


def _made(words: tuple[str, ...], name: str) -> WordFinder:
    if not words:
        return NoWords(name)
    return PortableFinder(words) if name == "portable" else HyperscanFinder(words)


@cache
def _code(char: str) -> bytes:
    code = np.array([ord(char)], np.uint16) * _SPREAD
    return b"".join(b"\\x%02x" % byte for byte in code.tobytes())


def _expression(word: str) -> bytes:
    return b"".join(map(_code, word))
