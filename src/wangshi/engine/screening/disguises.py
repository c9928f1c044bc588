"""变形词: words that are spelled apart, written by their sound, by other numerals or in pieces.

A text is suspicious where it says a word without writing it: read aloud it is one of the words, and
what stands there is not that word, nor any ordinary word. Only there is it read a second time, as
it sounds. Two characters that only sound like a word are too often an accident: that find is not
certain, and counts where the same text surely hides something else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from .batches import Flags, FoldedBatch, Places, Units
from .finding import word_finder
from .folding import FIRST_FAR
from .hearing import NUMERALS, are_known, heard, readings, sounds_of, wholes

Hashes = npt.NDArray[np.uint64]
SHORTEST = 2
SENTENCE_ENDS = frozenset("。!?;")
_PAIR = 16
# Odd, so that every power of it can be undone.
_BASE = 0x9E3779B97F4A7C15
_VALUES = {char: str(value) for value, char in enumerate(NUMERALS)}


class Certainty(IntEnum):
    """把握: characters that may be there by chance; two of which one is as in the word; and all
    other disguises."""

    FAINT = 0
    LIKELY = 1
    SURE = 2


@dataclass(frozen=True)
class Disguised:
    """变形词: `word` is said from `start` up to `end` of folded text number `text`, not written.

    `by_sound` is true where a character was replaced by another.
    """

    text: int
    start: int
    end: int
    word: str
    certainty: Certainty
    by_sound: bool


class Disguises:
    """找变形词: words made ready once; holds no state between batches."""

    def __init__(self, words: Sequence[str], engine: str = "auto") -> None:
        spoken: dict[str, list[_Spelled]] = {}
        for word in words:
            for spelled, reading in readings(word):
                if len(spelled) >= SHORTEST:
                    spoken.setdefault(reading, []).append(_Spelled(word, spelled))
        self._spoken = list(spoken.values())
        self._sizes = np.fromiter(map(len, spoken), np.int64, len(spoken))
        self._hashes = _hashes_of({each.said for some in self._spoken for each in some})
        self._pairs = _pairs_of(self._spoken)
        self._finder = word_finder(tuple(spoken), engine)

    def find(self, batch: FoldedBatch, least: Certainty = Certainty.SURE) -> list[Disguised]:
        """找变形词: in the order of the texts, none over another. Those less certain than wanted
        are kept where the same text surely hides something else."""
        said = _listen(batch.units)
        found = self._finder.find(said.sounds)
        starts = found.ends - self._sizes[found.words]
        touching = said.touch(starts, found.ends)
        odd = np.flatnonzero(~(touching & self._are_written(said, starts, found.ends)))
        looks = _Looks(batch, said, starts[odd], found.ends[odd])
        two, strange, digits = looks.pairs()
        doubtful = touching[odd] & two
        one, both = looks.shares(self._pairs, found.words[odd])
        # Two characters that only sound like a word, as half of all finds are, need not be judged
        # before it is known whether the text surely hides something.
        faint = two & ~one
        digits &= ~(both & touching[odd])
        words = [self._spoken[spoken] for spoken in found.words[odd].tolist()]
        sure = looks.judge(np.flatnonzero(~(doubtful | faint | digits)), words)
        hiding = {each.text for each in sure if each.certainty is Certainty.SURE}
        beside = np.isin(looks.texts, np.array(sorted(hiding), np.int64))
        if least is Certainty.SURE:
            strange &= beside
        if least is not Certainty.FAINT:
            faint, strange = faint & beside, strange & (beside | ~faint)
        unsure = looks.judge(np.flatnonzero((doubtful & strange) | (faint & ~doubtful)), words)
        told = [each for each in (*sure, *unsure) if each.certainty >= least or each.text in hiding]
        return sorted(_without_overlaps(told), key=lambda each: (each.text, each.start))

    def _are_written(self, said: "_Said", starts: Places, ends: Places) -> Flags:
        """True where the characters are exactly some word's, whatever stands between them."""
        hashes = said.hashes(starts, ends)
        at = np.minimum(np.searchsorted(self._hashes, hashes), self._hashes.size - 1)
        there: Flags = self._hashes[at] == hashes
        return there


@dataclass(frozen=True)
class _Spelled:
    """A word, and those of its characters that are said."""

    word: str
    said: str


@dataclass(frozen=True)
class _Said:
    """What is said in a batch, syllable by syllable: how it sounds, what is written, and the first
    and last place of it in the batch."""

    sounds: Units
    written: Units
    firsts: Places
    lasts: Places

    def touch(self, starts: Places, ends: Places) -> Flags:
        """True where nothing stands between the syllables, and each is one character."""
        alone: Flags = self.lasts[ends - 1] - self.firsts[starts] == ends - starts - 1
        return alone

    def hashes(self, starts: Places, ends: Places) -> Hashes:
        """A number for what is written in each stretch, whatever its place."""
        before, undone = self._running
        return (before[ends] - before[starts]) * undone[starts]

    @cached_property
    def _running(self) -> tuple[Hashes, Hashes]:
        powers, undone = _powers(_at_least(self.written.size + 1))
        terms = self.written.astype(np.uint64) * powers[: self.written.size]
        return np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms))), undone


