"""What holds for every series: still prices are silent, and findings move with the days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.pricing import (
    Amount,
    Basis,
    Place,
    PricePoint,
    PriceSeries,
    check_prices,
    read_amount,
)

START = date(2025, 6, 1)
WORDS = ("", "", "", "最后一天", "限时特惠", "最后3天")
prices = st.integers(min_value=1, max_value=400).map(lambda n: Decimal(n).scaleb(-1) * 10)


@st.composite
def points(draw: st.DrawFn) -> PricePoint:
    price = draw(prices)
    return PricePoint(
        on=START + timedelta(days=draw(st.integers(0, 60))),
        amount=Amount(price, price),
        basis=draw(st.sampled_from(Basis)),
        place=draw(st.sampled_from(Place)),
        reference=draw(st.none() | prices),
        promotion=draw(st.sampled_from(WORDS)),
    )


many = st.lists(points(), max_size=14)


def shape(series):
    return [
        (one.kind, one.on, one.level, tuple((f.on, f.amount) for f in one.figures), one.missing)
        for one in check_prices(series)
    ]


@settings(max_examples=60, deadline=None)
@given(many, st.integers(-900, 400))
def test_shifting_all_days_shifts_the_findings(found, days):
    shift = timedelta(days=days)
    before = shape(PriceSeries("样例", found))
    moved = shape(PriceSeries("样例", [replace(one, on=one.on + shift) for one in found]))
    assert moved == [
        (
            kind,
            on + shift,
            level,
            tuple((d + shift, a) for d, a in fs),
            tuple(m + shift for m in ms),
        )
        for kind, on, level, fs, ms in before
    ]


@settings(max_examples=60, deadline=None)
@given(many, st.sampled_from([Decimal("0.1"), Decimal(3), Decimal(100)]))
def test_scaling_all_prices_changes_nothing(found, factor):
    scaled = [
        replace(
            one,
            amount=Amount(one.amount.low * factor, one.amount.high * factor),
            reference=None if one.reference is None else one.reference * factor,
        )
        for one in found
    ]
    kept = [row[:3] for row in shape(PriceSeries("样例", found))]
    assert [row[:3] for row in shape(PriceSeries("样例", scaled))] == kept


@settings(max_examples=40, deadline=None)
@given(many, prices)
def test_prices_that_never_moved_are_never_found(found, price):
    still = [
        replace(one, amount=Amount(price, price), reference=None, promotion="") for one in found
    ]
    assert check_prices(PriceSeries("样例", still)) == ()


@settings(max_examples=60, deadline=None)
@given(many)
def test_the_order_of_the_points_is_no_matter_and_no_list_price_ever_fails(found):
    series = PriceSeries("样例", found)
    assert shape(series) == shape(PriceSeries("样例", reversed(found)))
    for one in check_prices(series):
        assert one.known is Basis.DEAL or one.level.value != "fail"
        assert all(day < one.on for day in one.missing)


@settings(max_examples=80, deadline=None)
@given(
    st.decimals(min_value="0.01", max_value="99999", places=2),
    st.sampled_from(["¥{}", "{}元", "{:,}起"]),
)
def test_whatever_is_written_is_read_back(value, way):
    assert read_amount(way.format(value)).low == value
