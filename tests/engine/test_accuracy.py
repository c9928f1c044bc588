"""准确率区间: as wide as the figure is unsure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.accuracy import accuracy


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I: the score method without correction.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(right, judged, low, high):
    found = accuracy(right, judged)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_judged_says_nothing():
    found = accuracy(0, 0)
    assert (found.share, found.low, found.high, found.words) == (None, 0.0, 1.0, "—")


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_share_lies_in_its_interval_and_more_judgements_narrow_it(right, wrong):
    found = accuracy(right, right + wrong)
    if found.share is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1
        more = accuracy(right * 4, (right + wrong) * 4)
        assert more.high - more.low < found.high - found.low


@pytest.mark.parametrize(("right", "judged"), [(-1, 2), (3, 2)])
def test_what_cannot_be_is_refused(right, judged):
    with pytest.raises(ValueError, match="of"):
        accuracy(right, judged)
