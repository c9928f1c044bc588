"""初筛: which detectors may fire in which text; whatever could fire is among them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from .batches import Flags, FoldedBatch, Places
from .finding import word_finder
from .folding import FIRST_FAR
from .rules import Detector
from .telling import MOST_NEEDS, Some, needs_of, shortest


class Sieve:
    """初筛器: what all detectors need, looked for at once; what lacks it is not read again."""

    def __init__(self, detectors: Sequence[Detector], engine: str = "auto") -> None:
        branches = [(n, needs) for n, each in enumerate(detectors) for needs in needs_of(each)]
        sets = {some: n for n, some in enumerate(dict.fromkeys(s for _, b in branches for s in b))}
        self._words = _Words(sets, engine)
        self.engine = self._words.engine
        # Met by every text: it fills up branches that need less.
        anything = len(sets)
        self._width = anything + 1
        self._needs = np.full((len(branches), MOST_NEEDS), anything, np.int64)
        triggers: list[list[int]] = [[] for _ in range(self._width)]
        for row, (_, needs) in enumerate(branches):
            self._needs[row, : len(needs)] = [sets[some] for some in needs]
            triggers[self._needs[row, 0]].append(row)
        self._branches = _Rows(triggers)
        self._detectors = np.array([number for number, _ in branches], np.int64)
        self._most = max(1, len(detectors))

    def possible(self, batch: FoldedBatch) -> Iterator[tuple[int, list[int]]]:
        """初筛: text numbers, ascending, each with the detectors worth reading it closely for."""
        met = self._met(batch)
        texts, sets = np.divmod(met, self._width)
        branches, which = self._branches.of(sets)
        texts = texts[which]
        wanted = texts[:, None] * self._width + self._needs[branches]
        enough = _are_in(wanted, met).all(axis=1)
        pairs = texts[enough] * self._most + self._detectors[branches[enough]]
        rows = (divmod(pair, self._most) for pair in _distinct(pairs).tolist())
        for text, group in groupby(rows, key=lambda row: row[0]):
            yield text, [detector for _, detector in group]

    def _met(self, batch: FoldedBatch) -> Places:
        """Text and set as one number, ascending: the set has a word in the text."""
        places, sets = self._words.find(batch)
        pairs = batch.owner(places) * self._width + sets
        anything = np.arange(len(batch.texts)) * self._width + self._width - 1
        return _distinct(np.concatenate((pairs, anything)))


class _Words:
    """The words of all sets: single characters by table, longer words by the engine."""

    def __init__(self, sets: dict[Some, int], engine: str) -> None:
        owners: dict[str, list[int]] = {}
        for some, number in sets.items():
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


def _are_in(wanted: Places, there: Places) -> Flags:
    """For each wanted number whether it is among those that are there, which ascend."""
    at = np.minimum(np.searchsorted(there, wanted), there.size - 1)
    same: Flags = there[at] == wanted
    return same


def _distinct(numbers: Places) -> Places:
    """Each number once, ascending; quicker than `np.unique` on a few thousand."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]
