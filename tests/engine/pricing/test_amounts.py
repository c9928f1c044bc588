"""Prices as pages write them."""

from decimal import Decimal

import pytest

from wangshi.engine.pricing import Amount, PriceUnreadable, read_amount

READ = [
    ("¥1,299.00", "1299.00", "1299.00", False),
    ("￥９．９起", "9.9", "9.9", True),
    ("99-199", "99", "199", False),
    ("99~199元", "99", "199", False),
    ("￥99.00—￥199.00", "99.00", "199.00", False),
    ("到手价 39.9 元", "39.9", "39.9", False),
    ("1.2万", "12000", "12000", False),
    ("12.5元/斤", "12.5", "12.5", False),
    ("99元以上", "99", "99", True),
]
REFUSED = [
    ("", "没有写价格"),
    ("面议", "不是价格"),
    ("0", "要大于 0"),
    ("0.00元", "要大于 0"),
    ("-5", "不能是负数"),
    ("¥-12.5", "不能是负数"),
    ("199-99", "前大后小"),
    ("2件39 3件55", "不止一个数"),
    ("9" * 30, "太大"),
    ("价" * 100, "不是价格"),
]


@pytest.mark.parametrize(("text", "low", "high", "open_ended"), READ)
def test_a_price_is_read_as_it_is_written(text, low, high, open_ended):
    assert read_amount(text) == Amount(Decimal(low), Decimal(high), open_ended)


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_price_is_refused_with_what_to_write(text, message):
    with pytest.raises(PriceUnreadable, match=message):
        read_amount(text)
