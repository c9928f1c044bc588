"""批复: the head who is not a handler answers; what was approved happens the same moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.services import replace_officer
from wangshi.penalties.codes import DONE, STOPPED
from wangshi.penalties.models import Approval, Docket, Pause
from wangshi.penalties.workflow import CaseOutcome, CaseState, Matter, StepRefused
from wangshi.shared.services import record

from .asking import SUSPEND
from .steps import require_words, take, write_step
from .telling import tell_officers

# 再次延长、正职以外负责人以上的事，要集体讨论.
FIRST_EXTENSION: Final = 1


@transaction.atomic
def answer_approval(
    approval: Approval,
    *,
    approve: bool,
    answer: str,
    together: bool = False,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Approval:
    """批复一件请示: once, with words when it is refused or was discussed together."""
    docket, step = take(approval.docket.case, "answer", by=by, version=version)
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    if approval.approved is not None:
        raise StepRefused("这件请示已经批复过了")
    if not approve or together:
        answer = require_words(answer, "写明为什么；集体讨论的，写参加的人和意见")
    _require_together(docket, approval, approve=approve, together=together)
    approval.approved, approval.answer, approval.together = approve, answer.strip(), together
    approval.answered_by, approval.answered_at = by, at
    approval.save()
    carried = (CARRIED if approve else REFUSED).get(Matter(approval.matter))
    target = carried(docket, approval, by, at) if carried else None
    words = f"{approval.get_matter_display()}：{'批准' if approve else '不批准'}。{answer.strip()}"
    written = write_step(docket, step, by=by, at=at, words=words, target=target)
    tell_officers(written, "批准了请示" if approve else "没有批准请示")
    record(by, "penalty.approval_answered", docket.case, matter=approval.matter, approved=approve)
    return approval


def _require_together(docket: Docket, approval: Approval, *, approve: bool, together: bool) -> None:
    """第六十四条第一款: a second extension is decided by the heads together."""
    if approval.matter != Matter.EXTEND or not approve:
        return
    before = docket.approvals.filter(matter=Matter.EXTEND, approved=True).count()
    if before >= FIRST_EXTENSION and not together:
        raise StepRefused("再次延长要由负责人集体讨论决定：勾上集体讨论，写参加的人和意见")


def _measure(docket: Docket, approval: Approval, by: Account, at: datetime) -> None:
    measure = approval.measure
    if measure is not None:
        measure.approved = True
        measure.save(update_fields=["approved"])


def _not_the_measure(docket: Docket, approval: Approval, by: Account, at: datetime) -> None:
    """第三十三条第二款、第三十六条第二款: what should not have been taken ends at once."""
    measure = approval.measure
    if measure is None:
        return
    measure.approved = False
    if measure.is_running:
        measure.ended_on = timezone.localdate(at)
        measure.ending = "M35_5" if measure.kind == "preserve" else "M42_5"
        measure.ended_words = "负责人认为不应当采取，立即解除"
    measure.save()


def _prolong(docket: Docket, approval: Approval, by: Account, at: datetime) -> None:
    measure = approval.measure
    if measure is not None:
        measure.prolonged_by = approval.days
        measure.save(update_fields=["prolonged_by"])


def _suspend(docket: Docket, approval: Approval, by: Account, at: datetime) -> None:
    Pause.objects.create(
        docket=docket,
        ground=SUSPEND,
        first_on=timezone.localdate(at),
        words=approval.reason[:300],
    )


def _recuse(docket: Docket, approval: Approval, by: Account, at: datetime) -> None:
    if approval.leaving is None or approval.coming is None:
        raise StepRefused("没有写谁回避、谁接办")
    docket.case = replace_officer(
        docket.case, leaving=approval.leaving, coming=approval.coming, by=by
    )


def _terminate(docket: Docket, approval: Approval, by: Account, at: datetime) -> CaseState:
    docket.outcome = CaseOutcome.TERMINATED
    docket.performed_on, docket.closing_ground = timezone.localdate(at), STOPPED
    return CaseState.PERFORMED


def _close(docket: Docket, approval: Approval, by: Account, at: datetime) -> CaseState:
    docket.closed_on = timezone.localdate(at)
    docket.closing_ground = docket.closing_ground or DONE
    return CaseState.CLOSED


Carry = Callable[[Docket, Approval, Account, datetime], CaseState | None]
CARRIED: Final[dict[Matter, Carry]] = {
    Matter.MEASURE: _measure,
    Matter.PROLONG: _prolong,
    Matter.SUSPEND: _suspend,
    Matter.RECUSE: _recuse,
    Matter.TERMINATE: _terminate,
    Matter.CLOSE: _close,
}
REFUSED: Final[dict[Matter, Carry]] = {Matter.MEASURE: _not_the_measure}
