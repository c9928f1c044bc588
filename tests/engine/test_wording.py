"""Lawful wording: demands stand in their articles, bad sentences are hit, good ones are not."""

import re
from pathlib import Path

import pytest

from tests.engine import shipped
from wangshi.engine.lawfiles import LawFault
from wangshi.engine.screening import Item, Screener
from wangshi.engine.statutes import read_statute
from wangshi.engine.wording import GENERAL, Advice, Reworded, load_wording

SHARED = Path(__file__).parents[3] / "shared"
WORDING = load_wording()
BOOK = shipped.rules()
EXAMPLES = [
    pytest.param(advice, example, id=f"{advice.key} {example.after}")
    for advice in WORDING.by_key.values()
    for example in advice.examples
]
MUSTS = [
    pytest.param(must, id=f"{advice.key} {must.text}")
    for advice in WORDING.by_key.values()
    for must in advice.must
]
GOOD = """\
checked: 2026-11-22
certainty: verified
advice:
  - key: general
    title: 删掉
    must:
      - {text: 要真实, source: advertising-law, article: 第八条, words: 应当准确、清楚、明白}
    try: [删掉]
    examples: []
"""


@pytest.fixture(scope="module")
def screener() -> Screener:
    return shipped.screener()


def test_every_rule_tells_how_to_say_it_lawfully():
    helpless = {rule.family for rule in BOOK.rules if WORDING.advice_for(rule).key == GENERAL}
    assert helpless == set(), "wording.yaml 里要有这些规则类的改法"


@pytest.mark.parametrize(("advice", "example"), EXAMPLES)
def test_the_bad_sentence_is_hit_by_a_rule_of_this_advice(
    advice: Advice, example: Reworded, screener: Screener
):
    hits = screener.screen(Item("before", example.before, product=example.product))
    found = {WORDING.advice_for(BOOK.rule(hit.rule)).key for hit in hits}
    assert advice.key in found, [hit.rule for hit in hits]


@pytest.mark.parametrize(("advice", "example"), EXAMPLES)
def test_the_good_sentence_is_hit_by_no_rule(advice: Advice, example: Reworded, screener: Screener):
    hits = screener.screen(Item("after", example.after, product=example.product))
    assert [(hit.rule, hit.quote) for hit in hits] == []


@pytest.mark.real_data
@pytest.mark.parametrize("must", MUSTS)
def test_the_words_stand_in_the_cited_article(must):
    file = SHARED / "law-texts" / f"{must.citation.source.file}.md"
    text = read_statute(file).find(must.citation.article).text
    assert re.sub(r"\s", "", must.citation.words) in re.sub(r"\s", "", text)


def test_no_two_pieces_of_advice_contend_for_a_rule():
    for rule in BOOK.rules:
        weights = [one.weight for one in WORDING.by_key.values() if one.fits(rule)]
        assert weights.count(max(weights)) == 1, rule.id


def test_nothing_is_named_that_the_rule_book_does_not_have():
    rules = {rule.id for rule in BOOK.rules}
    violations = {rule.violation for rule in BOOK.rules}
    for advice in WORDING.by_key.values():
        assert advice.rules <= rules
        assert advice.violations <= violations
        assert advice.families <= set(BOOK.families)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("source: advertising-law", "source: nowhere"), "sources.yaml 里没有 nowhere"),
        (("第八条", "八"), "article 应当写作"),
        (("应当准确、清楚、明白", "长" * 31), "words 最多 30 个字"),
        (("key: general", "key: other"), "缺少通用的改法"),
        (("try: [删掉]", "try: []"), "try 至少写一条建议"),
        (("title: 删掉", "titel: 删掉"), "不认识的键 titel"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path, change, said):
    path = tmp_path / "wording.yaml"
    path.write_text(GOOD, "utf-8")
    assert load_wording(path).by_key[GENERAL].must
    path.write_text(GOOD.replace(*change), "utf-8")
    with pytest.raises(LawFault, match=said):
        load_wording(path)
