"""自查: texts go in; what is wrong, why, what it may cost today, and how to say it comes out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from django.utils import timezone

from wangshi.engine.screening import Hit, Item, Level, Rule, RuleBook
from wangshi.engine.violations import ViolationNotInForce, ViolationUnknown
from wangshi.engine.wording import Advice, standing_wording
from wangshi.monitoring.selectors import review_only, screener
from wangshi.shared.lawshelf.selectors import passage, violations
from wangshi.shared.pages import Span

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ORDER = (Level.FAIL, Level.REVIEW, Level.NOTE)
AN_HOUR = 3600
LEVELS = {
    Level.FAIL: ("涉嫌违法", "late", 1),
    Level.REVIEW: ("要看事实", "soon", 2),
    Level.NOTE: ("提示", "rest", 3),
}


@dataclass(frozen=True)
class Penalties:
    """一条罚则: the article, and what may follow from it."""

    citation: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """一处: the words of one item that one rule hit."""

    hit: Hit
    mark: str
    anchor: str


@dataclass(frozen=True)
class Remedy:
    """一个问题怎么改: a rule that hit, its law, its penalties of the day, its advice.

    `told_at` is the mark under which the same advice already stands, empty the first time;
    `doubt` says why the rule only asks for review now, empty while it proves right.
    """

    rule: Rule
    mark: str
    anchor: str
    judged: Level
    doubt: str
    full: str
    penalties: tuple[Penalties, ...]
    advice: Advice
    told_at: str
    quotes: tuple[str, ...]

    @property
    def level(self) -> str:
        """程度, in words."""
        return LEVELS[self.judged][0]

    @property
    def tone(self) -> str:
        """程度的颜色."""
        return LEVELS[self.judged][1]


@dataclass(frozen=True)
class CheckedItem:
    """查过的一条: its text, the places marked in it, and its findings, the gravest first."""

    item: Item
    findings: tuple[Finding, ...]
    spans: tuple[Span, ...]

    @property
    def body(self) -> str:
        """标出命中的原文."""
        return self.item.body


@dataclass(frozen=True)
class Outcome:
    """自查的结果: every item that was hit, one remedy for each rule, and under which law."""

    on: date
    items: tuple[CheckedItem, ...]
    remedies: tuple[Remedy, ...]
    checked: int
    fingerprint: str

    @property
    def places(self) -> int:
        """共几处."""
        return sum(len(each.findings) for each in self.items)

    @property
    def gravest(self) -> str:
        """最重的是什么程度: empty when nothing was found."""
        return self.remedies[0].judged.value if self.remedies else ""

    @property
    def version(self) -> str:
        """规则的版本."""
        return self.fingerprint[:12]


def check_items(items: Sequence[Item], *, at: datetime) -> Outcome:
    """自查: nothing is written anywhere. Raises TextTooLong."""
    checker = screener()
    answers = [(item, checker.screen(item)) for item in items]
    found = [hit for _, hits in answers for hit in hits]
    doubts = {hit.rule: _doubt(hit.rule, int(at.timestamp()) // AN_HOUR) for hit in found}
    seen = _Seen(doubts, tuple(_by_gravity(found, doubts)))
    on = timezone.localdate(at)
    return Outcome(
        on=on,
        items=tuple(_checked(item, hits, seen) for item, hits in answers if hits),
        remedies=tuple(_remedies(found, seen, checker.rulebook, on)),
        checked=len(items),
        fingerprint=checker.rulebook.fingerprint,
    )


@lru_cache(maxsize=512)
def _doubt(rule_id: str, _hour: int) -> str:
    """为什么只作提示: asked once an hour; no visitor's question reads a county's whole past."""
    found = review_only({rule_id}).get(rule_id)
    return found.why if found else ""


@dataclass(frozen=True)
class _Seen:
    """Which rules hit, the gravest first, and what is said against them."""

    doubts: Mapping[str, str]
    order: tuple[str, ...]

    def mark(self, rule_id: str) -> str:
        place = self.order.index(rule_id)
        return MARKS[place] if place < len(MARKS) else f"({place + 1})"

    def level(self, rule_id: str, level: Level) -> Level:
        return _judged(level, self.doubts[rule_id])


def _judged(level: Level, doubt: str) -> Level:
    """A rule that did not prove right accuses nobody."""
    return Level.REVIEW if doubt and level is Level.FAIL else level


def _by_gravity(hits: Iterable[Hit], doubts: Mapping[str, str]) -> list[str]:
    """Rules in the order they are put right: the gravest first, then as they were found."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.rule, hit)

    def gravity(rule_id: str) -> tuple[int, int]:
        hit = first[rule_id]
        return ORDER.index(_judged(hit.level, doubts[rule_id])), -hit.harm

    return sorted(first, key=gravity)


def _checked(item: Item, hits: Sequence[Hit], seen: _Seen) -> CheckedItem:
    ordered = sorted(hits, key=lambda each: seen.order.index(each.rule))
    findings = tuple(Finding(hit, seen.mark(hit.rule), f"r-{hit.rule}") for hit in ordered)
    spans = tuple(
        Span(start, end, LEVELS[seen.level(hit.rule, hit.level)][2], f"#{each.anchor}", each.mark)
        for each in findings
        for hit in (each.hit,)
        for start, end in hit.spans
    )
    return CheckedItem(item, findings, spans)


def _remedies(hits: Sequence[Hit], seen: _Seen, book: RuleBook, on: date) -> Iterator[Remedy]:
    told: dict[str, str] = {}
    for rule_id in seen.order:
        rule, mark = book.rule(rule_id), seen.mark(rule_id)
        advice = standing_wording().advice_for(rule)
        found = passage(rule.source_title, rule.article)
        yield Remedy(
            rule=rule,
            mark=mark,
            anchor=f"r-{rule_id}",
            judged=seen.level(rule_id, rule.level),
            doubt=seen.doubts[rule_id],
            full=found.article.text if found else "",
            penalties=tuple(_penalties(rule.violation, on)),
            advice=advice,
            told_at=told.get(advice.key, ""),
            quotes=tuple(dict.fromkeys(hit.quote for hit in hits if hit.rule == rule_id)),
        )
        told.setdefault(advice.key, mark)


def _penalties(violation: str, on: date) -> Iterator[Penalties]:
    """罚则: as it stands on that day; none where the law folder knows none."""
    try:
        standing = violations().get(violation, on).penalties
    except (ViolationUnknown, ViolationNotInForce):
        return
    for citation, lines in groupby(standing, key=lambda each: str(each.citation)):
        yield Penalties(citation, tuple(line.text for line in lines))
