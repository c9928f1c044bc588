"""移交: from the hands of the one who keeps it into those of another certified officer."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.evidence.models import CustodyEntry, Exhibit
from wangshi.evidence.selectors.exhibits import certified_officers, sealed
from wangshi.evidence.workflow import Act, EvidenceRefused
from wangshi.shared.services import record

from .custody import enter, locked, require_reason


@transaction.atomic
def hand_over(
    exhibit: Exhibit, *, to: Account, reason: str, by: Account, at: datetime
) -> CustodyEntry:
    """移交: the keeper hands it over; when the keeper's account was stopped, a colleague does."""
    require(by, Permission.TAKE_EVIDENCE, exhibit)
    reason = require_reason(reason)
    exhibit = sealed(locked(exhibit))
    keeper = exhibit.custodian
    if keeper.pk != by.pk and keeper.is_active:
        raise EvidenceRefused(f"现在由{keeper.name}保管，要由{keeper.name}来移交")
    if to.pk == keeper.pk or not certified_officers().filter(pk=to.pk).exists():
        raise EvidenceRefused("接收人要选另一位有执法证号的执法员")
    exhibit.custodian = to
    exhibit.save(update_fields=["custodian"])
    entry = enter(exhibit, Act.HANDED_OVER, by=by, at=at, reason=reason, hands=(keeper, to))
    record(by, "evidence.handed_over", exhibit, before=keeper.name, after=to.name, reason=reason)
    return entry
