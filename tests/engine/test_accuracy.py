"""准确率、漏掉的、找到的: as wide as the figure is unsure."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.accuracy import Posterior, Stratum, accuracy, missed_share, recall


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        # As R gives them: RSurveillance::binom.jeffreys, in its documentation.
        (25, 200, 0.08462743, 0.176126),
        (10, 200, 0.02599340, 0.08687509),
        (50, 200, 0.19387268, 0.31330266),
        (90, 200, 0.38218245, 0.51925306),
    ],
)
def test_the_interval_is_the_published_one(right, judged, low, high):
    found = accuracy(right, judged)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)


def test_nothing_judged_says_nothing():
    found = accuracy(0, 0)
    assert (found.share, found.low, found.high, found.words) == (None, 0.0, 1.0, "—")


@given(st.integers(0, 2000), st.integers(0, 2000))
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


def test_a_posterior_knows_its_mean_and_its_ends():
    belief = Posterior(16, 4)
    assert belief.mean == 0.8
    assert belief.below(belief.at(0.1)) == pytest.approx(0.1)


def whole(frame: int, drawn: int, missed: int) -> Stratum:
    """A draw that was read to its end."""
    return Stratum(frame, drawn, drawn, missed)


def test_one_draw_is_a_plain_share():
    found, plain = missed_share([whole(1000, 30, 2)]), accuracy(2, 30)
    assert (found.share, found.low, found.high) == pytest.approx(
        (plain.share, plain.low, plain.high)
    )
    assert found.effective == pytest.approx(30)


def test_each_draw_weighs_what_it_stands_for_and_unequal_weights_cost_certainty():
    found = missed_share([whole(900, 10, 1), whole(100, 10, 0)])
    assert found.share == pytest.approx(0.09)
    assert found.effective == pytest.approx(1000 * 1000 / (900 * 900 / 10 + 100 * 100 / 10))
    assert found.effective < 20


def test_what_nobody_read_yet_stands_for_nothing_yet():
    assert missed_share([Stratum(900, 30, 0, 0)]).share is None
    begun = missed_share([Stratum(900, 30, 1, 0), whole(300, 10, 1)])
    assert begun.frame == pytest.approx(330)
    assert begun.share == pytest.approx(1 / 11)
    assert begun.effective == pytest.approx(11)
    assert Stratum(900, 30, 15, 0).part == 0.5
    assert (Stratum(0, 0, 0, 0).weight, Stratum(0, 0, 0, 0).part) == (0.0, 0.0)


def test_what_was_found_of_all_there_is_carries_both_uncertainties():
    missed = missed_share([whole(1000, 30, 1)])
    found = recall(60, accuracy(50, 60), missed)
    assert found.share == pytest.approx(50 / (50 + 1000 / 30))
    assert 0 < found.low < found.share < found.high < 1
    surer = recall(600, accuracy(500, 600), missed_share([whole(10000, 300, 10)]))
    assert surer.share == pytest.approx(found.share)
    assert surer.high - surer.low < found.high - found.low


def test_while_nobody_looked_nobody_knows_what_was_missed():
    missed = missed_share([whole(1000, 30, 0)])
    assert recall(60, accuracy(50, 60), missed_share([])).words == "—"
    assert recall(60, accuracy(0, 0), missed).share is None
    assert recall(0, accuracy(5, 9), missed).share is None
    assert recall(60, accuracy(0, 60), missed).share is None


def test_none_missed_in_the_draw_is_not_nothing_missed():
    found = recall(60, accuracy(50, 60), missed_share([whole(1000, 30, 0)]))
    assert (found.share, found.high) == (1.0, 1.0)
    assert found.low < 0.5


@pytest.mark.parametrize(("violating", "caught"), [(0.04, 0.7), (0.02, 0.9)])
def test_the_interval_of_what_was_found_holds_the_truth_as_often_as_it_says(violating, caught):
    """A hundred counties of four thousand listings; benchmarks/rule_accuracy.py has thousands."""
    dice, held = Random(7), 0
    for _ in range(100):
        bad = sum(dice.random() < violating for _ in range(4000))
        found = sum(dice.random() < caught for _ in range(bad))
        false = 40
        frame = [True] * (bad - found) + [False] * (4000 - bad - false)
        read = dice.sample(frame, -(-len(frame) * 30 // 1000))
        missed = missed_share([whole(len(frame), len(read), sum(read))])
        said = recall(found + false, accuracy(found, found + false), missed)
        held += said.low <= found / bad <= said.high
    assert held >= 0.92 * 100
