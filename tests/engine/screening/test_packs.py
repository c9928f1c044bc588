"""规则包: every example of every rule, on both engines; what the loader takes and refuses."""

import re
from pathlib import Path

import pytest

from tests.engine import shipped
from wangshi.engine.lawfiles import LawFault, load_sources
from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.lint import as_item
from wangshi.engine.screening.packs import read_packs

from .packs_at_hand import EXCEPTIONS, KINDS, WORDS, changed, write_packs

BOOK = shipped.rules()
LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"


@pytest.mark.parametrize("engine", ["hyperscan", "portable"])
def test_every_example_is_judged_as_its_rule_says(engine):
    wanted = [
        (rule, example, is_hit)
        for rule in BOOK.rules
        for examples, is_hit in ((rule.positive, True), (rule.negative, False))
        for example in examples
    ]
    found = shipped.screener(engine).every_rule(as_item(example) for _, example, _ in wanted)
    wrong = [
        (rule.id, "命中" if is_hit else "不命中", example.text)
        for (rule, example, is_hit), hits in zip(wanted, found, strict=True)
        if (rule.id in {hit.rule for hit in hits}) is not is_hit
    ]
    assert not wrong


WRONG = [
    ("    title: 神水", "    titel: 神水", "不认识的键 titel"),
    ("  - id: sample-01", "  - id: Sample1", "id 应当写作"),
    ("  violation: V14", "  violation: V99", "violations.yaml 里没有 V99"),
    ("  source: AD", "  source: XX", "sources.yaml 里没有 XX"),
    ("  harm: 2", "  harm: 9", "harm 只能是"),
    ("  level: fail", "  level: maybe", "level 只能是"),
    ("  article: 第二十八条第一款\n", "", "缺少 article"),
    ("  words: 虚假或者引人误解的内容\n", "", "缺少 words"),
    ("  words: 虚假或者引人误解的内容", "  words: " + "假" * 31, "words 最多 30 个字"),
    ("[<cure>, <illness>]", "[<cure>, <nothing>]", "没有词表 nothing"),
    ("[<cure>, <illness>]", "[<cure>]", "near 至少要两组词"),
    ("within: 4}\n    ex", "within: 99}\n    ex", "within 应当在"),
    ('"仙丹|灵丹<cure>"', '"仙+丹"', "重复要写上限"),
    ('"仙丹|灵丹<cure>"', '"(?:[^。]{0,30}仙){1,30}丹"', "重复"),
    ('"仙丹|灵丹<cure>"', '"(仙|灵)丹"', "没有 at_least"),
    ('"仙丹|灵丹<cure>"}', '"仙丹", terms: [灵丹]}', "中的一种"),
    ("{kinds: [tea]}", "{kinds: [teaa]}", "kinds.yaml 里没有 teaa"),
    ("exceptions: [denial]", "exceptions: [nobody]", "exceptions.yaml 里没有 nobody"),
    ("    fact_to_check: 有没有批准\n", "", "fact_to_check"),
    ("positive: [仙丹一粒, ", "positive: [", "positive 至少要 5 个例子"),
    ("    examples:\n      product: 茶\n", "    discretion: 无\n    x:\n", "不认识的键 x"),
    ("  - id: sample-02", "  - id: sample-01", "写了两次"),
    ("    title: 仙丹\n", "    title: 仙丹\n    beside: [nobody-01]\n", "没有 nobody-01 这条规则"),
    ("    title: 仙丹\n", "    title: 仙丹\n    own_exceptions: [{reason: 无}]\n", "例外要写"),
    (
        "    title: 仙丹\n",
        "    title: 仙丹\n    own_exceptions: [{reason: 无, covers: [仙], item: Z9}]\n",
        "absolute_exemptions.yaml 里没有 Z9",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_line_is_refused_with_its_file(tmp_path, right, wrong, message):
    folder = write_packs(tmp_path, changed(right, wrong))
    with pytest.raises(LawFault, match=r"sample.yaml 第 \d+ 行") as refusal:
        load_rules(folder)
    assert message in str(refusal.value)


def test_a_wrong_rule_is_set_aside_and_the_sound_ones_are_read(tmp_path):
    spoilt = changed("    fact_to_check: 有没有批准\n", "", changed("sample-01", "Sample1"))
    packs = read_packs(write_packs(tmp_path, spoilt))
    assert not packs.book.rules
    assert len(packs.faults) == 2


TAKEN = [
    # own exception, text, goods, price, hit
    ('covers: ["仙丹(?:崖|花)"]', "去仙丹崖", "茶", None, False),
    ('covers: ["仙丹(?:崖|花)"]', "仙丹 崖边", "茶", None, True),
    ("before: [好像]", "好像仙丹", "茶", None, False),
    ("after: [是假的]", "仙丹都是假的", "茶", None, False),
    ("inside: [灵丹]", "灵丹治疗", "茶", None, False),
    ("inside: [灵丹]", "仙丹", "茶", None, True),
    ("sentence: [讲座]", "仙丹好。科学讲座听讲", "茶", None, True),
    ("sentence: [讲座]", "科学讲座谈仙丹。", "茶", None, False),
    ("anywhere: [讲座]", "仙丹好。科学讲座听讲", "茶", None, False),
    ("media: [review]", "仙丹", "茶", None, True),
    ("kinds: [tea]", "仙丹", "茶", None, False),
    ("kinds: [tea], title_only: true", "仙丹", "茶", None, False),
    ("kinds: [tea], title_only: true", "标题\n仙丹", "茶", None, True),
    ("covers: [仙丹], item: A3", "仙丹", "茶", None, False),
]


@pytest.mark.parametrize(("key", "text", "goods", "price", "is_hit"), TAKEN)
def test_an_exception_spares_what_its_key_says(tmp_path, key, text, goods, price, is_hit):
    own = f"    title: 仙丹\n    own_exceptions: [{{reason: 试填, {key}}}]\n"
    book = load_rules(write_packs(tmp_path, changed("    title: 仙丹\n", own)))
    title, _, detail = text.partition("\n") if "\n" in text else ("", "", text)
    item = Item(id="x", title=title, detail=detail, product=goods, price=price)
    assert bool(Screener(book, "portable").screen(item)) is is_hit


@pytest.mark.parametrize(
    ("scope", "price", "is_hit"),
    [
        ("price_at_most: 100", 99, True),
        ("price_at_most: 100", 101, False),
        ("price_at_least: 100", 100, True),
        ("price_at_least: 100", 99, False),
        ("price_at_least: 100", None, False),
        ("price_at_least: 100, price_at_most: 200", 150, True),
    ],
)
def test_a_rule_may_speak_about_prices_in_a_range_only(tmp_path, scope, price, is_hit):
    pack = changed("{kinds: [tea]}", f"{{kinds: [tea], {scope}}}")
    screener = Screener(load_rules(write_packs(tmp_path, pack)), "portable")
    hits = screener.screen(Item(id="x", text="仙丹", product="茶", price=price))
    assert bool(hits) is is_hit


def test_a_word_list_may_stand_in_another(tmp_path):
    pack = changed('"仙丹|灵丹<cure>"', '"仙丹<claim>"')
    (detector,) = load_rules(write_packs(tmp_path, pack)).rule("sample-02").detectors
    assert detector.compiled.search("仙丹根治过")
    assert not detector.compiled.search("仙丹根治")


def test_a_wrong_shared_file_is_named(tmp_path):
    for name, right, wrong in (
        ("words", "<cure>", "<nobody>"),
        ("kinds", "title: 茶", "titel: 茶"),
        ("exceptions", "before: [不能, 不会]", "before: ['(不能)+']"),
    ):
        sound = {"words": WORDS, "kinds": KINDS, "exceptions": EXCEPTIONS}[name]
        folder = write_packs(tmp_path, **{name: changed(right, wrong, sound)})
        with pytest.raises(LawFault, match=f"{name}.yaml 第"):
            load_rules(folder)


def test_the_fingerprint_follows_the_packs(tmp_path):
    before = load_rules(write_packs(tmp_path)).fingerprint
    assert load_rules(write_packs(tmp_path)).fingerprint == before
    assert load_rules(write_packs(tmp_path, words=WORDS + "# 改动\n")).fingerprint != before


def test_there_are_enough_rules_and_families():
    assert len(BOOK.rules) >= 150
    assert len(BOOK.families) >= 22


def test_every_rule_points_at_evidence_and_an_article():
    for rule in BOOK.rules:
        assert rule.evidence, rule.id
        assert rule.article.startswith("第"), rule.id
        assert rule.elements, rule.id


def test_what_needs_a_fact_never_fails_and_names_the_fact():
    for rule in BOOK.rules:
        assert rule.fact_to_check or rule.level != "review", rule.id


@pytest.mark.real_data
@pytest.mark.skipif(not LAW_TEXTS.exists(), reason="the law texts are not on this machine")
def test_the_words_of_every_rule_stand_in_the_law():
    files = {each.code: each.file for each in load_sources().values()}
    texts = {file: (LAW_TEXTS / f"{file}.md").read_text("utf-8") for file in
             {files[rule.source] for rule in BOOK.rules}}  # fmt: skip
    for rule in BOOK.rules:
        number = rule.article.split("条")[0]
        whole = rf"^\s*{number}条(.*?)(?=^\s*第[^ 条]+条|\Z)"
        article = re.search(whole, texts[files[rule.source]], re.S | re.M)
        assert article is not None, rule.id
        assert rule.words in article[1], rule.id
