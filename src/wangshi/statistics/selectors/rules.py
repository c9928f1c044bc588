"""规则准不准: what officers and the field found of each rule's hits, with its interval."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from wangshi.engine.accuracy import Accuracy
from wangshi.engine.screening import Rule
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.selectors import (
    RuleRecord,
    Verdict,
    families,
    rule_records,
    rules_by_id,
    tally,
    verdicts,
)

from .asked import Asked
from .counting import population, split
from .figures import FIGURES

KEYS = ("pending", "confirmed", "dismissed")
GONE = "已经不用的规则"


@dataclass(frozen=True)
class RuleCount:
    """一条规则的成绩: `rule` is None when it has left the book and only its hits remain.

    `accuracy` is of the hits asked for; `record` says how the rule stands, whatever was asked.
    """

    id: str
    title: str
    family: str
    rule: Rule | None
    pending: int
    confirmed: int
    dismissed: int
    accuracy: Accuracy
    record: RuleRecord | None

    @property
    def hits(self) -> int:
        """命中."""
        return self.pending + self.reviewed

    @property
    def reviewed(self) -> int:
        """已复核."""
        return self.confirmed + self.dismissed

    @property
    def is_review_only(self) -> bool:
        """只作提示."""
        return self.record is not None and self.record.is_review_only


def rule_counts(asked: Asked) -> tuple[RuleCount, ...]:
    """每条规则的成绩: rules of the book in its order, then those that have left it."""
    hits = _hits(asked)
    found = {row["rule"]: row for row in _by_rule(hits)}
    given: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts(hits):
        given[verdict.rule].append(verdict)
    records = rule_records()
    known = rules_by_id()
    gone = sorted(key for key in found if key not in known)
    return tuple(
        _count(key, found.get(key, {}), given[key], records.get(key)) for key in (*known, *gone)
    )


def overall(asked: Asked) -> Accuracy:
    """全部规则合起来的准确率."""
    return tally(verdicts(_hits(asked)))


def dismissal_grounds(asked: Asked) -> tuple[tuple[str, int], ...]:
    """排除的理由: codes and numbers, the most frequent first."""
    found = split(FIGURES["dismissed"], "ground", asked)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def family_title(rule: str) -> str:
    """规则类的写法."""
    known = rules_by_id().get(rule)
    titles = {family.key: family.title for family in families()}
    return titles.get(known.family, known.family) if known else GONE


def _hits(asked: Asked) -> QuerySet[Hit]:
    return population(FIGURES["hits"], asked.but(department="", source=""))


def _by_rule(hits: QuerySet[Hit]) -> Iterable[Mapping[str, Any]]:
    states = {key: Count("pk", filter=Q(state=HitState(key))) for key in KEYS}
    return hits.order_by().values("rule").annotate(**states, last_title=Max("title"))


def _count(
    key: str, row: Mapping[str, Any], given: list[Verdict], record: RuleRecord | None
) -> RuleCount:
    rule = rules_by_id().get(key)
    return RuleCount(
        id=key,
        title=rule.title if rule else row["last_title"] or key,
        family=family_title(key),
        rule=rule,
        **{name: row.get(name, 0) for name in KEYS},
        accuracy=tally(given),
        record=record,
    )
