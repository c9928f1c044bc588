"""归一: one pass by table that undoes disguises and still knows where every character stood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from .fold_table import DIGIT_VARIANTS, DROPPED_RANGES, TRADITIONAL, VARIANT_RANGES

FIRST_FAR = 0x10000
_FAR = re.compile("[\U00010000-\U0010ffff]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# After one Han character and before another these are decoration, whatever stands around them.
_SEPARATORS = re.compile(rf"[*_·•.^~`=+#&@$※°\\・‧∙⋅●○■□◆◇▲△▼▽★☆丶丨]{{1,3}}(?=[{HAN}])")
_HAN = re.compile(f"[{HAN}a-z]")
# Blanks, bars and dashes also part phrases: they go only where they isolate one character.
_BAR = r"[ \t|/\-,、—…:]{1,3}"
_SPLIT = re.compile(rf"(?<![{HAN}])[{HAN}](?:{_BAR}[{HAN}])+(?![{HAN}])")
_INSIDE = re.compile(_BAR)
_SPELLED = re.compile(rf"(?:^|[^{HAN}])[{HAN}][ \t|/\-,、—…:]{{1,3}}[{HAN}](?![{HAN}])")
# In running text the first and the last spelled character touch their neighbours, so what tells
# is a character alone between two equal bars. Commas and colons are punctuation there.
_ALONE = re.compile(rf"(?<=[{HAN}])([ |/\-—…]{{1,3}})[{HAN}](?=\1[{HAN}])")


@dataclass(frozen=True)
class Folded:
    """归一文本: `text` is what rules read; `span` leads back to the original."""

    original: str
    text: str
    dropped: tuple[tuple[int, int], ...]

    @cached_property
    def _positions(self) -> tuple[int, ...]:
        table = fold_table()
        kept = [i for i, char in enumerate(self.original) if table.get(ord(char), "") is not None]
        for start, end in self.dropped:
            del kept[start:end]
        return tuple(kept)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """原文位置: code points in the original for a stretch of the folded text."""
        if len(self.text) == len(self.original):
            return start, end
        return self._positions[start], self._positions[end - 1] + 1


def fold(text: str) -> Folded:
    """归一: width, case, traditional forms, odd digits, invisible and inserted characters."""
    plain = fold_words(text)
    gaps = _gaps(plain)
    if not gaps:
        return Folded(text, plain, ())
    kept = plain
    for start, end in gaps:
        kept = kept[:start] + kept[end:]
    return Folded(text, kept, gaps)


def fold_words(words: str) -> str:
    """归一词: a rule's own words, folded as texts are; nothing inserted is looked for."""
    return _FAR.sub(_plain_form, _odd_characters().sub(_plain_form, words))


@cache
def fold_table() -> dict[int, str | None]:
    """归一表: code point to its plain form, None to drop it. Every entry is one for one."""
    table: dict[int, str | None] = {}
    for first, last in VARIANT_RANGES:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code)).lower()
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    for first, last in DROPPED_RANGES:
        table.update(dict.fromkeys(range(first, last + 1)))
    table.update((ord(odd), plain) for odd, plain in DIGIT_VARIANTS.items())
    pairs = TRADITIONAL.split()
    table.update((ord(pair[0]), pair[1]) for pair in pairs)
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
    return table


@cache
def _odd_characters() -> re.Pattern[str]:
    # Without the far planes the class is one bitmap: faster than translating every character.
    near = "".join(re.escape(chr(code)) for code in sorted(fold_table()) if code < FIRST_FAR)
    return re.compile(f"[{near}]")


def _plain_form(match: re.Match[str]) -> str:
    return fold_table().get(ord(match[0]), match[0]) or ""


def _gaps(plain: str) -> tuple[tuple[int, int], ...]:
    found = {
        mark.span()
        for mark in _SEPARATORS.finditer(plain)
        if mark.start() and _HAN.match(plain, mark.start() - 1)
    }
    if _SPELLED.search(plain):
        found |= set(_inside_spelled_words(plain))
    found |= set(_around_lone_characters(plain))
    # From the back, so that earlier places stay where they were.
    return tuple(sorted(found, reverse=True))


def _inside_spelled_words(plain: str) -> Iterator[tuple[int, int]]:
    for word in _SPLIT.finditer(plain):
        for gap in _INSIDE.finditer(word[0]):
            yield word.start() + gap.start(), word.start() + gap.end()


def _around_lone_characters(plain: str) -> Iterator[tuple[int, int]]:
    for lone in _ALONE.finditer(plain):
        yield lone.span(1)
        yield lone.end(), lone.end() + len(lone[1])
