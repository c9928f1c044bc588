"""从命令行导入: the same road as the page, without the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from wangshi.accounts.services import system_account
from wangshi.engine.cli_chinese import Refused
from wangshi.shared.imports import (
    ImportRefused,
    begin,
    check,
    importer_for,
    open_batch,
    run,
)
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.services import plain

from .running import migrate

PIECE = 1 << 20


def import_files(
    kind: str,
    files: tuple[Path, ...],
    *,
    preset: str,
    dry_run: bool,
    in_json: bool,
    **options: str,
) -> None:
    """Each file in turn; the first that is refused ends the command with its reason."""
    migrate()
    answers = []
    for path in files:
        batch = _import(kind, path, preset=preset, dry_run=dry_run, options=options)
        answers.append(_answer(batch))
        if not in_json:
            click.echo(_sentence(batch))
    if in_json:
        click.echo(json.dumps(answers, ensure_ascii=False))
    if any(answer["state"] == ImportState.REFUSED for answer in answers):
        raise SystemExit(1)


def _import(
    kind: str, path: Path, *, preset: str, dry_run: bool, options: dict[str, str]
) -> ImportBatch:
    by = system_account()
    form = importer_for(kind).form(_named(path, options))
    if not form.is_valid():
        first = next(iter(form.errors.values()))
        raise Refused(f"{path.name}：{first[0]}")
    try:
        batch = open_batch(
            kind,
            _pieces(path),
            file_name=path.name,
            options=plain(form.cleaned_data),
            preset_name=preset,
            by=by,
            at=timezone.now(),
        )
        if dry_run:
            return check(batch.pk) or batch
        begin(batch, by=by, enqueue=lambda _: None)
        return run(batch.pk) or batch
    except ImportRefused as refusal:
        raise Refused(f"{path.name}：{refusal}") from refusal


def _named(path: Path, options: dict[str, str]) -> dict[str, str]:
    """A shop without a name is called after its file."""
    stem = path.name.split(".")[0]
    return {**options, "shop": options.get("shop") or stem}


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _answer(batch: ImportBatch) -> dict[str, Any]:
    return {
        "file": batch.file_name,
        "batch": batch.pk,
        "state": batch.state,
        "rows": batch.rows_read,
        "new": batch.rows_new,
        "changed": batch.rows_changed,
        "same": batch.rows_same,
        "bad": batch.rows_bad,
        "faults": [
            {"row": fault.row_number, "column": fault.column, "message": fault.message}
            for fault in batch.faults.all()[:20]
        ],
    }


def _sentence(batch: ImportBatch) -> str:
    done = "试算" if batch.state == ImportState.CHECKED else batch.get_state_display()
    lines = [
        f"{batch.file_name}：{done}，读了 {batch.rows_read:,} 行，新增 {batch.rows_new:,}，"
        f"更新 {batch.rows_changed:,}，没有变化 {batch.rows_same:,}，没有导入 {batch.rows_bad:,}。"
    ]
    if batch.message:
        lines.append(batch.message)
    lines += [f"  {fault}" for fault in batch.faults.all()[:20]]
    return "\n".join(lines)
