"""安全正则: the small pattern language of rule packs, the same in both engines.

Literals, classes, groups, alternation, the two ends and bounded repeats: nothing that can look
around, refer back or run away. What is accepted here compiles in Hyperscan and in `re`, and means
the same in both.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from .pattern_tree import (
    MOST_LITERALS,
    Chars,
    Choice,
    Node,
    PlainChoice,
    Repeat,
    Sequence,
    Words,
)

LONGEST_REPEAT = 60
DEEPEST = 30
# How many ways a pattern may be tried at one place: a tame pattern has some hundreds.
MOST_WAYS = 200_000
_CLASS_ENDS = "]"
_PUNCTUATION = frozenset("\\.+*?()|[]{}^$-/ #&~'\"%!,:;=<>@_`")
_BOUNDS = re.compile(r"\{(\d{1,3})(?:,(\d{1,3}))?\}")
_BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]")
_PLAIN_CHOICE = re.compile(r"[^\\.+*?()|\[\]{}^$]+(?:\|[^\\.+*?()|\[\]{}^$]+)+")
# A stretch of plain characters, but for the last one: a repeat may follow that.
_PLAIN = re.compile(r"[^\\.+*?()|\[\]{}^$]+(?=[^\\.+*?()|\[\]{}^$])")


class PatternFault(ValueError):
    """模式有错: the pattern says something the common subset does not allow."""


@dataclass
class _Reader:
    pattern: str
    closes: Mapping[int, int]
    at: int = 0
    groups: int = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        char = self.peek()
        if not char:
            self.refuse("模式没有写完")
        self.at += 1
        return char

    def refuse(self, why: str) -> NoReturn:
        raise PatternFault(f"{why}（第 {self.at + 1} 个字附近：{self.pattern[:60]}）")


@dataclass(frozen=True)
class _Read:
    """What a pattern, or the inside of a bracket, turned out to be."""

    node: Node
    groups: int


def parse(pattern: str) -> Node:
    """读模式: the pattern's tree. Raises PatternFault outside the common subset."""
    return _whole(pattern).node


def group_count(pattern: str) -> int:
    """取值括号数: how many capturing groups the pattern has."""
    return _whole(pattern).groups


def plain_words(node: Node) -> frozenset[str]:
    """原词: every wording the pattern spells out in full, branch by branch."""
    exact = node.exact
    if exact is not None:
        return exact
    if isinstance(node, Choice):
        return frozenset().union(*map(plain_words, node.branches))
    return frozenset()


def any_of(patterns: Iterable[str]) -> str:
    """任一: one alternation of patterns, longest first so that the longest reading wins."""
    ordered = sorted(set(patterns), key=lambda text: (-len(text), text))
    return "(?:" + "|".join(ordered) + ")"


@cache
def _whole(pattern: str) -> _Read:
    read = _inside(pattern)
    reader = _Reader(pattern, {})
    if read.node.can_be_empty:
        reader.refuse("模式可以匹配空文字")
    if read.node.ways > MOST_WAYS:
        reader.refuse("可长可短的重复太多，匹配会失控")
    return read


@cache
def _inside(pattern: str) -> _Read:
    """Word lists stand in many patterns: the inside of each bracket is read once."""
    if _PLAIN_CHOICE.fullmatch(pattern):
        return _Read(PlainChoice(tuple(map(_plain, pattern.split("|")))), 0)
    reader = _Reader(pattern, _closes(pattern))
    node = _choice(reader)
    if reader.peek():
        reader.refuse("多出一个右括号")
    return _Read(node, reader.groups)


def _plain(word: str) -> Chars | Words:
    return Words(word) if word[1:] else Chars(frozenset(word))


