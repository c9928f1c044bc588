"""成批归一: the same folding as `fold`, on all characters of many texts at once.

The texts are laid end to end, folded by one table look-up, and only the few places where something
was dropped or stands oddly are looked at again. Figures: benchmarks/screening.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, islice, pairwise

import numpy as np
import numpy.typing as npt

from .folding import (
    BARS,
    FIRM_BARS,
    FIRST_FAR,
    FIRST_HAN,
    LAST_HAN,
    MOST_MARKS,
    NOTHING_KNOWN,
    WIDEST_BAR,
    Folded,
    fold_table,
    marks,
)

Units = npt.NDArray[np.uint16]
Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# Stands between two texts; no folded text contains it.
JOINT = 0xFFFF
_FARTHEST = 0x110000


@dataclass(frozen=True)
class FoldedBatch:
    """归一批: `units` are all folded texts end to end, a joint before, between and after them.

    `joints` are the places of the joints in `units`, `starts` the place in the joined original
    where each text begins, `dropped` the places of the joined original that are not in `units`.
    """

    texts: Sequence[str]
    units: Units
    joints: Places
    starts: Places
    dropped: Places

    def text(self, number: int) -> str:
        """归一后的一条: what rules read."""
        first, last = self.joints[number] + 1, self.joints[number + 1]
        return self.units[first:last].tobytes().decode("utf-16-le")

    def folded(self, number: int) -> Folded:
        """归一后的一条, with the way back to its original."""
        text, original = self.text(number), self.texts[number]
        if len(text) == len(original):
            return Folded(original, text, range(len(text)))
        first, last = self.joints[number] + 1, self.joints[number + 1]
        places = self.origin(np.arange(first, last)) - self.starts[number]
        return Folded(original, text, places.tolist())

    def origin(self, places: Places) -> Places:
        """原文位置: places in the joined original of places in `units`."""
        if not self.dropped.size:
            return places
        return places + np.searchsorted(self._kept_before, places, side="right")

    def owner(self, places: Places) -> Places:
        """属于哪一条: numbers of the texts that places in `units` lie in."""
        return np.searchsorted(self.joints, places) - 1

    @cached_property
    def _kept_before(self) -> Places:
        return self.dropped - np.arange(self.dropped.size)


def fold_many(texts: Sequence[str]) -> FoldedBatch:
    """成批归一: each text as `fold` folds it, whatever stands beside it."""
    joined = "\n".join(chain(("",), texts, ("",)))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    joints = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths + 1)))
    codes = np.array([joined]).view(np.uint32)
    units = _table().take(codes)
    units[joints] = JOINT
    zeros = np.flatnonzero(units == 0)
    dropped = _drop_marks(codes, units, zeros) if zeros.size else zeros
    if dropped.size:
        units = units[units != 0]
    marked = FoldedBatch(texts, units, _shifted(joints, dropped), joints[:-1] + 1, dropped)
    return _drop_bars(marked)


def as_folded(texts: Sequence[str]) -> FoldedBatch:
    """已归一的一批: texts that are folded already, laid end to end."""
    joint = chr(JOINT)
    joined = joint.join(chain(("",), texts, ("",)))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    joints = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths + 1)))
    units = np.frombuffer(joined.encode("utf-16-le"), np.uint16)
    return FoldedBatch(texts, units, joints, joints[:-1] + 1, np.zeros(0, np.int64))


def in_batches(texts: Iterable[str], most_texts: int, most_characters: int) -> Iterator[list[str]]:
    """分批: in order, small enough to stay in the processor's cache."""
    waiting = iter(texts)
    while chunk := list(islice(waiting, most_texts)):
        ends = np.cumsum(np.fromiter(map(len, chunk), np.int64, len(chunk)))
        cuts = np.flatnonzero(np.diff(ends // most_characters)) + 1
        for first, last in pairwise((0, *cuts.tolist(), len(chunk))):
            yield chunk[first:last]


def is_han(units: Units) -> Flags:
    """汉字: true where a folded place holds a Han character."""
    first, last = ord(FIRST_HAN), ord(LAST_HAN)
    # One comparison for both ends: unsigned numbers wrap.
    return (units - np.uint16(first)) <= np.uint16(last - first)


def _drop_marks(codes: Codes, units: Units, zeros: Places) -> Places:
    """Marks were folded to nothing: those that do not stand between characters come back."""
    plain = _mark_table().take(codes[zeros])
    mark = plain != 0
    if not mark.any():
        return zeros
    first = np.concatenate(([True], np.diff(zeros) > 1))
    run = np.cumsum(first) - 1
    heads = np.flatnonzero(first)
    tails = np.concatenate((heads[1:], [zeros.size])) - 1
    before, after = units[zeros[heads] - 1], units[zeros[tails] + 1]
    letter = (before >= ord("a")) & (before <= ord("z"))
    count = np.add.reduceat(mark.astype(np.int64), heads)
    decoration = (count <= MOST_MARKS) & (is_han(before) | letter) & is_han(after)
    back: Flags = mark & ~decoration[run]
    units[zeros[back]] = plain[back]
    return zeros[~back]


def _shifted(places: Places, dropped: Places) -> Places:
    before: Places = np.searchsorted(dropped, places)
    return places - before


def _drop_bars(batch: FoldedBatch) -> FoldedBatch:
    """Bars that isolate a character: between two that stand alone, or alike on both its sides."""
    units = batch.units
    han = is_han(units)
    alone = np.flatnonzero(han[1:-1] > (han[:-2] | han[2:])) + 1
    gaps = [*_between_two(units, alone), *_on_both_sides(units, han, alone)]
    if not any(map(np.size, gaps)):
        return batch
    places = np.unique(np.concatenate(gaps))
    return FoldedBatch(
        batch.texts,
        np.delete(units, places),
        _shifted(batch.joints, places),
        batch.starts,
        np.sort(np.concatenate((batch.dropped, batch.origin(places)))),
    )


def _between_two(units: Units, alone: Places) -> Iterator[Places]:
    bar = _bar_table(BARS)
    first, room = alone[:-1], np.diff(alone) - 1
    near = (room <= WIDEST_BAR) & bar.take(units[first + 1])
    first, room = first[near], room[near]
    for width in np.unique(room).tolist():
        gap = _stretch(first[room == width] + 1, width)
        yield gap[bar.take(units[gap]).all(axis=1)].ravel()


def _on_both_sides(units: Units, han: Flags, alone: Places) -> Iterator[Places]:
    firm = _bar_table(FIRM_BARS)
    alone = alone[firm.take(units[alone - 1]) & firm.take(units[alone + 1])]
    for width in range(1, WIDEST_BAR + 1) if alone.size else ():
        inner = alone[(alone > width) & (alone < units.size - width - 1)]
        here = inner[han[inner - width - 1] & han[inner + width + 1]]
        before, after = _stretch(here - width, width), _stretch(here + 1, width)
        left = units[before]
        alike = (left == units[after]).all(axis=1)
        odd = alike & firm.take(left).all(axis=1)
        yield before[odd].ravel()
        yield after[odd].ravel()


def _stretch(first: Places, width: int) -> Places:
    return first[:, None] + np.arange(width)


@cache
def _bar_table(bars: str) -> Flags:
    table = np.zeros(FIRST_FAR, np.bool_)
    table[list(map(ord, bars))] = True
    return table


@cache
def _table() -> Units:
    """The folding table as an array: 0 drops, and marks are 0 until looked at."""
    table = np.full(_FARTHEST, ord(NOTHING_KNOWN), np.uint16)
    table[:FIRST_FAR] = np.arange(FIRST_FAR)
    for code, plain in fold_table().items():
        table[code] = 0 if plain is None or plain in marks() else ord(plain)
    table[list(map(ord, marks()))] = 0
    return table


@cache
def _mark_table() -> Units:
    """A mark's plain form at every code point that folds to one, elsewhere 0."""
    table = np.zeros(_FARTHEST, np.uint16)
    table[list(map(ord, marks()))] = list(map(ord, marks()))
    for code, plain in fold_table().items():
        if plain is not None and plain in marks():
            table[code] = ord(plain)
    return table
