"""归一: what is folded, and that every folded place leads back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.screening.fold_table import TRADITIONAL
from wangshi.engine.screening.folding import fold, fold_table, fold_words

DISGUISES = [
    ("ＡＢｃ１２％", "abc12%", "full width and capitals"),
    ("國家級", "国家级", "traditional"),
    ("①号", "1号", "circled digit"),
    ("壹贰叁", "一二三", "banker's digits"),
    ("根\u200b治", "根治", "zero width"),
    ("刷🐶单", "刷单", "emoji between"),
    ("治*疗", "治疗", "a star between"),
    ("刷 单", "刷单", "spelled out with blanks"),
    ("全 网 最 低 价", "全网最低价", "spelled out at length"),
    ("包邮 治疗仪", "包邮 治疗仪", "a blank between phrases stays"),
    ("健康/美食", "健康/美食", "a bar between phrases stays"),
    ("大功率电 鱼 机套件", "大功率电鱼机套件", "three spelled characters in running text"),
    ("收手工刷|单|员先付", "收手工刷单员先付", "bars in running text"),
    ("红枣, 枣, 枣仁", "红枣, 枣, 枣仁", "commas part things"),
    ("包丶治、好", "包治、好", "a stroke for a dot"),
    ("А货", "a货", "a Cyrillic letter"),
    ("v*信", "v信", "a star after a letter"),
    ("最\u0336佳\u0336", "最佳", "struck out"),
    ("加🇻🇽", "加vx", "letters of flags"),
    ("加🅥🆇", "加vx", "letters in circles and squares"),
    ("㈠⒈⑴1️⃣〡", "一1111", "numbers in brackets, with stops, on keys, of merchants"),
    ("根\x00治\x1b", "根治", "control characters"),
    ("根\ue056治", "根治", "a carrier's emoji"),
    ("根▲治", "根治", "a shape between"),
    ("\ufa0e\U0002f8a6", "\ufa0e慈", "a compatibility form of the far planes"),
    ("第一行\r\n第二行\u2028第三行", "第一行\n\n第二行\n第三行", "every end of a line"),
]
MIXED = st.text(
    alphabet=st.one_of(
        st.sampled_from("治疗刷单國級ＡＢ①🐶*· |/-\u200b\ufe0f\n，。x1"), st.characters()
    ),
    max_size=60,
)


@pytest.mark.parametrize(("text", "plain", "why"), DISGUISES, ids=[why for _, _, why in DISGUISES])
def test_a_disguise_is_folded_away(text, plain, why):
    assert fold(text).text == plain


@given(MIXED)
def test_every_folded_character_leads_back_to_its_own_place(text):
    folded = fold(text)
    for at, char in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert end == start + 1
        assert fold_words(text[start]) == char


@given(MIXED)
def test_folded_places_keep_their_order(text):
    folded = fold(text)
    places = [folded.span(at, at + 1)[0] for at in range(len(folded.text))]
    assert places == sorted(set(places))


@given(st.text(alphabet=st.characters(codec=None), max_size=30))
def test_whatever_comes_can_be_encoded_afterwards(text):
    assert fold(text + "\ud800").text.encode()


def test_what_the_table_gives_is_plain_already():
    table = fold_table()
    assert [
        plain for plain in table.values() if plain and table.get(ord(plain), plain) != plain
    ] == []
    assert all(plain is None or len(plain) == 1 for plain in table.values())


def test_no_character_is_listed_twice_in_the_table():
    heads = [pair[0] for pair in TRADITIONAL.split()]
    assert len(heads) == len(set(heads)) >= 300
