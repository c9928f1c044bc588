"""当场指导改正: found, checked and answered for by one officer, in one step of the hand."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueOutcome, StepRefused
from wangshi.shared.services import record

from .answering import reply_clue
from .assigning import accept_clue
from .deciding import Verdict, decide_clue
from .reporting import NewClue, receive

TOLD: Final = "本人发现，本人当场指导改正，到期复看。"


@transaction.atomic
def correct_on_the_spot(report: NewClue, *, verdict: Verdict, by: Account, at: datetime) -> Clue:
    """当场指导改正: a clue of the finder's own unit, decided at once; its recheck is open."""
    require(by, Permission.REPORT_CLUE)
    if verdict.outcome is not ClueOutcome.CORRECTED:
        raise StepRefused("当场只能指导改正；要立案、移送的，先登记线索再核查")
    if by.department is None:
        raise StepRefused("您的账号还没有写单位：请系统管理员补上，再发改正要求")
    clue = receive(report, by=by, at=at, department=by.department)
    accept_clue(clue, by=by, at=at)
    decide_clue(clue, verdict=verdict, by=by, at=at)
    clue = reply_clue(clue, words=TOLD, by=by, at=at)
    record(by, "clue.corrected_on_the_spot", clue, source=report.source)
    return clue
