"""Shops go in; who runs them, how sure that is and why comes out."""

import random

import pytest

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.matching import (
    Field,
    Matcher,
    Operator,
    Outcome,
    Shop,
    make_register,
    register_of,
)
from wangshi.engine.matching.columns import sheet_of

from .invented import LETTERS

PERSON, PHONE = "张样例", "13900000001"
ADDRESS = "陕西省汉中市略阳县样例路12号"
HILL = Operator(
    name="略阳县虚构山货有限公司",
    uscc=make_uscc("610727", 1),
    person=PERSON,
    address=ADDRESS,
    phone=PHONE,
    former_names="略阳县试填土产有限公司",
)
TEA = Operator(
    name="略阳县演示茶业有限公司",
    uscc=make_uscc("610727", 2),
    person="李虚构",
    address="陕西省汉中市略阳县试填街3号",
    phone="13900000002",
)
BRANCH = Operator(
    name="汉中试填小吃有限公司略阳分公司",
    uscc=make_uscc("610727", 3),
    address="陕西省汉中市略阳县虚构街5号",
)
HEAD = Operator(
    name="汉中试填小吃有限公司",
    uscc=make_uscc("610702", 4),
    address="陕西省汉中市汉台区虚构街9号",
)


@pytest.fixture(scope="module")
def small() -> Matcher:
    """Four operators a test may ask for, among a thousand that only make names rare or not."""
    draw = random.Random(3)
    others = [
        Operator(
            name=f"勉县{''.join(draw.choices(LETTERS, k=3))}百货店",
            uscc=make_uscc("610725", number),
            address=f"陕西省汉中市勉县人民路{number}号",
        )
        for number in range(1_000)
    ]
    return Matcher(register_of([HILL, TEA, BRANCH, HEAD, *others]))


LINKED = [
    # the code and the name; the code as people type it
    (Shop("1", claimed_operator=HILL.name, uscc=HILL.uscc), HILL),
    (Shop("1", claimed_operator=HILL.name, uscc=HILL.uscc[:9] + " " + HILL.uscc[9:]), HILL),
    # no code: the name with its place, with the phone, with the address
    (Shop("1", claimed_operator=HILL.name, address="略阳县样例路十二号"), HILL),
    (Shop("1", shop_name="虚构山货旗舰店", phone=PHONE), HILL),
    (Shop("1", shop_name="虚构山货旗舰店", address=ADDRESS, person="张**"), HILL),
    # full width, traditional, the form dropped
    (Shop("1", claimed_operator="略陽縣虛構山貨", address=ADDRESS, person=PERSON), HILL),
    # what it was called before
    (Shop("1", claimed_operator="略阳县试填土产有限公司", uscc=HILL.uscc), HILL),
    # the branch is the branch
    (Shop("1", claimed_operator=BRANCH.name, uscc=BRANCH.uscc), BRANCH),
]


@pytest.mark.parametrize(("shop", "operator"), LINKED)
def test_a_shop_that_says_who_runs_it_is_linked(small, shop, operator):
    verdict = small.look_up(shop)
    assert (verdict.outcome, verdict.best.uscc) == (Outcome.LINK, operator.uscc)
    assert verdict.probability > 0.97
    assert verdict.reason


LOOKED_AT = [
    (Shop("1", claimed_operator=TEA.name, uscc=HILL.uscc), "疑似冒用执照"),
    (Shop("1", shop_name="别处的店", uscc=HILL.uscc), "只有信用代码是这个主体的"),
    (Shop("1", shop_name="虚构山货"), "没有别的项目佐证"),
    (Shop("1", claimed_operator="完全不同的名称有限公司", phone=PHONE), "名称对不上"),
]


@pytest.mark.parametrize(("shop", "words"), LOOKED_AT)
def test_a_doubtful_shop_is_left_to_an_officer_who_is_told_why(small, shop, words):
    verdict = small.look_up(shop)
    assert verdict.outcome is Outcome.REVIEW
    assert words in verdict.reason


@pytest.mark.parametrize(
    "shop",
    [
        Shop("1"),
        Shop("1", shop_name="谁也不是的试填店"),
        Shop("1", claimed_operator="拉萨市另有其人商贸有限公司", address="拉萨市演示路1号"),
        Shop("1", claimed_operator="不存在县某某有限公司", uscc="样例" * 200, phone="x" * 500),
        Shop("1", shop_name="\x00\ud800🛒", address="\u202e" * 9),
    ],
)
def test_a_shop_of_nobody_here_is_left_alone(small, shop):
    assert small.look_up(shop).outcome is Outcome.NONE


@pytest.mark.parametrize("register", [[], [HILL], [Operator("", "")], [HILL, HILL]])
def test_a_register_of_hardly_anybody_is_asked_like_any_other(register):
    matcher = Matcher(register_of(register))
    verdict = matcher.look_up(Shop("1", claimed_operator=HILL.name, uscc=HILL.uscc))
    assert verdict.outcome in Outcome
    assert len(verdict.candidates) == sum(one.name != "" for one in register)