class _Looks:
    """How the suspicious stretches look: which characters belong to an ordinary word."""

    def __init__(self, batch: FoldedBatch, said: _Said, starts: Places, ends: Places) -> None:
        self._batch = batch
        self._sizes = ends - starts
        self._begins = np.cumsum(self._sizes) - self._sizes
        pieces = np.arange(self._sizes.sum()) - np.repeat(self._begins - starts, self._sizes)
        first, last = said.firsts[pieces], said.lasts[pieces]
        units = batch.units
        self._before = are_known(units[first - 1], units[first]) & (first == last)
        self._after = are_known(units[last], units[last + 1]) & (first == last)
        self._first, self._last = first, last
        self._written = said.written[pieces].tobytes().decode("utf-16-le")
        self.texts = batch.owner(first[self._begins])

    def pairs(self) -> tuple[Flags, Flags, Flags]:
        """True where the stretch is two characters, neither a digit; where, besides, neither
        belongs to an ordinary word; and where it is two of which one is a digit."""
        digit = np.fromiter(map(str.isdigit, self._written), np.bool_, len(self._written))
        ordinary = self._before | self._after
        begins = self._begins[self._sizes == SHORTEST]
        two = self._sizes == SHORTEST
        two[two] = ~(digit[begins] | digit[begins + 1])
        strange = two.copy()
        begins = self._begins[two]
        strange[two] = ~(ordinary[begins] | ordinary[begins + 1])
        return two, strange, (self._sizes == SHORTEST) & ~two

    def shares(self, pairs: Units, words: Places) -> tuple[Flags, Flags]:
        """True where the stretch's first or second character is that of a word so spoken, and
        where both are."""
        written = np.frombuffer(self._written.encode("utf-16-le"), np.uint16)
        first = _values().take(written[self._begins])
        second = _values().take(written[np.minimum(self._begins + 1, written.size - 1)])
        same = pairs[words] == np.stack((first, second), 1)[:, None]
        one: Flags = same.any(axis=(1, 2))
        both: Flags = same.all(axis=2).any(axis=1)
        return one, both

    def judge(self, rows: Places, words: Sequence[Sequence[_Spelled]]) -> list[Disguised]:
        """判断: without those where what is written is ordinary, or is the word itself."""
        judged = (self._judge(row, words[row]) for row in rows.tolist())
        return [each for each in judged if each is not None]

    def _judge(self, row: int, words: Sequence[_Spelled]) -> Disguised | None:
        begin, size = int(self._begins[row]), int(self._sizes[row])
        written = self._written[begin : begin + size]
        word = max(words, key=lambda each: sum(map(_same, each.said, written)))
        first, last = int(self._first[begin]), int(self._last[begin + size - 1])
        if self._text(first, last + 1) == word.word:
            return None
        changed = [begin + at for at in range(size) if not _same(word.said[at], written[at])]
        gaps = list(self._gaps(begin, begin + size))
        if not _may_be_a_gap(size, gaps):
            return None
        certainty = self._certainty(begin, size, changed)
        if certainty is None:
            return None
        text = int(self.texts[row])
        origin = int(self._batch.joints[text]) + 1
        return Disguised(
            text=text,
            start=first - origin,
            end=last + 1 - origin,
            word=word.word,
            certainty=certainty,
            by_sound=bool(changed),
        )

    def _text(self, start: int | np.int64, end: int | np.int64) -> str:
        return self._batch.units[start:end].tobytes().decode("utf-16-le")

    def _gaps(self, begin: int, end: int) -> Iterator[int]:
        """For every gap inside: on how many of its sides an ordinary word ends, and one more where
        a sentence does."""
        for at in range(begin + 1, end):
            gap = self._text(self._last[at - 1] + 1, self._first[at])
            if gap:
                marks = set(gap) - {" "}
                ends = bool(marks) and marks <= SENTENCE_ENDS
                yield int(self._before[at - 1]) + int(self._after[at]) + ends

    def _certainty(self, begin: int, size: int, changed: Sequence[int]) -> Certainty | None:
        """None where what was replaced is an ordinary word, or part of one; faint where all else
        is written as in the word."""
        if size == SHORTEST:
            return self._certainty_of_two(begin, changed)
        if not changed:
            return Certainty.SURE
        if size == SHORTEST + 1:
            strange = not any(map(self._is_ordinary, changed))
        else:
            strange = any(self._is_strange(at, begin, begin + size) for at in changed)
        if strange:
            return Certainty.SURE
        return Certainty.FAINT if len(changed) == 1 else None

    def _certainty_of_two(self, begin: int, changed: Sequence[int]) -> Certainty | None:
        pair = (begin, begin + 1)
        digits = [self._written[at].isdigit() for at in pair]
        if any(digits):
            # 唯1, but not 1个: before its unit a digit is how numbers are written.
            return Certainty.LIKELY if digits == [False, True] and not changed else None
        if changed and any(map(self._is_ordinary, pair)):
            return None
        return Certainty(SHORTEST - len(changed))

    def _is_strange(self, at: int, begin: int, end: int) -> bool:
        """True when it makes no ordinary pair inside the word; what stands round that is chance."""
        before = at > begin and self._before[at]
        return not (before or (at + 1 < end and self._after[at]))

    def _is_ordinary(self, at: int) -> bool:
        return bool(self._before[at] or self._after[at])


