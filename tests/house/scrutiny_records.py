"""What the table of access asks of the room of scrutiny: one maker a kind of record."""

from datetime import UTC, date, datetime
from typing import Any

from wangshi.registry.models import Operator
from wangshi.scrutiny.models import ContactLetter, Premise, SharedPlace, Suspicion

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 2)


def _firm(world: Any) -> Operator:
    return Operator.objects.create(
        source_key="试填主体", name="试填商行", form="sole_trader", town=world.town
    )


def _suspicion(world: Any) -> Suspicion:
    return Suspicion.objects.create(
        identity="ab" * 32,
        reason="bad_code",
        words="试填",
        fingerprint="ab" * 32,
        law_fingerprint="ab" * 32,
        operator=_firm(world),
        town=world.town,
        found_on=ON,
    )


def _letter(world: Any) -> ContactLetter:
    return ContactLetter.objects.create(
        operator=_firm(world),
        number="试填-1",
        address="试填街 1 号",
        postal_number="试填",
        why="试填",
        sent_on=ON,
        sent_by=world.stranger,
        sent_at=AT,
    )


def _place(world: Any) -> SharedPlace:
    return SharedPlace.objects.create(
        sort="address",
        value="试填街 1 号",
        whose="试填",
        proof="试填",
        since=ON,
        declared_by=world.stranger,
        declared_at=AT,
    )


def _premise(world: Any) -> Premise:
    return Premise.objects.create(
        operator=_firm(world),
        kind="place",
        address="试填街 1 号",
        since=ON,
        noted_by=world.stranger,
        noted_at=AT,
    )


SCRUTINY_MAKERS = {
    "contact_letter": _letter,
    "premise": _premise,
    "shared_place": _place,
    "suspicion": _suspicion,
}
