"""A name is taken apart as an officer reads it: place, trade name, trade, form, branch."""

import pytest

from wangshi.engine.matching import Form, parse_name
from wangshi.engine.matching.grammar import parse_names, parts_of
from wangshi.engine.matching.texts import pack

LUEYANG, COMPANY, STORE, BRANCH = "略阳县", Form.COMPANY, Form.STORE, Form.BRANCH
NAMES = [
    # the whole grammar: division, trade name, trade, form
    ("略阳县样例山货有限公司", (LUEYANG, "样例", "山货", "", COMPANY)),
    ("陕西省汉中市略阳县样例茶业有限责任公司", (LUEYANG, "样例", "茶业", "", COMPANY)),
    ("略阳样例乌鸡养殖专业合作社", (LUEYANG, "样例", "乌鸡养殖", "", Form.COOPERATIVE)),
    ("样例（略阳）商贸有限公司", (LUEYANG, "样例", "商贸", "", COMPANY)),
    ("略阳县郭镇样例小吃店", (LUEYANG, "样例", "小吃", "", STORE)),  # the town is no trade name
    ("新疆维吾尔自治区样例果业有限公司", ("新疆维吾尔自治区", "样例", "果业", "", COMPANY)),
    # short names, and what sellers put around them
    ("样例科技", ("", "样例", "科技", "", Form.NONE)),
    ("官方正品样例茶业旗舰店", ("", "样例", "茶业", "", Form.ONLINE)),
    ("略阳县样例商行（个体工商户）", (LUEYANG, "样例", "", "", STORE)),
    # branches: the place and the name of the branch, the trade name of the head firm
    ("西安样例餐饮管理有限公司略阳分公司", (LUEYANG, "样例", "餐饮管理", "", BRANCH)),
    ("样例银行股份有限公司略阳县支行", (LUEYANG, "样例", "银行", "", BRANCH)),
    ("样例食品有限公司象山坡分店", ("", "样例", "食品", "象山坡", BRANCH)),
    ("样例小吃（城关店）", ("", "样例", "小吃", "城关", Form.NONE)),
    # trades that end like a form stay trades
    ("样例面馆", ("", "样例", "面馆", "", STORE)),
    ("样例面馆店", ("", "样例", "面馆", "", STORE)),
    ("样例药店", ("", "样例", "药店", "", STORE)),
    # stems of counties that are more often trade names
    ("永兴商店", ("", "永兴", "", "", STORE)),
    ("略阳县永兴商店", (LUEYANG, "永兴", "", "", STORE)),
    # number characters, full width, traditional, blanks, a torn bracket
    ("第三样例商店", ("", "第3样例", "", "", STORE)),
    ("第３样例商店", ("", "第3样例", "", "", STORE)),
    ("ＡＢＣ样例科技有限公司", ("", "abc样例", "科技", "", COMPANY)),
    ("樣例科技有限公司", ("", "样例", "科技", "", COMPANY)),
    ("样例 山货 店", ("", "样例", "山货", "", STORE)),
    ("样例山货（有限公司", ("", "样例", "山货", "", COMPANY)),
    # nothing much
    ("样例", ("", "样例", "", "", Form.NONE)),
    ("有限公司", ("", "有限公司", "", "", Form.NONE)),
    ("", ("", "", "", "", Form.NONE)),
]


@pytest.mark.parametrize(("name", "parts"), NAMES)
def test_a_name_is_taken_apart(name, parts):
    told = parse_name(name)
    assert (told.place, told.trade_name, told.trade, told.branch, told.form) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("略阳县样例山货有限公司", "略阳县样例山货有限责任公司"),  # the form aside
        ("略阳县樣例山貨有限公司", "略阳县样例山货有限公司"),
        ("样例第二小吃店", "样例第２小吃店"),
        ("样例小吃店", " 样例·小吃　店 "),
    ],
)
def test_two_ways_to_write_one_name_have_one_core(one, other):
    assert _same("core_keys", one, other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("宏盛商贸有限公司", "弘胜商贸有限公司", True),
        ("源达小吃店", "元大小吃店", True),
        ("宏盛商贸有限公司", "红星商贸有限公司", False),
    ],
)
def test_homophones_have_one_sound(one, other, alike):
    assert _same("core_sounds", one, other) is alike
    assert not _same("core_keys", one, other)


def test_a_column_of_names_is_read_like_each_name_alone():
    names = [name for name, _ in NAMES]
    column = parse_names(pack(names))
    for row, name in enumerate(names):
        alone = parse_names(pack([name]))
        assert column.whole_keys[row] == alone.whole_keys[0]
        assert column.core_keys[row] == alone.core_keys[0]
        assert column.branch_keys[row] == alone.branch_keys[0]


def test_a_name_of_a_thousand_characters_is_read_as_far_as_it_goes():
    assert parse_name("略阳县样例" + "长" * 1000).place == LUEYANG


def _same(key: str, one: str, other: str) -> bool:
    first, second = getattr(parse_names(pack([one, other])), key)
    return bool(first == second)


@pytest.mark.parametrize(
    "name",
    [
        "略阳县样例山货有限公司",
        "陕西样例茶业有限责任公司略阳分公司",
        "样例小吃店",
        "略阳县郭镇样例超市",
        "",
    ],
)
def test_a_name_taken_apart_reads_the_same_again(name):
    assert parts_of(parse_names(pack([name])), 0) == parse_name(name)


def test_a_branch_in_brackets_has_to_be_taken_apart_again():
    assert parts_of(parse_names(pack(["样例小吃（城关店）"])), 0) is None
