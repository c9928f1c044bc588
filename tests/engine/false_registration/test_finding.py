"""找疑点: each sign where it is, silence where it is not; what everybody shares joins nobody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from wangshi.engine.false_registration import (
    Field,
    Finding,
    Home,
    Kind,
    OperatorRow,
    Register,
    ShopRow,
    find,
)
from wangshi.engine.identifiers import make_uscc

HOME = Home("990101", "拾穗县")
ON = date(2026, 11, 2)


def code(serial: int, division: str = "990101") -> str:
    return make_uscc(division, serial)


def operator(key: int, **facts: object) -> OperatorRow:
    row = OperatorRow(
        key=key,
        name=f"拾穗县样{'甲乙丙丁戊己庚辛壬癸'[key % 10]}{key}商行",
        uscc=code(key),
        person=f"样{'一二三四五六七八九十'[key % 10]}{key // 10 or ''}",
        phone=f"1690000{key:04d}",
        address=f"拾穗县甲木镇虚构街{key}号",
        established_on=date(2020, 1, 1),
    )
    return replace(row, **facts)


def looked(
    operators: Sequence[OperatorRow], shops: Sequence[ShopRow] = (), **facts: object
) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in find(Register(operators, shops, HOME, ON, **facts)):
        found.setdefault(one.reason, []).append(one)
    return found


def test_an_ordinary_county_has_no_suspicions():
    operators = [operator(key) for key in range(1, 40)]
    shops = [
        ShopRow(key, f"样{key}旗舰店", key, code(key), f"1690000{key:04d}") for key in range(1, 40)
    ]
    assert looked(operators, shops) == {}


def test_one_licence_on_shops_of_strangers_is_found_with_every_shop():
    shops = [
        ShopRow(at, name, 0, code(1), phone)
        for at, (name, phone) in enumerate(
            [
                ("云上百货店", "16900008801"),
                ("月下茶铺", "16900008802"),
                ("风里果园", "16900008803"),
            ],
            1,
        )
    ]
    (found,) = looked([operator(1)], shops)["shared_licence"]
    assert found.words == "3 家店亮同一个代码，分成 3 组互不相干"
    assert [(row.kind, row.key) for row in found.rows] == [
        (Kind.OPERATOR, 1), (Kind.SHOP, 1), (Kind.SHOP, 2), (Kind.SHOP, 3),
    ]  # fmt: skip


def test_a_firm_with_many_shops_of_its_own_shares_its_licence_with_nobody():
    owner = operator(1, name="拾穗县好样商贸有限公司")
    shops = [ShopRow(at, f"好样{at}号店", 0, code(1), "") for at in range(1, 9)]
    shops += [ShopRow(20 + at, f"云{at}百货", 0, code(1), owner.phone) for at in range(1, 9)]
    assert looked([owner], shops) == {}


@pytest.mark.parametrize(("confirmed", "shown"), [(1, ""), (0, code(1))])
def test_a_shop_of_an_operator_that_ended_is_found(confirmed, shown):
    dead = operator(1, ended="注销")
    (found,) = looked([dead], [ShopRow(7, "样店", confirmed, shown)])["dead_operator"]
    assert found.words == "登记状态是注销，还有 1 家店开着"
    assert found.rows[0].field is Field.STATUS


def test_a_phone_of_many_people_is_found_and_a_service_line_is_not():
    four = [operator(key, phone="169-0000-7777") for key in range(1, 5)]
    line = [operator(key, phone="4008001234") for key in range(11, 19)]
    (found,) = looked([*four, *line])["phone_reuse"]
    assert found.words == "同一个电话登记在 4 个主体名下"
    assert {row.group for row in found.rows} == {"16900007777"}


def test_a_phone_that_was_declared_public_joins_nobody():
    four = [operator(key, phone="16900007777") for key in range(1, 5)]
    assert looked(four, public=frozenset({"169 0000 7777"})) == {}


def test_a_payee_of_two_operators_is_found():
    shops = [ShopRow(key, f"样{key}店", key, payee="试填收款甲") for key in (1, 2)]
    (found,) = looked([operator(1), operator(2)], shops)["payee_reuse"]
    assert found.words == "2 个主体的店收款到同一处"


def test_a_picture_of_two_operators_is_found_though_a_few_bits_differ():
    mark = 0x0F1E2D3C4B5A6978
    shops = [
        ShopRow(1, "样一店", 1, pictures=(mark,)),
        ShopRow(2, "样二店", 2, pictures=(mark ^ 7,)),
    ]
    (found,) = looked([operator(1), operator(2)], shops)["picture_reuse"]
    assert [row.key for row in found.rows] == [1, 2]


def test_an_address_of_many_operators_is_found_however_it_is_written():
    spelled = ["拾穗县甲木镇虚构街9号", "甲木镇虚构街9号", "拾穗县甲木镇虚构街９号"] * 2
    crowd = [operator(at, address=one) for at, one in enumerate(spelled, 1)]
    (found,) = looked(crowd)["dense_address"]
    assert found.words == ("同一处地址登记了 6 个主体。没有留电话的 0 个，按地址联系不上的 0 个")


def test_a_host_may_hold_as_many_as_it_said_and_no_more():
    crowd = [operator(at, address="拾穗县甲木镇虚构街9号") for at in range(1, 8)]
    at = "拾穗县甲木镇虚构街9号"
    roomy = looked(crowd, public=frozenset({at}), capacity={at: 7})
    tight = looked(crowd, public=frozenset({at}), capacity={at: 6})
    assert roomy == {}
    assert "只容 6 家" in tight["dense_address"][0].words


@pytest.mark.parametrize(
    "address", ["", "拾穗县甲木镇", "拾穗县甲木镇虚构村", "拾穗县", "拾穗县三台镇虚构村"]
)
def test_an_address_without_a_door_is_nobodys_address(address):
    assert looked([operator(at, address=address) for at in range(1, 30)]) == {}


def test_who_cannot_be_reached_is_found_with_the_shops_that_still_sell():
    lost = operator(1, lost="两封专用信函（样 1、样 2）都无人签收")
    (found,) = looked([lost], [ShopRow(5, "样店", 1)])["unreachable"]
    assert [row.kind for row in found.rows] == [Kind.OPERATOR, Kind.OPERATOR, Kind.SHOP]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (code(3)[:17] + "I", "第 18 位是字母 I"),
        (code(3)[:9] + "O" + code(3)[10:], "是字母 O"),
        ("S" + code(3)[1:], "是字母 S"),
        (code(3)[:-1], "现在是 17 位"),
    ],
)
def test_a_wrong_code_says_why(written, words):
    (found,) = looked([], [ShopRow(1, "样店", 0, written)])["bad_code"]
    assert words in found.words


def test_a_wrong_code_names_the_operator_it_is_one_slip_away_from():
    wrong = code(3).replace(code(3)[10], "Z", 1)
    (found,) = looked([operator(3)], [ShopRow(1, "样店", 0, wrong)])["bad_code"]
    assert f"就是“{operator(3).name}”的代码" in found.words


@pytest.mark.parametrize("old", ["610727600012345", "3209231101873", "企合样总字第0001"])
def test_an_old_number_is_no_wrong_code(old):
    shops = [ShopRow(1, "样店", 0, old)]
    assert looked([operator(1, uscc="", written_code=old)], shops) == {}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"established_on": date(2027, 1, 1)}, "成立日期 2027-01-01 还没有到"),
        ({"established_on": date(1900, 1, 1)}, "成立日期 1900-01-01 太早"),
        ({"issued": (date(2019, 5, 1),)}, "早于成立日期 2020-01-01"),
        ({"issued": (date(2027, 5, 1),)}, "执照核准日期 2027-05-01 还没有到"),
    ],
)
def test_dates_that_cannot_be_are_found(facts, words):
    (found,) = looked([operator(1, **facts)])["impossible_date"]
    assert words in found.words


@pytest.mark.parametrize(
    ("division", "address", "is_found"),
    [
        ("440106", "陕西省汉中市略阳县兴州街道虚构路1号", True),
        ("610700", "陕西省汉中市略阳县兴州街道虚构路1号", False),  # registered by the city
        ("610722", "陕西省汉中市略阳县兴州街道虚构路1号", False),  # the next county
        ("610000", "陕西省汉中市略阳县兴州街道虚构路1号", False),  # registered by the province
        ("110105", "北京市海淀区虚构路1号", False),  # one city, two districts
        ("611105", "西安市沣东新城虚构路1号", False),  # a zone with codes of its own
        ("610116", "五台留村1号", False),  # not 五台县
        ("610525", "县城大市场虚构楼1号", False),  # that county's seat, whichever it is
        ("440106", "拾穗县甲木镇虚构街1号", True),
        ("440106", "虚构街1号", False),  # nobody knows where that is
        ("512081", "简阳市虚构路1号", False),  # a county that has gone to another city since
        ("441900", "龙山区虚构路1号", False),  # a district that many cities have
        ("320509", "东方市场虚构楼1号", False),  # a market, and not 东方市
        ("530323", "大同市场虚构楼1号", False),
        ("150404", "内蒙古自治区赤峰市新城区虚构路1号", False),  # the 新城区 of another city
        ("100000", "北京市西城区虚构街1号", False),  # registered by the state
        ("430421", "湖南省怀化市鹤城区虚构路1号", False),  # moved within the province
        ("430421", "湖北省武汉市武昌区虚构路1号", True),
    ],
)
def test_a_code_of_another_city_than_the_address_is_found(division, address, is_found):
    found = looked([operator(1, uscc=code(1, division), address=address)])
    assert ("division_differs" in found) is is_found


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("武汉样例商行", False),  # the name was given where the address is: it moved
        ("湖北样例商贸有限公司", True),
        ("衡阳样例商行", True),
        ("样例商行", True),
    ],
)
def test_a_name_given_where_the_address_is_tells_a_move(name, is_found):
    there = operator(1, name=name, uscc=code(1, "430421"), address="湖北省武汉市武昌区虚构路1号")
    assert ("division_differs" in looked([there])) is is_found


def ring(first: int, size: int = 4) -> list[OperatorRow]:
    """So many operators: each next one shares a phone or an address with the one before."""
    return [
        operator(
            first + at,
            phone=f"1690001{(first + at) // 2:04d}",
            address=f"拾穗县乙水镇虚构村{first + (at + 1) // 2}号",
        )
        for at in range(size)
    ]


def test_a_ring_of_phones_and_addresses_is_one_cluster():
    (found,) = looked([*ring(10), operator(1), operator(2)])["cluster"]
    assert found.words == "4 个主体、0 家网店，靠同一个电话、同一处地址连在一起"
    assert {row.key for row in found.rows} == {10, 11, 12, 13}


def test_a_hub_does_not_join_two_rings():
    """A platform's hotline in every record joins nobody: two rings stay two."""
    both = [*ring(10), *ring(30)]
    crowd = [operator(key, address="拾穗县甲木镇代办路1号") for key in range(100, 150)]
    ends = [
        ShopRow(1, "样一店", 10, phone="16900099999"),
        ShopRow(2, "样二店", 30, phone="16900099999"),
        *(ShopRow(key, f"云{key}店", key, phone="16900099999") for key in range(100, 150)),
    ]
    found = looked([*both, *crowd], ends)
    assert len(found["cluster"]) == 2
    assert "也可能是代办的、公用的" in found["phone_reuse"][0].words


