"""规则: what a pack says, read once and never changed."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

CLAUSE_END = "[。;!?\\n]"
REACH = 40
SENTENCE_ENDS = "。!?\n"
LONGEST_SENTENCE = 200
_PATTERNS_KEPT = 10_000
ORDINARY, UNKNOWN = "ordinary", "unknown"


class _Everything:
    def __contains__(self, pattern: object) -> bool:
        return True


# What may be found in a text nobody has looked at.
EVERYTHING: Container[str] = _Everything()


class Level(StrEnum):
    """判断程度: enough by itself, needs an outside fact, or worth knowing."""

    FAIL = "fail"
    REVIEW = "review"
    NOTE = "note"


@dataclass(frozen=True)
class Detector:
    """检测: one pattern in the safe subset; a number in its group may have to lie in a range.

    `parts` are the patterns that must all occur somewhere before it is worth reading closely.
    """

    pattern: str
    parts: tuple[str, ...]
    at_least: float | None = None
    at_most: float | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """编译好的模式."""
        return _regex(self.pattern)

    def counts(self, match: re.Match[str]) -> bool:
        """算数: true when the match's number, if the detector reads one, is in range."""
        if self.at_least is None and self.at_most is None:
            return True
        value = float(next(group for group in match.groups() if group is not None))
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True)
class Scope:
    """适用范围: the kinds of goods, the media and the prices a rule speaks about."""

    kinds: frozenset[str] = frozenset()
    except_kinds: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    except_media: frozenset[str] = frozenset()
    price_at_least: float | None = None
    price_at_most: float | None = None

    def covers(self, kind: str, medium: str, price: float | None) -> bool:
        """适用: true when the rule speaks about goods of this kind in this medium."""
        if kind in self.except_kinds or medium in self.except_media:
            return False
        if not self._has_price(price):
            return False
        return (not self.kinds or kind in self.kinds) and (not self.media or medium in self.media)

    def meets(self, other: "Scope") -> bool:
        """交叉: true when some goods in some medium fall under both."""
        return _overlap(self.kinds, self.except_kinds, other.kinds, other.except_kinds) and (
            _overlap(self.media, self.except_media, other.media, other.except_media)
        )

    def _has_price(self, price: float | None) -> bool:
        if self.price_at_least is None and self.price_at_most is None:
            return True
        if price is None:
            return False
        above = self.price_at_least is None or price >= self.price_at_least
        return above and (self.price_at_most is None or price <= self.price_at_most)


@dataclass(frozen=True)
class Exemption:
    """例外: when words that look like a claim are not one, and why.

    `item` is the row of the 2023 guideline's check-list that it stands for.
    """

    key: str
    reason: str
    covers: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    inside: str | None = None
    sentence: str | None = None
    anywhere: str | None = None
    media: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    within: int = 8
    everywhere: bool = False
    title_only: bool = False
    item: str = ""

    def spares_text(
        self, text: str, kind: str, medium: str, may: Container[str] = EVERYTHING
    ) -> bool:
        """全文除外: the whole text is of a kind that makes no claim. `may` holds the patterns that
        could be found in it at all."""
        if medium in self.media or (kind in self.kinds and not self.title_only):
            return True
        return self.anywhere in may and _occurs(self.anywhere, text)

    def spares(
        self,
        text: str,
        start: int,
        end: int,
        kind: str = UNKNOWN,
        may: Container[str] = EVERYTHING,
    ) -> bool:
        """此处除外: these words stand in a phrase, after a denial or before a disclaimer, or in
        the title of goods whose titles only say what they are about."""
        if kind in self.kinds and "\n" not in text[:start]:
            return True
        return (
            self._covers(text, start, end, may)
            or (self.inside in may and _occurs(self.inside, text[start:end]))
            or (self.sentence in may and self._in_sentence(text, start, end))
            or self._beside(text, start, end, may)
        )

    def _in_sentence(self, text: str, start: int, end: int) -> bool:
        return self.sentence is not None and _occurs(
            self.sentence, text[slice(*_sentence(text, start, end))]
        )

    def _beside(self, text: str, start: int, end: int, may: Container[str]) -> bool:
        if self.before in may and _occurs(
            self.before, _last_clause(text[max(0, start - self.within) : start])
        ):
            return True
        return self.after in may and _occurs(
            self.after, _first_clause(text[end : end + self.within])
        )

    def _covers(self, text: str, start: int, end: int, may: Container[str]) -> bool:
        near, far = max(0, start - REACH), min(len(text), end + REACH)
        return any(
            match.start() <= start and end <= match.end()
            for pattern in self.covers
            if pattern in may
            for match in _regex(pattern).finditer(text, near, far)
        )


