"""wangshi screen 的分片做法: in a row, by processes of this machine, or on a Dask cluster."""

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .screening.parts import Part, PartDone, screen_part

MANIFEST = "screening.json"
LOCAL = "local"
STOPPED = "有一个进程被停掉了，多半是内存不够；把分片切小，或者少用几个进程，再做一次"


class PartsRefused(ValueError):
    """分片做不了: the message says what to do."""


def screen_folder(
    source: Path, target: Path, *, engine: str, packs: Path, workers: int, scheduler: str
) -> dict[str, Any]:
    """筛查一个文件夹: findings part by part, and a manifest that says what was done and what not.

    The manifest and every findings file are the same whoever did the work. Raises PartsRefused.
    """
    parts = list(_parts(source, target, engine, packs))
    # What an earlier run said is not said of this one.
    (target / MANIFEST).unlink(missing_ok=True)
    done = sorted(_executed(parts, workers, scheduler), key=lambda each: each.part)
    failed = [each.part for each in done if each.fault]
    told = {
        "complete": not failed and not any(each.too_long for each in done),
        "rows": sum(each.rows for each in done),
        "rows_hit": sum(each.rows_hit for each in done),
        "hits": sum(each.hits for each in done),
        "not_screened": failed,
        "rules": sorted({each.rules for each in done if each.rules}),
        "engines": sorted({each.engine for each in done if each.engine}),
        "parts": [each.facts() for each in done],
    }
    _write(target / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
    return told


def _parts(source: Path, target: Path, engine: str, packs: Path) -> Iterator[Part]:
    rules = str(packs.resolve())
    files = sorted(source.glob("*.parquet"))
    if not files:
        raise PartsRefused(f"{source} 里没有 .parquet 文件，请换一个文件夹")
    target.mkdir(parents=True, exist_ok=True)
    if source.resolve() == target.resolve():
        raise PartsRefused("结果不能写进来源文件夹，请换一个 --out")
    for file in files:
        yield Part(str(file.resolve()), str((target / file.name).resolve()), engine, rules)


def _executed(parts: Sequence[Part], workers: int, scheduler: str) -> Iterable[PartDone]:
    if scheduler:
        return _by_cluster(parts, workers, scheduler)
    return _by_processes(parts, workers) if workers > 1 else map(screen_part, parts)


def _by_processes(parts: Sequence[Part], workers: int) -> Iterator[PartDone]:
    # A fresh interpreter each: threads of the readers do not survive a fork.
    try:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            yield from pool.map(screen_part, parts)
    except BrokenProcessPool:
        raise PartsRefused(STOPPED) from None


def _by_cluster(parts: Sequence[Part], workers: int, scheduler: str) -> Iterator[PartDone]:
    with _cluster(workers, scheduler) as client:
        try:
            yield from client.gather(client.map(screen_part, parts, pure=False))
        except import_module("distributed").KilledWorker:
            raise PartsRefused(STOPPED) from None


@contextmanager
def _cluster(workers: int, scheduler: str) -> Iterator[Any]:
    if find_spec("distributed") is None:
        raise PartsRefused("没有装 Dask：pip install 'wangshi[cluster]'，或者不写 --scheduler")
    distributed = import_module("distributed")
    if scheduler != LOCAL:
        try:
            client = distributed.Client(scheduler, timeout="5s")
        except (OSError, ValueError):
            raise PartsRefused(f"连不上 {scheduler}，请看调度器有没有启动") from None
        with client:
            yield client
        return
    local = distributed.LocalCluster(
        n_workers=max(1, workers), threads_per_worker=1, dashboard_address=None
    )
    with local, distributed.Client(local) as client:
        yield client


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(path)
