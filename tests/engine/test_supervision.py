"""督促和检查的依据: every duty stands in its article; a wrong file is refused with its line."""

import re
from pathlib import Path

import pytest

from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault
from wangshi.engine.statutes import read_statute
from wangshi.engine.supervision import load_supervision, standing_supervision

LAW = standing_supervision()
LAW_TEXTS = Path(__file__).parents[3] / "shared" / "law-texts"
CITED = {one.key: one.citation for one in (*LAW.duties, *LAW.matters)} | {"mark": LAW.mark}
TEXT = (LAW_DIR / "supervision.yaml").read_text("utf-8")


@pytest.mark.real_data
@pytest.mark.parametrize("key", CITED)
def test_the_words_stand_in_the_cited_article(key):
    citation = CITED[key]
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    article = re.sub(r"\s", "", statute.find(citation.article).text)
    assert citation.certainty is Certainty.VERIFIED
    assert re.sub(r"\s", "", citation.words) in article, key


def test_the_only_verified_day_of_a_letter_is_the_one_the_law_writes():
    verified = {one.key: one.days for one in LAW.matters if one.days_certainty == "verified"}
    assert verified == {"lost_contact": 5}


@pytest.mark.parametrize(("points", "tier"), [(0, "low"), (2, "low"), (3, "middle"), (9, "high")])
def test_points_lead_to_the_highest_tier_reached(points, tier):
    assert LAW.tier(points).key == tier


def test_what_is_not_there_is_none():
    assert LAW.duty("nothing") is None
    assert LAW.matter("nothing") is None


@pytest.mark.parametrize(
    ("was", "now", "message"),
    [
        ("applies: live", "applies: some", "applies"),
        ("from: 3,", "from: 7,", "一档比一档高"),
        ("key: threshold,", "key: identity,", "key 一样"),
        ("again_days: 30", "again: 30", "不认识的键"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(was, now, message, tmp_path):
    wrong = tmp_path / "supervision.yaml"
    wrong.write_text(TEXT.replace(was, now, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        load_supervision(wrong)
