"""筛查内核: a list of words against many texts; places in the originals, nothing judged."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .batches import FoldedBatch, Places, fold_many, in_batches
from .finding import Found, word_finder
from .folding import NOTHING_KNOWN, fold_words

# Some hundred kilobytes of codes: they stay in the processor's second cache.
MOST_TEXTS, MOST_CHARACTERS = 2_000, 200_000


class UnknownCharacter(ValueError):
    """认不得的字: a word with a character that folding keeps no place for."""


@dataclass(frozen=True)
class Matches:
    """找到的地方: row i says that word `words[i]` stands in text `texts[i]` from `starts[i]` up to
    `ends[i]`, in code points of the original text.
    """

    texts: Places
    words: Places
    starts: Places
    ends: Places

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """逐行: text, word, start, end; in the order of the texts."""
        order = np.lexsort((self.words, self.ends, self.starts, self.texts))
        columns = (self.texts, self.words, self.starts, self.ends)
        return zip(*(column[order].tolist() for column in columns), strict=True)


class TermKernel:
    """词表内核: words made ready once; holds no state between batches."""

    def __init__(self, terms: Iterable[str], engine: str = "auto") -> None:
        self.words = tuple(dict.fromkeys(map(_folded, terms)))
        self._finder = word_finder(self.words, engine)
        self.engine = self._finder.name

    def scan(self, texts: Sequence[str]) -> Matches:
        """扫描一批: every occurrence of every word, after folding."""
        batch = fold_many(texts)
        return self._placed(batch, self._finder.find(batch.units))

    def scan_many(self, texts: Iterable[str]) -> Iterator[Matches]:
        """扫描多批: one answer a batch; `texts` count from the first text of all."""
        before = 0
        for part in in_batches(texts, MOST_TEXTS, MOST_CHARACTERS):
            found = self.scan(part)
            yield Matches(found.texts + before, found.words, found.starts, found.ends)
            before += len(part)

    def _placed(self, batch: FoldedBatch, found: Found) -> Matches:
        first = found.ends - self._lengths[found.words]
        texts = batch.owner(first)
        begins = batch.starts[texts]
        starts = batch.origin(first) - begins
        ends = batch.origin(found.ends - 1) - begins + 1
        return Matches(texts, found.words, starts, ends)

    @cached_property
    def _lengths(self) -> Places:
        return np.fromiter(map(len, self.words), np.int64, len(self.words))


def _folded(term: str) -> str:
    word = fold_words(term)
    if not word or NOTHING_KNOWN in word:
        raise UnknownCharacter(f"“{term}”归一以后认不得，请换一个写法")
    return word
