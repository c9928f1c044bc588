"""法律手册: which version of a term stood on that day, and where it is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from .lawfiles import LAW_DIR, Source, load_sources
from .terms import Term, load_terms
from .workdays import Workdays, load_workdays

_NEAREST = 5
_LAW_SUFFIXES = (".yaml", ".csv")


class UnknownTerm(LookupError):
    """没有这个期限: no clock by that key; `nearest` are the keys that look like it."""

    def __init__(self, key: str, nearest: tuple[str, ...]) -> None:
        hint = f"。您要找的可能是：{'、'.join(nearest)}" if nearest else ""
        super().__init__(f"没有名为 {key} 的期限{hint}")
        self.key = key
        self.nearest = nearest


class NotInForce(LookupError):
    """当日没有现行规定: the clock exists, but no version of it stood on that day."""


@dataclass(frozen=True)
class Lawbook:
    """法律手册: sources, terms and the working calendar, as they stand in one law folder."""

    sources: Mapping[str, Source]
    terms: Mapping[str, tuple[Term, ...]]  # oldest first
    calendar: Workdays
    fingerprint: str  # SHA-256 over every file of the folder

    def history(self, key: str) -> tuple[Term, ...]:
        """各版本: every version of a clock, oldest first. Raises UnknownTerm."""
        if key not in self.terms:
            raise UnknownTerm(key, self._nearest(key))
        return self.terms[key]

    def term(self, key: str, *, on: date) -> Term:
        """当日的期限: the version in force on that day. Raises UnknownTerm or NotInForce."""
        versions = self.history(key)
        for term in reversed(versions):
            if term.stands(on):
                return term
        raise NotInForce(_why_not(versions, on))

    def _nearest(self, key: str) -> tuple[str, ...]:
        near = get_close_matches(key, self.terms, n=_NEAREST, cutoff=0.5)
        near += [other for other in self.terms if key and key in other and other not in near]
        return tuple(near[:_NEAREST])


def load_lawbook(folder: Path = LAW_DIR) -> Lawbook:
    """读取法律手册: the whole folder, or LawFault naming the file and line that is wrong."""
    sources = load_sources(folder / "sources.yaml")
    return Lawbook(
        sources=sources,
        terms=load_terms(sources, folder / "terms.yaml"),
        calendar=load_workdays(folder / "workdays"),
        fingerprint=fingerprint(folder),
    )


@cache
def standing_lawbook() -> Lawbook:
    """随产品发布的法律手册: read once a process."""
    return load_lawbook()


def fingerprint(folder: Path = LAW_DIR) -> str:
    """指纹: SHA-256 over each data file's path and content, in path order."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _LAW_SUFFIXES):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _why_not(versions: tuple[Term, ...], on: date) -> str:
    first, last = versions[0], versions[-1]
    if on < first.since:
        return f"{on} 时“{first.title}”尚无收录的规定，最早的版本自 {first.since} 起"
    if last.until is not None and on > last.until:
        return f"“{last.title}”的规定 {last.until} 后不再施行"
    return f"{on} 时“{last.title}”没有收录的规定"