def test_two_operators_of_one_name_are_told_apart_or_left_to_an_officer():
    here = Operator(HILL.name, make_uscc("610727", 8), address="略阳县样例路1号")
    there = Operator(HILL.name, make_uscc("610727", 9), address="略阳县样例路200号")
    matcher = Matcher(register_of([here, there]))
    unclear = matcher.look_up(Shop("1", claimed_operator=HILL.name))
    assert unclear.outcome is not Outcome.LINK
    assert {one.uscc for one in unclear.candidates} == {here.uscc, there.uscc}
    clear = matcher.look_up(Shop("1", claimed_operator=HILL.name, uscc=there.uscc))
    assert clear.best.uscc == there.uscc


def test_the_evidence_shows_both_sides_of_every_field(small):
    shop = Shop(
        "1",
        claimed_operator="略阳县虚构茶业有限公司",
        phone="139-0000-0001",
        address="略阳县样例路12号",
        person="张某某",
    )
    best = small.look_up(shop).best
    lines = {line.field: line for line in best.evidence}
    assert best.uscc == HILL.uscc
    assert lines[Field.PHONE].words == "电话一致"
    assert lines[Field.TRADE].words == "行业不同"
    assert (lines[Field.TRADE].shop_value, lines[Field.TRADE].operator_value) == ("茶业", "山货")
    assert (lines[Field.PERSON].shop_value, lines[Field.PERSON].operator_value) == (
        "张某某",
        PERSON,
    )
    assert lines[Field.PHONE].weight > 0 > lines[Field.TRADE].weight
    assert best.reason.startswith("电话一致，字号一致，")
    assert "，县一致，" in best.reason
    assert best.reason.endswith("；行业不同")


def test_weights_of_the_evidence_and_the_prior_make_the_weight_of_the_pair(small):
    pairs = [small.look_up(shop).best for shop, _ in LINKED]
    priors = {round(pair.weight - sum(line.weight for line in pair.evidence), 1) for pair in pairs}
    assert len(priors) == 1


def test_no_shop_of_a_seeded_register_is_linked_wrongly(matcher, made):
    outcomes, operators = _columns(matcher, made)
    wrong = [
        (one.shop, operator)
        for one, outcome, operator in zip(made, outcomes, operators, strict=True)
        if outcome is Outcome.LINK and (one.stolen or operator != one.truth)
    ]
    assert not wrong
    members = [
        outcome for one, outcome in zip(made, outcomes, strict=True) if one.truth and not one.stolen
    ]
    assert members.count(Outcome.LINK) / len(members) > 0.80
    assert 1 - members.count(Outcome.NONE) / len(members) > 0.97


def test_the_order_of_the_register_changes_nothing(register, made):
    draw = random.Random(4)
    rows = list(range(len(register)))
    draw.shuffle(rows)
    columns = ("uscc", "person", "address", "phone")
    shuffled = make_register(
        [
            {
                "name": [register.name(row) for row in rows],
                **{name: [register.value(name, row) for row in rows] for name in columns},
            }
        ]
    )
    again = make_register(
        [
            {
                "name": [register.name(row) for row in range(len(rows))],
                **{
                    name: [register.value(name, row) for row in range(len(rows))]
                    for name in columns
                },
            }
        ]
    )
    some = [one.shop for one in made[:80]]
    first = [_said(verdict) for verdict in Matcher(again).match(some)]
    assert first == [_said(verdict) for verdict in Matcher(shuffled).match(some)]


def test_one_shop_is_answered_like_many(matcher, made):
    some = [one.shop for one in made[:40]]
    assert [_said(matcher.look_up(shop)) for shop in some] == [
        _said(verdict) for verdict in matcher.match(some)
    ]


def test_sheets_are_answered_in_their_order(matcher, made):
    sheets = [sheet_of([one.shop]) for one in made[:30]]
    answered = [matches.said(0, "shop_id") for matches in matcher.match_sheets(sheets)]
    assert answered == [one.shop.shop_id for one in made[:30]]


def _columns(matcher, made):
    """Outcomes and codes of all shops, without the evidence of each being written out."""
    matches = matcher.match_sheet(sheet_of([one.shop for one in made]))
    rows = range(len(matches))
    return [matches.outcome(row) for row in rows], [_code(matches, row) for row in rows]


def _code(matches, row):
    operator = matches.operator(row)
    return "" if operator is None else matches.register.value("uscc", operator)


def _said(verdict):
    best = verdict.best
    return (
        verdict.outcome,
        round(verdict.probability, 6),
        best and best.uscc,
        verdict.reason,
    )


def test_a_field_that_one_side_lacks_is_shown_as_missing(small):
    best = small.look_up(Shop("1", claimed_operator=HILL.name, uscc=HILL.uscc)).best
    phone = next(line for line in best.evidence if line.field is Field.PHONE)
    assert (phone.shop_value, phone.operator_value) == ("", PHONE)
    assert (phone.words, phone.weight) == ("没有电话可比", 0.0)


def test_a_phone_alone_never_links(small):
    verdict = small.look_up(Shop("1", shop_name="代运营的试填小店", phone=PHONE))
    assert (verdict.outcome, verdict.best.uscc) == (Outcome.REVIEW, HILL.uscc)
