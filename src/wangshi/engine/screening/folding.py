"""归一: one pass by table that undoes disguises and still knows where every character stood.

This is one text at a time, in the plainest words; `batches` does the same to thousands at once,
and a test holds the two against each other.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .fold_table import (
    BROKEN_RANGES,
    DIGIT_VARIANTS,
    DROPPED_RANGES,
    LETTER_BLOCKS,
    MARK_RANGES,
    MARKS,
    TRADITIONAL,
    VARIANT_RANGES,
)

FIRST_FAR = 0x10000
# What no rule can name: half a character, or one of the far planes without a plain form.
NOTHING_KNOWN = "\ufffd"
# Han characters of a folded text: the hexagrams between the two blocks are folded away.
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"
HAN = f"{FIRST_HAN}-{LAST_HAN}"
MOST_MARKS = 3
_FAR = re.compile("[\U00010000-\U0010ffff]")
# Blanks, bars and dashes also part phrases: they go only where they isolate one character.
BARS, FIRM_BARS = " \t|/-,、…:", " |/-…"
WIDEST_BAR = 3
_BAR, _FIRM_BAR = (f"[{re.escape(bars)}]{{1,{WIDEST_BAR}}}" for bars in (BARS, FIRM_BARS))
_SPLIT = re.compile(rf"(?<![{HAN}])[{HAN}](?:{_BAR}[{HAN}])+(?![{HAN}])")
_INSIDE = re.compile(_BAR)
# In running text the first and the last spelled character touch their neighbours, so what tells
# is a character alone between two equal bars. Commas and colons are punctuation there.
_ALONE = re.compile(rf"(?<=[{HAN}])({_FIRM_BAR})[{HAN}](?=\1[{HAN}])")
Gap = tuple[int, int]


@dataclass(frozen=True)
class Folded:
    """归一文本: `text` is what rules read; `span` leads back to the original."""

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """原文位置: code points in the original for a stretch of the folded text."""
        last = self.starts[end - 1] + 1 if self.ends is None else self.ends[end - 1]
        return int(self.starts[start]), int(last)


def fold(text: str) -> Folded:
    """归一: width, case, traditional forms, odd digits, invisible and inserted characters."""
    plain = fold_words(text)
    kept: Sequence[int] = range(len(text))
    if len(plain) < len(text):
        table = fold_table()
        kept = [i for i, char in enumerate(text) if table.get(ord(char), "") is not None]
    for gaps_in in (mark_gaps, spelled_gaps):
        plain, kept = _without(gaps_in, plain, kept)
    return Folded(text, plain, kept)


def fold_words(words: str) -> str:
    """归一词: a rule's own words, folded as texts are; nothing inserted is looked for."""
    return _FAR.sub(_plain_form, _odd_characters().sub(_plain_form, words))


@cache
def fold_table() -> dict[int, str | None]:
    """归一表: code point to its plain form, None to drop it. Every entry is one for one."""
    table: dict[int, str | None] = {}
    for code in _codes(VARIANT_RANGES):
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(plain) == 1 and plain != chr(code):
            table[code] = plain
    table.update(dict.fromkeys(_codes(DROPPED_RANGES)))
    table.update(dict.fromkeys(_codes(BROKEN_RANGES), NOTHING_KNOWN))
    table.update((ord(odd), plain) for odd, plain in DIGIT_VARIANTS.items())
    for first in LETTER_BLOCKS:
        table.update((first + place, chr(ord("a") + place)) for place in range(26))
    table.update((ord(pair[0]), pair[1]) for pair in TRADITIONAL.split())
    return {code: _plainest(table, plain) for code, plain in table.items()}


@cache
def marks() -> frozenset[str]:
    """装饰符: what is decoration between two Han characters, folded."""
    return frozenset(MARKS) | {chr(code) for code in _codes(MARK_RANGES)}


def mark_gaps(plain: str) -> Iterator[Gap]:
    """装饰: up to three marks after a Han character or a letter and before a Han character."""
    for gap in _marked().finditer(plain):
        yield gap.span()


def spelled_gaps(plain: str) -> Iterator[Gap]:
    """拼写: the bars of a word spelled out character by character."""
    for word in _SPLIT.finditer(plain):
        for gap in _INSIDE.finditer(word[0]):
            yield word.start() + gap.start(), word.start() + gap.end()
    for lone in _ALONE.finditer(plain):
        yield lone.span(1)
        yield lone.end(), lone.end() + len(lone[1])


def _without(
    gaps_in: Callable[[str], Iterable[Gap]], plain: str, kept: Sequence[int]
) -> tuple[str, Sequence[int]]:
    gone = {place for gap in gaps_in(plain) for place in range(*gap)}
    if not gone:
        return plain, kept
    left = [place for place in range(len(plain)) if place not in gone]
    return "".join(plain[place] for place in left), [kept[place] for place in left]


def _codes(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in ranges:
        yield from range(first, last + 1)


def _plainest(table: dict[int, str | None], plain: str | None) -> str | None:
    if plain is None:
        return None
    if ord(plain) >= FIRST_FAR:
        return NOTHING_KNOWN
    return _plainest(table, table[ord(plain)]) if ord(plain) in table else plain


@cache
def _odd_characters() -> re.Pattern[str]:
    # Without the far planes the class is one bitmap: faster than translating every character.
    near = "".join(re.escape(chr(code)) for code in sorted(fold_table()) if code < FIRST_FAR)
    return re.compile(f"[{near}]")


@cache
def _marked() -> re.Pattern[str]:
    mark = "".join(map(re.escape, sorted(marks())))
    return re.compile(rf"(?<=[{HAN}a-z])[{mark}]{{1,{MOST_MARKS}}}(?=[{HAN}])")


def _plain_form(match: re.Match[str]) -> str:
    code = ord(match[0])
    return fold_table().get(code, NOTHING_KNOWN if code >= FIRST_FAR else match[0]) or ""
