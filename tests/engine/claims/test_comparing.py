"""Two channels that cannot both be right, and many pairs that only look like it."""

from datetime import date

import pytest

from wangshi.engine.claims import Attribute, Channel, ChannelText, compare_channels

ON = date(2026, 11, 23)
MATERIAL, ORIGIN, NUMBER = Attribute.MATERIAL, Attribute.ORIGIN, Attribute.NUMBER
EFFECT, WEIGHT, DATE, PRICE = Attribute.EFFECT, Attribute.WEIGHT, Attribute.DATE, Attribute.PRICE

CONFLICTS = [
    # what the host says, what the page says
    ("这件是纯棉的，放心穿", "面料：聚酯纤维100%", MATERIAL),
    ("我们这款含百分之八十的羊毛", "成分：羊毛20%，聚酯纤维80%", MATERIAL),
    ("头层牛皮的，你摸摸", "鞋面材质：PU", MATERIAL),
    ("三零四不锈钢的锅", "材质：201不锈钢", MATERIAL),
    ("这是九九九足银的镯子", "材质：铜合金镀银", MATERIAL),
    ("我们的天麻是云南昭通产的", "产地：陕西省汉中市略阳县", ORIGIN),
    ("新西兰原装进口的蜂蜜", "产地：黑龙江省", ORIGIN),
    ("原装进口的啊", "产地：中国", ORIGIN),
    ("许可证号SC11461072700031，去查", "SC11461072700014", NUMBER),
    ("这个能降血糖的，老人可以喝", "本品为普通食品", EFFECT),
    ("用了能治脚气", "本品不能代替药物", EFFECT),
    ("它可以减肥", "保健功能：有助于增强免疫力", EFFECT),
    ("足足五斤", "净含量：2kg", WEIGHT),
    ("一瓶有一升", "净含量 750ml", WEIGHT),
    ("净含量三斤半", "净含量：1.5kg", WEIGHT),
    ("保质期三年，囤起来", "保质期：18个月", DATE),
    ("上个月刚生产的", "生产日期：2025-03-11", DATE),
    ("直播间只要三十九块九", "价格：69.9", PRICE),
]
AGREEMENTS = [
    ("这件含棉百分之九十五", "面料：95%棉 5%氨纶"),
    ("天丝的，凉快", "面料成分：莱赛尔纤维100%"),
    ("真皮的包", "材质：头层牛皮"),
    ("五斤装", "净含量：2.5kg"),
    ("一公斤二", "净含量 1200克"),
    ("拍三袋就是一斤半", "净含量：250g"),
    ("二十小袋一共一百克", "规格：5g×20袋"),
    ("有一斤的也有两斤的", "规格：500g、1000g"),
    ("汉中略阳的", "产地：陕西省"),
    ("咱们陕南的", "产地：略阳县"),
    ("从成都仓发货", "产地：陕西略阳"),
    ("包邮到新疆西藏", "产地：陕西略阳"),
    ("保质期一年半", "保质期：18个月"),
    ("九月初生产的", "生产日期：2026-09-03"),
    ("不是药，不能治病", "本品不能代替药物"),
    ("有人问能不能降血压，不能啊", "本品为普通食品"),
    ("帮助提高免疫力", "保健功能：增强免疫力"),
    ("别人家涤纶的一搓就起球", "面料：棉100%"),
    ("不像有些拿云南的货冒充", "产地：陕西略阳"),
    ("如果是真丝的怎么可能这个价", "面料：聚酯纤维100%"),
    ("主播身高一米六五，一百零五斤", "净含量：500g"),
    ("薅羊毛的姐妹快来", "面料：棉100%"),
    ("领十块的券", "价格：69.9"),
    ("商场里卖三百九十九块", "价格：69.9"),
    ("两件一百二十块", "价格：69.9"),
    ("到手六十九块九", "价格：59.9-89.9"),
    ("我做这行十年了", "保质期：18个月"),
    ("七天无理由退货", "保质期：18个月"),
    ("五块钱一斤的那种我们不卖", "净含量：2kg"),
]


def compared(said, written):
    texts = (ChannelText(Channel.SPEECH, said), ChannelText(Channel.DETAIL, written))
    return compare_channels(texts, on=ON)


@pytest.mark.parametrize(("said", "written", "attribute"), CONFLICTS)
def test_two_channels_that_cannot_both_be_right_are_shown_side_by_side(said, written, attribute):
    (found,) = compared(said, written)
    assert found.attribute is attribute
    assert found.one.channel is Channel.SPEECH
    assert said[found.one.start : found.one.end]
    assert all(written[other.start : other.end] for other in found.others)
    assert found.one.quote in said
    assert found.others[0].quote in written
    assert found.words.startswith(attribute.word)


@pytest.mark.parametrize(("said", "written"), AGREEMENTS)
def test_what_may_both_be_true_is_no_contradiction(said, written):
    assert [found.words for found in compared(said, written)] == []


def test_the_same_thing_said_five_times_is_one_contradiction_with_its_times():
    said = "。".join(["这件是纯棉的"] * 5)
    texts = (
        ChannelText(Channel.SPEECH, said, clock=lambda at: at * 250),
        ChannelText(Channel.DETAIL, "面料：聚酯纤维100%"),
    )
    (found,) = compare_channels(texts)
    assert len(found.again) == 4
    assert [found.one.at_ms, *(claim.at_ms for claim in found.again)] == [
        (3 + 7 * n) * 250 for n in range(5)
    ]


def test_pages_contradict_themselves_and_the_register():
    texts = (
        ChannelText(Channel.TITLE, "样例蜂蜜 1kg"),
        ChannelText(Channel.DETAIL, "净含量：500克。SC11461072700031"),
        ChannelText(Channel.IMAGE, "产地：云南"),
        ChannelText(Channel.REGISTER, "食品生产许可证 SC11461072700014", source="登记"),
        ChannelText(Channel.RIGHTS, "地理标志产品，产地范围：陕西省略阳县"),
    )
    found = {
        (one.attribute, one.one.channel, one.others[0].channel) for one in compare_channels(texts)
    }
    assert found == {
        (WEIGHT, Channel.TITLE, Channel.DETAIL),
        (NUMBER, Channel.DETAIL, Channel.REGISTER),
        (ORIGIN, Channel.IMAGE, Channel.RIGHTS),
    }


def test_full_width_traditional_marks_and_blanks_do_not_hide_a_value():
    assert compared("净含量５斤", "净含量：２ＫＧ")
    assert compared("编号 S C 1 1 4 6 1 0 7 2 7 0 0 0 3 1", "SC11461072700014")
    assert compared("二零二五年三月十一号生产的", "生产日期：2026.09.03")


def test_nothing_is_made_of_nothing():
    assert compare_channels(()) == ()
    assert compared("", "") == ()
    assert compared("，。！ 　\n", "净含量：500g") == ()
    assert compared("斤" * 5000 + "两百" * 5000, "净含量：500g") == ()
