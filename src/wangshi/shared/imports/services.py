"""Verbs of a batch: it is received, weighed, begun, stopped."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from wangshi.engine.tables import (
    Mapping,
    Preset,
    Schema,
    Source,
    TableRefused,
    choose_columns,
    load_presets,
    open_table,
    preset,
    require_complete,
    suggest_presets,
)
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.services import Actor, plain, record

from .importer import importer_for

COUNTS = ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_bad")


class ImportRefused(ValueError):
    """这份文件不能导入: the message says why and what to do next."""


def open_batch(
    kind: str,
    chunks: Iterable[bytes],
    *,
    file_name: str,
    options: dict[str, Any],
    by: Actor,
    at: datetime,
    preset_name: str = "",
) -> ImportBatch:
    """收到文件: kept under its digest, looked at, its columns matched; nothing is written yet.

    A file that cannot be read is refused with its reason and leaves no file behind.
    """
    importer_for(kind).require(by)
    path, digest, size = _store(chunks)
    try:
        preset, mapping, expected = _look(kind, path, file_name, preset_name)
    except TableRefused as refusal:
        path.unlink(missing_ok=True)
        raise ImportRefused(f"{refusal.message_zh}。{refusal.what_next_zh}。") from refusal
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            kind=kind,
            file_name=file_name[-200:],
            sha256=digest,
            size=size,
            preset=preset,
            mapping=mapping,
            rows_expected=expected,
            options=plain(options),
            by_id=by.pk,
            by_name=by.name,
            received_at=at,
        )
        record(by, "import.received", batch, file=file_name, sha256=digest)
    return batch


def earlier(batch: ImportBatch) -> ImportBatch | None:
    """The same file with the same options, already imported: there is nothing left to do."""
    same = ImportBatch.objects.filter(
        kind=batch.kind, sha256=batch.sha256, options=batch.options, state=ImportState.DONE
    )
    return same.exclude(pk=batch.pk).order_by("-finished_at").first()


def interrupted(kind: str, sha256: str, options: dict[str, Any]) -> ImportBatch | None:
    """没有导完的同一个文件: begun and not at its end, whether somebody is at it or died of it."""
    busy = Q(state__in=[ImportState.WAITING, ImportState.RUNNING])
    same = ImportBatch.objects.filter(busy, kind=kind, sha256=sha256, options=plain(options))
    return same.order_by("-pk").first()


@transaction.atomic
def choose(batch: ImportBatch, columns: dict[str, str], *, by: Actor) -> ImportBatch:
    """对应列: the officer says which column feeds which field; refused while one is missing."""
    importer_for(batch.kind).require(by)
    table = open_table(batch_path(batch), name=batch.file_name)
    schema = schema_of(batch)
    chosen = (Source(field, (column,)) for field, column in columns.items() if column)
    try:
        mapping = choose_columns(table.columns, schema, chosen)
        require_complete(mapping, schema, table.columns)
    except TableRefused as refusal:
        raise ImportRefused(f"{refusal.message_zh}。{refusal.what_next_zh}。") from refusal
    batch.mapping = as_stored(mapping)
    batch.save(update_fields=["mapping"])
    record(by, "import.mapped", batch, columns=columns)
    return batch


@transaction.atomic
def begin(batch: ImportBatch, *, by: Actor, enqueue: Callable[[int], Any]) -> ImportBatch:
    """开始导入: queued in the same transaction, so that it is queued exactly when it says so."""
    importer_for(batch.kind).require(by)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (ImportState.RECEIVED, ImportState.CHECKED):
        raise ImportRefused(f"这一批现在是“{batch.get_state_display()}”，不用再点。")
    from_the_top(batch)
    batch.state = ImportState.WAITING
    batch.save(update_fields=["state"])
    record(by, "import.begun", batch)
    enqueue(batch.pk)
    return batch


@transaction.atomic
def stop(batch: ImportBatch, *, by: Actor, at: datetime) -> ImportBatch:
    """停下: rows already written stay, and the batch says how far it came."""
    importer_for(batch.kind).require(by)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.finished_at:
        raise ImportRefused("这一批已经结束了。")
    batch.state, batch.finished_at = ImportState.STOPPED, at
    batch.message = f"{by.name}停下。已导入到第 {batch.rows_read} 行，这些保留。"
    batch.save(update_fields=["state", "finished_at", "message"])
    record(by, "import.stopped", batch, rows=batch.rows_read)
    return batch


def from_the_top(batch: ImportBatch) -> None:
    """Counts and faults as if no row had been read."""
    batch.faults.all().delete()
    batch.last_row = batch.rows_read = batch.rows_new = 0
    batch.rows_changed = batch.rows_same = batch.rows_bad = 0
    batch.save(update_fields=["last_row", *COUNTS])


def schema_of(batch: ImportBatch) -> Schema:
    """The columns this batch is read by."""
    return importer_for(batch.kind).schema(preset(batch.preset))


def as_stored(mapping: Mapping) -> dict[str, Any]:
    """The mapping as the batch keeps it: field → columns and what joins them."""
    return {
        source.field: {"columns": list(source.columns), "joiner": source.joiner}
        for source in mapping.sources
    }


def as_mapping(batch: ImportBatch) -> Mapping:
    """The mapping a batch kept, whole again."""
    fields = schema_of(batch).fields
    kept = batch.mapping
    return Mapping(
        tuple(
            Source(field.name, tuple(kept[field.name]["columns"]), kept[field.name]["joiner"])
            for field in fields
            if field.name in kept
        ),
        tuple(field for field in fields if field.name not in kept),
    )


def batch_path(batch: ImportBatch) -> Path:
    """Where the bytes of the file lie."""
    return _folder() / batch.sha256


def unfinished() -> Q:
    """Batches that a worker should be busy with."""
    return Q(state__in=[ImportState.WAITING, ImportState.RUNNING, ImportState.CHECKING])


def _folder() -> Path:
    return Path(settings.WANGSHI_HOME) / "imports"


def _store(chunks: Iterable[bytes]) -> tuple[Path, str, int]:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"draft-{secrets.token_hex(8)}"
    digest, size = hashlib.sha256(), 0
    try:
        with draft.open("wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        path = folder / digest.hexdigest()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path, path.name, size


def _look(
    kind: str, path: Path, file_name: str, wanted: str
) -> tuple[str, dict[str, Any], int | None]:
    importer = importer_for(kind)
    table = open_table(path, name=file_name)
    chosen = _preset(wanted) if wanted else None
    if chosen is None:
        fitting = suggest_presets(table, subject=importer.subject)
        chosen = fitting[0] if fitting else preset(importer.usual_preset)
    return chosen.name, as_stored(chosen.mapping(table.columns)), table.row_count_hint


def _preset(name: str) -> Preset:
    try:
        return preset(name)
    except KeyError as unknown:
        names = "、".join(item.name for item in load_presets())
        raise ImportRefused(f"没有叫“{name}”的列对应。现有：{names}。") from unknown
