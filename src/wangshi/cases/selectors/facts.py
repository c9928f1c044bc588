"""和期限有关的事实: of one clue, or of every open one in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from wangshi.cases.clocks import ClueFacts
from wangshi.cases.models import (
    Clue,
    ClueExtension,
    CluePause,
    ClueProposal,
    Correction,
    Dispute,
    SupervisionLetter,
)
from wangshi.cases.workflow import ClueState
from wangshi.engine.deadlines import Pause

COLUMNS = (
    "pk", "state", "department_id", "handler_id", "harm", "found_on", "received_at",
    "decided_on", "reopened_on", "replied_at",
)  # fmt: skip
FEW = 500


@dataclass(frozen=True)
class Waiting:
    """等谁的一句话: who asked, and who may not answer."""

    asked_at: datetime
    barred: frozenset[int]


@dataclass(frozen=True)
class Correcting:
    """改没改好: by when, on which day they said it was, and what the recheck found, if any."""

    due_on: date
    said_fixed_on: date | None
    fixed: bool | None

    @property
    def is_open(self) -> bool:
        """还没有复看."""
        return self.fixed is None


@dataclass(frozen=True)
class Standing:
    """一条在办线索此刻的样子: what the desk needs, and nothing to read on a page."""

    pk: int
    state: ClueState
    department_id: int | None
    handler_id: int | None
    harm: int
    facts: ClueFacts
    proposal: Waiting | None
    extension: Waiting | None
    dispute: Waiting | None
    has_letter: bool
    correcting: Correcting | None


@dataclass(frozen=True)
class _Side:
    pauses: dict[int, list[Pause]]
    extended: frozenset[int]
    extensions: dict[int, Waiting]
    proposals: dict[int, Waiting]
    disputes: dict[int, Waiting]
    letters: dict[int, tuple[date, date]]
    corrections: dict[int, Correcting]


def facts_of(clue: Clue) -> ClueFacts:
    """一条线索的事实."""
    return standings(Clue.objects.filter(pk=clue.pk))[0].facts


def standings(clues: QuerySet[Clue]) -> list[Standing]:
    """在办线索的样子: seven queries more, however many clues."""
    rows = list(clues.values_list(*COLUMNS))
    if not rows:
        return []
    # A few are asked for by number; for many the database is asked the same question again.
    few = len(rows) <= FEW
    side = _side([row[0] for row in rows] if few else clues.order_by().values("pk"))
    return [_standing(row, side) for row in rows]


def _standing(row: tuple[Any, ...], side: _Side) -> Standing:
    pk, state, department, handler, harm, found, received, decided, reopened, replied = row
    letter_on, letter_due = side.letters.get(pk, (None, None))
    dispute = side.disputes.get(pk)
    correcting = side.corrections.get(pk)
    waits = correcting if correcting and correcting.is_open else None
    facts = ClueFacts(
        state=ClueState(state),
        found_on=found,
        received_on=timezone.localdate(received),
        decided_on=decided,
        reopened_on=reopened,
        replied_on=timezone.localdate(replied) if replied else None,
        disputed_on=timezone.localdate(dispute.asked_at) if dispute else None,
        letter_on=letter_on,
        letter_due=letter_due,
        correct_by=waits.due_on if waits else None,
        said_fixed_on=waits.said_fixed_on if waits else None,
        pauses=tuple(side.pauses.get(pk, ())),
        extended=pk in side.extended,
    )
    return Standing(
        pk=pk,
        state=facts.state,
        department_id=department,
        handler_id=handler,
        harm=harm,
        facts=facts,
        proposal=side.proposals.get(pk),
        extension=side.extensions.get(pk),
        dispute=dispute,
        has_letter=letter_due is not None,
        correcting=correcting,
    )


def _side(clues: Any) -> _Side:
    pauses: dict[int, list[Pause]] = defaultdict(list)
    stops = CluePause.objects.filter(clue__in=clues).order_by("first_on")
    for clue, ground, first, last in stops.values_list("clue", "ground", "first_on", "last_on"):
        pauses[clue].append(Pause(ground, first, last))
    asked = ClueExtension.objects.filter(clue__in=clues).exclude(approved=False)
    extensions = list(asked.values_list("clue", "asked_at", "approved", "asked_by"))
    return _Side(
        pauses=pauses,
        extended=frozenset(clue for clue, _, approved, _ in extensions if approved),
        extensions=_waiting((c, at, (by,)) for c, at, approved, by in extensions if not approved),
        proposals=_waiting(
            (clue, at, barred)
            for clue, at, *barred in ClueProposal.objects.filter(
                clue__in=clues, approved__isnull=True
            ).values_list("clue", "asked_at", "asked_by", "second_officer")
        ),
        disputes=_waiting(
            (clue, at, barred)
            for clue, at, *barred in Dispute.objects.filter(
                clue__in=clues, reopened__isnull=True
            ).values_list("clue", "raised_at", "decided_by", "raised_by")
        ),
        letters={
            clue: (timezone.localdate(issued), due)
            for clue, issued, due in SupervisionLetter.objects.filter(
                clue__in=clues, answered_at__isnull=True
            ).values_list("clue", "issued_at", "answer_by")
        },
        corrections=_corrections(clues),
    )


def _corrections(clues: Any) -> dict[int, Correcting]:
    """Of each clue the last one that still stands."""
    said_at = Min("answers__at", filter=Q(answers__fixed=True))
    rows = Correction.objects.filter(clue__in=clues, set_aside_at__isnull=True).order_by("pk")
    return {
        clue: Correcting(due, timezone.localdate(said) if said else None, fixed)
        for clue, due, fixed, said in rows.annotate(said_at=said_at).values_list(
            "clue", "due_on", "fixed", "said_at"
        )
    }


def _waiting(rows: Iterable[tuple[int, datetime, Iterable[int | None]]]) -> dict[int, Waiting]:
    return {
        clue: Waiting(at, frozenset(one for one in barred if one is not None))
        for clue, at, barred in rows
    }
