"""变着写也认得（S3）: recall and precision on eight classes of evasion, ours beside peers.

Run: python benchmarks/screening_evasion.py [terms]. Eight classes, four strengths, one text a term;
each class is scored with its share of 20,000 clean sentences. What is undone by folding alone is
told apart from what the second reading undoes. Below: real titles, and the rule book's examples.
"""

import csv
import dataclasses
import gzip
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.screening_kit.evasions import (
    CLASSES,
    STRENGTHS,
    Evasion,
    evasions,
    rewritten,
    terms_for,
)
from benchmarks.screening_kit.peers import finders, mint_filter, where
from benchmarks.screening_kit.sentences import clean_sentences
from benchmarks.screening_kit.terms import TERMS

from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.batches import fold_many, in_batches
from wangshi.engine.screening.disguises import Certainty, Disguises
from wangshi.engine.screening.folding import fold_words
from wangshi.engine.screening.kernel import MOST_CHARACTERS, MOST_TEXTS, TermKernel

SHOPS = ROOT.parent / "shared" / "data" / "store_listings_2025" / "dev"
SEED = 20261123
CLEAN = 20_000
GOAL = 0.98
NUMERALS = str.maketrans("零一二三四五六七八九", "0123456789")
FINDERS = ("flashtext", "hyperscan", "NFKC + hyperscan")
Find = Callable[[Sequence[str]], list[set[str]]]


@dataclass(frozen=True)
class Score:
    """得分: evasions found by strength, and how many words were reported for nothing."""

    found: tuple[float, ...]
    texts: int
    wrong: int

    @property
    def recall(self) -> float:
        """召回."""
        return sum(self.found) / len(self.found)

    @property
    def precision(self) -> float:
        """精确: the evasions found among all that was reported."""
        right = self.recall * self.texts
        return right / max(1, right + self.wrong)

    def __str__(self) -> str:
        return f"{self.recall:6.1%} /{self.precision:6.1%}"


def main(count: int = 500) -> None:
    """打印: class by class, ours in four ways and the peers; then real titles and the rule book."""
    print(where())
    terms = TERMS[:count]
    ways = dict(_ways(terms))
    clean = _without_terms(terms)
    print(f"数据：种子 {SEED}；{len(terms)} 词 × 4 级 × 8 类；干净句子 {len(clean)} 条，平分给八类")
    print("每格：召回 / 精确。拆字、繁体用本系统自己的表造，同音字、空隙、表情不用\n")
    print(f"{'':<10}{'词':>5}  " + "".join(f"{name:<18}" for name in ways))
    worst: dict[str, float] = {}
    for place, kind in enumerate(CLASSES):
        share = clean[place :: len(CLASSES)]
        scores = {name: _score(find, kind, terms, share) for name, find in ways.items()}
        row = "".join(f"{score!s:<20}" for score in scores.values())
        print(f"{CLASSES[kind]:<10}{terms_for(kind, terms):>5}  {row}")
        for name, score in scores.items():
            worst[name] = min(worst.get(name, 1), score.recall, score.precision)
            if name == "重读（谨慎）" and score.recall < GOAL:
                strengths = "  ".join(f"{share:.0%}" for share in score.found)
                print(f"{'':<17}谨慎时按级别：{strengths}")
    print("最差的一格  " + "  ".join(f"{name} {value:.1%}" for name, value in worst.items()))
    _real(terms, ways)
    _rule_book()


def _ways(terms: Sequence[str]) -> Iterator[tuple[str, Find]]:
    kernel = TermKernel(terms)
    disguises = Disguises(kernel.words)
    yield "只归一", _ours(kernel, disguises, None)
    yield "重读（谨慎）", _ours(kernel, disguises, Certainty.SURE)
    yield "重读（像的）", _ours(kernel, disguises, Certainty.LIKELY)
    yield "重读（大胆）", _ours(kernel, disguises, Certainty.FAINT)
    peers = finders(terms)
    for name in FINDERS:
        yield name, peers[name]
    if mint_filter(terms, ["试"]) is None:
        print("mint-filter：没有 npm 或装不上，略过")
    else:
        yield "mint-filter", _mint(terms)


def _ours(kernel: TermKernel, disguises: Disguises, least: Certainty | None) -> Find:
    def find(texts: Sequence[str]) -> list[set[str]]:
        answers: list[set[str]] = [set() for _ in texts]
        first = 0
        for part in in_batches(texts, MOST_TEXTS, MOST_CHARACTERS):
            for text, word, _, _ in kernel.scan(part).rows():
                answers[first + text].add(kernel.words[word])
            if least is not None:
                for each in disguises.find(fold_many(part), least):
                    answers[first + each.text].add(each.word)
            first += len(part)
        return answers

    return find


