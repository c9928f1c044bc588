"""分句: what stands between two stops, what came before it, and whose goods it speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Full-width commas and stops keep their own shape: they part clauses.
_KEPT: Final = {ord(char): char for char in "，！？；：（）"}
PLAIN: Final = {**_HALF_WIDTH, **_KEPT, 0x3000: " ", 0x3007: "零"}
_HAN: Final = "\u3400-\u9fff"
_STOP: Final = re.compile(rf"[，,。！!？?；;\n\r…]|(?<=[{_HAN}]) +(?=[{_HAN}])")
LONGEST: Final = 32
BEFORE, AFTER = 10, 8
_FULL_STOP: Final = "。！!？?；;\n\r…"

# What follows is about other goods, other people, or nothing that is claimed.
ELSEWHERE: Final = re.compile(
    "别人家|别家|人家家|人家那|其他家|其他店|市面上|外面(?:那|卖|买)|同行|有些[人店商]|有的[人店商]|"
    "有(?:一)?家店|隔壁|冒充|假冒|山寨|"
    "(?:上|前)一(?:个|款|场|次)|上(?:一)?次|刚才|刚刚|之前那|昨天那|"
    "下一(?:个|款|场)|下个链接|等会儿|另外(?:一|那)|别的款|其他款|"
    "(?:链接)?[二三四五六七八九十2-9]号(?:链接|款)?是|"
    "如果|(?<!主)要是|假如|假设|哪怕|就算|万一|"
    "(?:有人|有宝宝|有姐妹|他们|你们)?(?:问|说)(?:这个|它)?(?:是不是|能不能|有没有)|是不是|能不能|"
    "不是|不像|并非|没有|不要|不能|不会|不得|不含|不具|代替不了|"
    "我(?:自己|妈|爸|们老板|老公|老婆|家孩子)|主播|(?:大哥|大姐|客人|客户|粉丝)"
)
_OPENS: Final = re.compile(
    "另外(?:一|那)|(?:链接)?[二三四五六七八九十2-9]号(?:链接|款)?是|刚才那|上一(?:个|款)"
)


@dataclass(frozen=True)
class Clause:
    """一个分句: `start` counts in the whole text; `before` is the clause it goes on from."""

    start: int
    text: str
    before: str
    after: str

    @property
    def end(self) -> int:
        """结束."""
        return self.start + len(self.text)

    @cached_property
    def strays_before(self) -> str:
        """前面的话说的是别的: a preceding clause that turned to other goods."""
        found = _OPENS.search(self.before)
        return found[0] if found else ""

    @property
    def is_long(self) -> bool:
        """没有标点的长句: speech written down without stops, where only what is near belongs."""
        return len(self.text) > LONGEST

    def strays(self, at: int) -> bool:
        """说的是别的: something before this place in the clause turns away from the goods."""
        first = max(0, at - BEFORE) if self.is_long else 0
        turned = self.strays_before if first == 0 else ""
        return bool(turned or ELSEWHERE.search(self.text, first, at))

    def near(self, start: int, end: int) -> str:
        """跟前的话: the whole clause, or so much of a long one as belongs to a value in it."""
        if not self.is_long:
            return self.text
        return self.text[max(0, start - BEFORE) : end + AFTER]

    def told(self, start: int, end: int) -> str:
        """跟前的话和前一句: what a value without a name of its own goes on from."""
        near = self.near(start, end)
        return near if self.is_long and start > BEFORE else f"{self.before} {near}"


def plain(text: str) -> str:
    """半角: the same length, so that places stay places."""
    return text.translate(PLAIN)


def clauses(text: str) -> Iterator[Clause]:
    """分句, in order; `text` has been made plain."""
    parts: list[tuple[int, str, bool]] = []
    start = 0
    for stop in _STOP.finditer(text):
        parts.append((start, text[start : stop.start()], stop[0][0] in _FULL_STOP))
        start = stop.end()
    parts.append((start, text[start:], True))
    told = [part for part in parts if part[1].strip()]
    for place, (at, words, _) in enumerate(told):
        before = told[place - 1][1] if place and not told[place - 1][2] else ""
        after = told[place + 1][1] if place + 1 < len(told) and not told[place][2] else ""
        yield Clause(at, words, before, after)
