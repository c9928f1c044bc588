"""规则库: which set this process screens with; a new one takes its place when its files change."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from django.conf import settings

from wangshi.engine.screening import Rule, RuleBook, Screener, load_rules
from wangshi.engine.screening.live import LiveRules, Refusal, RuleFolder, wrong_examples

from .series_rules import series_fingerprints, series_rules

_MAKING = Lock()


@dataclass(frozen=True)
class RuleSet:
    """一套规则: whoever works with it takes it once and keeps it to the end of his work."""

    screener: Screener

    @property
    def book(self) -> RuleBook:
        """规则库."""
        return self.screener.rulebook

    @property
    def fingerprint(self) -> str:
        """指纹: what a hit is stored under."""
        return self.book.fingerprint

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """规则: by id, those that read a series or two channels too."""
        every = (*self.book.rules, *series_rules())
        return MappingProxyType({rule.id: rule for rule in every})


@dataclass(frozen=True)
class _Held:
    live: LiveRules
    folder: RuleFolder


def rules_in_use() -> RuleSet:
    """在用的一套规则, as this process has it now; the first call takes a second or two."""
    return _set_of(_held().live.screener)


def try_rules() -> bool:
    """规则先跑一遍自己的例子: whether all are judged as the packs say. What takes its time at the
    first text of its kind has then taken it."""
    return not any(wrong_examples(screener()))


def look_for_rules() -> bool:
    """看有没有新规则: true where new files were read; sound ones are then in use, of others
    `refused_rules` says why not."""
    held = _held()
    if not held.folder.has_news():
        return False
    held.live.swap(held.folder.load)
    return True


def refused_rules() -> Refusal | None:
    """没有换上的规则: why the files as they stand are not in use; None where they are."""
    return _held().live.refusal


def rule_book() -> RuleBook:
    """现行规则库."""
    return rules_in_use().book


def screener() -> Screener:
    """在用的筛查器."""
    return rules_in_use().screener


def rules_by_id() -> Mapping[str, Rule]:
    """规则: by id; an old hit's may have gone."""
    return rules_in_use().by_id


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


def _held() -> _Held:
    with _MAKING:
        return _made(Path(settings.WANGSHI_RULES))


@cache
def _made(path: Path) -> _Held:
    """Once a process: the rules that came with the program, then the installation's own."""
    folder = RuleFolder(path)
    live = LiveRules(_shipped())
    live.swap(folder.load)
    return _Held(live, folder)


@cache
def _shipped() -> Screener:
    return Screener(load_rules())


@lru_cache(2)
def _set_of(made_ready: Screener) -> RuleSet:
    return RuleSet(made_ready)
