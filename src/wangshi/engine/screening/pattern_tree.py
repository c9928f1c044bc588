"""模式树: what a safe pattern is made of, and what can be said of each part.

Word lists stand in many patterns, so what a node is asked more than once it remembers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import prod

MOST_LITERALS = 400
MOST_TOGETHER = MOST_LITERALS * 4
LONGEST_UNROLLED = 6


@dataclass(frozen=True)
class Chars:
    """一个字: one character out of `members`; None means any of too many to list."""

    members: frozenset[str] | None
    ways = 1
    longest = 1
    can_be_empty = False
    is_steady = True
    repeats_widely = False

    @property
    def exact(self) -> frozenset[str] | None:
        """All wordings it stands for."""
        return self.members

    @property
    def firsts(self) -> frozenset[str] | None:
        """The characters it may begin with."""
        return self.members


@dataclass(frozen=True)
class Words:
    """原词: these characters, one after the other."""

    text: str
    ways = 1
    can_be_empty = False
    is_steady = True
    repeats_widely = False

    @property
    def exact(self) -> frozenset[str]:
        """All wordings it stands for."""
        return frozenset([self.text])

    @property
    def firsts(self) -> frozenset[str]:
        """The characters it may begin with."""
        return frozenset(self.text[0])

    @property
    def longest(self) -> int:
        """How many characters it takes at most."""
        return len(self.text)


@dataclass(frozen=True)
class Sequence:
    """连写: parts one after the other."""

    parts: tuple["Node", ...]

    @cached_property
    def exact(self) -> frozenset[str] | None:
        """All wordings it stands for; None where they are too many to list."""
        return _product(part.exact for part in self.parts)

    @cached_property
    def firsts(self) -> frozenset[str] | None:
        """The characters it may begin with; None where they are too many to list."""
        return self.parts[0].firsts if self.parts else None

    @cached_property
    def ways(self) -> int:
        """How many lengths of its repeats a matcher may have to try at one place."""
        return prod(part.ways for part in self.parts)

    @cached_property
    def longest(self) -> int:
        """How many characters it takes at most."""
        return sum(part.longest for part in self.parts)

    @cached_property
    def can_be_empty(self) -> bool:
        """True when it also matches nothing at all."""
        return all(part.can_be_empty for part in self.parts)

    @cached_property
    def is_steady(self) -> bool:
        """True when a repeat of it can be read in one way only, so that it never runs away."""
        return all(part.is_steady for part in self.parts)

    @cached_property
    def repeats_widely(self) -> bool:
        """True when something in it repeats a varying number of times."""
        return any(part.repeats_widely for part in self.parts)


@dataclass(frozen=True)
class Choice:
    """任选: one of the branches."""

    branches: tuple["Node", ...]

    @cached_property
    def exact(self) -> frozenset[str] | None:
        """All wordings it stands for; None where they are too many to list."""
        return _union(branch.exact for branch in self.branches)

    @cached_property
    def firsts(self) -> frozenset[str] | None:
        """The characters it may begin with; None where they are too many to list."""
        return _union(branch.firsts for branch in self.branches)

    @cached_property
    def ways(self) -> int:
        """How many lengths of its repeats a matcher may have to try at one place."""
        return max(branch.ways for branch in self.branches)

    @cached_property
    def longest(self) -> int:
        """How many characters it takes at most."""
        return max(branch.longest for branch in self.branches)

    @cached_property
    def can_be_empty(self) -> bool:
        """True when it also matches nothing at all."""
        return any(branch.can_be_empty for branch in self.branches)

    @cached_property
    def is_steady(self) -> bool:
        """True when its first character tells which branch it is."""
        firsts = [branch.firsts for branch in self.branches]
        told_apart = all(a and b and not a & b for a, b in combinations(firsts, 2))
        return told_apart and all(branch.is_steady for branch in self.branches)

    @cached_property
    def repeats_widely(self) -> bool:
        """True when something in it repeats a varying number of times."""
        return any(branch.repeats_widely for branch in self.branches)


class PlainChoice(Choice):
    """任一原词: branches that are plain words, as word lists are."""

    ways = 1
    can_be_empty = False
    repeats_widely = False


@dataclass(frozen=True)
class Repeat:
    """重复: the body between `least` and `most` times."""

    body: "Node"
    least: int
    most: int

    @cached_property
    def exact(self) -> frozenset[str] | None:
        """All wordings it stands for; None where they are too many to list."""
        body = self.body.exact
        if self.most == 1:
            return None if body is None else body | (frozenset() if self.least else {""})
        if self.least == self.most <= LONGEST_UNROLLED:
            return _product(body for _ in range(self.least))
        return None

    @property
    def firsts(self) -> frozenset[str] | None:
        """The characters it may begin with; None where it may be left out."""
        return self.body.firsts if self.least else None

    @property
    def ways(self) -> int:
        """How many lengths a matcher may have to try at one place."""
        return (self.most - self.least + 1) * self.body.ways

    @property
    def longest(self) -> int:
        """How many characters it takes at most."""
        return self.most * self.body.longest

    @property
    def can_be_empty(self) -> bool:
        """True when it also matches nothing at all."""
        return self.least == 0 or self.body.can_be_empty

    @property
    def is_steady(self) -> bool:
        """True when its length is fixed, and its body's."""
        return self.least == self.most and self.body.is_steady

    @property
    def repeats_widely(self) -> bool:
        """True when it, or something in it, repeats a varying number of times."""
        varies = self.most > 1 and self.least != self.most
        return varies or self.body.repeats_widely


Node = Chars | Words | Sequence | Choice | Repeat


def _product(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    words = frozenset([""])
    for each in sets:
        if each is None or len(words) * len(each) > MOST_LITERALS:
            return None
        words = frozenset(head + tail for head in words for tail in each)
    return words


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    words: set[str] = set()
    for each in sets:
        if each is None:
            return None
        words |= each
    return frozenset(words) if len(words) <= MOST_TOGETHER else None
