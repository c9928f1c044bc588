"""成列的文字: many short texts as one row of units, so that a million fold and hash at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

Units = npt.NDArray[np.uint16]
Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

NOTHING: Final = np.uint64(0)
"""The key of an empty stretch: equal to no other."""
_LONGEST: Final = 256
_BASE: Final = 0x9E3779B97F4A7C15
_MIXER: Final = np.uint64(0xD6E8FEB86659FD93)
_HALF: Final = np.uint64(32)
_SPREAD: Final = np.uint16(0x9E37)


@dataclass(frozen=True)
class Texts:
    """一列文字: text i is units[starts[i]:starts[i + 1]], in UTF-16 units; starts has n + 1."""

    units: Units
    starts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def begins(self) -> Places:
        """起点: where each text begins."""
        return self.starts[:-1]

    @property
    def ends(self) -> Places:
        """终点: where each text ends."""
        return self.starts[1:]

    @property
    def lengths(self) -> Places:
        """长度: in units."""
        return np.diff(self.starts)

    def lengths_of(self, rows: Places) -> Places:
        """这几条的长度: as `lengths`, without a look at all the others."""
        return self.starts[rows + 1] - self.starts[rows]

    @cached_property
    def places(self) -> Places:
        """位置: of each unit in its own text."""
        return np.arange(len(self.units)) - np.repeat(self.begins, self.lengths)

    @cached_property
    def owners(self) -> Places:
        """归属: to which text each unit belongs."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @cached_property
    def _sums(self) -> Keys:
        terms = (self.units.astype(np.uint64) + np.uint64(1)) * _powers()[self.places]
        return np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])

    def keys(self, begins: Places, ends: Places, rows: Places | None = None) -> Keys:
        """散列: one number for each stretch; equal stretches have equal numbers, empty ones 0.

        A stretch lies inside one text: text `rows[i]`, or text i. A polynomial over the units
        modulo 2⁶⁴, so that any stretch of any text costs one subtraction.
        """
        first = self.begins if rows is None else self.begins[rows]
        sums = (self._sums[ends] - self._sums[begins]) * _inverses()[begins - first]
        return mixed(sums)

    def keys_without(self, at: Places, rows: Places) -> Keys:
        """缺一字的散列: of text rows[i] without its unit at[i]; as `keys` of what is left."""
        begins, ends = self.begins[rows], self.ends[rows]
        left = self._sums[at] - self._sums[begins]
        right = self._sums[ends] - self._sums[at + 1]
        return mixed(left + right * _inverses()[1])

    def whole_keys(self) -> Keys:
        """整条散列: one number a text."""
        return self.keys(self.begins, self.ends)

    def signs(self) -> Keys:
        """用字的记号: 64 bits a text, one set for each unit in it; for a quick first look."""
        bits = np.uint64(1) << ((self.units * _SPREAD) >> np.uint16(10)).astype(np.uint64)
        signs = np.zeros(len(self), np.uint64)
        told = np.flatnonzero(self.lengths)
        if len(told):
            signs[told] = np.bitwise_or.reduceat(bits, self.begins[told])
        return signs

    def folded(self, table: Units) -> "Texts":
        """换字: every unit through the table of 65,536; what becomes 0 is dropped."""
        return self.only(None, table[self.units])

    def only(self, kept: Flags | None, units: Units | None = None) -> "Texts":
        """取舍: the units that are kept, or without a choice those that are not 0."""
        changed = self.units if units is None else units
        chosen = changed != 0 if kept is None else kept
        counts = np.concatenate([np.zeros(1, np.int64), np.cumsum(chosen)])
        return Texts(changed[chosen], counts[self.starts])

    def stretches(self, begins: Places, ends: Places) -> "Texts":
        """截取: of text i the units from begins[i] to ends[i]."""
        within = np.arange(len(self.units))
        owners = self.owners
        kept = (within >= begins[owners]) & (within < ends[owners])
        return self.only(kept)

    def taken(self, rows: Places) -> "Texts":
        """挑选: the texts of these rows, in this order."""
        lengths = self.lengths_of(rows)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        shift = np.repeat(self.begins[rows] - starts[:-1], lengths)
        return Texts(self.units[np.arange(starts[-1]) + shift], starts)

    def first_units(self, begins: Places, ends: Places) -> Units:
        """首字: the first unit of each stretch, 0 where it is empty."""
        if not len(self.units):
            return np.zeros(len(begins), np.uint16)
        firsts = self.units[np.minimum(begins, len(self.units) - 1)]
        return np.where(begins < ends, firsts, 0).astype(np.uint16)

    def units_of(self, row: int) -> Units:
        """一条文字: as units."""
        return self.units[self.starts[row] : self.starts[row + 1]]

    def text(self, row: int) -> str:
        """一条文字: as a string."""
        return spelled(self.units_of(row))

    def matrix(self, rows: Places, width: int) -> Units:
        """方阵: the first `width` units of each row's text, 0 behind its end."""
        begins, lengths = self.begins[rows], np.minimum(self.lengths_of(rows), width)
        across = np.arange(width)
        inside = across[None, :] < lengths[:, None]
        if not len(self.units):
            return np.zeros(inside.shape, np.uint16)
        # A copy of all texts with a zero behind them would take longer than the rows themselves.
        at = np.where(inside, begins[:, None] + across[None, :], 0)
        return np.where(inside, self.units[at], 0).astype(np.uint16)


