"""贝塔分布: held against exact sums, published points and its own mirror."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.beta import beta_cdf, beta_quantile

SHARES = st.floats(0.001, 0.999)
SIZES = st.floats(0.2, 3000)


def tail(judged: int, right: int, share: float) -> float:
    """The chance of at least so many right, summed term by term."""
    return sum(
        comb(judged, k) * share**k * (1 - share) ** (judged - k) for k in range(right, judged + 1)
    )


@pytest.mark.parametrize("share", [0.03, 0.3, 0.5, 0.71, 0.98])
@pytest.mark.parametrize(("judged", "right"), [(1, 1), (10, 3), (60, 30), (200, 199)])
def test_with_whole_numbers_it_is_the_tail_of_the_binomial(judged, right, share):
    found = beta_cdf(share, right, judged - right + 1)
    assert found == pytest.approx(tail(judged, right, share), rel=1e-9)


@pytest.mark.parametrize(
    ("chance", "a", "b", "share"),
    [
        # Pearson, Tables of the incomplete beta-function, and closed forms.
        (0.05, 5.0, 10.0, 0.15272),
        (0.5, 1.0, 1.0, 0.5),
        (0.25, 2.0, 1.0, 0.5),
        (0.5, 0.5, 0.5, 0.5),
    ],
)
def test_the_quantiles_are_the_published_ones(chance, a, b, share):
    assert beta_quantile(chance, a, b) == pytest.approx(share, abs=5e-6)


@given(SHARES, SIZES, SIZES)
def test_it_rises_from_nothing_to_one_and_mirrors_itself(share, a, b):
    found = beta_cdf(share, a, b)
    assert 0 <= found <= 1
    assert found == pytest.approx(1 - beta_cdf(1 - share, b, a), abs=1e-9)
    assert beta_cdf(share / 2, a, b) <= found + 1e-12


@given(st.floats(0.001, 0.999), SIZES, SIZES)
def test_a_quantile_is_undercut_with_its_own_chance(chance, a, b):
    share = beta_quantile(chance, a, b)
    # Where the curve is steep or the share next to nothing, a digit of the share is many of it.
    if 1e-9 < share < 1 - 1e-9:
        assert beta_cdf(share, a, b) == pytest.approx(chance, abs=1e-4)


@pytest.mark.parametrize(("a", "b"), [(0, 1), (1, -1)])
def test_what_is_no_distribution_is_refused(a, b):
    with pytest.raises(ValueError, match="Beta"):
        beta_cdf(0.5, a, b)


def test_what_is_no_chance_is_refused():
    with pytest.raises(ValueError, match="chance"):
        beta_quantile(1.5, 1, 1)
