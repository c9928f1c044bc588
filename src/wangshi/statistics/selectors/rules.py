"""规则准不准: what officers confirmed and dismissed of each rule, with its interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from wangshi.engine.accuracy import Accuracy, accuracy
from wangshi.engine.screening import Rule
from wangshi.monitoring.models import HitState
from wangshi.monitoring.selectors import families, rules_by_id

from .asked import Asked
from .counting import population, split
from .figures import FIGURES

KEYS = ("pending", "confirmed", "dismissed")


@dataclass(frozen=True)
class RuleCount:
    """一条规则的成绩: `rule` is None when it has left the book and only its hits remain."""

    id: str
    title: str
    family: str
    rule: Rule | None
    pending: int
    confirmed: int
    dismissed: int

    @property
    def hits(self) -> int:
        """命中."""
        return self.pending + self.judged

    @property
    def judged(self) -> int:
        """已复核."""
        return self.confirmed + self.dismissed

    @property
    def accuracy(self) -> Accuracy:
        """准确率: the confirmed among the judged."""
        return accuracy(self.confirmed, self.judged)


def rule_counts(asked: Asked) -> tuple[RuleCount, ...]:
    """每条规则的成绩: one query; rules of the book in its order, then those that have left it."""
    found = _found(asked)
    known = rules_by_id()
    titles = {family.key: family.title for family in families()}
    standing = [_count(rule, titles, found.get(rule.id, {})) for rule in known.values()]
    gone = [_departed(key, row) for key, row in sorted(found.items()) if key not in known]
    return (*standing, *gone)


def overall(asked: Asked) -> Accuracy:
    """全部规则合起来的准确率."""
    rows = _found(asked).values()
    right = sum(row["confirmed"] for row in rows)
    return accuracy(right, right + sum(row["dismissed"] for row in rows))


def dismissal_grounds(asked: Asked) -> tuple[tuple[str, int], ...]:
    """排除的理由: codes and numbers, the most frequent first."""
    found = split(FIGURES["dismissed"], "ground", asked)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _found(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    hits = population(FIGURES["hits"], asked.but(department="", source="")).order_by()
    states = {key: Count("pk", filter=Q(state=HitState(key))) for key in KEYS}
    return {row["rule"]: row for row in hits.values("rule").annotate(**states)}


def _count(rule: Rule, titles: Mapping[str, str], row: Mapping[str, Any]) -> RuleCount:
    numbers = {key: row.get(key, 0) for key in KEYS}
    return RuleCount(rule.id, rule.title, titles.get(rule.family, rule.family), rule, **numbers)


def _departed(rule_id: str, row: Mapping[str, Any]) -> RuleCount:
    numbers = {key: row[key] for key in KEYS}
    return RuleCount(rule_id, rule_id, "已经不用的规则", None, **numbers)