def test_namesakes_are_not_joined():
    same = [operator(key, person="样同名") for key in range(1, 30)]
    assert looked(same) == {}


def test_a_shop_brings_its_operator_into_the_cluster():
    shops = [ShopRow(key, f"样{key}店", key, payee="试填收款甲") for key in (1, 2)]
    shops += [ShopRow(key, f"样{key}店", key, phone="16900007777") for key in (3, 4)]
    shops.append(ShopRow(5, "样五店", 2, phone="16900007777"))
    (found,) = looked([operator(key) for key in range(1, 5)], shops)["cluster"]
    assert found.words.startswith("4 个主体、5 家网店")


def test_the_same_rows_give_the_same_identities_in_any_order():
    operators, shops = ring(10), [ShopRow(1, "样店", 0, code(10)[:-1])]
    one = {(f.identity, f.fingerprint) for f in find(Register(operators, shops, HOME, ON))}
    other = {(f.identity, f.fingerprint) for f in find(Register(operators[::-1], shops, HOME, ON))}
    assert one == other


def test_an_empty_register_has_nothing():
    assert looked([]) == {}


def test_a_phone_of_a_thousand_shops_keeps_as_many_rows_as_anybody_reads():
    shops = [ShopRow(key, f"云{key}店", key, phone="16900099999") for key in range(1, 1001)]
    (found,) = looked([operator(key) for key in range(1, 1001)], shops)["phone_reuse"]
    assert found.words.startswith("同一个电话登记在 1000 个主体名下")
    assert len(found.rows) == 400
