"""读和比: what a page says, item by item, beside what is registered."""

from datetime import date

import pytest

from wangshi.engine.display import (
    Finding,
    HeldPermit,
    Registered,
    Shown,
    State,
    Verdict,
    compare_items,
    compare_permits,
    read_link,
    read_page,
    read_shown,
    standing_display_law,
    suggest_licence,
    suggest_mark,
    suggest_permit,
    unreachable,
)
from wangshi.engine.identifiers import make_uscc

ON = date(2026, 11, 23)
LAW = standing_display_law()
CODE, OTHER = make_uscc("990101", 7), make_uscc("990101", 8)
FIRM = Registered(
    {
        "uscc": CODE,
        "name": "拾穗县虚构茶业有限公司",
        "person": "李示范",
        "address": "虚构省示例市拾穗县甲木镇虚构街1号",
        "capital": "100万人民币",
        "scope": "茶叶种植、销售；初级农产品收购。",
    }
)
PAGE = f"""
店铺首页
企业名称：拾穗县虚构茶业有限公司  复制
统一社会信用代码：{CODE}
企业类型：有限责任公司 | 法定代表人：李*
住所
甲木镇虚构街１号（二楼）
注册资本：1,000,000元
"""
SMALL = "个人从事零星小额交易活动，依法不需要办理市场主体登记"


def found(text: str, sheet: str = "enterprise", register: Registered = FIRM):
    shown = read_shown(read_page(text), LAW.sheet(sheet), on=ON)
    return shown, compare_items(LAW.sheet(sheet), shown, register, on=ON)


def one(key: str, value: str, register: Registered = FIRM, sheet: str = "enterprise") -> Finding:
    findings = compare_items(LAW.sheet(sheet), Shown({key: value}), register, on=ON)
    return next(item for item in findings if item.key == key)


def test_a_whole_page_is_read_and_agrees():
    shown, findings = found(PAGE)
    assert shown.values["name"] == "拾穗县虚构茶业有限公司"
    assert shown.values["person"] == "李*"
    assert [item.state for item in findings] == [State.PRESENT] * 6
    assert [item.key for item in findings if not item.compared] == ["kind"]
    assert suggest_licence(findings, shown).verdict is Verdict.SHOWN


def test_a_page_without_anything_shows_nothing():
    shown, findings = found("欢迎光临样例小店")
    assert [item.state for item in findings] == [State.MISSING] * 6
    assert suggest_licence(findings, shown).verdict is Verdict.MISSING


def test_a_wall_is_unreachable_and_nothing_is_missing():
    page = read_page("请先登录")
    shown = read_shown(page, LAW.sheet("enterprise"), on=ON)
    findings = unreachable(LAW.sheet("enterprise"), shown.wall)
    assert {item.state for item in findings} == {State.UNREACHABLE}
    assert suggest_licence(findings, shown).verdict is Verdict.UNREACHABLE
    assert suggest_permit((), shown).verdict is Verdict.UNREACHABLE


@pytest.mark.parametrize(
    ("written", "state", "said"),
    [
        (CODE, State.PRESENT, ""),
        (CODE.lower(), State.PRESENT, ""),
        (f"{CODE[:4]} {CODE[4:9]} {CODE[9:]}", State.PRESENT, ""),
        ("".join(chr(ord(char) + 0xFEE0) for char in CODE), State.PRESENT, ""),
        (OTHER, State.DIFFERS, f"登记的是 {CODE}"),
        (CODE.replace("0", "O", 1), State.DIFFERS, "改一位就和登记的"),
        (CODE.replace("1", "I", 1), State.DIFFERS, "信用代码不用 I、O、S、V、Z"),
        (CODE[:17], State.DIFFERS, "应是 18 位"),
        ("610727600012345", State.DIFFERS, "旧的 15 位注册号"),
        ("无", State.DIFFERS, "应是 18 位"),
    ],
)
def test_a_code_is_compared_as_it_is_written(written, state, said):
    item = one("uscc", written)
    assert (item.state, said in item.why) == (state, True), item


def test_a_code_with_a_wrong_letter_is_read_from_the_page_as_it_stands():
    wrong = CODE.replace("0", "O", 1)
    shown, findings = found(f"统一社会信用代码：{wrong}")
    assert shown.values["uscc"] == wrong
    assert findings[0].state is State.DIFFERS


