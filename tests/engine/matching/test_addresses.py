"""An address is read down to the door, with what divisions and towns were called before."""

import numpy as np
import pytest

from wangshi.engine.matching import parse_address
from wangshi.engine.matching.addresses import parse_addresses
from wangshi.engine.matching.texts import pack

LUEYANG, HUYI = 610727, 610118


@pytest.mark.parametrize(
    ("address", "code", "town", "street"),
    [
        ("陕西省汉中市略阳县金家河镇样例村3组", LUEYANG, "金家河镇", "样例村"),
        ("略阳县兴州街道样例路12号", LUEYANG, "兴州街道", "样例路"),
        ("略阳县兴州街道办事处样例路", LUEYANG, "兴州街道办事处", "样例路"),
        # what the county and its towns were called before
        ("略阳县城关镇样例路12号", LUEYANG, "兴州街道", "样例路"),
        ("略阳县何家岩镇样例村", LUEYANG, "接官亭镇", "样例村"),
        ("西安市户县样例路3号", HUYI, "", "样例路"),
        ("西安市鄠邑区样例路3号", HUYI, "", "样例路"),
        # a street that begins like a county, a county that two cities have
        ("凤城十二路", 0, "", "凤城12路"),
        ("长安区样例路", 0, "", "样例路"),
        ("", 0, "", ""),
    ],
)
def test_an_address_is_taken_apart(address, code, town, street):
    parts = parse_address(address)
    assert (parts.county_code, parts.town, parts.street) == (code, town, street)


def test_a_county_that_two_cities_have_is_told_by_the_city_known():
    assert parse_address("长安区样例路", within=610100).county == "长安区"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("略阳县样例路二十六号", "略阳县样例路26号"),
        ("略阳县样例路十二号", "略阳县样例路１２号"),
        ("陕西省略阳县样例路3号", "汉中市略阳县样例路3号（古城虚构楼）"),
    ],
)
def test_one_door_written_in_two_ways_is_one_door(one, other):
    parsed = _parsed(one, other)
    assert parsed.door_keys[0] == parsed.door_keys[1] > 0
    assert parsed.detail_keys[0] == parsed.detail_keys[1]


def test_two_doors_of_one_street_are_two():
    parsed = _parsed("略阳县样例路3号", "略阳县样例路5号")
    assert parsed.street_keys[0] == parsed.street_keys[1]
    assert parsed.door_keys[0] != parsed.door_keys[1]


def test_a_town_that_was_merged_is_the_town_of_today():
    parsed = _parsed("略阳县城关镇样例路", "略阳县兴州街道样例路")
    assert parsed.town_keys[0] == parsed.town_keys[1] > 0


def test_an_empty_address_has_no_parts():
    parsed = _parsed("", "略阳县")
    assert not parsed.detail_keys.any()
    assert not parsed.door_keys.any()


def _parsed(*addresses: str):
    return parse_addresses(pack(list(addresses)), np.zeros(len(addresses), np.int32))
