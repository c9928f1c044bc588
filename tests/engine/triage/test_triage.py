"""Triage: what it learns, how sure it says it is, and what it never keeps."""

from dataclasses import replace

import pytest

from wangshi.engine.triage import (
    NEVER,
    Example,
    Model,
    ModelBroken,
    Text,
    TooFewExamples,
    train,
)

pytestmark = pytest.mark.once
GOODS = (
    "核桃",
    "电扇",
    "童装",
    "奶瓶",
    "耳机",
    "豆腐干",
    "茶叶",
    "沙发",
    "门锁",
    "台灯",
    "雨伞",
    "毛巾",
)
SAID = {
    "09": ("缺斤少两回家一称少了三两", "电子秤不准称重不足短斤缺两"),
    "10": ("标价和结账价格不一致多收了钱", "没有明码标价价格比标签贵"),
    "12": ("保修期内坏了售后不来修", "要求退货售后推脱不给退"),
}
WHEN = ("昨天", "上周", "赶集那天", "前几天")


@pytest.fixture(scope="module")
def examples():
    return [
        Example(Text(goods, f"{WHEN[at % 4]}在样例店买的{goods}，{words}"), code)
        for at, goods in enumerate(GOODS)
        for code, lines in SAID.items()
        for words in lines
    ]


@pytest.fixture(scope="module")
def model(examples):
    return train(examples)


READ = [
    ("茶叶", "赶集那天在样例店买的茶叶，缺斤少两回家一称少了三两，不给退", "09"),
    ("毛巾", "毛巾结账多收了钱，标价和结账价格不一致", "10"),
    ("台灯", "台灯保修期内坏了，售后不来修", "12"),
]


@pytest.mark.parametrize(("title", "body", "code"), READ, ids=["weight", "price", "repair"])
def test_a_text_it_has_not_seen_gets_its_code_and_the_words_that_carried_it(
    model, title, body, code
):
    guess = model.read(Text(title, body))
    assert guess.code == code
    assert guess.settled
    assert guess.words
    assert all(word in title + body for word in guess.words)
    assert guess.certainty > guess.others[0][1]


def test_a_text_of_nothing_it_knows_is_left_to_a_person(model):
    guess = model.read(Text("", "13800000001 ！！"))
    assert not guess.settled
    assert guess.words == ()
    assert guess.certainty == pytest.approx(1 / 3)


def test_width_and_case_make_no_difference(examples):
    model = train([*examples, *(Example(Text("APP", "app 扣款"), "07") for _ in range(5))])
    assert model.read(Text("ＡＰＰ", "扣款")) == model.read(Text("app", "扣款"))


def test_what_was_measured_is_held_out_and_counted(model, examples):
    quality = model.quality
    assert quality.texts == len(examples)
    assert quality.right <= quality.settled <= quality.texts
    assert quality.right >= 0.9 * quality.settled
    assert 0 <= quality.brier <= 0.08


def test_where_words_say_nothing_no_certainty_is_enough():
    noise = [Example(Text("", f"第{n}样例{n * 7919 % 97}号"), "AB"[n % 2]) for n in range(60)]
    model = train([replace(one, text=Text("", "一样的话一样的话")) for one in noise])
    assert model.line == NEVER
    assert not model.read(Text("", "一样的话")).settled
    assert model.quality.settled == 0


def test_the_same_examples_give_the_same_model(model, examples):
    again = train(examples)
    assert again.fingerprint == model.fingerprint
    assert again.to_bytes() == model.to_bytes()
    assert train(examples[6:]).fingerprint != model.fingerprint


def test_a_kept_model_reads_as_before_and_holds_no_word_of_a_letter(model):
    kept = model.to_bytes()
    back = Model.from_bytes(kept)
    text = Text("大米", "缺斤少两")
    assert (back.fingerprint, back.read(text)) == (model.fingerprint, model.read(text))
    assert "核桃".encode() not in kept
    with pytest.raises(ModelBroken, match="重新训练"):
        Model.from_bytes(kept[:100])


def test_telephone_numbers_are_not_learned(examples):
    told = [
        replace(one, text=replace(one.text, body=f"{one.text.body}13912345678")) for one in examples
    ]
    assert train(told).fingerprint == train(examples).fingerprint


FEW = [
    ([], "nothing"),
    ([Example(Text("甲", "样例"), "09")] * 20, "one code"),
    ([Example(Text("甲", "样例"), code) for code in ("09", "10") for _ in range(4)], "four each"),
]


@pytest.mark.parametrize("few", [one for one, _ in FEW], ids=[name for _, name in FEW])
def test_too_few_examples_are_refused_with_how_many_it_takes(few):
    with pytest.raises(TooFewExamples, match="每类 5 段以上"):
        train(few)


def test_a_code_known_from_hints_alone_is_suggested_and_never_settled(examples):
    hints = [Example(Text("广告", f"{goods}包治百病虚假宣传"), "02") for goods in GOODS]
    model = train(examples, hints=hints)
    assert model.codes == ("02", "09", "10", "12")
    guess = replace(model, line=0.5).read(Text("核桃", "核桃包治百病虚假宣传"))
    assert (guess.code, guess.settled) == ("02", False)
    assert guess.certainty > 0.5


def test_a_code_with_too_few_examples_is_left_out_and_hints_are_never_measured_on(examples):
    rare = [Example(Text("样例", "传销拉人头"), "06")] * 4
    hints = [Example(Text("计量", ""), "09"), Example(Text("传销", ""), "06")]
    model = train([*examples, *rare], hints=hints)
    assert model.codes == ("09", "10", "12")
    assert model.quality.texts == len(examples)
