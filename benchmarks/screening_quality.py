"""筛查质量: recall by class and false alarms by kind, on published wordings and look-alikes.

Run: python benchmarks/screening_quality.py (needs ../shared/data/screening_dev).
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wangshi.engine.screening import Hit, Item, Level, Screener, load_rules

ROOT = Path(__file__).parents[1]
DEV = ROOT.parent / "shared" / "data" / "screening_dev"
NAIVE = ROOT.parent / "shared" / "data" / "peer_word_lists" / "naive_adlaw_words_web_script.txt"


@dataclass
class Count:
    """计数: how many of how many."""

    good: int = 0
    total: int = 0

    def add(self, good: bool) -> None:
        """记一次: one more, good or not."""
        self.good += good
        self.total += 1

    def __str__(self) -> str:
        return f"{self.good:>4}/{self.total:<4} {self.good / max(1, self.total):>7.1%}"


@dataclass
class Quality:
    """质量: right class by class and by stratum; alarms on look-alikes by kind."""

    by_class: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_stratum: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    alarms: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    recall: Count = field(default_factory=Count)
    false_alarms: Count = field(default_factory=Count)


def measure(screener: Screener, folder: Path = DEV, *, told_context: bool = True) -> Quality:
    """量一遍: cases want their class or one also accepted; benign texts want no fail or review."""
    quality = Quality()
    for row in _rows(folder / "cases.jsonl"):
        accepted = {row["violation"], *row["also_accept"]}
        right = any(hit.evaluation_class in accepted for hit in _hits(screener, row, told_context))
        quality.recall.add(right)
        quality.by_class[str(row["violation"])].add(right)
        quality.by_stratum[_stratum(row)].add(right)
    for row in _rows(folder / "benign.jsonl"):
        hits = _hits(screener, row, told_context)
        alarm = any(hit.level is not Level.NOTE for hit in hits)
        quality.false_alarms.add(alarm)
        quality.alarms[str(row["kind"])].add(alarm)
    return quality


def main() -> int:
    """打印: the tables, with context given and withheld, and the naive word list beside it."""
    if not DEV.exists():
        print("没有 ../shared/data/screening_dev，不能测量质量")
        return 0
    screener = Screener(load_rules())
    print(f"规则 {len(screener.rulebook.rules)} 条，版本 {screener.rulebook.version}")
    for told in (True, False):
        quality = measure(screener, told_context=told)
        print(f"\n== 媒介和种类{'已知' if told else '未知'} ==")
        print(f"{'召回且类别正确':<44}{quality.recall}")
        print(f"{'误报（fail、review）':<44}{quality.false_alarms}")
        for title, table in (
            ("按类别", quality.by_class),
            ("按层次", quality.by_stratum),
            ("误报按文种", quality.alarms),
        ):
            print(f"-- {title}")
            for key, count in sorted(table.items()):
                print(f"  {key:<44}{count}")
    _print_naive()
    return 0


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _hits(screener: Screener, row: Mapping[str, object], told: bool) -> tuple[Hit, ...]:
    context = str(row.get("context", "")) if told else ""
    product = str(row.get("product", "")) if told else ""
    return screener.screen(
        Item(id=str(row["id"]), text=str(row["text"]), product=product, context=context)
    )


def _stratum(row: Mapping[str, object]) -> str:
    if row["needs_fact"]:
        return "needs a fact"
    return "hard" if row["hard"] else "text alone"


def _print_naive() -> None:
    if not NAIVE.exists():
        return
    words = [word for word in NAIVE.read_text("utf-8").split() if word]
    found, alarms = Count(), Count()
    for count, name in ((found, "cases.jsonl"), (alarms, "benign.jsonl")):
        for row in _rows(DEV / name):
            count.add(any(word in str(row["text"]) for word in words))
    print(f"\n== 对照：简单词表 {len(words)} 词（不分类别）==")
    print(f"{'命中':<44}{found}\n{'误报':<44}{alarms}")


if __name__ == "__main__":
    sys.exit(main())
