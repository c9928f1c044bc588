"""请示: one matter of a case, one of a kind at a time."""

from datetime import datetime
from typing import Any

from wangshi.accounts.models import Account
from wangshi.penalties.models import Approval, Docket
from wangshi.penalties.workflow import Matter, StepRefused
from wangshi.shared.services import clean


def ask(
    docket: Docket, matter: Matter, reason: str, *, by: Account, at: datetime, **facts: Any
) -> Approval:
    """请示一件事: `facts` are the columns this matter needs; StepRefused while one is open."""
    if docket.approvals.filter(matter=matter, approved__isnull=True).exists():
        raise StepRefused("同一件事已经请示过了：等批复")
    return Approval.objects.create(
        docket=docket, matter=matter, reason=clean(reason), asked_by=by, asked_at=at, **facts
    )
