"""两个引擎: the same hits from both, whatever the text."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.screening import Item, Screener, TextTooLong, load_rules
from wangshi.engine.screening.matching import matcher_for
from wangshi.engine.screening.screener import LONGEST_TEXT

BOOK = load_rules()
FIRST, SECOND = Screener(BOOK, "hyperscan"), Screener(BOOK, "portable")
PARTS = sorted({part for rule in BOOK.rules for d in rule.detectors for part in d.parts})
QUICK, EXACT = matcher_for(PARTS, "hyperscan"), matcher_for(PARTS, "portable")
POSITIVES = [example.text for rule in BOOK.rules for example in rule.positive]
PRODUCTS = ["", "食品", "化妆品", "医疗服务", "教育培训", "投资理财", "房地产", "白酒"]
SHOPS = Path(__file__).parents[4] / "shared" / "data" / "store_listings_2025" / "dev"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(POSITIVES), st.text(max_size=12)), max_size=4),
    st.sampled_from(["", "，", "\n", "。", " "]),
    st.sampled_from(PRODUCTS),
)
def test_both_engines_find_the_same_hits(parts, joint, product):
    item = Item(id="x", text=joint.join(parts), product=product)
    assert FIRST.screen(item) == SECOND.screen(item)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(POSITIVES), min_size=1, max_size=3))
def test_no_detector_that_fires_is_left_out_by_the_first_pass(texts):
    text = "。".join(texts)
    assert EXACT.find(text) <= QUICK.find(text)


@pytest.mark.real_data
@pytest.mark.skipif(not SHOPS.exists(), reason="the shops' listings are not on this machine")
def test_both_engines_agree_on_a_real_shop():
    path = sorted(SHOPS.glob("*.csv.gz"))[0]
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        items = [
            Item(id=row["商品ID"], title=row["商品名称"], shelf=row["店内一级分类"])
            for row in csv.DictReader(file)
        ]
    assert list(FIRST.screen_many(items)) == list(SECOND.screen_many(items))


def test_an_unknown_engine_is_named_in_the_refusal():
    with pytest.raises(ValueError, match="fast"):
        Screener(BOOK, "fast")


def test_a_text_beyond_the_cap_is_refused_with_what_to_do():
    with pytest.raises(TextTooLong, match="请分段"):
        FIRST.screen(Item(id="x", text="长" * (LONGEST_TEXT + 1)))


@pytest.mark.parametrize("text", ["\ud800\udfff治疗糖尿病", "Z͑ͫ̓ͪ̂ͫ", "\u202e病尿糖疗治", "a" * 100_000])
def test_odd_texts_are_screened_alike(text):
    item = Item(id="x", text=text, product="食品")
    assert FIRST.screen(item) == SECOND.screen(item)
