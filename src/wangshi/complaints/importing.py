"""12315 导出表的导入: rows by their number; the same file again changes nothing."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.complaints.services.importing import Sheet, take_rows, weigh_rows
from wangshi.engine.tables import Record
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


class ComplaintImporter(Importer):
    """12315 平台导出的投诉举报: a row without a respondent or of another kind is named."""

    kind = "complaints"
    title = "12315 平台导出的投诉举报"
    advice = "全国 12315 平台导出的投诉、举报单。编号相同的不会重复登记，姓名、电话、地址封存。"
    subject = "complaints"
    usual_preset = "complaints_12315"

    def allows(self, by: Actor) -> bool:
        """谁能导入."""
        return isinstance(by, Account) and may(by, Permission.TAKE_COMPLAINT)

    def require(self, by: Actor) -> None:
        """导入要有登记投诉的权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.TAKE_COMPLAINT)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: counts, nothing written."""
        return weigh_rows(records, sheet=_sheet(batch))

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        return take_rows(records, sheet=_sheet(batch))

    def finish(self, batch: ImportBatch) -> None:
        """Nothing more: what is unknown waits in the queue of words to be mapped."""

    def outcome_url(self, batch: ImportBatch) -> str:
        """Where the rows went."""
        return reverse("complaints")


def _sheet(batch: ImportBatch) -> Sheet:
    if batch.by_id is None:
        raise Refused("没有登录")
    mapping: dict[str, Any] = batch.mapping
    columns = {field: source["columns"][0] for field, source in mapping.items()}
    by = Account.objects.get(pk=batch.by_id)
    return Sheet(batch.pk, by, batch.received_at, columns)
