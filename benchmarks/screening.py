"""筛查速度（S1）: fold and match a list of words, ours against bare Hyperscan on the same texts.

Run: python benchmarks/screening.py [texts]. Ours starts from Python texts and gives places in the
originals; bare Hyperscan is handed encoded bytes for nothing and only counts. Three engines must
find the same first. Below stand the rule book, where ours loses, and one text at a time.
"""

import csv
import gzip
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import daachorse

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.quality_kit.counting import naive_words
from benchmarks.screening_kit.listings import absent_terms, listings, planted
from benchmarks.screening_kit.peers import careful, compiled, finders, mint_filter, where
from benchmarks.screening_kit.timing import Time, alternate

from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.folding import fold
from wangshi.engine.screening.kernel import TermKernel

SHOPS = ROOT.parent / "shared" / "data" / "store_listings_2025" / "dev"
SEED = 20261123
TERMS = (1_000, 10_000, 60_000)
SHARES = (0.0, 0.05, 0.5)
GOAL = 0.8
CHECKED, SLOWLY = 2_000, 1_000


@dataclass(frozen=True)
class Outcome:
    """一格: the words and the share of texts with one, and how ours did beside bare Hyperscan."""

    terms: int
    share: float
    ratio: float


def main(count: int = 20_000) -> None:
    """打印: every number of words and every share of hits, then the worst of them."""
    print(where())
    print(
        f"数据：由种子 {SEED} 生成，{count} 条，平均约 240 字；词不在底文里，只有种进去的才命中\n"
    )
    base = listings(count, SEED)
    terms = absent_terms(max(TERMS), base, SEED)
    outcomes = [
        _one(terms[:size], planted(base, terms[:size], share, SEED), share)
        for size in TERMS
        for share in SHARES
    ]
    worst = min(outcomes, key=lambda each: each.ratio)
    verdict = "达到" if worst.ratio >= GOAL else "没有达到"
    print(f"最差：{worst.terms} 词、命中 {worst.share:.0%} 时为 {worst.ratio:.1%}，", end="")
    print(f"{verdict}目标 {GOAL:.0%}\n")
    _peers(terms[:10_000], planted(base[:SLOWLY], terms[:10_000], 0.05, SEED))
    _rule_book(base)
    _one_at_a_time()


def _one(terms: Sequence[str], texts: Sequence[str], share: float) -> Outcome:
    first, second = TermKernel(terms, "hyperscan"), TermKernel(terms, "portable")
    _assert_same(first, second, texts[:CHECKED])
    coded = [text.encode() for text in texts]
    times = alternate(
        {
            "只用 Hyperscan（字节现成）": _bare(terms, coded),
            "只用 Hyperscan（含编码）": _bare_from_text(terms, texts),
            "本系统（hyperscan）": lambda: _places(first, texts),
            "本系统（portable）": lambda: _places(second, texts),
        }
    )
    megabytes = sum(map(len, coded)) / 1e6
    places = _places(first, texts)
    print(f"{len(terms)} 词，命中 {share:.0%}：{places} 处，三个引擎一样，原文位置核对无误")
    base = next(iter(times.values()))
    for name, spent in times.items():
        _print_time(name, spent, base, len(texts), megabytes)
    print()
    return Outcome(len(terms), share, base.best / times["本系统（hyperscan）"].best)


def _assert_same(first: TermKernel, second: TermKernel, texts: Sequence[str]) -> None:
    found = list(first.scan(texts).rows())
    assert found == list(second.scan(texts).rows()), "两个引擎结果不一致"
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(first.words))
    third = set()
    for number, text in enumerate(texts):
        folded = fold(text)
        for start, end, word in automaton.find_overlapping(folded.text):
            third.add((number, word, *folded.span(start, end)))
    assert set(found) == third, "和 daachorse 不一致"
    for number, word, start, end in found:
        assert fold(texts[number][start:end]).text == first.words[word], "原文位置不对"


