"""Questions about the law as data and about the statutes this installation has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wangshi.engine.lawbook import Lawbook, standing_lawbook
from wangshi.engine.lawfiles import Certainty, Citation
from wangshi.engine.statutes import SHELF, ArticleMissing, Library, Passage, installed_library
from wangshi.engine.terms import Term
from wangshi.engine.violations import Violation, Violations
from wangshi.shared.pages import Fact

CERTAINTIES = {
    Certainty.VERIFIED: ("已核对原文", "good"),
    Certainty.FROM_MEMORY: ("凭记忆，待核对", "soon"),
    Certainty.INFERENCE: ("推断，待核对", "soon"),
}


@dataclass(frozen=True)
class Basis:
    """依据一条: the citation, how sure it is, and the whole article where the library has it."""

    citation: Citation
    certainty: str
    tone: str
    passage: Passage | None

    @property
    def full_text(self) -> str:
        """条文全文: empty without the statute library."""
        return self.passage.article.text if self.passage else ""


def basis(citation: Citation) -> Basis:
    """A citation with everything a page shows of it."""
    words, tone = CERTAINTIES[citation.certainty]
    return Basis(citation, words, tone, passage(citation.source.title, citation.article))


def passage(title: str, article: str) -> Passage | None:
    """The article itself, from this installation's library; None without it."""
    try:
        return library().find(title, article)
    except ArticleMissing:
        return None


def library() -> Library:
    """This installation's statutes, read again when their folder changed."""
    folder = Path(settings.WANGSHI_HOME) / SHELF
    return _library(folder.parent, folder.stat().st_mtime_ns) if folder.exists() else Library({})


def violations() -> Violations:
    """The offences, read once."""
    return _violations()


def term_versions(key: str) -> tuple[Term, ...]:
    """Every version of a term, the newest first; KeyError when there is no such term."""
    return tuple(reversed(standing_lawbook().terms[key]))


def terms_found(text: str, on: date) -> tuple[Term, ...]:
    """期限: those that stand on that day and have the words in title, start, length or citation."""
    standing = _standing(standing_lawbook(), on)
    return tuple(term for term in standing if _says(text, _words_of_term(term)))


def violations_found(text: str, on: date) -> tuple[Violation, ...]:
    """违法行为: those in force with the words in code, title, elements or articles."""
    standing = violations().in_force(on)
    return tuple(each for each in standing if _says(text, _words_of_violation(each)))


def _says(text: str, words: Iterable[str]) -> bool:
    return text.lower() in " ".join(words).lower()


def _words_of_term(term: Term) -> tuple[str, ...]:
    citation = term.citation
    return term.title, term.starts, str(term.length), str(citation), citation.words


def _words_of_violation(violation: Violation) -> tuple[str, ...]:
    citations = [breach.citation for breach in violation.breaches]
    breached = (part for one in citations for part in (str(one), one.words))
    return violation.code, violation.title, *violation.elements, *breached


def term_facts(term: Term) -> tuple[Fact, ...]:
    """One version of a term, for a summary list."""
    pauses = "、".join(ground.title for ground in term.pauses) or "没有"
    extensions = "；".join(
        f"{rule.length or '由批准人定'}，{rule.approver.title}批准，{rule.times} 次"
        for rule in term.extensions
    )
    return (
        Fact("长度", str(term.length)),
        Fact("从什么时候算", term.starts),
        Fact("不计入", pauses),
        Fact("可以延长", extensions or "不能"),
        Fact("施行", f"{term.since:%Y-%m-%d} 起" + (f"，到 {term.until}" if term.until else "")),
    )


def violation_facts(violation: Violation) -> tuple[Fact, ...]:
    """An offence, for a summary list."""
    return (
        Fact("代码", violation.code),
        Fact("危害", f"{violation.harm}：{violation.harm_reason}"),
        Fact("主管", "、".join(authority.office for authority in violation.authority)),
    )


def _standing(book: Lawbook, on: date) -> Iterator[Term]:
    for versions in book.terms.values():
        standing = [term for term in versions if term.stands(on)]
        yield from standing[-1:]


@lru_cache(maxsize=2)
def _library(home: Path, _changed: int) -> Library:
    return installed_library(home)


@lru_cache(maxsize=1)
def _violations() -> Violations:
    return Violations.load()
