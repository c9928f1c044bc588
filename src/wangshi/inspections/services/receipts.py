"""回执: what was received, under a number and a digest; its place in the audit chain seals it."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.services.numbers import next_number
from wangshi.inspections.models import IdentityReturn, ReturnReceipt
from wangshi.inspections.workflow import InspectionRefused
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import record

SERIES = "报"


@transaction.atomic
def issue_receipt(sent: IdentityReturn, *, by: Account, at: datetime) -> ReturnReceipt:
    """开回执: over the rows as they stand now; the same rows twice get the first receipt again."""
    require(by, Permission.SUPERVISE_PLATFORM)
    sent = IdentityReturn.objects.select_for_update().get(pk=sent.pk)
    digest, rows = rows_digest(sent)
    if not rows:
        raise InspectionRefused("这份报送还没有收下一行：改好再导一次，再开回执")
    last = sent.receipts.first()
    if last is not None and last.digest == digest:
        return last
    batch = _batch(sent)
    receipt = ReturnReceipt.objects.create(
        identity_return=sent,
        number=next_number(SERIES, timezone.localdate(at).year),
        rows=rows,
        refused=batch.rows_bad,
        file_name=batch.file_name,
        file_sha256=batch.sha256,
        digest=digest,
        issued_at=at,
        issued_by=by,
    )
    record(by, "return.receipted", receipt, number=receipt.number, rows=rows, sha256=digest)
    return receipt


def rows_digest(sent: IdentityReturn) -> tuple[str, int]:
    """内容校验值: SHA-256 over each row's key and digest, in order of the keys; and how many."""
    digest, rows = hashlib.sha256(), 0
    lines = sent.rows.order_by("key").values_list("key", "digest")
    for key, said in lines.iterator(chunk_size=5000):
        digest.update(f"{key} {said}\n".encode())
        rows += 1
    return digest.hexdigest(), rows


def _batch(sent: IdentityReturn) -> ImportBatch:
    newest = sent.rows.order_by("-batch_id").values_list("batch_id", flat=True)[:1]
    return ImportBatch.objects.get(pk=newest[0])
