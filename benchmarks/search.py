"""两个字找名称: our index beside LIKE, on a million invented names, in one run.

usage: python benchmarks/search.py [ROWS]          SQLite
       scripts/with-postgres python benchmarks/search.py [ROWS]
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("WANGSHI_HOME", tempfile.mkdtemp(prefix="wangshi-bench-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "wangshi.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from wangshi.engine.names import fold_name, name_pairs, neighbours
from wangshi.registry.models import Operator, OperatorForm
from wangshi.registry.search_index import keys_with

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
QUESTIONS, SLOW_QUESTIONS, PIECE, MOST = 200, 20, 20_000, 200
PLACES = [f"{a}{b}县" for a in "拾穗甲乙丙丁戊己庚辛" for b in "禾田木水山沟岭河口坪"]
TOWNS = [f"{a}{b}镇" for a in "子丑寅卯辰巳午未申酉" for b in "泉塘湾桥石峰坝寨屯堡"]
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
TRADES = [
    "山货",
    "花茶",
    "蜂蜜",
    "核桃",
    "食品",
    "百货",
    "建材",
    "电子",
    "服装",
    "农产品",
    "中药材",
    "餐饮",
    "商贸",
    "科技",
    "物流",
    "文化",
]
ENDINGS = ["有限公司", "有限责任公司", "经营部", "店", "专业合作社", "商行"]


def names(rows: int) -> Iterator[str]:
    """Invented names: common words in every one, rare characters in the trade name."""
    draw = random.Random(2026)
    for _ in range(rows):
        trade = "".join(draw.choices(LETTERS, k=draw.choice((2, 2, 3, 4))))
        town = draw.choice(TOWNS) if draw.random() < 0.4 else ""
        yield f"{draw.choice(PLACES)}{town}{trade}{draw.choice(TRADES)}{draw.choice(ENDINGS)}"


def fill() -> Counter[str]:
    """A table as an import leaves it; returns how often each pair occurs."""
    seen: Counter[str] = Counter()
    piece: list[Operator] = []
    for number, name in enumerate(names(ROWS), start=1):
        seen.update(set(neighbours(fold_name(name))))
        pairs = name_pairs(name)
        key = f"bench:{number}"
        piece.append(
            Operator(source_key=key, name=name, name_grams=pairs, form=OperatorForm.ENTERPRISE)
        )
        if len(piece) == PIECE or number == ROWS:
            with transaction.atomic():
                Operator.objects.bulk_create(piece)
            piece = []
    return seen


def times(ask: Callable[[str], object], questions: list[str]) -> list[float]:
    """Milliseconds for each question, sorted."""
    spent = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - start) * 1000)
    return sorted(spent)


def share(spent: list[float], part: float) -> float:
    return spent[min(len(spent) - 1, int(len(spent) * part))]


def by_pairs(text: str) -> list[Operator]:
    keys = keys_with("registry_operator", neighbours(fold_name(text)), most=MOST)
    return list(Operator.objects.filter(pk__in=keys))


def by_like(text: str) -> list[Operator]:
    return list(Operator.objects.filter(name__contains=text).order_by()[:MOST])


def say(what: str, spent: list[float]) -> float:
    p99 = share(spent, 0.99)
    print(f"{what:<34} p50 {share(spent, 0.5):8.1f} ms   p99 {p99:8.1f} ms   n={len(spent)}")
    return p99


def main() -> None:
    """Fill, ask, print."""
    call_command("migrate", verbosity=0, skip_checks=True)
    start = time.perf_counter()
    seen = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    spent = time.perf_counter() - start
    print(f"{connection.vendor}: {ROWS:,} rows with index in {spent:.0f} s")
    draw = random.Random(7)
    common = [pair for pair, _ in seen.most_common(20)]
    spread = draw.sample(sorted(seen), QUESTIONS - len(common) - 20)
    missing = ["".join(draw.choices("龘靐齉爩麤", k=2)) for _ in range(20)]
    questions = common + spread + missing
    longer = ["有限责任公司", "商贸有限公司", "专业合作社", "公司有限", "县子泉镇", "科技有限责任"]
    ours = say("pairs, 200 questions", times(by_pairs, questions))
    say("pairs, the 20 commonest", times(by_pairs, common))
    say("pairs, longer than two", times(by_pairs, longer))
    draw.shuffle(questions)
    theirs = say("LIKE '%..%', a sample of them", times(by_like, questions[:SLOW_QUESTIONS]))
    print(f"p99 of LIKE / p99 of pairs: {theirs / ours:.0f} to 1")


main()
