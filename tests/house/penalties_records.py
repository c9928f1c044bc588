"""Records of the penalties room for the table of access: a case with a docket, one on the spot."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from wangshi.accounts.models import Account
from wangshi.cases.models import Case, Clue
from wangshi.penalties.models import (
    Decision,
    Docket,
    Publication,
    Report,
    ServiceAttempt,
    SpotPenalty,
)

if TYPE_CHECKING:
    from tests.house.access_world import World

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 2)


def _somebody(name: str, world: "World") -> Account:
    return Account.objects.create(
        username=name, name=f"{name}样例", department=world.department, town=world.town
    )


def _case(world: "World") -> Case:
    first, second = _somebody("first", world), _somebody("second", world)
    clue = Clue.objects.create(
        number="试填案-1",
        source="officer",
        title="试填",
        received_at=AT,
        found_on=ON,
        reported_by=first,
        department=world.department,
        handler=first,
        state="decided",
        outcome="filed",
        ground="filed",
        decision_reason="试填",
        decided_on=ON,
        decided_by=world.stranger,
    )
    case = Case.objects.create(
        clue=clue,
        number="试填立-1",
        cause="试填",
        party="试填",
        first_officer=first,
        second_officer=second,
        filed_on=ON,
        filed_by=world.stranger,
    )
    docket = Docket.objects.create(case=case)
    ServiceAttempt.objects.create(
        docket=docket,
        what="notice",
        number="试填告-1",
        way="direct",
        on=ON,
        proof="试填",
        succeeded=True,
        counts_on=ON,
        by=first,
    )
    return case


def _publication(world: "World") -> Publication:
    case = _case(world)
    two = {"first_officer": case.first_officer, "second_officer": case.second_officer}
    report = Report.objects.create(
        docket=case.docket, handling="penalty", by=case.first_officer, submitted_on=ON, **two
    )
    reviewer = _somebody("reviewer", world)
    decision = Decision.objects.create(
        docket=case.docket,
        report=report,
        number="试填罚-1",
        outcome="penalty",
        reason="试填",
        adoption="试填",
        decided_on=ON,
        by=world.stranger,
        reviewer=reviewer,
        **two,
    )
    return Publication.objects.create(
        decision=decision,
        party="试填",
        offence="试填",
        content="试填",
        text="试填",
        level="serious",
        prepared_by=case.first_officer,
        prepared_at=AT,
        published_on=ON,
        published_by=reviewer,
    )


def _spot(world: "World") -> SpotPenalty:
    return SpotPenalty.objects.create(
        number="试填当罚-1",
        department=world.department,
        party="试填",
        facts="试填",
        basis="试填",
        warning=True,
        place="试填",
        at=AT,
        signed="试填",
        first_officer=_somebody("first", world),
        second_officer=_somebody("second", world),
    )


PENALTIES_MAKERS: dict[str, Callable[[Any], Any]] = {
    "case": _case,
    "publication": _publication,
    "spot": _spot,
}
