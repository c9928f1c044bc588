"""安全正则: the small pattern language of rule packs, the same in both engines.

Literals, classes, groups, alternation, the two ends and bounded repeats: nothing that can look
around, refer back or run away. What is accepted here compiles in Hyperscan and in `re`, and means
the same in both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import prod
from typing import NoReturn

LONGEST_REPEAT = 60
MOST_LITERALS = 400
DEEPEST = 30
# How many ways a pattern may be tried at one place: a tame pattern has some hundreds.
MOST_WAYS = 1_000_000
_CLASS_ENDS = "]"
_PUNCTUATION = frozenset("\\.+*?()|[]{}^$-/ #&~'\"%!,:;=<>@_`")
_BOUNDS = re.compile(r"\{(\d{1,3})(?:,(\d{1,3}))?\}")
_BRACKETS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()]")
# A stretch of plain characters, but for the last one: a repeat may follow that.
_PLAIN = re.compile(r"[^\\.+*?()|\[\]{}^$]+(?=[^\\.+*?()|\[\]{}^$])")


class PatternFault(ValueError):
    """模式有错: the pattern says something the common subset does not allow."""


class _Leaf:
    """What holds of every leaf."""

    ways = 1
    can_be_empty = False
    is_steady = True


class _Branching:
    """What is asked of a node more than once: word lists stand in many patterns."""

    @cached_property
    def exact(self: "Inner") -> frozenset[str] | None:
        return _exact(self)

    @cached_property
    def ways(self: "Inner") -> int:
        return _ways(self)

    @cached_property
    def can_be_empty(self: "Inner") -> bool:
        return _can_be_empty(self)

    @cached_property
    def is_steady(self: "Inner") -> bool:
        return _is_steady(self)

    @cached_property
    def firsts(self: "Inner") -> frozenset[str] | None:
        return _firsts(self)


@dataclass(frozen=True)
class Chars(_Leaf):
    """一个字: one character out of `members`; None means any of too many to list."""

    members: frozenset[str] | None

    @property
    def exact(self) -> frozenset[str] | None:
        """The wordings it spells out."""
        return self.members

    @property
    def firsts(self) -> frozenset[str] | None:
        """What it may begin with."""
        return self.members


@dataclass(frozen=True)
class Words(_Leaf):
    """原词: these characters, one after the other."""

    text: str

    @property
    def exact(self) -> frozenset[str]:
        """The wordings it spells out."""
        return frozenset([self.text])

    @property
    def firsts(self) -> frozenset[str]:
        """What it may begin with."""
        return frozenset(self.text[0])


@dataclass(frozen=True)
class Sequence(_Branching):
    """连写: parts one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Choice(_Branching):
    """任选: one of the branches."""

    branches: tuple["Node", ...]


@dataclass(frozen=True)
class Repeat(_Branching):
    """重复: the body between `least` and `most` times."""

    body: "Node"
    least: int
    most: int


Inner = Sequence | Choice | Repeat
Node = Chars | Words | Inner


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


def anchors(node: Node) -> frozenset[str] | None:
    """锚: literals of which every match holds at least one; None where none can be named."""
    exact = node.exact
    if exact is not None:
        return exact if all(exact) else None
    if isinstance(node, Choice):
        return _union(anchors(branch) for branch in node.branches)
    if isinstance(node, Repeat):
        return anchors(node.body) if node.least else None
    if isinstance(node, Sequence):
        return _best(_candidates(node))
    return None


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
    reader = _Reader(pattern, _closes(pattern))
    node = _choice(reader)
    if reader.peek():
        reader.refuse("多出一个右括号")
    return _Read(node, reader.groups)


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
    if most > 1 and _repeats_widely(body):
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


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Sequence):
        return node.parts
    if isinstance(node, Choice):
        return node.branches
    return (node.body,) if isinstance(node, Repeat) else ()


def _repeats_widely(node: Node) -> bool:
    if isinstance(node, Repeat) and node.most > 1 and node.least != node.most:
        return True
    return any(_repeats_widely(child) for child in _children(node))


def _is_steady(node: Inner) -> bool:
    """True when a repeat of this can be read in one way only, so that it never runs away."""
    if isinstance(node, Repeat) and node.least != node.most:
        return False
    if isinstance(node, Choice):
        firsts = [branch.firsts for branch in node.branches]
        if any(a is None or b is None or a & b for a, b in combinations(firsts, 2)):
            return False
    return all(child.is_steady for child in _children(node))


def _firsts(node: Inner) -> frozenset[str] | None:
    """The characters a match may begin with; None where they are too many to list."""
    if isinstance(node, Repeat):
        return node.body.firsts if node.least else None
    if isinstance(node, Choice):
        firsts = [branch.firsts for branch in node.branches]
        return None if None in firsts else frozenset().union(*filter(None, firsts))
    return node.parts[0].firsts if node.parts else None


def _ways(node: Inner) -> int:
    """How many lengths of its repeats a matcher may have to try at one place."""
    if isinstance(node, Repeat):
        return (node.most - node.least + 1) * node.body.ways
    if isinstance(node, Choice):
        return max(branch.ways for branch in node.branches)
    return prod(part.ways for part in node.parts)


def _can_be_empty(node: Inner) -> bool:
    if isinstance(node, Sequence):
        return all(part.can_be_empty for part in node.parts)
    if isinstance(node, Choice):
        return any(branch.can_be_empty for branch in node.branches)
    return node.least == 0 or node.body.can_be_empty


def _exact(node: Inner) -> frozenset[str] | None:
    if isinstance(node, Sequence):
        return _product(part.exact for part in node.parts)
    if isinstance(node, Choice):
        return _union(branch.exact for branch in node.branches)
    body = node.body.exact
    if node.most == 1:
        return None if body is None else body | (frozenset([""]) if not node.least else body)
    if node.least == node.most <= LONGEST_REPEAT // 10:
        return _product(body for _ in range(node.least))
    return None


def _product(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    words = frozenset([""])
    for each in sets:
        if each is None or len(words) * len(each) > MOST_LITERALS:
            return None
        words = frozenset(head + tail for head in words for tail in each)
    return words


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    words: frozenset[str] = frozenset()
    for each in sets:
        if each is None:
            return None
        words |= each
    return words if len(words) <= MOST_LITERALS * 4 else None


def _candidates(node: Sequence) -> Iterator[frozenset[str]]:
    run: frozenset[str] | None = None
    for part in node.parts:
        exact = part.exact
        longer = exact if run is None else _product((run, exact))
        if longer is None and run is not None:
            yield run
        run = longer if longer is not None else exact
        inner = anchors(part)
        if exact is None and inner is not None:
            yield inner
    if run is not None:
        yield run


def _best(candidates: Iterable[frozenset[str]]) -> frozenset[str] | None:
    usable = [words for words in candidates if words and all(words)]
    if not usable:
        return None
    return max(usable, key=lambda words: (min(2, *map(len, words)), -len(words)))