def _closes(pattern: str) -> Mapping[int, int]:
    """Where each opening bracket is closed."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for mark in _BRACKETS.finditer(pattern):
        if mark[0] == "(":
            waiting.append(mark.start())
            if len(waiting) > DEEPEST:
                raise PatternFault(f"括号最多套 {DEEPEST} 层（{pattern[:60]}）")
        elif mark[0] == ")" and waiting:
            pairs[waiting.pop()] = mark.start()
    return pairs


def _choice(reader: _Reader) -> Node:
    branches = [_sequence(reader)]
    while reader.peek() == "|":
        reader.take()
        branches.append(_sequence(reader))
    return branches[0] if len(branches) == 1 else Choice(tuple(branches))


def _sequence(reader: _Reader) -> Node:
    parts: list[Node] = []
    while reader.peek() not in ("", "|", ")"):
        plain = _PLAIN.match(reader.pattern, reader.at)
        if plain is not None:
            parts.append(Words(plain[0]))
            reader.at = plain.end()
        parts.append(_repeat(reader))
    return parts[0] if len(parts) == 1 else Sequence(tuple(parts))


def _repeat(reader: _Reader) -> Node:
    body = _atom(reader)
    char = reader.peek()
    if char in ("*", "+"):
        reader.refuse("重复要写上限，如 {1,6}")
    if char == "?":
        reader.take()
        return Repeat(body, 0, 1)
    if char != "{":
        return body
    bounds = _BOUNDS.match(reader.pattern, reader.at)
    if bounds is None:
        reader.refuse("花括号里应当是次数")
    reader.at = bounds.end()
    least = int(bounds[1])
    most = int(bounds[2]) if bounds[2] else least
    if most > LONGEST_REPEAT or least > most:
        reader.refuse(f"重复次数最多 {LONGEST_REPEAT}")
    if most > 1 and body.repeats_widely:
        reader.refuse("重复里面不能再有重复")
    if most > 1 and not body.is_steady:
        reader.refuse("重复的几种写法要从第一个字就分得开")
    return Repeat(body, least, most)


def _atom(reader: _Reader) -> Node:
    char = reader.take()
    if char == "(":
        return _group(reader)
    if char == "[":
        return _char_class(reader)
    if char == ".":
        return Chars(None)
    if char == "\\":
        return Chars(_escape(reader))
    if char in "^$":
        return Sequence(())
    if char in "*+?{}]":
        reader.refuse(f"这里不能写 {char}")
    return Chars(frozenset(char))


def _group(reader: _Reader) -> Node:
    end = reader.closes.get(reader.at - 1)
    if end is None:
        reader.refuse("少一个右括号")
    if reader.peek() == "?":
        reader.take()
        if reader.take() != ":":
            reader.refuse("不能用前后环视和反向引用")
    else:
        reader.groups += 1
    read = _inside(reader.pattern[reader.at : end])
    reader.groups += read.groups
    reader.at = end + 1
    return read.node


def _char_class(reader: _Reader) -> Node:
    negated = reader.peek() == "^"
    if negated:
        reader.take()
    members: set[str] | None = set()
    while reader.peek() != _CLASS_ENDS:
        members = _class_member(reader, members)
    reader.take()
    if members is not None and not members:
        reader.refuse("方括号里是空的")
    return Chars(None if negated or members is None else frozenset(members))


def _class_member(reader: _Reader, members: set[str] | None) -> set[str] | None:
    char = reader.take()
    low = _escape(reader) if char == "\\" else frozenset(char)
    if low is None:
        return None
    if reader.peek() == "-" and reader.pattern[reader.at + 1 : reader.at + 2] != _CLASS_ENDS:
        reader.take()
        first, last = ord(min(low)), ord(reader.take())
        wide = last - first > MOST_LITERALS or members is None
        return None if wide else (members or set()) | {chr(i) for i in range(first, last + 1)}
    return None if members is None else members | low


def _escape(reader: _Reader) -> frozenset[str] | None:
    char = reader.take()
    if char == "d":
        return None
    if char == "n":
        return frozenset("\n")
    if char not in _PUNCTUATION:
        reader.refuse(f"不认识的转义 \\{char}")
    return frozenset(char)