@dataclass(frozen=True)
class Example:
    """例子: a text that must, or must not, be hit; run as a test."""

    text: str
    product: str
    context: str
    price: float | None
    line: int


@dataclass(frozen=True, eq=False)
class Rule:
    """规则: offence, elements, detectors, exceptions, evidence, article, examples."""

    id: str
    version: int
    family: str
    title: str
    violation: str
    evaluation_class: str
    level: Level
    elements: tuple[str, ...]
    detectors: tuple[Detector, ...]
    requires: re.Pattern[str] | None
    scope: Scope
    exemptions: tuple[Exemption, ...]
    fact_to_check: str
    evidence: tuple[str, ...]
    source: str
    source_title: str
    article: str
    words: str
    certainty: str
    discretion: str
    harm: int
    beside: tuple[str, ...]
    line: int
    positive: tuple[Example, ...] = field(repr=False)
    negative: tuple[Example, ...] = field(repr=False)

    @property
    def citation(self) -> str:
        """依据: the instrument and article, as pages print it."""
        return f"《{self.source_title}》{self.article}"


@dataclass(frozen=True)
class RuleBook:
    """规则库: all rules by id, and the fingerprint a hit is stored under."""

    rules: tuple[Rule, ...]
    families: Mapping[str, str]
    kinds: "KindTable"
    fingerprint: str

    @property
    def version(self) -> str:
        """版本: the short form of the fingerprint."""
        return self.fingerprint[:12]

    def rule(self, rule_id: str) -> Rule:
        """查规则: KeyError where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


@dataclass(frozen=True)
class KindRow:
    """种类: how goods, services or media of one kind are recognised."""

    key: str
    title: str
    named: re.Pattern[str] | None
    titled: re.Pattern[str] | None
    hinted: re.Pattern[str] | None


@dataclass(frozen=True)
class KindTable:
    """种类表: the first row that recognises the goods wins."""

    kinds: tuple[KindRow, ...]
    media: tuple[KindRow, ...]

    def kind(self, product: str, text: str, may: Container[str] = EVERYTHING) -> str:
        """商品种类: by what the goods are said to be, else by the title, else by how the words
        say they are used; goods named but not recognised are ordinary, others unknown. `may` holds
        the patterns that could be found in the text at all."""
        named = product and _first(self.kinds, "named", product)
        if named:
            return named
        title = text.split("\n", 1)[0]
        return (
            _first(self.kinds, "titled", title, may)
            or (product and ORDINARY)
            or _first(self.kinds, "titled", text, may)
            or _first(self.kinds, "hinted", text, may)
            or UNKNOWN
        )

    def medium(self, context: str) -> str:
        """媒介: where the words were seen; unknown where nothing says."""
        return (context and _first(self.media, "named", context)) or UNKNOWN


def _first(rows: Iterable[KindRow], way: str, words: str, may: Container[str] = EVERYTHING) -> str:
    for row in rows:
        pattern: re.Pattern[str] | None = getattr(row, way)
        if pattern is not None and pattern.pattern in may and pattern.search(words):
            return row.key
    return ""


def _overlap(
    ours: frozenset[str],
    not_ours: frozenset[str],
    theirs: frozenset[str],
    not_theirs: frozenset[str],
) -> bool:
    if ours and theirs:
        return bool((ours - not_ours) & (theirs - not_theirs))
    return bool((ours or theirs) - not_ours - not_theirs) or not (ours or theirs)


@lru_cache(_PATTERNS_KEPT)
def _regex(pattern: str) -> re.Pattern[str]:
    """Compiled when first asked for: most exceptions of most rules never are. Kept, so that rules
    that take the place of others compile only what is new."""
    return re.compile(pattern)


def _occurs(pattern: str | None, text: str) -> bool:
    return pattern is not None and _regex(pattern).search(text) is not None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    # What never ends is cut: else every match would read the whole text again.
    least, most = max(0, start - LONGEST_SENTENCE), min(len(text), end + LONGEST_SENTENCE)
    first = max(max(text.rfind(mark, least, start) for mark in SENTENCE_ENDS) + 1, least)
    ends = [at for mark in SENTENCE_ENDS if (at := text.find(mark, end, most)) >= 0]
    return first, min(ends, default=most)


def _last_clause(text: str) -> str:
    return re.split(CLAUSE_END, text)[-1]


def _first_clause(text: str) -> str:
    return re.split(CLAUSE_END, text)[0]
