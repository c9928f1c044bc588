"""一个省的量（S2）: a folder of part files in a row, by processes and on Dask; rules replaced.

Run: python benchmarks/screening_parts.py [--rows 10000000] [--ways 一个进程 …]. Listings come from
a seed and go into a folder that is taken away again. All ways must leave the very same files.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.screening_kit.listings import listings
from benchmarks.screening_kit.parts import write_parts
from benchmarks.screening_kit.peers import where
from benchmarks.screening_kit.serving import A_SECOND, Served, serve

from wangshi.engine.screening import Item, load_rules
from wangshi.engine.screening.packs import SCREENING_DIR

SEED = 20261123
ROWS, MOST_IN_A_PART = 20_000, 25_000
PARTS_AT_LEAST = 8
WHOLE, CORES, GOAL = 10_000_000, 2, 180
SAMPLE_EVERY = 0.2
MEGABYTE = 1 << 20
WAYS = {
    "一个进程": (),
    "进程池 2": ("--workers", "2"),
    "Dask 2": ("--workers", "2", "--scheduler", "local"),
}
WHILE = "进程池 2"


@dataclass(frozen=True)
class Spent:
    """花了多少: seconds on the wall and of the processors, and bytes of all its processes."""

    wall: float
    cpu: float
    memory: int


def main() -> None:
    """打印: way by way, then single checks with and without the whole going on beside them."""
    asked = _asked()
    book = load_rules()
    print(f"{where()} · {psutil.cpu_count()} 核")
    print(f"规则 {len(book.rules)} 条，版本 {book.version}")
    with tempfile.TemporaryDirectory(prefix="wangshi-bench-") as made:
        folder = Path(made)
        source = folder / "in"
        source.mkdir()
        # Rules of its own: they may be edited while this runs.
        packs = Path(shutil.copytree(SCREENING_DIR, folder / "packs"))
        each = min(MOST_IN_A_PART, max(1, asked.rows // PARTS_AT_LEAST))
        size = write_parts(source, asked.rows, each, SEED, book)
        parts = len(list(source.iterdir()))
        print(f"数据：种子 {SEED}，{asked.rows:,} 条，{size / 1e6:.0f} MB 文字，{parts} 个分片\n")
        _ways(folder, packs, asked, parts)
        _serving(folder)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--ways", nargs="*", choices=list(WAYS), default=list(WAYS))
    return parser.parse_args()


def _ways(folder: Path, packs: Path, asked: argparse.Namespace, parts: int) -> None:
    files: dict[str, bytes] = {}
    rows, ways = asked.rows, asked.ways
    for name in ways:
        target = folder / f"out-{name}"
        spent = _run(folder / "in", target, ("--packs", str(packs), *WAYS[name]))
        told = json.loads((target / "screening.json").read_text("utf-8"))
        assert told["complete"], "没有做全"
        found = {path.name: path.read_bytes() for path in target.iterdir()}
        assert not files or found == files, "结果和前一种做法不一样"
        files = found
        print(
            f"  {name:<8} {spent.wall:7.1f} 秒  {rows / spent.wall:>8,.0f} 条/秒"
            f"  处理器每秒 {rows / spent.cpu:>8,.0f} 条"
            f"  最多内存 {spent.memory / MEGABYTE:6,.0f} MB"
            f"  每个分片用处理器 {spent.cpu / parts:5.1f} 秒"
            f"  照此 {WHOLE:,} 条，两个核全给它要 {spent.cpu / rows * WHOLE / CORES:,.0f} 秒"
            f"（目标 {GOAL} 秒）"
        )
    print(f"  清单和 {len(files) - 1} 个结果文件，{len(ways)} 种做法逐字节一样")
    print(f"  {told['rows_hit']:,} 条有命中，{told['hits']:,} 处\n")


def _run(source: Path, target: Path, options: Sequence[str]) -> Spent:
    before, began = _cpu(), time.perf_counter()
    with _started(source, target, options) as work:
        memory = max(_memories(work))
    assert work.returncode == 0, "wangshi screen 没有做完"
    return Spent(time.perf_counter() - began, _cpu() - before, memory)


def _started(source: Path, target: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wangshi.cli", "screen", str(source), "--out", str(target)]
    return subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)


def _memories(work: subprocess.Popen[bytes]) -> Iterator[int]:
    """What all processes of the work hold together, looked at until it is done."""
    yield 0
    first = psutil.Process(work.pid)
    while work.poll() is None:
        yield sum(map(_held, (first, *_children(first))))
        time.sleep(SAMPLE_EVERY)


def _children(first: psutil.Process) -> list[psutil.Process]:
    try:
        return first.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _serving(folder: Path) -> None:
    items = [Item(id="", text=text) for text in listings(500, SEED + 1)]
    print(f"另一个进程每秒查 {A_SECOND} 条，同时换规则（从文件变到答案变）")
    packs = folder / "packs"
    _print_served("只有它", serve(packs, items))
    with _started(folder / "in", folder / "again", WAYS[WHILE]) as work:
        served = serve(packs, items)
        finished = work.poll() is not None
        work.terminate()
    note = "（分片先做完了，后面一段没有压力）" if finished else ""
    _print_served(f"旁边 {WHILE} 在做分片{note}", served)


def _print_served(name: str, served: Served) -> None:
    print(
        f"  {name}：答 {len(served.waits)} 条，没答 {served.dropped} 条；"
        f"等待中位 {served.wait(0.5) * 1000:.1f} 毫秒，p99 {served.wait(0.99) * 1000:.1f} 毫秒"
        f"（目标 5 毫秒）；换 {len(served.swaps)} 次，没换上 {served.refused} 次，"
        f"最快 {min(served.swaps):.2f} 秒，最慢 {max(served.swaps):.2f} 秒（目标 1 秒）"
    )


if __name__ == "__main__":
    main()
