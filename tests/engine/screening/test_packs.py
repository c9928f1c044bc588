"""规则包: every example of every rule, on both engines; what the loader refuses."""

import re
import shutil
from pathlib import Path

import pytest

from wangshi.engine.lawfiles import LawFault, load_sources
from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.packs import SCREENING_DIR

BOOK = load_rules()
SCREENERS = {name: Screener(BOOK, name) for name in ("hyperscan", "portable")}
LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"


@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.id for rule in BOOK.rules])
@pytest.mark.parametrize("engine", SCREENERS)
def test_every_example_is_judged_as_its_rule_says(rule, engine):
    wanted = [(example, True) for example in rule.positive]
    wanted += [(example, False) for example in rule.negative]
    for example, is_hit in wanted:
        item = Item(
            id="x",
            text=example.text,
            product=example.product,
            context=example.context,
            price=example.price,
        )
        found = {hit.rule for hit in SCREENERS[engine].screen(item)}
        assert (rule.id in found) is is_hit, example


WRONG = [
    ("    title: 食品宣称治疗疾病", "    titel: 食品宣称治疗疾病", "不认识的键 titel"),
    ("  - id: med-food-01", "  - id: Food1", "id 应当写作"),
    ("  violation: V16a", "  violation: V99", "violations.yaml 里没有 V99"),
    ("  source: AD", "  source: XX", "sources.yaml 里没有 XX"),
    ("  harm: 3", "  harm: 9", "harm 只能是"),
    ("  level: fail", "  level: maybe", "level 只能是"),
    ("<cure>, <disease>], within: 10", "<cure>, <nothing>], within: 10", "没有词表 nothing"),
    ("<cure>, <disease>], within: 10", "<cure>, <disease>], within: 99", "within 应当在"),
    ('"(?:可|能|有)(?:治疗|医治)|', '"(?:可|能)+治|', "重复要写上限"),
    ('"(?:可|能|有)(?:治疗|医治)|', '"(可|能)治|', "没有 at_least"),
    ("{kinds: [food, health_goods", "{kinds: [foood, health_goods", "kinds.yaml 里没有 foood"),
    ("exceptions: [no_substitute", "exceptions: [nobody", "exceptions.yaml 里没有 nobody"),
    ("  words: 禁止其他任何广告涉及疾病治疗功能", "  words: " + "禁" * 31, "words 最多 30 个字"),
    (
        "    fact_to_check: 是否取得保健食品注册",
        "    discretion: 是否取得保健食品注册",
        "fact_to_check",
    ),
    ("positive: [本茶可治疗多种慢性疾病, ", "positive: [] # ", "positive 至少要 5 个例子"),
    ("  - id: med-food-02", "  - id: med-food-01", "写了两次"),
    ("beside: [med-food-05]", "beside: [nobody-01]", "没有 nobody-01 这条规则"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_line_is_refused_with_its_file(tmp_path, right, wrong, message):
    folder = tmp_path / "screening"
    shutil.copytree(SCREENING_DIR, folder)
    pack = folder / "med_food.yaml"
    text = pack.read_text("utf-8")
    assert right in text
    pack.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(LawFault, match=r"第 \d+ 行") as refusal:
        load_rules(folder)
    assert message in str(refusal.value)


def test_the_fingerprint_follows_the_packs(tmp_path):
    folder = tmp_path / "screening"
    shutil.copytree(SCREENING_DIR, folder)
    assert load_rules(folder).fingerprint == BOOK.fingerprint
    with (folder / "price.yaml").open("a", encoding="utf-8") as pack:
        pack.write("# 改动\n")
    assert load_rules(folder).fingerprint != BOOK.fingerprint


def test_there_are_enough_rules_and_families():
    assert len(BOOK.rules) >= 80
    assert len(BOOK.families) >= 10


def test_every_rule_points_at_evidence_and_an_article():
    for rule in BOOK.rules:
        assert rule.evidence, rule.id
        assert rule.article.startswith("第"), rule.id
        assert rule.elements, rule.id


@pytest.mark.real_data
@pytest.mark.skipif(not LAW_TEXTS.exists(), reason="the law texts are not on this machine")
@pytest.mark.parametrize("rule", BOOK.rules, ids=[rule.id for rule in BOOK.rules])
def test_the_words_of_every_rule_stand_in_the_law(rule):
    source = next(each for each in load_sources().values() if each.code == rule.source)
    text = (LAW_TEXTS / f"{source.file}.md").read_text("utf-8")
    number = rule.article.split("条")[0]
    article = re.search(rf"^\s*{number}条(.*?)(?=^\s*第[^ 条]+条|\Z)", text, re.S | re.M)
    assert article is not None
    assert rule.words in article[1]
