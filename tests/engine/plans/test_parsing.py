"""读方案: an invented plan in either punctuation is read whole, and nothing is guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.plans import Kind, PlanUnreadable, parse_plan

PLAN = """各镇人民政府，县级各部门：
《创建示范市场实施方案》已经同意，现印发给你们。
拾穗县人民政府办公室
2024年2月5日
拾穗县创建示范市场实施方案
为做好工作，制定本方案。
一、工作目标
（一）做大规模。到2025年底，全县网络交易额突破2.4亿元，同比增长20%，培育示范网店12家。
没有编号的一段，也属于上面这一条。
二、主要措施
（一）管好市场
1.落实责任。建立定期检查机制，学习《网络交易管理办法》，做到“看得见、找得到，管得住”（牵头单位：县样例局；责任单位：范文局、各镇办）。
2．帮扶经营。每年举办一至两次培训（牵头单位：范文局）。
三、进度
（一）启动阶段（2024年3月至5月）。印发方案。
（二）提升阶段（2024年6月至2025年6月）。全面推进。
附件：
示范市场创建领导小组成员名单
组　长：县政府分管副县长
成　员：样例局分管领导
范文局分管领导
"""


@pytest.fixture(params=["full", "half"])
def plan(request):
    half = PLAN.translate(str.maketrans("，；：（）", ",;:()"))
    return parse_plan(PLAN if request.param == "full" else half)


def test_the_head_tells_what_it_is_who_printed_it_and_when(plan):
    assert plan.title == "拾穗县创建示范市场实施方案"
    assert plan.issuer == "拾穗县人民政府办公室"
    assert plan.printed_on == date(2024, 2, 5)


def test_clauses_have_the_addresses_people_use(plan):
    assert [clause.path for clause in plan.walk()] == [
        "一", "一(一)", "二", "二(一)", "二(一)1", "二(一)2", "三", "三(一)", "三(二)",
    ]  # fmt: skip
    assert plan.clause("二(一)2").kind is Kind.MEASURE
    assert plan.clause("二(一)1").title == "落实责任"


def test_a_phrase_is_cut_at_commas_but_never_inside_quotes(plan):
    phrases = plan.clause("二(一)1").phrases
    assert [phrase.path for phrase in phrases] == ["二(一)1·1·1", "二(一)1·1·2", "二(一)1·1·3"]
    assert "看得见、找得到" in phrases[2].text


def test_every_phrase_stands_where_it_says(plan):
    lines = PLAN.split("\n")
    for phrase in plan.phrases:
        there = lines[phrase.line - 1][phrase.start : phrase.end]
        assert there.translate(str.maketrans("，；：（）", ",;:()")) == phrase.text.translate(
            str.maketrans("，；：（）", ",;:()")
        )


def test_a_paragraph_without_a_number_belongs_to_the_clause_above(plan):
    words = [phrase.text for phrase in plan.clause("一(一)").phrases]
    assert words[-2:] == ["没有编号的一段", "也属于上面这一条"]


def test_duties_are_read_as_written(plan):
    duty = plan.clause("二(一)1").duty
    assert (duty.leads, duty.partners, duty.word) == (
        ("县样例局",), ("范文局", "各镇办"), "责任单位",
    )  # fmt: skip
    alone = plan.clause("二(一)2").duty
    assert (alone.leads, alone.partners) == (("范文局",), ())


def test_stages_have_a_first_and_a_last_day(plan):
    assert [(stage.first_on, stage.last_on) for _, stage in plan.stages] == [
        (date(2024, 3, 1), date(2024, 5, 31)),
        (date(2024, 6, 1), date(2025, 6, 30)),
    ]


def test_targets_have_value_growth_day_and_the_base_they_imply(plan):
    money, shops = plan.targets
    assert (money.name, money.value, money.unit) == ("网络交易额", Decimal("2.4"), "亿元")
    assert (money.growth, money.by, money.base) == (20, date(2025, 12, 31), Decimal("2.000"))
    assert (shops.value, shops.unit, shops.base, shops.readable) == (12, "家", None, True)


def test_how_often_is_a_number_only_where_the_plan_gives_one(plan):
    found = {cadence.words: (cadence.at_least, cadence.at_most) for cadence in plan.cadences}
    assert found["每年举办一至两次"] == (1, 2)
    assert [numbers for words, numbers in found.items() if words.startswith("定期")] == [
        (None, None)
    ]


def test_members_are_posts_of_units(plan):
    assert [(member.role, member.unit) for member in plan.members] == [
        ("组长", "县政府"), ("成员", "样例局"), ("成员", "范文局"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("一、措施\n(一)甲。做事(牵头单位)。\n(二)乙。做事(牵头单位:。", "没有读出单位"),
        ("一、措施\n(一)甲。做事。\n(三)乙。做事。", "第 2 段的编号是 三"),
        ("一、措施\n(一)甲。\n附件\n成员:某人", "没有读出成员"),
    ],
)
def test_what_was_not_understood_is_said(text, remark):
    assert any(remark in each for each in parse_plan(text).remarks)


@pytest.mark.parametrize(
    "text", ["", "这是一封信。\n没有编号。", "1.只有数字编号。", "长" * 30_000]
)
def test_what_is_no_plan_is_refused_with_what_to_do(text):
    with pytest.raises(PlanUnreadable, match="请"):
        parse_plan(text)


@given(
    st.text(
        alphabet="一二三、。，（）()1234.；“”《》牵头单位：责任局办 \n附件2024年月至底增长%家",
        max_size=300,
    )
)
def test_no_text_breaks_the_reader_and_no_phrase_leaves_its_line(text):
    try:
        plan = parse_plan(text)
    except PlanUnreadable:
        return
    lines = [line.strip() for line in text.split("\n")]
    for phrase in plan.phrases:
        assert lines[phrase.line - 1][phrase.start : phrase.end] == phrase.text
    assert len({phrase.path for phrase in plan.phrases}) == len(plan.phrases)
