"""执照上哪里写着什么: columns, labels set apart, values of several lines, any side up."""

import pytest

from wangshi.engine.display import standing_display_law
from wangshi.engine.display.layout import Box, TextLine, lay_out

LAW = standing_display_law()
HIGH = 0.04

# An enterprise's licence: two columns, text and left, top, right.
TWO_COLUMNS = [
    ("名", 0.06, 0.33, 0.09),
    ("称", 0.12, 0.33, 0.15),
    ("样例茶业有限公司", 0.19, 0.33, 0.48),
    ("注册资本", 0.57, 0.33, 0.66),
    ("壹佰万元整", 0.70, 0.33, 0.81),
    ("法定代表人", 0.06, 0.41, 0.17),
    ("李示范", 0.19, 0.41, 0.25),
    ("成立日期", 0.57, 0.41, 0.66),
    ("2024年05月18日", 0.70, 0.41, 0.85),
    ("住 所", 0.57, 0.49, 0.66),
    ("拾穗县甲木镇虚构街21号", 0.70, 0.49, 0.97),
    ("5栋515室", 0.70, 0.535, 0.76),
    ("登记机关", 0.62, 0.80, 0.71),
]
READ = {
    "name": "样例茶业有限公司",
    "capital": "壹佰万元整",
    "person": "李示范",
    "address": "拾穗县甲木镇虚构街21号5栋515室",
}


def lines(rows, quarters: int = 0) -> list[TextLine]:
    return [
        TextLine(text, Box(left, top, right, top + HIGH).turned(quarters))
        for text, left, top, right in rows
    ]


@pytest.mark.parametrize("quarters", range(4))
def test_two_columns_are_read_whichever_side_is_up(quarters):
    laid = lay_out(lines(TWO_COLUMNS, quarters), LAW)
    assert laid.values == READ
    assert (laid.quarters + quarters) % 4 == 0


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        # the label and its value are one line
        ([("经营者：李示范", 0.1, 0.3, 0.4)], {"person": "李示范"}),
        ([("经 营 者 李示范", 0.1, 0.3, 0.4)], {"person": "李示范"}),
        # a row that another column interrupts: what is far right is nobody's
        ([("类型", 0.1, 0.3, 0.2), ("个体工商户", 0.25, 0.3, 0.4), ("2024年", 0.7, 0.3, 0.8)],
         {"kind": "个体工商户"}),
        # the label below was not read: its value is not a second line of the one above
        ([("类型", 0.1, 0.3, 0.2), ("个体工商户", 0.25, 0.3, 0.4), ("李示范", 0.25, 0.38, 0.3)],
         {"kind": "个体工商户"}),
        # half a label is covered
        ([("称", 0.15, 0.3, 0.2), ("样例茶铺", 0.25, 0.3, 0.4)], {"name": "样例茶铺"}),
        # a label alone
        ([("名称", 0.1, 0.3, 0.2)], {}),
        ([], {}),
    ],
    ids=["one line", "spaced", "far", "label lost", "half", "alone", "nothing"],
)  # fmt: skip
def test_what_stands_beside_a_label_is_its_value(rows, values):
    assert lay_out(lines(rows), LAW).values == values


def test_a_watermark_that_leans_across_a_row_is_nobodys_value():
    rows = lines([("经营者", 0.1, 0.3, 0.2), ("李示范", 0.25, 0.3, 0.31)])
    leaning = TextLine("仅限开店使用", Box(0.28, 0.25, 0.6, 0.4))
    assert lay_out([*rows, leaning], LAW).values == {"person": "李示范"}


def test_four_quarters_bring_a_box_back():
    box = Box(0.1, 0.2, 0.5, 0.3)
    assert box.turned(1) == Box(0.7, 0.1, 0.8, 0.5)
    for side in ("left", "top", "right", "bottom"):
        assert getattr(box.turned(3).turned(1), side) == pytest.approx(getattr(box, side))
