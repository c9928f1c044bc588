"""名称和地址: folded, cut into pairs, placed in a town."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.names import asked_pairs, fold_name, name_pairs, shared_pairs, trade_name
from wangshi.engine.places import TownName, town_of

NAMES = st.text(alphabet="甲乙丙AB（） １2·", max_size=12)


@given(NAMES, NAMES)
def test_a_text_is_part_of_a_name_exactly_when_its_pairs_are(name, text):
    pairs = asked_pairs(text)
    if len(fold_name(text)) > 1:
        assert (" ".join(pairs) in name_pairs(name)) == (fold_name(text) in fold_name(name))


TRADE_NAMES = [
    ("陕西省拾穗县甲木镇样例山货有限责任公司", "样例山货"),
    ("拾穗县样例山货经营部", "样例山货"),
    ("样例山货（官方）旗舰店", "样例山货"),
    ("店", "店"),
    ("有限公司", "有限"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "trade"), TRADE_NAMES)
def test_the_trade_name_is_what_is_left_without_place_and_form(name, trade):
    assert trade_name(name) == trade


def test_shared_pairs_are_a_share_of_all_pairs():
    assert shared_pairs("样例山货", "样例山货") == 1
    assert shared_pairs("样例山货", "甲乙丙丁") == 0
    assert shared_pairs("样例山货", "") == 0
    assert shared_pairs("样例山货", "样例茶叶") == 0.2


TOWNS = [TownName(1, "甲木镇"), TownName(2, "木镇"), TownName(3, "城关街道")]
ADDRESSES = [
    ("某省某市拾穗县甲木镇正街1号", 1),  # the longest name
    ("拾穗县城关街道幸福小区", 3),
    ("甲木镇正街1号", 1),  # no county named: at home
    ("别样县甲木镇正街1号", None),  # another county has a town of that name
    ("某市某区拾穗路甲木镇", None),  # a street that is called like the county
    ("拾穗县别处村", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "town"), ADDRESSES)
def test_an_address_lies_in_the_town_it_names_in_this_county(address, town):
    assert town_of(address, TOWNS, county="拾穗县") == town


def test_without_a_county_every_name_counts():
    assert town_of("别样县甲木镇", TOWNS, county="") == 1
