"""自查: texts go in; what is wrong, why, what it may cost today, and how to say it comes out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from django.utils import timezone

from wangshi.engine.screening import Hit, Item, Level, Rule, RuleBook, Screener
from wangshi.engine.screening.reporting import Answer
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


def screened(items: Iterable[Item], checker: Screener, *, at: datetime) -> Iterator[Answer]:
    """照规则现在的状态筛查: a rule that did not prove right accuses nobody but asks for review."""
    hour = int(at.timestamp()) // AN_HOUR
    for item in items:
        hits = (_as_it_stands(hit, hour) for hit in checker.screen(item))
        yield Answer(item, tuple(hits))


def check_items(items: Sequence[Item], *, at: datetime) -> Outcome:
    """自查: nothing is written anywhere. Raises TextTooLong."""
    checker = screener()
    answers = list(screened(items, checker, at=at))
    found = [hit for answer in answers for hit in answer.hits]
    order = _by_gravity(found)
    on = timezone.localdate(at)
    return Outcome(
        on=on,
        items=tuple(_checked(each.item, each.hits, order) for each in answers if each.hits),
        remedies=tuple(_remedies(found, order, checker.rulebook, at)),
        checked=len(items),
        fingerprint=checker.rulebook.fingerprint,
    )


def _as_it_stands(hit: Hit, hour: int) -> Hit:
    if hit.level is Level.FAIL and _doubt(hit.rule, hour):
        return replace(hit, level=Level.REVIEW)
    return hit


@lru_cache(maxsize=512)
def _doubt(rule_id: str, _hour: int) -> str:
    """为什么只作提示: asked once an hour; no visitor's question reads a county's whole past."""
    found = review_only({rule_id}).get(rule_id)
    return found.why if found else ""


def _by_gravity(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Rules in the order they are put right: the gravest first, then as they were found."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.rule, hit)
    return tuple(
        sorted(first, key=lambda rule: (ORDER.index(first[rule].level), -first[rule].harm))
    )


def _mark(place: int) -> str:
    return MARKS[place] if place < len(MARKS) else f"({place + 1})"


def _checked(item: Item, hits: Sequence[Hit], order: Sequence[str]) -> CheckedItem:
    findings = tuple(
        Finding(hit, _mark(order.index(hit.rule)), f"r-{hit.rule}")
        for hit in sorted(hits, key=lambda each: order.index(each.rule))
    )
    spans = tuple(
        Span(start, end, LEVELS[each.hit.level][2], f"#{each.anchor}", each.mark)
        for each in findings
        for start, end in each.hit.spans
    )
    return CheckedItem(item, findings, spans)


def _remedies(
    hits: Sequence[Hit], order: Sequence[str], book: RuleBook, at: datetime
) -> Iterator[Remedy]:
    told = dict[str, str]()
    for place, rule_id in enumerate(order):
        rule, mark = book.rule(rule_id), _mark(place)
        mine = [hit for hit in hits if hit.rule == rule_id]
        advice = standing_wording().advice_for(rule)
        found = passage(rule.source_title, rule.article)
        yield Remedy(
            rule=rule,
            mark=mark,
            anchor=f"r-{rule_id}",
            judged=mine[0].level,
            doubt=_doubt(rule_id, int(at.timestamp()) // AN_HOUR),
            full=found.article.text if found else "",
            penalties=tuple(_penalties(rule.violation, timezone.localdate(at))),
            advice=advice,
            told_at=told.get(advice.key, ""),
            quotes=tuple(dict.fromkeys(hit.quote for hit in mine)),
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
