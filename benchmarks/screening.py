"""筛查速度: fold and match against bare Hyperscan on the same texts; both engines equal first.

Run: python benchmarks/screening.py [texts]. Texts are generated from a seed; the real listings
are added where ../shared/data is there. Timings alternate A-B-B-A; best and median of the runs.
"""

import csv
import gzip
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import hyperscan

from wangshi.engine.screening import Item, RuleBook, Screener, load_rules
from wangshi.engine.screening.folding import fold

SHOPS = Path(__file__).parents[2] / "shared" / "data" / "store_listings_2025" / "dev"
SEED = 20261123
ROUNDS = 6
CHARS = (
    "的一是不了在有人这中大来上个国和地要为子会生家发多学可成作面品店新款"
    "包邮正货色女男童装夏秋冬季款式材质尺码图片高低长短宽厚"
)


def main(count: int = 40_000) -> None:
    """打印: the ratio at match densities of 0, 5 and 50 %, and on the real listings."""
    book = load_rules()
    print(f"{platform.machine()} · Python {platform.python_version()} · ", end="")
    print(f"hyperscan {version('hyperscan')} · ahocorasick-rs {version('ahocorasick-rs')}")
    started = time.perf_counter()
    first, second = Screener(book, "hyperscan"), Screener(book, "portable")
    print(f"{len(book.rules)} 条规则，两个引擎编译共 {time.perf_counter() - started:.2f} 秒")
    scan = _bare(book)
    for density in (0.0, 0.05, 0.5):
        items = list(_generated(book, count, density))
        _compare(f"生成文本，含命中 {density:.0%}", items, first, second, scan)
    items = list(_real())
    if items:
        _compare("真实商品（三家店）", items, first, second, scan)


def _compare(
    title: str,
    items: Sequence[Item],
    first: Screener,
    second: Screener,
    scan: Callable[[bytes], None],
) -> None:
    assert list(first.screen_many(items)) == list(second.screen_many(items)), "引擎结果不一致"
    texts = [item.body for item in items]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    ways: dict[str, Callable[[], None]] = {
        "只用 Hyperscan": lambda: _each(scan, [text.encode() for text in texts]),
        "只归一": lambda: _each(fold, texts),
        "归一＋初筛＋定位（hyperscan）": lambda: _each(first.screen, items),
        "归一＋初筛＋定位（portable）": lambda: _each(second.screen, items),
    }
    times = _alternate(ways)
    base = min(times["只用 Hyperscan"])
    hit = sum(1 for hits in first.screen_many(items) if hits)
    print(f"\n{title}：{len(items)} 条，{megabytes:.1f} MB，{hit} 条有命中")
    for name, runs in times.items():
        best, middle = min(runs), statistics.median(runs)
        print(
            f"  {name:<24} 最好 {best:6.3f} 秒  中位 {middle:6.3f} 秒  {megabytes / best:7.1f} MB/s"
            f"  {len(items) / best:>10,.0f} 条/秒  为 Hyperscan 的 {base / best:6.1%}"
        )


def _alternate(ways: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for turn in range(ROUNDS):
        for name in order if turn % 2 == 0 else reversed(order):
            started = time.perf_counter()
            ways[name]()
            times[name].append(time.perf_counter() - started)
    return times


def _each(act: Callable[[object], object], things: Sequence[object]) -> None:
    for thing in things:
        act(thing)


def _bare(book: RuleBook) -> Callable[[bytes], None]:
    parts = sorted(
        {part for rule in book.rules for found in rule.detectors for part in found.parts}
    )
    flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_UCP | hyperscan.HS_FLAG_SINGLEMATCH
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[part.encode() for part in parts],
        ids=list(range(len(parts))),
        elements=len(parts),
        flags=[flags] * len(parts),
    )
    found: list[int] = []

    def collect(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.append(number)

    def scan(text: bytes) -> None:
        found.clear()
        database.scan(text, match_event_handler=collect)

    return scan


def _generated(book: RuleBook, count: int, density: float) -> Iterator[Item]:
    chance = random.Random(SEED)
    planted = [example.text for rule in book.rules for example in rule.positive]
    for number in range(count):
        text = "".join(chance.choices(CHARS, k=chance.randint(15, 120)))
        if chance.random() < density:
            text = f"{text}，{chance.choice(planted)}"
        yield Item(id=str(number), text=text)


def _real() -> Iterator[Item]:
    for path in sorted(SHOPS.glob("*.csv.gz")) if SHOPS.exists() else ():
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                shelf = f"{row['店内一级分类']} {row['店内二级分类']} {row['美团三级分类']}"
                yield Item(id=row["商品ID"], title=row["商品名称"], detail=row["描述"], shelf=shelf)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
