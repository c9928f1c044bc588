"""关于一条记录的证据: what stands on the page of a clue, a listing or a shop."""

from dataclasses import dataclass

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.evidence.models import CaptureOrder, Exhibit

from .exhibits import exhibits_about, subject_of
from .orders import orders_about


@dataclass(frozen=True)
class EvidenceAbout:
    """一条记录的证据: what is sealed, what the machine was sent for, whether more may be taken."""

    subject: str
    exhibits: QuerySet[Exhibit]
    orders: QuerySet[CaptureOrder]
    may_see: bool
    may_take: bool


def evidence_about(subject: str, account: Account) -> EvidenceAbout:
    """证据和取证单, as far as the account may see them."""
    told = subject_of(subject, account)
    return EvidenceAbout(
        subject=subject,
        exhibits=exhibits_about(subject, account),
        orders=orders_about(subject, account),
        may_see=may(account, Permission.VIEW_EVIDENCE),
        may_take=may(account, Permission.TAKE_EVIDENCE) and told is not None and told.may_take,
    )
