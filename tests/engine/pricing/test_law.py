"""law/pricing.yaml: strict, its words stand in the articles, what is ours is called inference."""

import re
from pathlib import Path

import pytest

from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault
from wangshi.engine.pricing import PriceKind, load_price_law, standing_price_law
from wangshi.engine.statutes import read_statute

LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"
CITATIONS = list(standing_price_law().citations())


@pytest.mark.real_data
@pytest.mark.skipif(not LAW_TEXTS.exists(), reason="needs ../shared/law-texts")
@pytest.mark.parametrize("citation", CITATIONS, ids=str)
def test_the_words_stand_in_the_cited_article(citation):
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    article = re.sub(r"\s", "", statute.find(citation.article).text)
    assert re.sub(r"\s", "", citation.words) in article


def test_every_kind_has_its_test_and_no_two_share_a_rule():
    tests = standing_price_law().tests
    assert set(tests) == set(PriceKind)
    assert len({test.rule for test in tests.values()}) == len(tests)


def test_what_the_law_counts_is_verified_and_what_we_count_is_inference():
    law = standing_price_law()
    assert law.tests[PriceKind.BASE].history[-1].window_days == 7
    assert {one.citation.certainty for one in law.readings.values()} == {Certainty.INFERENCE}
    assert all(
        one.citation.certainty is Certainty.VERIFIED
        for test in law.tests.values()
        for one in test.history
    )


BROKEN = [
    ("    rule: price-series-base\n", "", "缺少 rule"),
    ("        window_days: 7\n", "        window_days: 七\n", "应当是整数"),
    ("        to: 2022-06-30\n", "", "从旧到新"),
    ("  open: ", "  open: '('  # ", "不是有效的正则"),
    ("readings:\n", "surplus: 1\nreadings:\n", "不认识的键 surplus"),
]


@pytest.mark.parametrize(("was", "now", "message"), BROKEN)
def test_a_wrong_line_is_refused_by_its_number(tmp_path, was, now, message):
    text = (LAW_DIR / "pricing.yaml").read_text("utf-8")
    assert was in text
    path = tmp_path / "pricing.yaml"
    path.write_text(text.replace(was, now, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        load_price_law(path)
