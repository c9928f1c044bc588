"""核对过的读法: what an editor says a clause means, laid over what was read from its words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .tree import Clause, Duty, Plan, Stage


@dataclass(frozen=True)
class Reading:
    """读法: units, stage and heading as an editor corrected them; the printed words stay."""

    title: str
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    stage: Stage | None = None


def with_readings(plan: Plan, readings: Mapping[str, Reading]) -> Plan:
    """套上读法: the same plan with the corrected clauses; paths nobody corrected stay as read."""
    return replace(plan, clauses=tuple(_read(clause, readings) for clause in plan.clauses))


def _read(clause: Clause, readings: Mapping[str, Reading]) -> Clause:
    children = tuple(_read(child, readings) for child in clause.children)
    reading = readings.get(clause.path)
    if reading is None:
        return replace(clause, children=children)
    return replace(
        clause,
        title=reading.title,
        duty=_duty(clause, reading),
        stage=reading.stage,
        children=children,
    )


def _duty(clause: Clause, reading: Reading) -> Duty | None:
    if not reading.leads and not reading.partners:
        return None
    return Duty(reading.leads, reading.partners, clause.duty.word if clause.duty else "")
