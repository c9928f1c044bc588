"""从命令行导入: the same road as the page, without the page."""

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.services import system_account
from wangshi.engine.cli_chinese import Refused
from wangshi.shared.imports import (
    ImportRefused,
    begin,
    check,
    importer_for,
    interrupted,
    open_batch,
    quiet_in,
    run,
    take_up,
)
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.services import plain

from .running import migrate

PIECE = 1 << 20
PATIENCE = 10.0  # seconds between two looks at a batch that somebody may be busy with


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
    chosen = plain(form.cleaned_data)
    try:
        left = None if dry_run else interrupted(kind, _digest(path), chosen)
        if left is not None:
            return _go_on(left, by=by)
        batch = open_batch(
            kind,
            _pieces(path),
            file_name=path.name,
            options=chosen,
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


def _go_on(batch: ImportBatch, *, by: Account) -> ImportBatch:
    """接着导: the batch that died in the middle, once it is sure that nobody is at it."""
    importer_for(batch.kind).require(by)
    click.echo(
        f"{batch.file_name}：上一次导到第 {batch.last_row:,} 行就断了，接着导，不从头来。", err=True
    )
    beat = batch.beat_at
    while wait := quiet_in(batch, timezone.now()):
        click.echo(f"  等 {wait.seconds + 1} 秒，看有没有别的进程在导它。", err=True)
        time.sleep(min(wait.total_seconds(), PATIENCE))
        batch.refresh_from_db()
        if batch.beat_at != beat or batch.finished_at:
            raise ImportRefused("另一个进程正在导这个文件。等它导完，再看一次导入记录")
    if not take_up(batch, timezone.now()):
        raise ImportRefused("另一个进程刚接过去。等它导完，再看一次导入记录")
    batch.refresh_from_db()
    return batch


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
