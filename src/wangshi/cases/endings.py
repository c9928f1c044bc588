"""了结理由: the grounds on which a clue may end, from law/codes/clue_endings."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from wangshi.engine.codes import CodeRow, CodeTable

from .workflow import OUTCOME_TITLES, ClueOutcome, StepRefused


class Proof(StrEnum):
    """说明了什么: the suspicion proved true, proved false, or stays open."""

    BREACH = "breach"
    CLEAN = "clean"
    OPEN = "open"


@dataclass(frozen=True)
class Ending:
    """一个了结理由: its ending, its article, what the finder is told, what it proves."""

    code: str
    outcome: ClueOutcome
    title: str
    article: str
    words: str
    told: str
    proves: Proof
    note: str


def endings(on: date, *outcomes: ClueOutcome) -> tuple[Ending, ...]:
    """当日可用的理由: of these endings, or of all."""
    wanted = outcomes or tuple(ClueOutcome)
    rows = (row for row in _table().on(on) if row.code and row.group in wanted)
    return tuple(_ending(row) for row in rows)


def ending(outcome: ClueOutcome, code: str, *, on: date) -> Ending:
    """取一个理由: StepRefused when it is missing or belongs to another ending."""
    for each in endings(on, outcome):
        if each.code == code:
            return each
    raise StepRefused(f"选一个{OUTCOME_TITLES[outcome]}的理由：不写理由不能了结")


def ending_title(code: str) -> str:
    """The title of a ground, whatever the day; the code itself when it is unknown."""
    return next((row.title for row in _table() if row.code == code), code)


def told(code: str) -> str:
    """对发现人说的话: empty for an unknown ground."""
    return next((row.text("told") for row in _table() if row.code == code), "")


def proof_of(code: str) -> Proof:
    """了结理由说明了什么: an unknown ground leaves the question open."""
    row = next((row for row in _table() if row.code == code), None)
    return Proof(row.text("proves")) if row is not None else Proof.OPEN


@cache
def _table() -> CodeTable:
    return CodeTable.load("clue_endings")


def _ending(row: CodeRow) -> Ending:
    return Ending(
        code=row.code or "",
        outcome=ClueOutcome(row.group),
        title=row.title,
        article=row.basis,
        words=row.words,
        told=row.text("told"),
        proves=Proof(row.text("proves")),
        note=row.note,
    )
