"""初筛词: what must stand in a text before a pattern is worth reading closely.

A pattern is taken apart into its branches; each branch needs one word out of every one of its sets.
Of the many sets that would do, those are kept whose words are met least by chance.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from .folding import FIRST_HAN, LAST_HAN
from .pattern_tree import Chars, Choice, Node, Repeat, Words
from .patterns import parse
from .rules import Detector

Some = frozenset[str]
_NOTHING: Some = frozenset([""])
MOST_NEEDS = 3
SHORT = 2
_SETS_KEPT = 20_000
_MOST_AT_ONCE = 100
_MOST = 4_000
_LONGEST = 12
# How seldom a character is met: one in so many places. Rough, and only ever compared.
_NUMERALS = frozenset("0123456789一二两三四五六七八九十百千万个")
_SELDOM_HAN, _SELDOM_OTHER = 300, 20


@dataclass(frozen=True)
class _Look:
    """What is known of a node: all it can say, how it begins, how it ends, what it cannot do
    without: one word out of each of its sets."""

    exact: Some | None
    heads: Some
    tails: Some
    needs: tuple[Some, ...]

    @property
    def best(self) -> Some | None:
        return min(self.needs, key=_chance, default=None)


@dataclass(frozen=True)
class Need:
    """初筛条件: one word out of each set, all within `longest` characters; the rarest set first."""

    sets: tuple[Some, ...]
    longest: int


@cache
def needs_of(detector: Detector) -> tuple[Need, ...]:
    """初筛条件: what each branch cannot fire without.

    A branch without sets may fire anywhere. Raises PatternFault.
    """
    whole = parse(detector.pattern)
    if len(detector.parts) > 1:
        return (Need(_fewest(need_of(part) for part in detector.parts), whole.longest),)
    return tuple(Need(_fewest(_look(branch).needs), branch.longest) for branch in _branches(whole))


@cache
def need_of(pattern: str) -> Some | None:
    """初筛词: words of which every match holds at least one; None where none can be named."""
    return _look(parse(pattern)).best


def any_need(patterns: Iterable[str]) -> Some | None:
    """几个模式合起来的初筛词: where any of them matches there is one of these words."""
    return _union(need_of(pattern) for pattern in sorted(patterns))


def words_worth_hiding(branches: Iterable[Sequence[Some]]) -> list[str]:
    """值得藏的词: what a seller must hide so that no branch fires."""
    words = {word for branch in branches for some in branch for word in some}
    return sorted(word for word in words if len(word) >= SHORT)


def _branches(node: Node) -> Iterator[Node]:
    if isinstance(node, Choice):
        for branch in node.branches:
            yield from _branches(branch)
    else:
        yield node


def _fewest(sets: Iterable[Some | None]) -> tuple[Some, ...]:
    ordered = sorted((words for words in sets if words is not None), key=_chance)
    return tuple(ordered[:MOST_NEEDS])


@cache
def _chance(words: Some) -> float:
    chances = []
    for word in words:
        chance = 1.0
        for char in word:
            han = FIRST_HAN <= char <= LAST_HAN and char not in _NUMERALS
            chance /= _SELDOM_HAN if han else _SELDOM_OTHER
        chances.append(chance)
    return sum(chances)


def _look(node: Node) -> _Look:
    if isinstance(node, Chars):
        return _known(node.members) if node.members else _UNKNOWN
    if isinstance(node, Words):
        return _known(frozenset([node.text]))
    if isinstance(node, Repeat):
        return _look_at_repeat(node)
    if isinstance(node, Choice):
        return _either(list(map(_look, node.branches)))
    return _in_a_row(list(map(_look, node.parts)))


def _known(words: Some) -> _Look:
    return _Look(words, words, words, (words,) if all(words) else ())


_UNKNOWN = _Look(None, _NOTHING, _NOTHING, ())


def _look_at_repeat(node: Repeat) -> _Look:
    body = _look(node.body)
    if node.least == 0:
        optional = node.most == 1 and body.exact is not None
        return _known(body.exact | _NOTHING) if optional and body.exact is not None else _UNKNOWN
    if node.most == node.least:
        return _in_a_row([body] * node.least)
    return _Look(None, body.heads, body.tails, body.needs)


def _either(branches: list[_Look]) -> _Look:
    heads = _union(branch.heads for branch in branches)
    tails = _union(branch.tails for branch in branches)
    exact = _union(branch.exact for branch in branches)
    best = _union(branch.best for branch in branches)
    needs = () if best is None else (best,)
    return _Look(exact, heads or _NOTHING, tails or _NOTHING, needs)


def _in_a_row(parts: list[_Look]) -> _Look:
    exact: Some | None = _NOTHING
    heads: Some | None = None
    run: Some = _NOTHING
    # What stands between two gaps is one island; of its sets the rarest is needed.
    islands: list[list[Some]] = [[]]
    for part in parts:
        longer = _joined(run, part.exact)
        if longer is not None:
            exact, run = _joined(exact, part.exact), longer
            continue
        both = _joined(run, part.heads)
        islands[-1] += [run, both or run, *part.needs]
        if not part.needs:
            islands.append([])
        # The part may have been told in full, but its words with those before it are too many.
        heads = (both or run) if heads is None else heads
        exact, run = None, part.tails
    islands[-1].append(run)
    rarest = (min(filter(all, sets), key=_chance, default=None) for sets in islands)
    needs = tuple(words for words in rarest if words is not None)
    return _Look(exact, run if heads is None else heads, run, needs)


def _joined(first: Some | None, second: Some | None) -> Some | None:
    if first is None or second is None or len(first) * len(second) > _MOST_AT_ONCE:
        return None
    words = frozenset(head + tail for head, tail in product(first, second))
    return words if all(len(word) <= _LONGEST for word in words) else None


def _union(sets: Iterable[Some | None]) -> Some | None:
    words: set[str] = set()
    for each in sets:
        if each is None:
            return None
        words |= each
    return frozenset(words) if len(words) <= _MOST else None


@lru_cache(_SETS_KEPT)
def shortest(words: Some) -> frozenset[str]:
    """不必重复的词: without those that another of them stands in."""
    kept: set[str] = set()
    for word in sorted(words, key=len):
        parts = {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)}
        if not parts & kept:
            kept.add(word)
    return frozenset(kept)
