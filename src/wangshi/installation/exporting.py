"""导出实体文件: the command's work, in the name of whoever may log in to the server."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from wangshi.accounts.services import system_account
from wangshi.engine.cli_chinese import Refused
from wangshi.registry.services import ExportedEntities, export_entities


def export_ftm(out: Path, *, with_phones: bool) -> ExportedEntities:
    """导出了什么."""
    if not out.parent.is_dir():
        raise Refused(f"没有这个文件夹：{out.parent}。先建好，再导出")
    return export_entities(out, with_phones=with_phones, by=system_account(), at=timezone.now())


def as_answer(done: ExportedEntities) -> dict[str, Any]:
    """For a program."""
    return {"path": str(done.path), "counts": done.counts, "refused": list(done.refused)}


def as_sentence(done: ExportedEntities) -> str:
    """For a person."""
    kinds = "，".join(f"{kind} {count}" for kind, count in sorted(done.counts.items()))
    left = "".join(f"\n没有写　{one}" for one in done.refused[:20])
    return f"导出了 {sum(done.counts.values())} 个实体到 {done.path}（{kinds or '没有'}）{left}"
