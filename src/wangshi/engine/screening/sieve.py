"""初筛: which detectors may fire in which text; whatever could fire is among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from .batches import Flags, FoldedBatch, Places
from .finding import word_finder
from .folding import FIRST_FAR
from .telling import Some, shortest


@dataclass(frozen=True)
class Branch:
    """一种可能: detector number `detector` may fire where the text has a word out of each set of
    `needs`, and the text or what is said beside it a word out of each of `around`."""

    detector: int
    needs: tuple[Some, ...]
    around: tuple[Some, ...] = ()


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
        self._branches = _Rows(triggers)
        self._detectors = np.array([branch.detector for branch in branches], np.int64)
        self._most = int(self._detectors.max(initial=0)) + 1

    def possible(self, batch: FoldedBatch, beside: FoldedBatch) -> Iterator[tuple[int, list[int]]]:
        """初筛: text numbers, ascending, each with the detectors worth reading it closely for.

        `beside` holds, for each text, what is said beside it.
        """
        met = self._met(batch, beside)
        texts, sets = np.divmod(met, self._width)
        branches, which = self._branches.of(sets)
        texts = texts[which]
        wanted = texts[:, None] * self._width + self._needs[branches]
        enough = _are_in(wanted, met).all(axis=1)
        pairs = texts[enough] * self._most + self._detectors[branches[enough]]
        rows = (divmod(pair, self._most) for pair in _distinct(pairs).tolist())
        for text, group in groupby(rows, key=lambda row: row[0]):
            yield text, [detector for _, detector in group]

    def _met(self, batch: FoldedBatch, beside: FoldedBatch) -> Places:
        """Text and set as one number, ascending: the set has a word in the text."""
        places, sets = self._words.find(batch)
        inside = batch.owner(places) * self._width + sets
        places, sets = self._words.find(beside)
        said = sets >= self._first_around
        around = beside.owner(places[said]) * self._width + sets[said]
        anything = np.arange(len(batch.texts)) * self._width + self._width - 1
        return _distinct(np.concatenate((inside, around, anything)))


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


def _are_in(wanted: Places, there: Places) -> Flags:
    """For each wanted number whether it is among those that are there, which ascend."""
    at = np.minimum(np.searchsorted(there, wanted), there.size - 1)
    same: Flags = there[at] == wanted
    return same


def _distinct(numbers: Places) -> Places:
    """Each number once, ascending; quicker than `np.unique` on a few thousand."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=-1) > 0]
