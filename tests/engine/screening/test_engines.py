"""两个引擎: the same hits from both, whatever the text."""

import csv
import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import shipped
from wangshi.engine.screening import Item, Screener, TextTooLong
from wangshi.engine.screening.batches import fold_many
from wangshi.engine.screening.screener import LONGEST_TEXT
from wangshi.engine.screening.sieve import Branch, Sieve, Stretch
from wangshi.engine.screening.telling import needs_of

BOOK = shipped.rules()
FIRST, SECOND = shipped.screener("hyperscan"), shipped.screener("portable")
DETECTORS = [found for rule in BOOK.rules for found in rule.detectors]
PATTERNS = [re.compile(found.pattern) for found in DETECTORS]
BRANCHES = [
    Branch(number, need.sets, need.longest)
    for number, found in enumerate(DETECTORS)
    for need in needs_of(found)
]
SIEVES = [Sieve(BRANCHES, "hyperscan"), Sieve(BRANCHES, "portable")]
POSITIVES = [example.text for rule in BOOK.rules for example in rule.positive]
PLAIN = [
    "纯棉毛巾 两条装", "学生 宿舍 台灯 包邮", "儿童 保温杯 316 不锈钢", "手机壳 适用 新款 男女",
    "蜂蜜 500g 一瓶 农家", "红枣 免洗 5斤 一箱 家庭装", "白色 连衣裙 夏季 宽松", "手工 布鞋 老人",
]  # fmt: skip
PRODUCTS = ["", "食品", "化妆品", "医疗服务", "教育培训", "投资理财", "房地产", "白酒"]
SHOPS = Path(__file__).parents[4] / "shared" / "data" / "store_listings_2025" / "dev"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(POSITIVES), st.text(max_size=12)), max_size=4),
    st.sampled_from(["", "，", "\n", "。", " "]),
    st.sampled_from(PRODUCTS),
)
def test_both_engines_find_the_same_hits(parts, joint, product):
    item = Item(id="x", text=joint.join(parts), product=product)
    assert FIRST.screen(item) == SECOND.screen(item)


def possible(sieve, texts, beside=""):
    batch = fold_many(texts)
    found = dict(sieve.possible(batch, fold_many([beside] * len(texts))))
    return [(batch.text(number), found.get(number, [])) for number in range(len(texts))]


@pytest.mark.parametrize("sieve", SIEVES, ids=lambda sieve: sieve.engine)
def test_all_that_detectors_find_lies_in_the_stretches_told_by_the_sieve(sieve):
    long = ["。".join(POSITIVES[first : first + 30]) for first in range(0, len(POSITIVES), 30)]
    for text, stretches in possible(sieve, [*POSITIVES, *long]):
        told = {each.detector: range(each.start, each.end) for each in stretches}
        for number, pattern in enumerate(PATTERNS):
            for match in pattern.finditer(text):
                assert match.start() in told[number]
                assert match.end() - 1 in told[number]


NEAR = Sieve([Branch(0, (frozenset(["刷"]), frozenset(["单"])), 6)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("刷个单", [Stretch(0, 0, 6)]),
        ("去刷几个大单了", [Stretch(0, 0, 7)]),
        ("刷一二三四单", [Stretch(0, 0, 6)]),
        ("刷一二三四五单", []),
        ("单一二三四五刷一单", [Stretch(0, 1, 12)]),
    ],
)
def test_words_that_stand_too_far_apart_are_no_reason_to_look(text, told):
    assert possible(NEAR, [text]) == [(text, told)]


AROUND = (frozenset(["烟"]), frozenset(["店"]))
BESIDE = Sieve([Branch(0, (frozenset(["刷"]),), 1, AROUND)])


@pytest.mark.parametrize(
    ("text", "beside", "told"),
    [
        ("刷烟", "店", [0]),
        ("烟", "刷店", []),
        ("刷", "烟店", [0]),
        ("刷烟店", "", [0]),
        ("刷", "烟", []),
    ],
)
def test_what_stands_beside_counts_only_where_a_branch_says_so(text, beside, told):
    [(_, stretches)] = possible(BESIDE, [text], beside)
    assert [each.detector for each in stretches] == told


def test_few_detectors_are_read_closely():
    batch = fold_many(PLAIN)
    assert sum(len(found) for _, found in possible(SIEVES[0], PLAIN)) <= 2 * len(batch.texts)


def test_one_at_a_time_or_many_at_once_is_the_same():
    items = [Item(id=str(number), text=text) for number, text in enumerate(POSITIVES[:300])]
    assert list(FIRST.screen_many(items)) == [FIRST.screen(item) for item in items]


def test_a_text_too_long_is_refused_in_its_turn():
    items = [Item(id="a", text=POSITIVES[0]), Item(id="b", text="长" * (LONGEST_TEXT + 1))]
    answers = FIRST.screen_many(items)
    assert next(answers) == FIRST.screen(items[0])
    with pytest.raises(TextTooLong):
        next(answers)


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
