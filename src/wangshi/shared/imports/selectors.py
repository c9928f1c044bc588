"""Questions about batches: which there are, how far one is, what is wrong with its rows."""

from collections.abc import Sequence
from typing import IO, Any

from django.db.models import QuerySet
from django.urls import reverse

from wangshi.engine.tables import Fault, open_table
from wangshi.engine.tables.writing import fault_workbook
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.pages import Fact, LongWork
from wangshi.shared.words import day_in_evidence, grouped, local

from .importer import Importer, importers
from .services import as_mapping, batch_path, schema_of

BUSY = (ImportState.CHECKING, ImportState.WAITING, ImportState.RUNNING)


def allowed(account: Any) -> tuple[Importer, ...]:
    """The kinds of file this account may bring in."""
    return tuple(importer for importer in importers().values() if importer.allows(account))


def batches(kinds: Sequence[Importer]) -> QuerySet[ImportBatch]:
    """Batches of these kinds, the newest first."""
    return ImportBatch.objects.filter(kind__in=[importer.kind for importer in kinds])


def facts(batch: ImportBatch) -> tuple[Fact, ...]:
    """What is known of the batch, for a summary list."""
    return (
        Fact("文件", batch.file_name),
        Fact("谁、何时", f"{batch.by_name}，{day_in_evidence(local(batch.received_at))}"),
        Fact("校验值 SHA-256", batch.sha256[:16] + "…"),
        Fact("已读", f"{grouped(batch.rows_read)} 行"),
        Fact("新增", f"{grouped(batch.rows_new)} 行"),
        Fact("更新", f"{grouped(batch.rows_changed)} 行"),
        Fact("没有变化", f"{grouped(batch.rows_same)} 行"),
        Fact("没有导入", f"{grouped(batch.rows_bad)} 行"),
    )


def columns(batch: ImportBatch) -> tuple[Fact, ...]:
    """Which column feeds which field; nothing for a batch that kept no mapping."""
    mapping = as_mapping(batch)
    if not mapping.sources:
        return ()
    titles = {field.name: field.title_zh for field in schema_of(batch).fields}
    found = [Fact(titles[s.field], "＋".join(s.columns)) for s in mapping.sources]
    return (*found, *(Fact(field.title_zh, "没有对应的列") for field in mapping.missing))


def progress(batch: ImportBatch) -> LongWork | None:
    """The progress notice while a worker is busy with the batch; None otherwise."""
    if batch.state not in BUSY:
        return None
    here = reverse("import", args=[batch.pk])
    return LongWork(
        title=batch.get_state_display(),
        done=batch.rows_read,
        total=max(batch.rows_expected or 0, batch.rows_read),
        unit="行",
        words="排在前面的导完就轮到它" if batch.state == ImportState.WAITING else "",
        poll_href=here,
        stop_href=reverse("import-stop", args=[batch.pk]),
        stop_word="停下，保留已导入的",
    )


def write_fault_rows(batch: ImportBatch, target: IO[bytes]) -> None:
    """要改的行: a workbook of the rows that were not taken, each with what to mend."""
    faults = [
        Fault(row.row_number, row.column, row.value, row.message)
        for row in batch.faults.filter(taken=False)
    ]
    fault_workbook(open_table(batch_path(batch), name=batch.file_name), faults, target)
