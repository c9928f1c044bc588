"""威尔逊区间: against figures published elsewhere, and at its ends."""

import pytest

from wangshi.engine.wilson import wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_says_what_was_published(part, whole, low, high):
    rate = wilson(part, whole)
    assert (round(rate.low, 4), round(rate.high, 4)) == (low, high)


def test_everything_and_nothing_keep_their_ends():
    assert wilson(20, 20).high == 1.0
    assert wilson(20, 20).low == pytest.approx(1 - wilson(0, 20).high)
    assert wilson(0, 0).words == "—"
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_a_rate_is_told_with_its_fraction_and_its_interval():
    assert wilson(17, 25).words == "68.0%（17/25，95% 区间 48.4%–82.8%）"


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3)])
def test_more_than_all_is_an_error(part, whole):
    with pytest.raises(ValueError, match=f"{part} of {whole}"):
        wilson(part, whole)