def _bare(terms: Sequence[str], coded: Sequence[bytes]) -> Callable[[], object]:
    database = compiled(terms)
    count = [0]

    def add(_number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        count[0] += 1

    def scan() -> None:
        for text in coded:
            database.scan(text, match_event_handler=add)

    return scan


def _bare_from_text(terms: Sequence[str], texts: Sequence[str]) -> Callable[[], object]:
    database = compiled(terms)
    found: list[int] = []

    def add(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.append(number)

    def scan() -> None:
        for text in texts:
            database.scan(text.encode(), match_event_handler=add)

    return scan


def _places(kernel: TermKernel, texts: Sequence[str]) -> int:
    return sum(found.starts.size for found in kernel.scan_many(texts))


def _print_time(name: str, spent: Time, base: Time, texts: int, megabytes: float) -> None:
    print(
        f"  {name:<22} 最好 {spent.best * 1000:7.1f} 毫秒  中位 {spent.middle * 1000:7.1f} 毫秒"
        f"  {megabytes / spent.best:7.1f} MB/s  {texts / spent.best:>11,.0f} 条/秒"
        f"  为 Hyperscan 的 {base.best / spent.best:6.1%}"
    )


def _peers(terms: Sequence[str], texts: Sequence[str]) -> None:
    print(f"同行，{len(terms)} 词，{len(texts)} 条，只要词、不要位置（归一：只有注明的才做）")
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    ways: dict[str, Callable[[], object]] = {
        name: lambda find=find: find(texts) for name, find in finders(terms).items()
    }
    kernel = TermKernel(terms)
    ways["本系统（要位置）"] = lambda: _places(kernel, texts)
    if naive := naive_words():
        # A web shop's own list and its own way: word by word, is it in the text.
        name = f"简单词表（{len(naive)} 词）"
        ways[name] = lambda: [[word for word in naive if word in text] for text in texts]
    ways["只做 NFKC 归一"] = lambda: [careful(text) for text in texts]
    times = alternate(ways, rounds=2)
    for name, spent in times.items():
        _print_time(name, spent, times["hyperscan"], len(texts), megabytes)
    answer = mint_filter(terms, texts, rounds=2)
    if answer is None:
        print("  mint-filter            没有 npm 或装不上，略过")
    else:
        spent = Time(answer.seconds, answer.seconds)
        _print_time("mint-filter", spent, times["hyperscan"], len(texts), megabytes)
    print()


def _rule_book(base: Sequence[str]) -> None:
    book = load_rules()
    started = time.perf_counter()
    first = Screener(book, "hyperscan")
    second = Screener(book, "portable")
    print(f"规则库：{len(book.rules)} 条，版本 {book.version}，", end="")
    print(f"两个引擎编译共 {time.perf_counter() - started:.2f} 秒")
    planted_rows = planted(base[:5_000], [e.text for r in book.rules for e in r.positive], 0.05, 1)
    sets = [("生成文本，种了 5% 的违法例子", [Item(id="", text=text) for text in planted_rows])]
    if real := list(_real()):
        sets.append(("真实商品（三家店的名称和描述）", real))
    for title, items in sets:
        _compare_books(title, items, first, second)


def _compare_books(title: str, items: Sequence[Item], first: Screener, second: Screener) -> None:
    answers = list(first.screen_many(items))
    assert answers == list(second.screen_many(items)), "两个引擎结果不一致"
    texts = [item.body for item in items]
    kernel = TermKernel(
        {word for hits in answers for hit in hits for word in [hit.quote] if len(word) > 1}
        or {"没有"}
    )
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    times = alternate(
        {
            "只归一、找现成的词": lambda: _places(kernel, texts),
            "全部规则（hyperscan）": lambda: list(first.screen_many(items)),
            "全部规则（portable）": lambda: list(second.screen_many(items)),
        },
        rounds=4,
    )
    hit = sum(map(bool, answers))
    print(f"\n{title}：{len(items)} 条，{megabytes:.1f} MB，{hit} 条有命中，两个引擎一样")
    base = next(iter(times.values()))
    for name, spent in times.items():
        print(
            f"  {name:<22} 最好 {spent.best:6.3f} 秒  {megabytes / spent.best:7.1f} MB/s"
            f"  {len(items) / spent.best:>9,.0f} 条/秒  慢 {spent.best / base.best:5.1f} 倍"
        )


def _one_at_a_time() -> None:
    screener = Screener(load_rules())
    items = [Item(id="", text=text) for text in listings(2_000, SEED + 1)]
    for item in items[:200]:
        screener.screen(item)
    clocks = {"墙上的钟": time.perf_counter, "处理器": time.thread_time}
    spent: dict[str, list[float]] = {name: [] for name in clocks}
    for item in items:
        started = {name: clock() for name, clock in clocks.items()}
        screener.screen(item)
        for name, clock in clocks.items():
            spent[name].append(clock() - started[name])
    print("\n一条一条地筛（目标 p99 5 毫秒）")
    for name, times in spent.items():
        times.sort()
        middle, last = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"  {name:<6} 中位 {middle * 1000:.2f} 毫秒，p99 {last * 1000:.2f} 毫秒")


def _real() -> Iterator[Item]:
    for path in sorted(SHOPS.glob("*.csv.gz")) if SHOPS.exists() else ():
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                shelf = f"{row['店内一级分类']} {row['店内二级分类']} {row['美团三级分类']}"
                yield Item(id=row["商品ID"], title=row["商品名称"], detail=row["描述"], shelf=shelf)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
