"""结果表: hits as sheets for Excel and WPS; no text becomes a formula, sources are links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wangshi.engine.lawfiles import load_sources
from wangshi.engine.screening.rules import Rule, RuleBook
from wangshi.engine.screening.screener import Hit, Item
from wangshi.engine.tables.writing import Column, Linked, OutCell, Sheet
from wangshi.engine.wording import Wording, standing_wording

from .descriptors import source_of
from .rows import LEVEL_TITLES, Answer, whole

HIT_COLUMNS = (
    Column("编号", 14),
    Column("文字开头", 28),
    Column("程度", 12),
    Column("问题", 26),
    Column("疑似文字", 30, wrap=True),
    Column("第几个字", 12),
    Column("为什么", 60, wrap=True),
    Column("要查清的事实", 36, wrap=True),
    Column("依据", 34),
    Column("条文原话", 34, wrap=True),
    Column("可以怎样改（建议）", 60, wrap=True),
    Column("规则", 16),
    Column("违法行为", 10),
)
RULE_COLUMNS = (
    Column("规则", 16),
    Column("问题", 30),
    Column("处数", 8),
    Column("依据", 40),
    Column("条文原话", 40, wrap=True),
    Column("例外（都核对过）", 60, wrap=True),
    Column("原文链接", 50),
)
NOTE_COLUMNS = (Column("事项", 24), Column("内容", 90, wrap=True))
WARNING = "这是软件按规则找出的疑似之处，不是行政认定；没有找到，也不等于合法。"
_START = 24


@dataclass
class _Counted:
    items: int = 0
    items_hit: int = 0
    hits: dict[str, int] = field(default_factory=dict)


def report_sheets(
    answers: Iterable[Answer],
    rulebook: RuleBook,
    *,
    notes: Iterable[tuple[str, str]] = (),
    wording: Wording | None = None,
) -> Iterator[Sheet]:
    """结果表的三张: every hit, every rule that hit, and what was screened; answers are streamed."""
    counted = _Counted()
    rules = {rule.id: rule for rule in rulebook.rules}
    book = wording or standing_wording()
    yield Sheet("命中", HIT_COLUMNS, _hits(answers, rules, book, counted), filtered=True)
    yield Sheet("依据", RULE_COLUMNS, _rules(rules, counted), filtered=True)
    yield Sheet("说明", NOTE_COLUMNS, _notes(rulebook, counted, notes))


def _hits(
    answers: Iterable[Answer], rules: dict[str, Rule], wording: Wording, counted: _Counted
) -> Iterator[tuple[OutCell, ...]]:
    for answer in answers:
        counted.items += 1
        counted.items_hit += bool(answer.hits)
        for hit in answer.hits:
            counted.hits[hit.rule] = counted.hits.get(hit.rule, 0) + 1
            yield _hit(answer.item, hit, rules[hit.rule], wording)


def _hit(item: Item, hit: Hit, rule: Rule, wording: Wording) -> tuple[OutCell, ...]:
    advice = wording.advice_for(rule)
    places = "、".join(f"{start + 1}–{end}" for start, end in hit.spans)
    return (
        item.id, whole(item.body[:_START]), LEVEL_TITLES[hit.level], hit.title,
        whole(hit.quote), places, whole(hit.reason), hit.fact_to_check,
        f"《{hit.source}》{hit.article}", rule.words,
        f"{advice.title}。{''.join(advice.suggestions)}", hit.rule, hit.violation,
    )  # fmt: skip


def _rules(rules: dict[str, Rule], counted: _Counted) -> Iterator[tuple[OutCell, ...]]:
    sources = load_sources()
    for rule_id, count in sorted(counted.hits.items()):
        rule = rules[rule_id]
        source = source_of(rule, sources)
        link = source.link if source else ""
        yield (
            rule_id, rule.title, count, rule.citation, rule.words,
            "；".join(each.reason for each in rule.exemptions),
            Linked(link, link) if link else "没有公开的链接",
        )  # fmt: skip


def _notes(
    rulebook: RuleBook, counted: _Counted, notes: Iterable[tuple[str, str]]
) -> Iterator[tuple[OutCell, ...]]:
    yield "请注意", WARNING
    total = sum(counted.hits.values())
    yield "查了", f"{counted.items} 条，{counted.items_hit} 条有命中，共 {total} 处"
    yield "规则", f"{len(rulebook.rules)} 条，版本 {rulebook.version}"
    yield "涉嫌违法", "照文字本身就可能违法"
    yield "要查清事实", "要先查清一件事，才知道违不违法；那件事写在表里"
    yield "提示", "多半没有问题，留意就好"
    yield from notes
