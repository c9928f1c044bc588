"""检查表的依据: every item of every sheet stands in its article; a wrong file is refused."""

import re
from pathlib import Path

import pytest

from wangshi.engine.display import standing_display_law
from wangshi.engine.display.sheets import load_display_law
from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault
from wangshi.engine.statutes import read_statute

LAW = standing_display_law()
LAW_TEXTS = Path(__file__).parents[4] / "shared" / "law-texts"
TEXT = (LAW_DIR / "display.yaml").read_text("utf-8")
CITED = {
    **{one.key: one.citation for one in (*LAW.sheets, *LAW.permits, *LAW.marks)},
    "stale": LAW.stale,
    "e_licence": LAW.e_licence.citation,
}


@pytest.mark.once
@pytest.mark.real_data
@pytest.mark.parametrize("key", CITED)
def test_the_words_stand_in_the_cited_article(key):
    citation = CITED[key]
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    article = re.sub(r"\s", "", statute.find(citation.article).text)
    assert re.sub(r"\s", "", citation.words) in article, key


@pytest.mark.parametrize(
    ("sheet", "items"),
    [
        ("enterprise", "uscc name kind person address capital"),
        ("sole_trader", "uscc name person address composition"),
        ("cooperative", "uscc name person address capital"),
        ("exempt", "statement place contact"),
    ],
)
def test_a_sheet_asks_for_what_the_article_lists_and_no_more(sheet, items):
    assert [one.key for one in LAW.sheet(sheet).items] == items.split()


def test_what_no_rule_defines_is_never_called_verified():
    assert {one.citation.certainty for one in LAW.marks} == {Certainty.INFERENCE}
    assert LAW.stale.certainty is Certainty.INFERENCE
    assert LAW.e_licence.citation.certainty is Certainty.FROM_MEMORY


def test_a_kind_without_a_sheet_is_an_error():
    with pytest.raises(KeyError, match="village"):
        LAW.sheet("village")


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("fields: [uscc, name, kind", "fields: [uscc, colour, kind", "没有 colour"),
        ("certainty: inference}", "certainty: verified}", "只能写 inference"),
        (r'number: "(?<!', r'number: "(?<!(', "不是写对的正则"),
        ("if_shown: [scope, term]", "if_shown: scope", "应当是列表"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path, written, instead, said):
    wrong = tmp_path / "display.yaml"
    head, _, marks = TEXT.partition("marks:")
    place = marks if written in marks else head
    wrong.write_text(TEXT.replace(place, place.replace(written, instead, 1)), "utf-8")
    with pytest.raises(LawFault, match=said):
        load_display_law(wrong)
