"""要不要办执照: each answer as a row of the law; the steps of registering; both files as read."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.exemptions import (
    AnswerRefused,
    Answers,
    Outcome,
    Seller,
    advise,
    declaration,
    is_near,
    load_exemption_law,
    look_again_on,
    standing_exemption_law,
    turnover_limit,
)
from wangshi.engine.lawfiles import LAW_DIR, Certainty, LawFault
from wangshi.engine.registration import load_registration_steps, registration_steps
from wangshi.engine.statutes import read_statute

LAW = standing_exemption_law()
ON = date(2026, 11, 23)
LAW_TEXTS = Path(__file__).parents[3] / "shared" / "law-texts"
CITED = [*LAW.citations(), *(step.citation for step in registration_steps())]
KEYS = [each.key for each in LAW.goods]


def asked(*goods, turnover=None, seller=Seller.PERSON):
    return advise(Answers(seller, goods, turnover), on=ON)


@pytest.mark.parametrize(
    ("goods", "turnover", "seller", "outcome"),
    [
        (["own_produce"], None, "person", "exempt"),  # no line for one's own produce
        (["own_produce"], 500_000, "person", "exempt"),
        (["own_produce"], 1, "firm", "register"),  # the exemptions are for persons
        (["handicraft"], 300_000, "person", "exempt"),
        (["labour"], None, "person", "exempt"),
        (["bought_produce"], 60_000, "person", "exempt"),
        (["bought_produce"], 100_001, "person", "register"),
        (["ordinary"], 100_000, "person", "exempt"),  # "不超过10万元": the line itself is within
        (["ordinary"], None, "person", "undecided"),
        (["own_produce", "bought_produce"], 120_000, "person", "register"),
        (["homemade_food"], 2_000, "person", "licence"),  # 须依法取得行政许可的, 也要登记
        (["prepacked_food"], 2_000, "person", "licence"),
        (["own_produce", "homemade_food"], 2_000, "person", "licence"),
        (["drugs"], 10, "firm", "licence"),
        (["tobacco"], 10, "person", "banned"),
        (["tobacco", "drugs"], 10, "person", "banned"),  # the strictest goods decide
        (["other"], 10, "person", "undecided"),
        (["other", "ordinary"], 200_000, "person", "register"),
    ],
)
def test_the_strictest_of_the_goods_decides(goods, turnover, seller, outcome):
    assert asked(*goods, turnover=turnover, seller=Seller(seller)).outcome == outcome


@pytest.mark.parametrize(
    ("goods", "declared"),
    [
        ("own_produce", "个人销售自产农副产品，依法不需要办理市场主体登记"),
        ("handicraft", "个人销售家庭手工业产品，依法不需要办理市场主体登记"),
        (
            "labour",
            "个人利用自己的技能从事依法无须取得许可的便民劳务活动，依法不需要办理市场主体登记",
        ),
        ("ordinary", "个人从事零星小额交易活动，依法不需要办理市场主体登记"),
    ],
)
def test_each_of_the_four_declarations_is_the_orders_own_sentence(goods, declared):
    assert asked(goods, turnover=1).declarations == (declared,)


def test_two_grounds_are_two_declarations_and_a_licence_is_none():
    both = asked("own_produce", "ordinary", turnover=1)
    assert both.declarations == (declaration("own_farm_produce", ON),
                                 declaration("small_turnover", ON))  # fmt: skip
    assert asked("ordinary", "homemade_food", turnover=1).declarations == ()


def test_the_line_is_a_hundred_thousand_and_is_warned_of_at_four_fifths():
    assert turnover_limit(ON) == 100_000
    assert not is_near(79_999, 100_000)
    assert is_near(80_000, 100_000)
    assert asked("ordinary", turnover=80_000).near
    assert not asked("own_produce", turnover=900_000).near


def test_food_is_told_of_and_its_papers_are_named():
    advice = asked("loose_food", turnover=1)
    assert advice.food
    assert [row.code for row in advice.permits] == ["food_business_permit"]
    assert not asked("own_produce").food


def test_what_rests_on_memory_or_inference_says_so():
    assert asked("own_produce").is_sure
    assert not asked("bought_produce", turnover=1).is_sure
    assert asked("tobacco").reasons[0].certainty is Certainty.FROM_MEMORY


def test_a_declaration_is_looked_at_again_after_a_year():
    assert look_again_on(date(2026, 11, 23)) == date(2027, 11, 23)
    assert look_again_on(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(("goods", "turnover"), [((), 1), (("no_such",), 1), (("ordinary",), -1)])
def test_an_answer_that_was_not_asked_for_is_refused(goods, turnover):
    with pytest.raises(AnswerRefused):
        asked(*goods, turnover=turnover)


@given(
    goods=st.lists(st.sampled_from(KEYS), min_size=1, max_size=4),
    turnover=st.none() | st.integers(0, 400_000),
    more=st.integers(0, 400_000),
)
def test_selling_more_never_frees_anybody(goods, turnover, more):
    if turnover is None:
        return
    before, after = asked(*goods, turnover=turnover), asked(*goods, turnover=turnover + more)
    if before.outcome is not Outcome.EXEMPT:
        assert after.outcome is not Outcome.EXEMPT
    assert bool(after.declarations) is (after.outcome is Outcome.EXEMPT)


def test_the_guide_to_registering_has_its_steps_in_order():
    keys = [step.key for step in registration_steps()]
    assert keys == ["papers", "place", "apply", "licence", "permits", "shown"]
    assert all(step.bring and step.where and step.how_long for step in registration_steps())


@pytest.mark.real_data
@pytest.mark.parametrize("citation", CITED, ids=str)
def test_the_words_stand_in_the_cited_article(citation):
    statute = read_statute(LAW_TEXTS / f"{citation.source.file}.md")
    text = "".join(statute.find(citation.article).text.split())
    assert citation.words in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("claim: own_farm_produce, ground: own", "ground: own", "只写一样"),
        ("claim: own_farm_produce", "claim: no_such", "没有 no_such"),
        ("[drug_business_permit]", "[no_such]", "没有 no_such"),
        ("ground: labour, certainty", "ground: no_such, certainty", "grounds 里没有"),
        ("percent: 80", "share: 80", "不认识的键"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path, old, new, told):
    text = (LAW_DIR / "exemptions.yaml").read_text("utf-8")
    assert old in text
    path = tmp_path / "exemptions.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LawFault, match=told):
        load_exemption_law(path)


def test_a_step_written_twice_is_refused(tmp_path):
    path = tmp_path / "registration.yaml"
    text = (LAW_DIR / "registration.yaml").read_text("utf-8")
    path.write_text(text.replace("key: place", "key: papers"), "utf-8")
    with pytest.raises(LawFault, match="两步"):
        load_registration_steps(path)