def _mint(terms: Sequence[str]) -> Find:
    def find(texts: Sequence[str]) -> list[set[str]]:
        answer = mint_filter(terms, texts)
        assert answer is not None
        return answer.found

    return find


def _score(find: Find, kind: str, terms: Sequence[str], clean: Sequence[str]) -> Score:
    found, texts, wrong = [], 0, sum(map(len, find(clean)))
    for strength in STRENGTHS:
        rows = list(evasions(kind, strength, terms, len(terms), SEED))
        answers = find([row.text for row in rows])
        found.append(sum(map(_is_found, rows, answers)) / len(rows))
        wrong += sum(map(_reported_wrongly, rows, answers))
        texts += len(rows)
    return Score(tuple(found), texts, wrong)


def _is_found(row: Evasion, words: set[str]) -> bool:
    return _plain(row.term) in map(_plain, words)


def _reported_wrongly(row: Evasion, words: set[str]) -> int:
    """Words that are no part of what was hidden, and of which it is no part."""
    term = _plain(row.term)
    return sum(not set(term) & set(_plain(word)) for word in words)


def _plain(term: str) -> str:
    return fold_words(term).translate(NUMERALS)


def _without_terms(terms: Sequence[str]) -> list[str]:
    kernel = TermKernel(terms)
    sentences = list(clean_sentences(CLEAN + CLEAN // 20, SEED))
    holding = set(kernel.scan(sentences).texts.tolist())
    return [each for number, each in enumerate(sentences) if number not in holding][:CLEAN]


def _real(terms: Sequence[str], ways: dict[str, Find]) -> None:
    titles = list(_titles())
    if not titles:
        print("\n没有 ../shared/data，真实商品名称这一段略过")
        return
    print(f"\n真实商品名称 {len(titles)} 条（三家店），除了照原样写着的词，还报了多少：")
    plain = ways["只归一"](titles)
    for name, find in ways.items():
        if name.startswith("重读"):
            more = sum(len(found - words) for found, words in zip(find(titles), plain, strict=True))
            print(f"  {name}  {more} 处，每千条 {more / len(titles) * 1000:.1f} 处")


def _rule_book() -> None:
    book = load_rules()
    screener = Screener(book)
    rows = list(_examples(screener))
    print(
        f"\n规则库（{len(book.rules)} 条规则）的 {len(rows)} 个违法例子，命中的话变形以后还命中的："
    )
    chance = random.Random(SEED)
    for kind, title in CLASSES.items():
        shares = [_still_hit(screener, rows, kind, strength, chance) for strength in STRENGTHS]
        print(
            f"  {title:<10}"
            + "  ".join(f"{strength} 级 {share:6.1%}" for strength, share in shares)
        )


def _examples(screener: Screener) -> Iterator[tuple[str, Item, tuple[int, int]]]:
    examples = [(rule, each) for rule in screener.rulebook.rules for each in rule.positive]
    items = [
        Item(
            id=rule.id, text=each.text, product=each.product, context=each.context, price=each.price
        )
        for rule, each in examples
    ]
    for item, hits in zip(items, screener.screen_many(items), strict=True):
        mine = [hit for hit in hits if hit.rule == item.id and not hit.disguise]
        if mine:
            yield item.id, item, mine[0].spans[0]


def _still_hit(
    screener: Screener,
    rows: Sequence[tuple[str, Item, tuple[int, int]]],
    kind: str,
    strength: int,
    chance: random.Random,
) -> tuple[int, float]:
    changed = []
    for _, item, (start, end) in rows:
        written = rewritten(kind, item.text[start:end], strength, chance)
        if written is not None:
            text = f"{item.text[:start]}{written}{item.text[end:]}"
            changed.append(dataclasses.replace(item, text=text))
    answers = screener.screen_many(changed)
    hit = sum(
        any(hit.rule == item.id for hit in hits)
        for item, hits in zip(changed, answers, strict=True)
    )
    return strength, hit / max(1, len(changed))


def _titles() -> Iterator[str]:
    for path in sorted(SHOPS.glob("*.csv.gz")) if SHOPS.exists() else ():
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield from (row["商品名称"] for row in csv.DictReader(file))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