def _may_be_a_gap(size: int, gaps: Sequence[int]) -> bool:
    """Short words come about by chance where ordinary words end, or begin, at the gap."""
    return not gaps or size > SHORTEST + 1 or min(gaps) < size - 1


def _listen(units: Units) -> _Said:
    places = np.flatnonzero(heard().take(units))
    written = units[places]
    whole = _put_together(written, places, units)
    made = np.flatnonzero(whole)
    written = written.copy()
    written[made] = whole[made]
    lasts = places.copy()
    lasts[made] = places[made + 1]
    kept = np.ones(places.size, np.bool_)
    kept[made + 1] = False
    written, places, lasts = written[kept], places[kept], lasts[kept]
    before, after = (units.take(beside, mode="clip") for beside in (places - 1, lasts + 1))
    sounds = sounds_of(written, before, after)
    return _Said(sounds, written, places, lasts)


def _put_together(written: Units, places: Places, units: Units) -> Units:
    """The character that a piece makes with the next one, where the two are no ordinary pair."""
    whole = np.zeros(written.size, np.uint16)
    first = np.flatnonzero(_beginnings().take(written[:-1]))
    pairs = written[first].astype(np.uint32) << _PAIR | written[first + 1]
    keys, values = _wholes()
    at = np.minimum(np.searchsorted(keys, pairs), keys.size - 1)
    here, made = first[keys[at] == pairs], values[at][keys[at] == pairs]
    beside = places[here + 1] - places[here] == 1
    odd = ~(beside & are_known(written[here], written[here + 1]))
    taken = -1
    for place, char in zip(here[odd].tolist(), made[odd].tolist(), strict=True):
        if place > taken:
            whole[place] = char
            taken = place + 1
    return whole


def _pairs_of(spoken: Sequence[Sequence[_Spelled]]) -> Units:
    """Per way of speaking the words of two characters: row by row, filled up with nothing."""
    most = max(map(len, spoken), default=1)
    pairs = np.zeros((len(spoken), most, SHORTEST), np.uint16)
    for row, words in enumerate(spoken):
        for place, each in enumerate(words):
            if len(each.said) == SHORTEST:
                pairs[row, place] = list(map(ord, each.said))
    return _values().take(pairs)


@cache
def _values() -> Units:
    """Every code as it is, a numeral as its digit."""
    table = np.arange(FIRST_FAR, dtype=np.uint16)
    for numeral, digit in _VALUES.items():
        table[ord(numeral)] = ord(digit)
    return table


@cache
def _beginnings() -> Flags:
    table = np.zeros(FIRST_FAR, np.bool_)
    table[[ord(first) for first, _ in wholes()]] = True
    return table


@cache
def _wholes() -> tuple[npt.NDArray[np.uint32], Units]:
    rows = sorted(
        (ord(one) << _PAIR | ord(two), ord(whole)) for (one, two), whole in wholes().items()
    )
    keys, values = zip(*rows, strict=True)
    return np.array(keys, np.uint32), np.array(values, np.uint16)


def _at_least(size: int) -> int:
    """The next power of two: the tables of a few sizes are kept, not of every batch's."""
    return 1 << size.bit_length()


@cache
def _powers(size: int) -> tuple[Hashes, Hashes]:
    up = np.full(size, _BASE, np.uint64)
    down = np.full(size, pow(_BASE, -1, 2**64), np.uint64)
    up[0] = down[0] = 1
    return np.cumprod(up), np.cumprod(down)


def _hashes_of(words: set[str]) -> Hashes:
    ordered = sorted(words)
    sizes = np.fromiter(map(len, ordered), np.int64, len(ordered))
    codes = np.fromiter(map(ord, "".join(ordered)), np.uint64, int(sizes.sum()))
    begins = np.cumsum(sizes) - sizes
    places = np.arange(codes.size) - np.repeat(begins, sizes)
    powers = _powers(_at_least(int(sizes.max(initial=0)) + 1))[0]
    hashes = np.add.reduceat(codes * powers[places], begins) if ordered else np.zeros(1, np.uint64)
    return np.sort(hashes)


def _without_overlaps(found: Sequence[Disguised]) -> Iterator[Disguised]:
    """The surest first, then the longest."""
    taken: set[tuple[int, int]] = set()
    for each in sorted(found, key=lambda one: (-one.certainty, one.start - one.end, one.start)):
        places = {(each.text, place) for place in range(each.start, each.end)}
        if not places & taken:
            taken |= places
            yield each


def _same(one: str, other: str) -> bool:
    return one == other or _VALUES.get(one, one) == _VALUES.get(other, other)
