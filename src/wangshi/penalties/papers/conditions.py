"""什么时候能出: each condition of papers.yaml, asked of the docket."""

from collections.abc import Callable
from typing import Any, Final

from wangshi.penalties.clocks import pay_by
from wangshi.penalties.models import Docket
from wangshi.penalties.workflow import CaseOutcome, CaseState, Matter, MeasureKind

ALWAYS: Final = "always"
BEFORE: Final = (CaseState.INVESTIGATING, CaseState.REVIEWING, CaseState.REVIEWED)
CONDITIONS: Final[dict[str, Callable[[Docket, Any], bool]]] = {
    ALWAYS: lambda docket, _: True,
    "undecided": lambda docket, _: docket.state == CaseState.INVESTIGATING,
    "transferred": lambda docket, _: bool(hasattr(docket, "transfer") and docket.transfer.approved),
    "preserved": lambda _, one: one.kind == MeasureKind.PRESERVE,
    "sealed": lambda _, one: one.kind != MeasureKind.PRESERVE,
    "corrected": lambda docket, _: bool(docket.case.clue.corrections.all()),
    "concluded": lambda docket, _: bool(docket.reports.all()),
    "agreed": lambda docket, _: (
        bool(docket.reports.all())
        and docket.state not in BEFORE
        and list(docket.reports.all())[-1].handling == CaseOutcome.PENALTY
    ),
    "hearing_set": lambda docket, _: any(
        hasattr(one, "hearing") and one.hearing.held_on for one in docket.reports.all()
    ),
    "discussed": lambda docket, _: bool(
        hasattr(docket, "decision") and docket.decision.discussed_on
    ),
    "punished": lambda docket, _: docket.outcome == CaseOutcome.PENALTY,
    "spared": lambda docket, _: docket.outcome in (CaseOutcome.NO_PENALTY, CaseOutcome.NOT_PROVEN),
    "deferred": lambda docket, _: _approved(docket, Matter.DEFER),
    "overdue": lambda docket, _: bool(
        docket.state == CaseState.SERVED and pay_by(docket) and docket.decision.money
    ),
    "enforcing": lambda docket, _: any(
        one.matter == Matter.ENFORCE for one in docket.approvals.all()
    ),
    "performed": lambda docket, _: docket.performed_on is not None,
}


def _approved(docket: Docket, matter: Matter) -> bool:
    return any(one.matter == matter and one.approved for one in docket.approvals.all())
