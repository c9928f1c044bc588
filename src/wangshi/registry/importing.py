"""登记数据导入: rows of a register become operators, found again by their code."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.engine.tables import Preset, Record, Schema
from wangshi.engine.tables.converters import name as as_written
from wangshi.registry.services import propose_links, register
from wangshi.shared.imports import Importer, Written
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Actor


class RegisterImporter(Importer):
    """登记数据: operators by their code; a row with a wrong code is taken without it and named."""

    kind = "register"
    title = "登记数据"
    advice = "登记系统或数据共享导出的主体名录：名称、统一社会信用代码、住所……表头有名称就能认。"
    subject = "operators"
    usual_preset = "register_enterprise"

    def allows(self, by: Actor) -> bool:
        """谁能导入登记数据."""
        return isinstance(by, Account) and may(by, Permission.IMPORT_REGISTER)

    def require(self, by: Actor) -> None:
        """导入登记数据要有这项权限."""
        if not isinstance(by, Account):
            raise Refused("没有登录")
        require(by, Permission.IMPORT_REGISTER)

    def schema(self, preset: Preset) -> Schema:
        """The preset's, but a code is read as it was written: this room checks it itself."""
        fields = tuple(
            replace(field, parse=as_written, required=False) if field.name == "uscc" else field
            for field in preset.schema.fields
        )
        return replace(preset.schema, fields=fields)

    def weigh(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """试算: counts, nothing written."""
        return register.weigh_rows(records, columns=_columns(batch))

    def write(self, batch: ImportBatch, records: Sequence[Record]) -> Written:
        """写入一段."""
        return register.take_rows(
            records, columns=_columns(batch), batch_id=batch.pk, at=batch.received_at
        )

    def finish(self, batch: ImportBatch) -> None:
        """The planner learns what came in; shops of nobody are held against it."""
        register.refresh_statistics()
        propose_links(at=timezone.now(), by=None)

    def outcome_url(self, batch: ImportBatch) -> str:
        """The operators of this batch."""
        return f"{reverse('operators')}?batch={batch.pk}"


def _columns(batch: ImportBatch) -> dict[str, str]:
    """Field → the column it is read from, as the officer's table calls it."""
    return {field: source["columns"][0] for field, source in batch.mapping.items()}
