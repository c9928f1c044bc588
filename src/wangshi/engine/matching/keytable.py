"""键表: distinct keys in order, found again in a step or two, as they are spread evenly."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from wangshi.engine.matching.texts import NOTHING, Flags, Keys, Places

_MOST_BITS: Final = 22


@dataclass(frozen=True)
class KeyTable:
    """键表: `firsts[b]` is where keys with the leading bits b begin.

    Keys are spread evenly over 64 bits, as `texts.mixed` leaves them: a bucket holds about one.
    """

    keys: Keys
    firsts: Places
    shift: np.uint64

    def find(self, asked: Keys) -> Places:
        """查键: the place of each key in order, -1 where it is not known; never for the key 0."""
        buckets = (asked >> self.shift).astype(np.int64)
        at, ends = self.firsts[buckets], self.firsts[buckets + 1]
        found = np.full(len(asked), -1, np.int64)
        waiting = np.flatnonzero((at < ends) & (asked != NOTHING))
        while len(waiting):
            places = at[waiting]
            keys = self.keys[places]
            found[waiting[keys == asked[waiting]]] = places[keys == asked[waiting]]
            going_on = (keys < asked[waiting]) & (places + 1 < ends[waiting])
            waiting = waiting[going_on]
            at[waiting] += 1
        return found


def key_table(ordered: Keys) -> KeyTable:
    """建键表: over distinct keys in order."""
    bits = min(max(len(ordered).bit_length(), 1), _MOST_BITS)
    shift = np.uint64(64 - bits)
    counts = np.bincount((ordered >> shift).astype(np.int64), minlength=1 << bits)
    return KeyTable(ordered, np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]), shift)


def changes(ordered: np.ndarray[tuple[int], np.dtype[np.generic]]) -> Flags:
    """换了的地方: where a value differs from the one before it."""
    changed = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=changed[1:])
    return changed
