"""词表: which words of a list begin or end each of many texts, the longest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.keytable import key_table
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, pack

Numbers = npt.NDArray[np.int32]
Marks = npt.NDArray[np.uint32]
NO_WORD: Final = -1
# So few stretches are looked up one by one: a dozen steps over a column cost more than a word.
_FEW: Final = 12
_UNIT: Final = 2
"""How many bytes a unit has."""


@dataclass(frozen=True)
class Found:
    """找到的词: its length in units (0: none) and its number in the list (-1: none)."""

    lengths: Places
    numbers: Numbers


class Lexicon:
    """词表: words already folded, each with a number of its own choosing."""

    def __init__(self, words: Mapping[str, int]) -> None:
        texts = pack(list(words))
        self._words = {
            texts.units_of(row).tobytes(): number for row, number in enumerate(words.values())
        }
        keys, numbers = texts.whole_keys(), np.fromiter(words.values(), np.int32, len(words))
        order = np.argsort(keys)
        self._table, self._numbers = key_table(keys[order]), numbers[order]
        self._sizes = tuple(sorted({int(size) for size in texts.lengths if size}, reverse=True))
        # Which sizes are worth a look at all, by the first and by the last unit.
        self._by_first = self._size_marks(texts, texts.begins)
        self._by_last = self._size_marks(texts, texts.ends - 1)

    def _size_marks(self, texts: Texts, at: Places) -> Marks:
        marks = np.zeros(1 << 16, np.uint32)
        for bit, size in enumerate(self._sizes):
            marks[texts.units[at[texts.lengths == size]]] |= np.uint32(1 << bit)
        return marks

    def numbers_of(self, keys: Keys) -> Numbers:
        """查词: the number of the word with this key, -1 where there is none."""
        found = self._table.find(keys)
        return np.where(found >= 0, self._numbers[found], NO_WORD).astype(np.int32)

    def starting(self, texts: Texts, rows: Places, begins: Places, ends: Places) -> Found:
        """开头的词: the longest word with which each stretch of the texts `rows` begins."""
        return self._longest(texts, rows, (begins, ends), at_end=False)

    def ending(self, texts: Texts, rows: Places, begins: Places, ends: Places) -> Found:
        """末尾的词: the longest word with which each stretch of the texts `rows` ends."""
        return self._longest(texts, rows, (begins, ends), at_end=True)

    def _longest(
        self, texts: Texts, rows: Places, stretch: tuple[Places, Places], *, at_end: bool
    ) -> Found:
        begins, ends = stretch
        if len(rows) <= _FEW:
            return self._one_by_one(texts, begins, ends, at_end=at_end)
        lengths = np.zeros(len(rows), np.int64)
        numbers = np.full(len(rows), NO_WORD, np.int32)
        waiting = np.flatnonzero(ends > begins)
        marks = self._by_last if at_end else self._by_first
        likely = marks[texts.units[ends[waiting] - 1 if at_end else begins[waiting]]]
        waiting, likely = waiting[likely > 0], likely[likely > 0]
        for bit, size in enumerate(self._sizes):
            if not len(waiting):
                break
            fitting = waiting[(likely & np.uint32(1 << bit)) > 0]
            fitting = fitting[ends[fitting] - begins[fitting] >= size]
            if not len(fitting):
                continue
            first = ends[fitting] - size if at_end else begins[fitting]
            found = self.numbers_of(texts.keys(first, first + size, rows[fitting]))
            hit: Flags = found != NO_WORD
            lengths[fitting[hit]], numbers[fitting[hit]] = size, found[hit]
            open_still = numbers[waiting] == NO_WORD
            waiting, likely = waiting[open_still], likely[open_still]
        return Found(lengths, numbers)

    def _one_by_one(self, texts: Texts, begins: Places, ends: Places, *, at_end: bool) -> Found:
        lengths = np.zeros(len(begins), np.int64)
        numbers = np.full(len(begins), NO_WORD, np.int32)
        for row, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
            said = texts.units[begin:end].tobytes()
            for size in self._sizes:
                word = said[-_UNIT * size :] if at_end else said[: _UNIT * size]
                number = self._words.get(word) if len(word) == _UNIT * size else None
                if number is not None:
                    lengths[row], numbers[row] = size, number
                    break
        return Found(lengths, numbers)
