"""The chain of audit records, checked on request."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.shared.anchors import RESTORED_VERB, Gap, write_restore
from wangshi.shared.audit import (
    Break,
    RestoreUnexplained,
    check_chain,
    declared_restores,
    gap_of_a_restore,
)
from wangshi.shared.models import AuditHead, AuditRecord
from wangshi.shared.services import record

from .declined import Declined


@dataclass(frozen=True)
class Checked:
    """核对结果: how many records, where the chain is broken, which restores were declared."""

    records: int
    breaks: tuple[Break, ...]
    restores: tuple[AuditRecord, ...] = ()


def check_audit(*, by: Account) -> Checked:
    """核对审计链: read outside a transaction, so that nobody waits for it; then recorded."""
    require(by, Permission.VIEW_AUDIT)
    breaks = check_chain()
    head = AuditHead.objects.filter(id=1).values_list("sequence", flat=True).first()
    return _note(Checked(head or 0, breaks, restores()), by)


def restores() -> tuple[AuditRecord, ...]:
    """声明过的恢复: the records that say which numbers went missing, and why."""
    declared = [restore.record for restore in declared_restores()]
    return tuple(AuditRecord.objects.filter(sequence__in=declared))


@transaction.atomic
def declare_restore(*, reason: str, by: Account) -> tuple[AuditRecord, Gap]:
    """声明恢复: an older backup was put back; what is missing since is named for good."""
    require(by, Permission.DECLARE_RESTORE)
    if not reason.strip():
        raise Declined("写明理由：什么时候、为什么、恢复了哪一份备份")
    try:
        gap = gap_of_a_restore()
    except RestoreUnexplained as refusal:
        raise Declined(str(refusal)) from refusal
    line = record(by, RESTORED_VERB, "audit", reason=reason.strip(), **asdict(gap))
    home, number = settings.WANGSHI_HOME, line.sequence
    transaction.on_commit(lambda: write_restore(home, number, gap), robust=True)
    return line, gap


@transaction.atomic
def _note(checked: Checked, by: Account) -> Checked:
    record(by, "audit.checked", "audit", records=checked.records, breaks=len(checked.breaks))
    return checked
