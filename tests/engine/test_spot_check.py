"""抽查: anybody can draw the same again, and every listing has the same chance."""

from collections import Counter

import pytest

from wangshi.engine.spot_check import draw, frame_digest


def test_three_in_a_hundred_rounded_up():
    assert [len(draw(range(size), "样例").keys) for size in (0, 1, 34, 100, 1000)] == [
        0, 1, 2, 3, 30,
    ]  # fmt: skip


def test_the_same_seed_draws_the_same_whatever_the_order():
    keys = list(range(500))
    first = draw(keys, "样例")
    assert draw(reversed(keys), "样例") == first
    assert draw([*keys, *keys], "样例") == first
    assert draw(keys, "样例二").keys != first.keys
    assert first.digest == frame_digest(keys)
    assert frame_digest([1, 12]) != frame_digest([11, 2])


def test_a_draw_known_by_hand():
    """Whoever doubts it ranks SHA-256 of "seed:key" with any tool."""
    assert draw(range(1, 101), "wangshi").keys == KNOWN


KNOWN = (99, 62, 90)


def test_no_listing_is_favoured():
    counts = Counter(key for n in range(2000) for key in draw(range(100), f"{n}", 100).keys)
    expected = 2000 * 10 / 100
    chi_square = sum((counts[key] - expected) ** 2 / expected for key in range(100))
    assert chi_square < 149  # 99 degrees of freedom: one in a thousand lies above


@pytest.mark.parametrize("permille", [0, 1001])
def test_a_rate_that_cannot_be_is_refused(permille):
    with pytest.raises(ValueError, match="thousand"):
        draw([1], "样例", permille)
