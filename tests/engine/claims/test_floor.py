"""The promise of D5 on a small draw of invented segments; benchmarks/claims.py runs them all."""

import pytest
from benchmarks.claims import (
    FLOOR_RECALL,
    MOST_AN_HOUR,
    contradictions,
    measure,
    without_stops,
)
from benchmarks.live_scripts import segments


@pytest.mark.parametrize("bank", [0, 1])
def test_planted_contradictions_are_found_and_honest_talk_is_left_alone(bank):
    score = measure(segments(120, 35, seed=7, bank=bank))
    assert score.recall >= FLOOR_RECALL
    assert score.alarms_an_hour <= MOST_AN_HOUR


def test_each_contradiction_shows_both_quotations_and_a_time():
    told = [one for one in segments(40, 28, seed=9) if one.planted]
    found = [each for one in told for each in contradictions(one)]
    assert len(found) >= 20
    for one in found:
        assert one.one.quote
        assert one.one.at_ms is not None
        assert one.others
        assert all(other.quote for other in one.others)


def test_the_draw_is_the_same_for_the_same_seed():
    assert segments(5, 1, seed=3) == segments(5, 1, seed=3)
    assert segments(5, 1, seed=3) != segments(5, 1, seed=4)


def test_speech_without_any_stop_still_tells_most():
    score = measure(without_stops(segments(120, 35, seed=7, bank=1)))
    assert score.recall >= 0.6  # a small draw; the bench prints the whole
    assert score.alarms_an_hour <= MOST_AN_HOUR
