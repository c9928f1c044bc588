"""初筛: which detectors may fire in which text; whatever could fire is among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from .batches import Flags, FoldedBatch, Places
from .finding import word_finder
from .folding import FIRST_FAR
from .telling import Some, shortest


@dataclass(frozen=True)
class Branch:
    """一种可能: detector number `detector` may fire where the text has a word out of each set of
    `needs`, all within `longest` characters, and the text or what is said beside it a word out of
    each of `around`."""

    detector: int
    needs: tuple[Some, ...]
    longest: int
    around: tuple[Some, ...] = ()


class Stretch(NamedTuple):
    """值得细看的一段: all that the detector may find in the text lies from `start` up to `end`,
    which may lie behind the text's own end."""

    detector: int
    start: int
    end: int


class Sieve:
    """初筛器: what all detectors need, looked for at once; what lacks it is not read again."""

    def __init__(self, branches: Sequence[Branch], engine: str = "auto") -> None:
        inside = _numbered(branch.needs for branch in branches)
        around = _numbered(branch.around for branch in branches)
        self._words = _Words((*inside, *around), engine)
        self.engine = self._words.engine
        self._first_around = len(inside)
        # Met by every text: it fills up branches that need less.
        anything = len(inside) + len(around)
        self._width = anything + 1
        most = max((len(branch.needs) + len(branch.around) for branch in branches), default=0)
        self._needs = np.full((len(branches), max(1, most)), anything, np.int64)
        triggers: list[list[int]] = [[] for _ in range(self._width)]
        for row, branch in enumerate(branches):
            sets = [inside[some] for some in branch.needs]
            sets += [len(inside) + around[some] for some in branch.around]
            self._needs[row, : len(sets)] = sets
            triggers[self._needs[row, 0]].append(row)
        self._longest = np.array([branch.longest for branch in branches], np.int64)
        self._branches = _Rows(triggers)
        self._detectors = np.array([branch.detector for branch in branches], np.int64)
        self._most = int(self._detectors.max(initial=0)) + 1

    def possible(
        self, batch: FoldedBatch, beside: FoldedBatch
    ) -> Iterator[tuple[int, list[Stretch]]]:
        """初筛: text numbers, ascending, each with the stretches worth reading closely.

        `beside` holds, for each text, what is said beside it.
        """
        if not batch.texts:
            return
        met = self._met(batch, beside)
        texts, sets = np.divmod(met.keys, self._width)
        branches, which = self._branches.of(sets)
        texts = texts[which]
        at, there = met.at(texts[:, None] * self._width + self._needs[branches])
        enough = np.flatnonzero(there.all(axis=1))
        texts, branches, at = texts[enough], branches[enough], at[enough]
        longest = self._longest[branches]
        last_first = self._within(at, branches, met.firsts, 0).max(axis=1)
        first_last = self._within(at, branches, met.lasts, batch.units.size).min(axis=1)
        near = np.flatnonzero(last_first - first_last < longest)
        yield from self._stretches(
            texts[near] * self._most + self._detectors[branches[near]],
            (last_first - longest + 1)[near] - batch.joints[texts[near]] - 1,
            (first_last + longest)[near] - batch.joints[texts[near]] - 1,
        )

    def _within(self, at: Places, branches: Places, places: Places, elsewhere: int) -> Places:
        """Where the words of each need stand; what need not be in the text says nothing."""
        inside = self._needs[branches] < self._first_around
        return np.where(inside, places[at], elsewhere)

    def _stretches(
        self, pairs: Places, starts: Places, ends: Places
    ) -> Iterator[tuple[int, list[Stretch]]]:
        """Branches of one detector put together: from the first start to the last end."""
        if not pairs.size:
            return
        order = np.argsort(pairs, kind="stable")
        pairs = pairs[order]
        heads = np.flatnonzero(np.diff(pairs, prepend=-1))
        first = np.maximum(np.minimum.reduceat(starts[order], heads), 0)
        last = np.maximum.reduceat(ends[order], heads)
        texts, detectors = np.divmod(pairs[heads], self._most)
        rows = zip(*(each.tolist() for each in (texts, detectors, first, last)), strict=True)
        for text, group in groupby(rows, key=itemgetter(0)):
            yield text, [Stretch(*row[1:]) for row in group]

    def _met(self, batch: FoldedBatch, beside: FoldedBatch) -> "_Met":
        places, sets = self._words.find(batch)
        inside = batch.owner(places) * self._width + sets
        beside_places, beside_sets = self._words.find(beside)
        said = beside_sets >= self._first_around
        around = beside.owner(beside_places[said]) * self._width + beside_sets[said]
        anything = np.arange(len(batch.texts)) * self._width + self._width - 1
        keys = np.concatenate((inside, around, anything))
        nowhere = np.zeros(keys.size - places.size, np.int64)
        return _met(keys, np.concatenate((places, nowhere)), batch.units.size)


@dataclass(frozen=True)
class _Met:
    """Text and set as one number, ascending: the set has a word in the text, whose last characters
    stand at these places of the batch, first and last."""

    keys: Places
    firsts: Places
    lasts: Places

    def at(self, wanted: Places) -> tuple[Places, Flags]:
        """For each wanted number its row, and whether there is one."""
        at = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
        same: Flags = self.keys[at] == wanted
        return at, same


def _met(keys: Places, places: Places, room: int) -> _Met:
    # Both in one number: one sort of numbers is quicker than any order of two.
    keys, places = np.divmod(np.sort(keys * room + places), room)
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    lasts = np.append(heads[1:], keys.size) - 1
    return _Met(keys[heads], places[heads], places[lasts])


class _Words:
    """The words of all sets: single characters by table, longer words by the engine."""

    def __init__(self, sets: Sequence[Some], engine: str) -> None:
        owners: dict[str, list[int]] = {}
        for number, some in enumerate(sets):
            for word in sorted(shortest(some)):
                owners.setdefault(word, []).append(number)
        words = sorted(owners, key=len)
        singles = [word for word in words if len(word) == 1]
        self._sets = _Rows([owners[word] for word in words])
        self._single = np.zeros(FIRST_FAR, np.uint16)
        self._single[list(map(ord, singles))] = np.arange(1, len(singles) + 1)
        self._singles = len(singles)
        self._finder = word_finder(tuple(words[len(singles) :]), engine)
        self.engine = self._finder.name

    def find(self, batch: FoldedBatch) -> tuple[Places, Places]:
        """Places in the batch, and for each a set that has a word there."""
        single = self._single.take(batch.units)
        here = np.flatnonzero(single)
        found = self._finder.find(batch.units)
        places = np.concatenate((here, found.ends - 1))
        words = np.concatenate((single[here].astype(np.int64) - 1, found.words + self._singles))
        sets, which = self._sets.of(words)
        return places[which], sets


class _Rows:
    """Lists of numbers, end to end, to be looked up many at once."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._flat = np.array([number for row in rows for number in row], np.int64)
        self._counts = np.fromiter(map(len, rows), np.int64, len(rows))
        self._firsts = np.cumsum(self._counts) - self._counts

    def of(self, numbers: Places) -> tuple[Places, Places]:
        """All numbers in the wanted rows, and for each the place of its row among the wanted."""
        counts = self._counts[numbers]
        which = np.repeat(np.arange(numbers.size), counts)
        within = np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts)
        return self._flat[self._firsts[numbers][which] + within], which


def _numbered(groups: Iterable[tuple[Some, ...]]) -> dict[Some, int]:
    distinct = dict.fromkeys(some for group in groups for some in group)
    return {some: number for number, some in enumerate(distinct)}
