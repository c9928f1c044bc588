"""三家真店: whatever was raised on their listings was read by hand; verdicts are kept, no texts."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.screening import Item, Level, Screener

from .counting import Count
from .texts import ROOT

SHOPS = ROOT.parent / "shared" / "data" / "store_listings_2025" / "dev"
VERDICTS = ROOT / "tests" / "engine" / "screening" / "shops_verdicts.csv"


@dataclass(frozen=True)
class ShopResult:
    """三家店的结果: hits read and right by level, hits nobody has read yet, listings raised."""

    fails: Count
    reviews: Count
    unread: tuple[tuple[str, str, str], ...]
    raised: Count


def shop_result(screener: Screener) -> ShopResult:
    """筛三家店: 19,931 listings by title and shelf, beside the verdicts written down."""
    read = verdicts()
    counts = {Level.FAIL: Count(), Level.REVIEW: Count()}
    raised, unread, seen = Count(), [], set[tuple[str, str, str]]()
    keys, items = zip(*listings(), strict=True)
    for key, hits in zip(keys, screener.screen_many(items), strict=True):
        told = [(hit, (*key, hit.rule)) for hit in hits if hit.level in counts]
        raised.add(bool(told))
        for hit, place in told:
            if place in seen:
                continue
            seen.add(place)
            if place in read:
                counts[hit.level].add(read[place] == "right")
            else:
                unread.append(place)
    return ShopResult(counts[Level.FAIL], counts[Level.REVIEW], tuple(unread), raised)


def verdicts(path: Path = VERDICTS) -> dict[tuple[str, str, str], str]:
    """读过的: shop, listing and rule, and whether the rule was right."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["shop"], row["listing"], row["rule"]): row["verdict"]
            for row in csv.DictReader(file)
        }


def listings(folder: Path = SHOPS) -> Iterator[tuple[tuple[str, str], Item]]:
    """三家店的商品: as the shop's own shelf and title tell them."""
    for path in sorted(folder.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                number = row["商品ID"]
                item = Item(id=number, title=row["商品名称"], shelf=row["店内一级分类"])
                yield (path.name.removesuffix(".csv.gz"), number), item
