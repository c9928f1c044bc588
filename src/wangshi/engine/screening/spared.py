"""除外的: words that a rule would have hit, and the exception that kept it from hitting them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from .folding import fold, fold_words
from .rules import Rule, RuleBook
from .screener import Hit, Item, Screener


@dataclass(frozen=True)
class Spared:
    """除外的一条: what the hit would have been, and why it is none."""

    hit: Hit
    reason: str


class SparedFinder:
    """找除外的: screens a second time without exceptions; twice the work, so only on request."""

    def __init__(self, rulebook: RuleBook, engine: str = "auto") -> None:
        self._book = rulebook
        bare = tuple(replace(rule, exemptions=()) for rule in rulebook.rules)
        self._blunt = Screener(replace(rulebook, rules=bare), engine)
        self._rules = {rule.id: rule for rule in rulebook.rules}

    def spared(self, item: Item, hits: Collection[Hit]) -> Iterator[Spared]:
        """一条里除外的: rules that hit nothing here only because of an exception."""
        known = {hit.rule for hit in hits}
        for hit in self._blunt.screen(item):
            if hit.rule not in known:
                yield Spared(hit, self._reason(self._rules[hit.rule], item))

    def _reason(self, rule: Rule, item: Item) -> str:
        text = fold(item.body).text
        kind = self._book.kinds.kind(fold_words(item.product or item.shelf), text)
        medium = self._book.kinds.medium(fold_words(item.context))
        for exemption in rule.exemptions:
            if exemption.spares_text(text, kind, medium):
                return exemption.reason
        for detector in rule.detectors:
            for match in re.finditer(detector.pattern, text):
                for exemption in rule.exemptions:
                    if exemption.spares(text, *match.span()):
                        return exemption.reason
        return "属于这条规则的例外"
