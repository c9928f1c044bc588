"""索引: which rows of the register have a key, and which share rare pairs of characters."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.keytable import KeyTable, changes, key_table
from wangshi.engine.matching.texts import NOTHING, Flags, Keys, Places, Texts

Rows = npt.NDArray[np.int32]
_ROW_BITS: Final = np.uint64(24)
_ROW: Final = np.uint64((1 << 24) - 1)
MOST_ROWS: Final = 1 << 24
"""How many names a register may hold: some sixteen million."""


@dataclass(frozen=True)
class Pairs:
    """成对的行: which shop asks for which row of the register."""

    shops: Places
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Index:
    """按键索引: in order, the first 40 bits of a key and behind them the row that has it.

    In a million rows one question in a million finds a stranger: what is found is compared anyway.
    """

    packed: Keys

    def counts(self, asked: Keys) -> Places:
        """次数: how many rows have each key; the key 0 has none."""
        return self._spans(asked)[1]

    def pairs(self, asked: Keys, *, most: int, askers: Places | None = None) -> Pairs:
        """找同键的行: of keys that more than `most` rows share, none."""
        if not asked.any():
            return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int32))
        first, counts = self._spans(asked)
        counts = np.where(counts <= most, counts, 0)
        shops = np.arange(len(asked)) if askers is None else askers
        rows = self.packed[_ranges(first, counts)] & _ROW
        return Pairs(np.repeat(shops, counts), rows.astype(np.int32))

    def _spans(self, asked: Keys) -> tuple[Places, Places]:
        # Questions in order walk the index in order, which is kinder to the cache.
        order = np.argsort(asked)
        heads = asked[order] & ~_ROW
        first, counts = np.empty(len(asked), np.int64), np.empty(len(asked), np.int64)
        first[order] = np.searchsorted(self.packed, heads)
        counts[order] = np.searchsorted(self.packed, heads | _ROW, side="right")
        return first, np.where(asked == NOTHING, 0, counts - first)


def make_index(keys: Keys, rows: Rows | None = None) -> Index:
    """建索引: over the keys of rows 0 to n - 1, or of the rows given beside them; 0 is no key."""
    return index_of(
        packed_keys(keys, np.arange(len(keys), dtype=np.int32) if rows is None else rows)
    )


def packed_keys(keys: Keys, rows: Rows) -> Keys:
    """键和行装在一起: for `index_of`; rows with the key 0 are left out."""
    packed = (keys & ~_ROW) | rows.astype(np.uint64)
    return np.asarray(packed[keys != NOTHING])


def index_of(packed: Keys) -> Index:
    """排好: keys with their rows become an index; they are put in order where they stand."""
    packed.sort()
    return Index(packed)


@dataclass(frozen=True)
class Frequencies:
    """次数: how many rows have each key, and how many have a key at all."""

    table: KeyTable
    numbers: Places
    told: int

    def of(self, asked: Keys) -> Places:
        """查次数: 0 for a key nobody has, and for the key 0."""
        found = self.table.find(asked)
        return np.where(found >= 0, self.numbers[found], 0)


def count_keys(keys: Keys) -> Frequencies:
    """数次数: of every key but 0."""
    ordered = np.sort(keys[keys != NOTHING])
    firsts = np.flatnonzero(changes(ordered))
    # One more for the asked keys that are not there.
    numbers = np.append(np.diff(np.append(firsts, len(ordered))), 0)
    return Frequencies(key_table(ordered[firsts]), numbers, len(ordered))


def keys_without_one(texts: Texts, *, shortest: int, longest: int) -> tuple[Keys, Places]:
    """少一字的散列: for each text its own key and that of every way to leave out one unit.

    Two texts that differ by one change, or by one unit more, share such a key. Texts outside
    the two lengths have none. With each key stands the row of its text.
    """
    fits = (texts.lengths >= shortest) & (texts.lengths <= longest)
    rows = np.flatnonzero(fits)
    owners = texts.owners
    at = np.flatnonzero(fits[owners])
    without = texts.keys_without(at, owners[at])
    whole = texts.keys(texts.begins[rows], texts.ends[rows], rows)
    return np.concatenate([whole, without]), np.concatenate([rows, owners[at]])


@dataclass(frozen=True)
class GramIndex:
    """二字索引: for each pair of neighbours the rows whose name holds it, in rows' order."""

    grams: npt.NDArray[np.uint32]
    starts: Places
    rows: Rows

    def spans(self, asked: npt.NDArray[np.uint32]) -> tuple[Places, Places]:
        """位置: where the rows of each gram begin, and how many they are."""
        if not len(self.grams):
            return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.int64)
        at = np.minimum(np.searchsorted(self.grams, asked), len(self.grams) - 1)
        known = self.grams[at] == asked
        return self.starts[at], np.where(known, self.starts[at + 1] - self.starts[at], 0)

    def postings(self, first: Places, counts: Places) -> Rows:
        """取行: the rows of these spans, one after the other."""
        return self.rows[_ranges(first, counts)]


def make_gram_index(grams_with_rows: Keys) -> GramIndex:
    """建二字索引: from grams in the high and rows in the low 32 bits; they are put in order."""
    grams_with_rows.sort()
    rows = grams_with_rows.astype(np.uint32).astype(np.int32)
    grams_with_rows >>= np.uint64(32)
    firsts = np.flatnonzero(changes(grams_with_rows))
    grams = grams_with_rows[firsts].astype(np.uint32)
    return GramIndex(grams, np.append(firsts, len(rows)), rows)


def grams_of(texts: Texts) -> tuple[npt.NDArray[np.uint32], Places]:
    """相邻二字: as one number each, with the row of its text; each once a text."""
    heads = np.flatnonzero(texts.places[1:] > 0)
    grams = (texts.units[heads].astype(np.uint64) << np.uint64(16)) | texts.units[heads + 1]
    once = distinct((texts.owners[heads].astype(np.uint64) << np.uint64(32)) | grams)
    return once.astype(np.uint32), (once >> np.uint64(32)).astype(np.int64)


def distinct(keys: Keys) -> Keys:
    """去重: each key once, in order."""
    ordered = np.sort(keys)
    return ordered[changes(ordered)]


def distinct_pairs(parts: list[Pairs], rows: int) -> Pairs:
    """去重: every pair once, by shop, then by row; `rows` is the length of the register."""
    size = max(rows, 1)
    both = np.concatenate([part.shops * size + part.rows for part in parts]).astype(np.uint64)
    once = distinct(both).astype(np.int64)
    return Pairs(once // size, (once % size).astype(np.int32))


def among(pairs: Pairs, few: Pairs, rows: int) -> Flags:
    """在其中: which pairs are among the few."""
    size = max(rows, 1)
    wanted = np.sort(few.shops * size + few.rows)
    asked = pairs.shops * size + pairs.rows
    if not len(wanted):
        return np.zeros(len(asked), np.bool_)
    at = np.minimum(np.searchsorted(wanted, asked), len(wanted) - 1)
    return np.asarray(wanted[at] == asked)


def _ranges(first: Places, counts: Places) -> Places:
    """The numbers first[i] .. first[i] + counts[i] - 1, one range behind the other."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first - ends + counts, counts)
