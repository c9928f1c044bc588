"""筛查质量: a floor on published wordings and their look-alikes, and on real listings."""

import csv
import gzip
import time
from pathlib import Path

import pytest
from benchmarks.screening_quality import DEV, measure

from wangshi.engine.screening import Item, Level, Screener, load_rules

SHOPS = Path(__file__).parents[4] / "shared" / "data" / "store_listings_2025" / "dev"
SCREENER = Screener(load_rules())

pytestmark = pytest.mark.real_data


@pytest.mark.skipif(not DEV.exists(), reason="the published wordings are not on this machine")
def test_recall_with_the_right_class_and_false_alarms_keep_their_floor():
    quality = measure(SCREENER)
    assert quality.recall.good / quality.recall.total >= 0.8
    assert quality.false_alarms.good / quality.false_alarms.total <= 0.03


@pytest.mark.skipif(not DEV.exists(), reason="the look-alikes are not on this machine")
def test_look_alikes_are_spared_even_when_nobody_says_where_they_stood():
    alarms = measure(SCREENER, told_context=False).false_alarms
    assert alarms.good / alarms.total <= 0.03


@pytest.mark.skipif(not SHOPS.exists(), reason="the shops' listings are not on this machine")
def test_three_real_shops_are_screened_in_time_with_few_alarms():
    items = []
    for path in sorted(SHOPS.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
            items += [
                Item(id=row["商品ID"], title=row["商品名称"], shelf=row["店内一级分类"])
                for row in csv.DictReader(file)
            ]
    started = time.perf_counter()
    hits = list(SCREENER.screen_many(items))
    assert time.perf_counter() - started < 5
    raised = sum(any(hit.level is not Level.NOTE for hit in found) for found in hits)
    assert len(items) == 19_931
    assert raised / len(items) <= 0.005
