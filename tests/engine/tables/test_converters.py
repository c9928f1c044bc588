"""Cells as people type them, and what each becomes."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.tables import Money, Unreadable
from wangshi.engine.tables.converters import CONVERTERS

WAN = 10_000


@pytest.mark.parametrize(
    ("converter", "cell", "value"),
    [
        ("text", "  样例\u200b茶\x7f ", "样例茶"),
        ("text", "（全角）Ａ", "（全角）Ａ"),
        ("text", "N/A", "N/A"),
        ("name", "样例（虚构）　有限公司", "样例(虚构) 有限公司"),
        ("name", "N/A", None),
        ("name", "——", None),
        ("name", "𠮷田㛃", "𠮷田㛃"),  # rare Han are names too
        ("code", "00123", "00123"),
        ("code", "６９２５", "6925"),
        ("uscc", "9144030071526726xg", "9144030071526726XG"),
        ("uscc", "N/A", None),
        ("id_card", "11010519491231002x", "11010519491231002X"),
        ("phone", "138 0013 8000", "13800138000"),
        ("url", "shop.example.com", "https://shop.example.com"),
        *(
            ("day", cell, date(2023, 8, 7))
            for cell in (
                "2023-08-07",
                "2023/8/7",
                "2023.8.7",
                "2023年8月7日",
                "２０２３年８月７日",
                "20230807",
                "2023-08-07 09:30:00",
                "2023-08-07T09:30:00",
                "2023/8/7 9:30",
                "45145",
                "45145.5",
            )
        ),
        ("day", "N/A", None),
        ("number", "11,248.72", Decimal("11248.72")),
        ("number", "1.2E+3", Decimal("1200")),
        ("integer", "100+", 100),
        ("integer", "1.2万", 12_000),
        ("integer", "3件", 3),
        ("price", "¥12.50", Decimal("12.50")),
        ("price", "￥1,200元", Decimal("1200")),
        ("price", "0", Decimal(0)),
        ("money", "11,248.7209(万人民币元)", Money(Decimal("112487209"))),
        ("money", "13万人民币", Money(Decimal(13 * WAN))),
        ("money", "50(万)", Money(Decimal(50 * WAN))),
        ("money", "58(万元人民币)", Money(Decimal(58 * WAN))),
        ("money", "2,000(万元(人民币))", Money(Decimal(2000 * WAN))),
        ("money", "296( 万人民币元)", Money(Decimal(296 * WAN))),
        ("money", "6,320,400(人民币元)", Money(Decimal(6_320_400))),
        ("money", "7,077.3480(万美元)", Money(Decimal("70773480"), "USD")),
        ("money", "1,346(万元(港币))", Money(Decimal(1346 * WAN), "HKD")),
        ("money", "15.0700(万澳大利亚元)", Money(Decimal(150700), "AUD")),
        ("money", "1.5亿元", Money(Decimal(150_000_000))),
        ("money", "N/A", None),
        ("money", "-", None),
        ("money_10k", "50", Money(Decimal(50 * WAN))),
        ("money_10k", "50万元", Money(Decimal(50 * WAN))),
        ("yes_or_no", "是", True),
        ("yes_or_no", "×", False),
        ("yes_or_no", "", None),
    ],
)
def test_a_cell_becomes_a_value(converter, cell, value):
    assert CONVERTERS[converter](cell) == value


@pytest.mark.parametrize(
    ("converter", "cell", "words"),
    [
        ("text", "样\x00例", "存不下"),
        ("name", "\ud800", "存不下"),
        ("code", "6.9253E+12", "科学计数"),
        ("uscc", "9.16107E+17", "科学计数"),
        ("uscc", "9144030071526726XH", "校验码"),
        ("id_card", "123", "18 位"),
        ("phone", "123", "手机号"),
        ("url", "javascript:alert(1)", "http"),
        ("day", "2023-02-30", "不存在"),
        ("day", "20231301", "不存在"),
        ("day", "去年", "看不懂"),
        ("day", "0", "看不懂"),
        ("day", "9999999", "看不懂"),
        ("day", "NaN", "看不懂"),
        ("number", "12元", "数字"),
        ("number", "1" * 40, "太长"),
        ("number", "Infinity", "数字"),
        ("integer", "1.5", "整数"),
        ("integer", "9" * 25, "太大"),
        ("price", "-1", "价格"),
        ("price", "面议", "数字"),
        ("money", "涂样例", "看不懂"),
        ("money", "2,021()", "没有写单位"),
        ("money", "2560.0", "没有写单位"),
        ("money", "5万头牛", "单位"),
        ("yes_or_no", "大概", "是 或 否"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(converter, cell, words):
    with pytest.raises(Unreadable, match=words):
        CONVERTERS[converter](cell)


@given(st.sampled_from(sorted(CONVERTERS)), st.text(max_size=40))
def test_no_cell_whatsoever_breaks_a_converter(converter, cell):
    with suppress(Unreadable):
        CONVERTERS[converter](cell)


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_spelling(day):
    serial = (day - date(1899, 12, 30)).days
    spellings = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        str(serial),
    ]
    assert {CONVERTERS["day"](spelling) for spelling in spellings} == {day}
