"""A batch on its way: chunk by chunk, each chunk whole or not at all, resumed where it stopped."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from wangshi.engine.tables import (
    Fault,
    Record,
    TableRefused,
    open_table,
    read_records,
)
from wangshi.shared.models import ImportBatch, ImportFault, ImportState
from wangshi.shared.services import Author, record

from .importer import Importer, Written, importer_for
from .services import as_mapping, batch_path, from_the_top, schema_of, unfinished

CHUNK = 2_000
SILENCE = timedelta(seconds=90)
MOST_FAULTS_KEPT = 20_000


def check(batch_id: int) -> ImportBatch | None:
    """试算: read every row, say what would come of it, write nothing but the counts."""
    batch = _claim(batch_id, ImportState.CHECKING, Q(state=ImportState.RECEIVED))
    if batch is None:
        return None
    from_the_top(batch)
    if _walk(batch, importer_for(batch.kind), writing=False):
        ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKING).update(
            state=ImportState.CHECKED
        )
    batch.refresh_from_db()
    return batch


def run(batch_id: int) -> ImportBatch | None:
    """导入: from the row after the last one written, to the end; idempotent under replay."""
    batch = _claim(batch_id, ImportState.RUNNING, Q(state=ImportState.WAITING))
    if batch is None:
        return None
    importer = importer_for(batch.kind)
    if _walk(batch, importer, writing=True):
        importer.finish(batch)
        _finish(batch)
    batch.refresh_from_db()
    return batch


def resume_stalled(now: datetime) -> int:
    """接着导: batches whose worker fell silent are taken up again; returns how many."""
    silent = ImportBatch.objects.filter(unfinished()).filter(
        Q(beat_at__lt=now - SILENCE) | Q(beat_at__isnull=True, received_at__lt=now - SILENCE)
    )
    return sum(take_up(batch, now) for batch in silent)


def take_up(batch: ImportBatch, now: datetime) -> bool:
    """接着导一批: True when it was still as we saw it, and is done or refused by now."""
    work = check if batch.state == ImportState.CHECKING else run
    before = Q(pk=batch.pk, state=batch.state, beat_at=batch.beat_at)
    waiting = ImportState.RECEIVED if batch.state == ImportState.CHECKING else ImportState.WAITING
    if not ImportBatch.objects.filter(before).update(state=waiting, beat_at=now):
        return False
    work(batch.pk)
    return True


def quiet_in(batch: ImportBatch, now: datetime) -> timedelta:
    """多久没有动静才能接: nothing left once its worker has been silent for long enough."""
    since = batch.beat_at or batch.received_at
    return max(timedelta(), since + SILENCE - now)


def _claim(batch_id: int, state: ImportState, open_to: Q) -> ImportBatch | None:
    """One worker only: whoever changes the state first has the batch."""
    mine = ImportBatch.objects.filter(open_to, pk=batch_id)
    if not mine.update(state=state, beat_at=timezone.now()):
        return None
    return ImportBatch.objects.get(pk=batch_id)


def _walk(batch: ImportBatch, importer: Importer, *, writing: bool) -> bool:
    """Every chunk in turn; False when the batch was stopped or its file cannot be read."""
    try:
        table = open_table(batch_path(batch), name=batch.file_name)
        rows = read_records(table, schema_of(batch), as_mapping(batch), after=batch.last_row)
        for chunk in _chunks(rows):
            if not _take(batch, importer, chunk, writing=writing):
                return False
    except TableRefused as refusal:
        _refuse(batch, f"{refusal.message_zh}。{refusal.what_next_zh}。")
        return False
    return True


def _chunks(rows: Iterator[Record | Fault]) -> Iterator[list[Record | Fault]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@transaction.atomic
def _take(
    batch: ImportBatch, importer: Importer, chunk: list[Record | Fault], *, writing: bool
) -> bool:
    """One chunk, its faults and its progress in one transaction."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.finished_at:
        return False
    records = [row for row in chunk if isinstance(row, Record)]
    step = importer.write if writing else importer.weigh
    written = step(batch, records)
    refused = [row for row in chunk if isinstance(row, Fault)]
    warned = [fault for row in records for fault in row.remarks]
    _keep_faults(held, refused, warned, written)
    _count(held, chunk, refused, written)
    return True


def _keep_faults(
    batch: ImportBatch, refused: list[Fault], warned: list[Fault], written: Written
) -> None:
    kept = batch.faults.count()
    rows = [(fault, False) for fault in [*refused, *written.faults]]
    rows += [(fault, True) for fault in [*warned, *written.remarks]]
    ImportFault.objects.bulk_create(
        ImportFault(
            batch=batch,
            row_number=fault.row_number,
            column=fault.column[:100],
            value=fault.value[:200],
            message=fault.message_zh[:300],
            taken=taken,
        )
        for fault, taken in rows[: max(0, MOST_FAULTS_KEPT - kept)]
    )


def _count(
    batch: ImportBatch, chunk: list[Record | Fault], refused: list[Fault], written: Written
) -> None:
    read = {row.row_number for row in chunk}
    bad = {fault.row_number for fault in [*refused, *written.faults]}
    ImportBatch.objects.filter(pk=batch.pk).update(
        last_row=max(read),
        rows_read=F("rows_read") + len(read),
        rows_new=F("rows_new") + written.new,
        rows_changed=F("rows_changed") + written.changed,
        rows_same=F("rows_same") + written.same,
        rows_bad=F("rows_bad") + len(bad),
        beat_at=timezone.now(),
    )


@transaction.atomic
def _finish(batch: ImportBatch) -> None:
    done = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    done.state, done.finished_at = ImportState.DONE, timezone.now()
    done.save(update_fields=["state", "finished_at"])
    record(
        Author(done.by_id, done.by_name),
        "import.finished",
        done,
        new=done.rows_new,
        changed=done.rows_changed,
        same=done.rows_same,
        bad=done.rows_bad,
    )


@transaction.atomic
def _refuse(batch: ImportBatch, message: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportState.REFUSED, finished_at=timezone.now(), message=message
    )
    record(Author(batch.by_id, batch.by_name), "import.refused", batch, why=message)
