"""规则库: read once a process, as the law folder stands."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from wangshi.engine.screening import Rule, RuleBook, Screener, load_rules

from .series_rules import series_fingerprints, series_rules


@cache
def rule_book() -> RuleBook:
    """现行规则库."""
    return load_rules()


@cache
def screener(engine: str = "auto") -> Screener:
    """筛查器: the rule book made ready, which takes a few seconds once."""
    return Screener(rule_book(), engine)


@cache
def rules_by_id() -> dict[str, Rule]:
    """规则: by id, those that read a series or two channels too; an old hit's may have gone."""
    return {rule.id: rule for rule in (*rule_book().rules, *series_rules())}


def is_standing(fingerprint: str) -> bool:
    """现行的: whether a hit was made under the rules as they stand."""
    return fingerprint == rule_book().fingerprint or fingerprint in series_fingerprints()


@dataclass(frozen=True)
class Family:
    """规则类."""

    key: str
    title: str


def families() -> tuple[Family, ...]:
    """规则类, in the order of their files."""
    return tuple(Family(key, title) for key, title in rule_book().families.items())


def screened_mark(book: RuleBook, only: Sequence[str]) -> str:
    """筛查标记: which rules a sighting has been screened with; another mark, another screening."""
    if not only:
        return book.fingerprint
    words = f"{book.fingerprint} {' '.join(sorted(only))}"
    return hashlib.sha256(words.encode()).hexdigest()
