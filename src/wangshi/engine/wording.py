"""改法: how the same may lawfully be said, for every rule: what the law demands, and advice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wangshi.engine.lawfiles import (
    ARTICLE,
    LAW_DIR,
    LONGEST_WORDS,
    Certainty,
    Citation,
    Entry,
    LawFault,
    Source,
    load_sources,
    load_yaml,
)
from wangshi.engine.screening.rules import Rule

WORDING_FILE = LAW_DIR / "wording.yaml"
GENERAL = "general"
_KEYS = ("key", "title", "rules", "violations", "families", "must", "try", "examples")
_MUST_KEYS = ("text", "source", "article", "words")


@dataclass(frozen=True)
class Must:
    """法条要求: one demand in plain words, and the article it stands in."""

    text: str
    citation: Citation


@dataclass(frozen=True)
class Reworded:
    """改写示例: words that a rule hits, and the same offer in words that none does."""

    product: str
    before: str
    after: str


@dataclass(frozen=True)
class Advice:
    """改法一条: `must` is law; `suggestions` and `examples` are our own and bind nobody."""

    key: str
    title: str
    must: tuple[Must, ...]
    suggestions: tuple[str, ...]
    examples: tuple[Reworded, ...]
    rules: frozenset[str]
    violations: frozenset[str]
    families: frozenset[str]

    def fits(self, rule: Rule) -> bool:
        """管得着: whatever it names, the rule is among."""
        return (
            (not self.rules or rule.id in self.rules)
            and (not self.violations or rule.violation in self.violations)
            and (not self.families or rule.family in self.families)
        )

    @property
    def weight(self) -> int:
        """多具体: a rule outweighs an offence, an offence a family."""
        return 4 * bool(self.rules) + 2 * bool(self.violations) + bool(self.families)


@dataclass(frozen=True)
class Wording:
    """改法全书: every piece of advice by its key."""

    by_key: Mapping[str, Advice]

    def advice_for(self, rule: Rule) -> Advice:
        """这条规则怎么改: the most particular advice that fits it; the general one fits all."""
        return max(
            (one for one in self.by_key.values() if one.fits(rule)), key=lambda one: one.weight
        )


@cache
def standing_wording() -> Wording:
    """随产品发布的改法: read once a process."""
    return load_wording()


def load_wording(path: Path = WORDING_FILE, sources: Mapping[str, Source] | None = None) -> Wording:
    """读改法: LawFault with file and line on anything the file may not say."""
    top = load_yaml(path)
    top.allow("checked", "certainty", "advice")
    shelf = load_sources() if sources is None else sources
    by_key: dict[str, Advice] = {}
    for entry in top.entries("advice"):
        advice = _advice(entry, top, shelf)
        if advice.key in by_key:
            raise entry.fault(f"改法 {advice.key} 写了两次", "key")
        by_key[advice.key] = advice
    if GENERAL not in by_key or by_key[GENERAL].weight:
        raise LawFault(path, 1, f"缺少通用的改法 {GENERAL}，它不写 rules、violations、families")
    return Wording(by_key)


def _advice(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Advice:
    entry.allow(*_KEYS)
    suggestions = entry.texts("try")
    if not suggestions:
        raise entry.fault("try 至少写一条建议", "try")
    return Advice(
        key=entry.text("key"),
        title=entry.text("title"),
        must=tuple(_must(part, top, sources) for part in entry.entries("must")),
        suggestions=suggestions,
        examples=tuple(_examples(entry)),
        rules=frozenset(entry.texts("rules", ())),
        violations=frozenset(entry.texts("violations", ())),
        families=frozenset(entry.texts("families", ())),
    )


def _must(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> Must:
    entry.allow(*_MUST_KEYS)
    key, article, words = entry.text("source"), entry.text("article"), entry.text("words")
    if key not in sources:
        raise entry.fault(f"sources.yaml 里没有 {key}", "source")
    if not ARTICLE.fullmatch(article):
        raise entry.fault(f"article 应当写作“第十八条”，不能是 {article}", "article")
    if len(words) > LONGEST_WORDS:
        raise entry.fault(f"words 最多 {LONGEST_WORDS} 个字，现有 {len(words)} 个", "words")
    certainty = top.choice("certainty", Certainty)
    return Must(
        entry.text("text"), Citation(sources[key], article, words, certainty, top.day("checked"))
    )


def _examples(entry: Entry) -> Iterator[Reworded]:
    for part in entry.entries("examples"):
        part.allow("product", "before", "after")
        yield Reworded(part.text("product"), part.text("before"), part.text("after"))
