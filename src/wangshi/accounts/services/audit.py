"""The chain of audit records, checked on request."""

from dataclasses import dataclass

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.shared.audit import Break, check_chain
from wangshi.shared.models import AuditHead
from wangshi.shared.services import record


@dataclass(frozen=True)
class Checked:
    """核对结果: how many records there are, and every place where the chain is broken."""

    records: int
    breaks: tuple[Break, ...]


def check_audit(*, by: Account) -> Checked:
    """核对审计链: read outside a transaction, so that nobody waits for it; then recorded."""
    require(by, Permission.VIEW_AUDIT)
    breaks = check_chain()
    head = AuditHead.objects.filter(id=1).values_list("sequence", flat=True).first()
    return _note(Checked(head or 0, breaks), by)


@transaction.atomic
def _note(checked: Checked, by: Account) -> Checked:
    record(by, "audit.checked", "audit", records=checked.records, breaks=len(checked.breaks))
    return checked
