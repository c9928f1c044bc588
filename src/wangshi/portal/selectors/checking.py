"""自查: texts go in; what is wrong, why, what it may cost today, and how to say it comes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from wangshi.engine.screening import Hit, Item, Level, Rule, RuleBook
from wangshi.engine.violations import ViolationNotInForce, ViolationUnknown
from wangshi.engine.wording import Advice, standing_wording
from wangshi.monitoring.selectors import screener
from wangshi.shared.lawshelf.selectors import passage, violations
from wangshi.shared.pages import Span

MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ORDER = (Level.FAIL, Level.REVIEW, Level.NOTE)
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
    level: str
    tone: str


@dataclass(frozen=True)
class Remedy:
    """一个问题怎么改: a rule that hit, its law, its penalties of the day, its advice.

    `told_at` is the mark under which the same advice already stands; empty the first time.
    """

    rule: Rule
    mark: str
    anchor: str
    level: str
    tone: str
    full: str
    penalties: tuple[Penalties, ...]
    advice: Advice
    told_at: str
    quotes: tuple[str, ...]


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
        return self.remedies[0].rule.level.value if self.remedies else ""

    @property
    def version(self) -> str:
        """规则的版本."""
        return self.fingerprint[:12]


def check_items(items: Sequence[Item], *, on: date) -> Outcome:
    """自查: nothing is written anywhere. Raises TextTooLong."""
    checker = screener()
    answers = [(item, checker.screen(item)) for item in items]
    found = [hit for _, hits in answers for hit in hits]
    marks = {
        rule_id: MARKS[place] if place < len(MARKS) else f"({place + 1})"
        for place, rule_id in enumerate(_by_gravity(found))
    }
    return Outcome(
        on=on,
        items=tuple(_checked(item, hits, marks) for item, hits in answers if hits),
        remedies=tuple(_remedies(found, marks, checker.rulebook, on)),
        checked=len(items),
        fingerprint=checker.rulebook.fingerprint,
    )


def _by_gravity(hits: Iterable[Hit]) -> list[str]:
    """Rules in the order they are put right: the gravest first, then as they were found."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.rule, hit)
    return sorted(first, key=lambda rule: (ORDER.index(first[rule].level), -first[rule].harm))


def _checked(item: Item, hits: Sequence[Hit], marks: dict[str, str]) -> CheckedItem:
    order = list(marks)
    findings = tuple(
        _finding(hit, marks) for hit in sorted(hits, key=lambda each: order.index(each.rule))
    )
    spans = tuple(
        Span(start, end, LEVELS[each.hit.level][2], f"#{each.anchor}", each.mark)
        for each in findings
        for start, end in each.hit.spans
    )
    return CheckedItem(item, findings, spans)


def _finding(hit: Hit, marks: dict[str, str]) -> Finding:
    level, tone, _ = LEVELS[hit.level]
    return Finding(hit, marks[hit.rule], f"r-{hit.rule}", level, tone)


def _remedies(
    hits: Sequence[Hit], marks: dict[str, str], book: RuleBook, on: date
) -> Iterator[Remedy]:
    told: dict[str, str] = {}
    for rule_id, mark in marks.items():
        rule = book.rule(rule_id)
        advice = standing_wording().advice_for(rule)
        level, tone, _ = LEVELS[rule.level]
        found = passage(rule.source_title, rule.article)
        yield Remedy(
            rule=rule,
            mark=mark,
            anchor=f"r-{rule_id}",
            level=level,
            tone=tone,
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