def may_be_alike(first: Keys, second: Keys, *, least: float) -> Flags:
    """会不会像: whether of the units of the poorer of two texts at least this share is in both.

    By their `signs`: some that are unlike pass, none that are alike are held back.
    """
    shared = np.bitwise_count(first & second)
    poorer = np.minimum(np.bitwise_count(first), np.bitwise_count(second))
    return np.asarray(shared >= poorer * least)


def pack(texts: Sequence[str]) -> Texts:
    """装成一列: each text up to its 256th unit; zero characters are left out."""
    if not texts:
        return Texts(np.zeros(0, np.uint16), np.zeros(1, np.int64))
    joined = "\0".join(texts)
    if joined.count("\0") != len(texts) - 1 or max(map(len, texts)) > _LONGEST // 2:
        joined = "\0".join(_trimmed(text) for text in texts)
    units = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), np.uint16)
    stops = np.flatnonzero(units == 0)
    starts = np.concatenate([[0], stops - np.arange(len(stops)), [len(units) - len(stops)]])
    return Texts(units[units != 0], starts.astype(np.int64))


def joined(parts: Sequence[Texts]) -> Texts:
    """接起来: columns one after the other; their order is kept."""
    starts = [np.zeros(1, np.int64)]
    offset = 0
    for part in parts:
        starts.append(part.ends + offset)
        offset += len(part.units)
    return Texts(np.concatenate([part.units for part in parts]), np.concatenate(starts))


def spelled(units: Units) -> str:
    """写出来: units as a string."""
    return units.astype("<u2").tobytes().decode("utf-16-le", "replace")


def mixed(sums: Keys) -> Keys:
    """搅匀: numbers whose every bit depends on every bit before; 0 stays 0."""
    once = (sums ^ (sums >> _HALF)) * _MIXER
    twice: Keys = (once ^ (once >> _HALF)) * _MIXER
    return twice ^ (twice >> _HALF)


def paired(first: Keys, second: Keys) -> Keys:
    """合成: one key of two; 0 as soon as one of them is 0."""
    both = mixed(first * np.uint64(3) + mixed(second + np.uint64(1)))
    none: Flags = (first == NOTHING) | (second == NOTHING)
    return np.where(none, NOTHING, both)


def _trimmed(text: str) -> str:
    cut = text.replace("\0", "")[:_LONGEST]
    while len(cut.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST:
        cut = cut[:-1]
    return cut


@cache
def _powers() -> Keys:
    powers = np.full(_LONGEST + 1, np.uint64(_BASE))
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


@cache
def _inverses() -> Keys:
    inverse = np.uint64(pow(_BASE, -1, 2**64))
    powers = np.full(_LONGEST + 1, inverse)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)
