"""变形词: what is undone, what is left alone, and that places lead back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import shipped
from wangshi.engine.screening import Item, Level
from wangshi.engine.screening.batches import as_folded, fold_many
from wangshi.engine.screening.disguises import Certainty, Disguises
from wangshi.engine.screening.hearing import known_pairs, readings, wholes
from wangshi.engine.screening.second_reading import read_again

WORDS = [
    "刷单", "好评返现", "治疗糖尿病", "治疗", "根治", "国家级", "100%有效", "28天瘦20斤",
    "一号品牌", "三斤", "一次见效", "no.1", "金枪不倒", "百病", "银行", "重庆", "唯一", "s单",
]  # fmt: skip
FIRST, SECOND = Disguises(WORDS, "hyperscan"), Disguises(WORDS, "portable")


def words_in(text, least=Certainty.SURE):
    return [each.word for each in FIRST.find(fold_many([text]), least)]


UNDONE = [
    ("好评反现联系", ["好评返现"], "one character by sound"),
    ("号平反线联系", ["好评返现"], "every character by sound"),
    ("延时药金抢不倒", ["金枪不倒"], "met in the wild"),
    ("本品治聊糖尿病", ["治疗糖尿病"], "the longest word wins"),
    ("氵台疒了糖尿病", ["治疗糖尿病"], "in pieces"),
    ("水台病 了糖尿病", ["治疗糖尿病"], "in pieces that stand for pieces, with a blank between"),
    ("招手工刷 单员", ["刷单"], "a blank in running text"),
    ("刷《单》兼职", ["刷单"], "book title marks"),
    ("国!家?级品质", ["国家级"], "marks that end sentences elsewhere"),
    ("国====家====级品质", ["国家级"], "a long row of marks"),
    ("壹零零%有效", ["100%有效"], "numbers in characters"),
    ("二八天瘦20斤", ["28天瘦20斤"], "one of two numbers in characters"),
    ("壹号品牌", [], "folding did it already"),
    ("1号品牌", ["一号品牌"], "a digit for a numeral"),
    ("NO.一", ["no.1"], "a numeral for a digit"),
]


@pytest.mark.parametrize(("text", "words", "why"), UNDONE, ids=[why for *_, why in UNDONE])
def test_a_disguise_is_seen_through(text, words, why):
    assert words_in(text) == words


LEFT = [
    ("刷单兼职", "written as it is"),
    ("好评返现", "a long word as it is"),
    ("牙刷 单支装", "ordinary words on both sides of a blank"),
    ("大码卫衣", "ordinary words that sound like others"),
    ("女子 运动鞋", "pieces that are an ordinary pair"),
    ("上好平板反光现货", "sounds across several words"),
    ("好\n评\n返\n现", "every line for itself"),
    ("味道第1g", "a digit with a unit"),
    ("0.28天瘦20斤", "a digit of a longer number"),
    ("3斤装", "a number of things"),
    ("自己的国家。级别很高", "the end of a sentence"),
    ("根据植物", "nothing at all"),
]


@pytest.mark.parametrize(("text", "why"), LEFT, ids=[why for _, why in LEFT])
def test_what_is_ordinary_is_left_alone(text, why):
    assert words_in(text) == []


def test_two_characters_by_sound_count_only_in_company_or_where_they_are_asked_for():
    for text, likely in (("刷丹兼职", ["刷单"]), ("耍丹兼职", [])):
        assert words_in(text) == []
        assert words_in(text, Certainty.LIKELY) == likely
        assert words_in(text, Certainty.FAINT) == ["刷单"]
        assert words_in(f"{text} 好评反现") == ["刷单", "好评返现"]


def test_digits_and_numerals_of_one_number_are_read_together():
    finder = Disguises(["24小时见效", "100%有效", "唯一", "一个"])
    for text, word in (("2四小时见效", "24小时见效"), ("一0零%有效", "100%有效"), ("唯1", "唯一")):
        found = finder.find(fold_many([f"，{text}，"]), Certainty.LIKELY)
        assert [each.word for each in found] == [word]
    assert finder.find(fold_many(["送1个", "唯12"]), Certainty.LIKELY) == []


def test_a_word_but_for_one_character_counts_in_company_even_where_that_makes_another_word():
    finder = Disguises(["打通经络", "三天见效", "刷单"])
    assert finder.find(fold_many(["三天见笑"]), Certainty.LIKELY) == []
    assert [each.word for each in finder.find(fold_many(["三天见笑"]), Certainty.FAINT)] == [
        "三天见效"
    ]


def test_a_character_with_two_sounds_is_heard_both_ways():
    assert words_in("去银航存钱", Certainty.LIKELY) == ["银行"]
    assert words_in("虫庆小面", Certainty.LIKELY) == ["重庆"]
    assert {said for said, _ in readings("重庆")} == {"重庆"}


PIECES = st.sampled_from(
    [
        *WORDS,
        "好评反现",
        "刷 单",
        "氵台",
        "疒了",
        "治聊",
        "第1",
        "，",
        "\n",
        " ",
        "·",
        "\u200b",
        "女子",
        "10",
    ]
)
TEXTS = st.lists(
    st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=7).map("".join), max_size=4
)


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.sampled_from(Certainty))
def test_both_engines_see_through_the_same(texts, least):
    batch = fold_many(texts)
    assert FIRST.find(batch, least) == SECOND.find(batch, least)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_together_as_alone(texts):
    together = FIRST.find(fold_many(texts), Certainty.FAINT)
    for number, text in enumerate(texts):
        alone = FIRST.find(fold_many([text]), Certainty.FAINT)
        mine = [each for each in together if each.text == number]
        assert [(x.start, x.end, x.word) for x in mine] == [(x.start, x.end, x.word) for x in alone]


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_read_again_every_place_lies_in_the_original(texts):
    batch = fold_many(texts)
    for number, reading in read_again(batch, FIRST.find(batch, Certainty.FAINT)):
        folded = reading.folded
        assert len(folded.text) == len(folded.starts) == len(folded.ends)
        for hidden in reading.hidden:
            assert folded.text[hidden.start : hidden.end] == hidden.word
            start, end = folded.span(hidden.start, hidden.end)
            assert texts[number][start:end] == hidden.written


def test_folded_texts_laid_end_to_end_stay_as_they_are():
    batch = as_folded(["刷 单", "", "a"])
    assert [batch.text(number) for number in range(3)] == ["刷 单", "", "a"]


def test_the_tables_hold_what_they_say():
    assert wholes()["讠", "正"] == wholes()["言", "正"] == "证"
    assert wholes()["氵", "台"] == wholes()["水", "台"] == "治"
    assert len(wholes()) > 2_000
    assert known_pairs().size > 30_000


BOOK = shipped.rules()
SCREENER = shipped.screener("hyperscan")


def test_a_hidden_claim_is_hit_with_the_words_as_written():
    hits = SCREENER.screen(Item(id="x", text="🎁五星好评 反\u200b现3元"))
    (hit,) = [hit for hit in hits if hit.rule == "brush-02"]
    assert hit.quote == "五星好评 反\u200b现3元"
    assert hit.disguise == "原文写作“反\u200b现”，按读音是“返现”"
    assert hit.reason.startswith(hit.disguise)
    assert hit.fact_to_check.startswith("写的是不是“返现”")
    assert hit.level is Level.REVIEW


def test_a_word_that_only_sounds_alike_needs_a_plain_one_beside_it():
    alone = SCREENER.screen(Item(id="x", text="新鲜治聊，今日到店", product="食品"))
    assert not any(hit.disguise for hit in alone)


def test_what_only_sounds_alike_is_never_a_fail():
    for text in ("可治聊糖尿病", "金抢不倒", "五星好评反现3元"):
        for hit in SCREENER.screen(Item(id="x", text=text, product="食品")):
            assert not hit.disguise or hit.level is not Level.FAIL
            assert not hit.disguise or "写的是不是" in hit.fact_to_check


def test_what_is_plain_is_not_told_as_hidden():
    plain = SCREENER.screen(Item(id="x", text="五星好评返现3元"))
    assert plain
    assert not any(hit.disguise for hit in plain)


@pytest.mark.parametrize("engine", ["hyperscan", "portable"])
def test_no_rule_takes_a_clean_example_for_a_disguise(engine):
    negatives = [
        Item(id=rule.id, text=each.text, product=each.product, context=each.context)
        for rule in BOOK.rules
        for each in rule.negative
    ]
    screener = shipped.screener(engine)
    hidden = [
        (item.text, hit.disguise)
        for item, hits in zip(negatives, screener.screen_many(negatives), strict=True)
        for hit in hits
        if hit.rule == item.id and hit.disguise
    ]
    assert hidden == []
