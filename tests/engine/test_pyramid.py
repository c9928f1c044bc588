"""传销指数: what each form adds, what is missing, the levels, and when to hand over."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import shipped
from wangshi.engine.cli_pyramid import pyramid_command
from wangshi.engine.lawfiles import LAW_DIR, LawFault
from wangshi.engine.pyramid import (
    FactUnknown,
    Structure,
    load_pyramid_law,
    pyramid_index,
    standing_pyramid_law,
    structure,
)
from wangshi.engine.screening import Item
from wangshi.engine.statutes import read_statute

LAW = standing_pyramid_law()
BOOK = shipped.rules()
SCREENER = shipped.screener("portable")
LAW_TEXTS = Path(__file__).parents[3] / "shared" / "law-texts"
HEADS = "拉人头每人返200元"
FEE = "交3980元成为会员"
TEAM = "享两代业绩提成"
DENIAL = "我们不是传销，是国家暗中支持的项目"
COUNTS = st.dictionaries(st.sampled_from(sorted(LAW.facts)), st.integers(0, 2_000_000))


def index_of(*texts, **facts):
    hits = [hit for text in texts for hit in SCREENER.screen(Item(id="x", text=text))]
    return pyramid_index(hits, facts)


@pytest.mark.parametrize(
    ("texts", "facts", "value", "level"),
    [
        ((), {}, 0.0, "general"),
        (("山核桃 五百克",), {}, 0.0, "general"),
        ((HEADS,), {}, 0.16, "general"),
        ((HEADS, FEE), {}, 0.32, "attention"),
        ((HEADS, FEE, TEAM), {}, 0.40, "attention"),
        ((HEADS, FEE, TEAM, DENIAL), {}, 0.505, "suspected"),
        ((), {"people": 40, "levels": 4}, 0.096, "general"),
        ((HEADS, FEE), {"people": 200, "levels": 3, "complaints": 10}, 0.53, "suspected"),
    ],
)
def test_the_index_is_the_sum_of_what_is_known(texts, facts, value, level):
    index = index_of(*texts, **facts)
    assert index.value == pytest.approx(value)
    assert index.level.key == level


def test_there_are_five_groups_and_three_levels():
    assert len(LAW.groups) == 5
    assert [level.since for level in LAW.levels] == [0, 30, 50]
    assert sum(group.weight for group in LAW.groups) == 100


def test_each_reason_quotes_the_text_or_names_the_count():
    told = {reason.title: reason.told for reason in index_of(HEADS, complaints=3).reasons}
    assert told == {"按发展人数计酬": "“拉人头”", "一年内的投诉举报件数": "3"}


def test_what_nobody_looked_up_is_missing_and_says_how_far_it_could_go():
    index = index_of(HEADS)
    assert set(index.missing) == set(LAW.facts.values())
    every = dict.fromkeys(LAW.facts, 0)
    assert index_of(HEADS, **every).missing == ()
    assert index_of(HEADS, **every).could_reach == index_of(HEADS, **every).value
    assert index.could_reach > index.value


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ({"people": 30, "levels": 3}, True),
        ({"people": 29, "levels": 3}, False),
        ({"people": 30, "levels": 2}, False),
        ({"people": 300}, False),
    ],
)
def test_three_levels_and_thirty_people_are_handed_over(facts, is_due):
    assert bool(index_of(HEADS, **facts).handover) is is_due


@given(COUNTS, COUNTS)
def test_more_facts_never_lower_the_index(some, more):
    most = {key: max(some.get(key, 0), more.get(key, 0)) for key in some | more}
    low, high = pyramid_index((), some), pyramid_index((), most)
    assert 0 <= low.value <= high.value <= 1


@given(COUNTS, COUNTS)
def test_whatever_is_found_out_later_stays_under_what_it_could_reach(some, later):
    before, after = pyramid_index((), some), pyramid_index((), later | some)
    assert before.value <= after.value <= before.could_reach <= 1


@pytest.mark.parametrize(
    ("facts", "message"), [({"peple": 3}, "没有 peple 这个指标"), ({"people": -1}, "不能小于 0")]
)
def test_a_wrong_fact_is_refused(facts, message):
    with pytest.raises(FactUnknown, match=message):
        pyramid_index((), facts)


@pytest.mark.parametrize(
    ("links", "people", "levels"),
    [
        ([], 0, 0),
        ([("甲", "乙")], 2, 2),
        ([("甲", "乙"), ("乙", "丙"), ("乙", "丁")], 4, 3),
        ([("甲", "甲")], 1, 1),
        ([("甲", "乙"), ("乙", "甲")], 2, 2),
        ([("甲", "乙"), ("乙", "丙"), ("甲", "丙")], 3, 2),
        ([("甲", "乙"), ("丙", "丁"), ("丁", "戊")], 5, 3),
        ([(str(n), str(n + 1)) for n in range(5000)], 5001, 5001),
    ],
)
def test_people_and_levels_are_counted_from_who_brought_in_whom(links, people, levels):
    assert structure(links) == Structure(people, levels)


def test_every_rule_it_listens_to_is_there():
    known = {rule.id for rule in BOOK.rules}
    for group in LAW.groups:
        for indicator in group.indicators:
            assert indicator.rules <= known, indicator.title


@pytest.mark.real_data
@pytest.mark.skipif(not LAW_TEXTS.exists(), reason="the law texts are not on this machine")
def test_the_words_stand_in_the_cited_article():
    statute = read_statute(LAW_TEXTS / "禁止传销条例.md")
    for citation in LAW.citations():
        assert citation.words in statute.find(citation.article).text


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("weight: 40", "weight: 41", "加起来应当是 100"),
        ("from: 30", "from: 60", "一档比一档高"),
        ("percent: 100}]", "percent: 110}]", "steps"),
        ("ground: headcount}", "ground: nobody}", "grounds 里没有 nobody"),
        ("rules: [pyramid-01]", "rules: [pyramid-01], fact: x", "中的一种"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path, right, wrong, message):
    text = (LAW_DIR / "pyramid.yaml").read_text("utf-8")
    assert right in text
    path = tmp_path / "pyramid.yaml"
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(LawFault, match=message):
        load_pyramid_law(path)


def run(tmp_path, content, *options):
    path = tmp_path / "told.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return CliRunner().invoke(pyramid_command, [str(path), *options])


def test_the_command_counts_the_links_and_prints_reasons(tmp_path):
    links = [["甲", f"下线{n}"] for n in range(30)] + [["下线1", "乙"]]
    result = run(tmp_path, {"texts": [HEADS], "links": links, "facts": {"complaints": 1}})
    assert result.exit_code == 0
    for words in ("传销指数 0.", "拉人头", "移送公安机关", "还要查", "不是认定传销"):
        assert words in result.output
    told = json.loads(run(tmp_path, {"texts": [HEADS, FEE]}, "--json").output)
    assert told["index"] == 0.32
    assert told["level"]["key"] == "attention"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("不是 JSON", "不是 JSON"),
        ([1], "只写"),
        ({"text": "x"}, "只写"),
        ({"texts": "x"}, "texts"),
        ({"facts": {"people": "3"}}, "整数"),
        ({"facts": {"people": True}}, "整数"),
        ({"facts": {"nobody": 3}}, "没有 nobody"),
        ({"links": [["甲"]]}, "谁介绍了谁"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_how(tmp_path, content, message):
    result = run(tmp_path, content)
    assert result.exit_code == 2
    assert message in result.output