@pytest.mark.parametrize(
    ("key", "written", "state"),
    [
        ("name", "拾穗县虚构茶业有限公司", State.PRESENT),
        ("name", "拾穗县 虚构茶业 有限公司", State.PRESENT),
        ("name", "拾穗县虚构茶叶有限公司", State.DIFFERS),
        ("person", "李*", State.PRESENT),
        ("person", "李**", State.PRESENT),
        ("person", "王*", State.DIFFERS),
        ("person", "李示例", State.DIFFERS),
        ("address", "拾穗县甲木镇虚构街1号", State.PRESENT),
        ("address", "甲木镇虚构街1号（自主申报）", State.PRESENT),
        ("address", "甲木镇虚构街11号", State.DIFFERS),
        ("address", "乙水镇虚构街1号", State.DIFFERS),
        ("address", "1号", State.DIFFERS),
        ("address", "拾穗县甲木镇虚构街", State.DIFFERS),
        ("address", "虚构街1号甲木镇", State.DIFFERS),
        ("capital", "100万元", State.PRESENT),
        ("capital", "壹佰万元整", State.PRESENT),
        ("capital", "1000万元", State.DIFFERS),
        ("scope", "茶叶种植、销售", State.PRESENT),
        ("scope", "茶叶种植、销售；药品零售", State.DIFFERS),
        ("term", "2020-01-01 至 2025-12-31", State.DIFFERS),
        ("term", "2020年1月1日至长期", State.PRESENT),
        ("term", "2020-02-30 至 2020-13-99", State.PRESENT),
    ],
)
def test_an_item_differs_only_where_it_says_something_else(key, written, state):
    assert one(key, written).state is state


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("甲木镇开发区1号楼", "虚构省示例市拾穗县甲木镇开发区1号楼"),
        ("甲木镇超市旁1号楼", "虚构省示例市拾穗县甲木镇超市旁1号楼"),
        ("虚构自治区示例市样例区甲木街道1号楼", "样例区甲木街道1号楼"),
    ],
)
def test_a_district_behind_a_town_is_part_of_the_address(written, known):
    assert one("address", written, Registered({"address": known})).state is State.PRESENT


def test_an_operator_that_was_revoked_shows_a_licence_that_no_longer_stands():
    gone = Registered({"uscc": CODE}, gone="吊销")
    assert "吊销" in one("uscc", CODE, gone).why


def test_a_licence_whose_term_has_ended_differs_even_where_the_page_says_for_good():
    ended = Registered({}, ended=date(2026, 1, 1))
    assert one("term", "长期", ended).state is State.DIFFERS


def test_without_a_register_nothing_is_compared_but_a_wrong_code_is_wrong():
    assert one("name", "样例", Registered({})).compared is False
    assert one("uscc", "X" * 18, Registered({})).state is State.DIFFERS


@pytest.mark.parametrize(
    ("written", "state"),
    [
        (SMALL, State.PRESENT),
        ("本店属于个人从事零星小额交易活动，依法不需要办理市场主体登记。", State.PRESENT),
        ("本人依法不需要办理市场主体登记", State.DIFFERS),
        ("小本生意，不用办照", State.MISSING),
        ("", State.MISSING),
    ],
)
def test_a_declaration_is_one_of_the_four_to_the_letter(written, state):
    register = Registered({"statement": SMALL})
    _, findings = found(f"{written}\n实际经营地址：甲木镇虚构街1号\n电话：0916-1234567",
                        "exempt", register)  # fmt: skip
    assert findings[0].state is state
    assert [item.state for item in findings[1:]] == [State.PRESENT] * 2


def test_a_declaration_of_another_ground_differs():
    other = "个人销售自产农副产品，依法不需要办理市场主体登记"
    assert (
        one("statement", other, Registered({"statement": SMALL}), "exempt").state is State.DIFFERS
    )


def test_the_official_link_stands_for_the_items_and_an_imitation_does_not():
    good = Shown({}, link=read_link("https://zzlz.gsxt.gov.cn/x"))
    bad = Shown({}, link=read_link("https://zzlz.gsxt.evil.invalid/x"))
    for shown, verdict in ((good, Verdict.SHOWN), (bad, Verdict.MISSING)):
        findings = compare_items(LAW.sheet("enterprise"), shown, FIRM, on=ON)
        assert suggest_licence(findings, shown).verdict is verdict
    assert "只是写得像" in suggest_licence(
        compare_items(LAW.sheet("enterprise"), bad, FIRM, on=ON), bad
    ).why  # fmt: skip


HELD = (HeldPermit("食品经营许可", "JY19901010000012", date(2027, 1, 1)),)
ENDED = (HeldPermit("食品经营许可", "JY19901010000012", date(2026, 1, 1)),)


@pytest.mark.parametrize(
    ("shown", "held", "verdict"),
    [
        (["JY19901010000012"], HELD, Verdict.SHOWN),
        (["ｊｙ1990101 0000012"], HELD, Verdict.SHOWN),
        (["JY19901010000012"], ENDED, Verdict.DIFFERS),
        ([], HELD, Verdict.MISSING),
        (["JY19901010000099"], HELD, Verdict.MISSING),
        (["JY19901010000099"], (), Verdict.SHOWN),
        ([], (), None),
    ],
)
def test_permits_are_compared_by_their_numbers(shown, held, verdict):
    findings = compare_permits(shown, held, on=ON)
    assert suggest_permit(findings, Shown({})).verdict is verdict


def test_permits_and_marks_are_read_with_their_numbers():
    shown, _ = found(
        "食品经营许可证编号：JY19901010000012\n国家地理标志产品，2019年第12号公告\n有机产品\n"
        + PAGE
    )
    assert shown.permits == ("JY19901010000012",)
    assert shown.marks == ("地理标志 2019年第12号", "认证标志（绿色、有机等）")


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        ([], Verdict.NOT_DUE),
        (["地理标志 2019年第12号"], Verdict.SHOWN),
        (["地理标志 2019年第12号", "注册商标"], Verdict.MISSING),
    ],
)
def test_a_mark_without_its_number_is_missing(marks, verdict):
    assert suggest_mark(marks).verdict is verdict
