"""What is said of a pair is how often such pairs prove right."""

import random

import numpy as np
import pytest

from wangshi.engine.matching import (
    Judged,
    Shop,
    Standing,
    add_reviews,
    brier,
    calibrate,
    first_guess,
    reliability,
)
from wangshi.engine.matching.calibrating import _PAIRS_A_STEP as STEP

CLEAR = Standing.CLEAR


def judged(count: int, *, seed: int, standing: Standing = CLEAR) -> list[Judged]:
    """Pairs whose odds say more than is so: right half as often in log odds."""
    draw = random.Random(seed)
    odds = [draw.uniform(-8, 8) for _ in range(count)]
    return [Judged(one, standing, draw.random() < 1 / (1 + np.exp(-one / 2))) for one in odds]


def test_a_curve_rises_and_says_what_proved_right():
    model = calibrate(first_guess(), judged(8_000, seed=1))
    points = np.array(model.curves[CLEAR])
    assert (np.diff(points, axis=0) > 0).all()
    fresh = judged(4_000, seed=2)
    odds = np.interp([one.log_odds for one in fresh], *points.T)
    said, right = 1 / (1 + np.exp(-odds)), np.array([one.right for one in fresh])
    plain = 1 / (1 + np.exp(-np.array([one.log_odds for one in fresh])))
    assert brier(said, right) < brier(plain, right)
    assert all(abs(row.said - row.right) < 0.08 for row in reliability(said, right))


def test_few_judgements_leave_the_curve_as_it_is():
    model = first_guess()
    assert calibrate(model, judged(4 * STEP - 1, seed=3)).curves == model.curves
    assert calibrate(model, []).curves == model.curves


def test_only_the_standing_that_was_judged_changes():
    model = calibrate(first_guess(), judged(500, seed=4, standing=Standing.WEAK))
    assert model.curves[Standing.CODE] == first_guess().curves[Standing.CODE]
    assert model.curves[Standing.WEAK] != first_guess().curves[Standing.WEAK]


def test_what_officers_rejected_lowers_what_is_said():
    seeded = judged(1_000, seed=5)
    rejected = [Judged(6.0, CLEAR, right=False)] * 400
    before = calibrate(first_guess(), seeded).curves[CLEAR]
    after = add_reviews(first_guess(), rejected, seeded).curves[CLEAR]
    assert np.interp(6.0, *np.array(after).T) < np.interp(6.0, *np.array(before).T)


def test_a_link_that_is_confirmed_is_a_judgement(matcher, made):
    matches = matcher.match_sheet({"shop_id": ["1"], "claimed_operator": [made[0].shop.shop_name]})
    told = matches.judged(0, right=True)
    assert told is None or (told.right and told.standing in Standing)
    nobody = matcher.match_sheet({"shop_id": ["1"], "shop_name": ["谁也不是"]})
    assert nobody.judged(0, right=False) is None
    assert matcher.look_up(Shop("1")).best is None


@pytest.mark.parametrize(
    ("said", "right", "score"),
    [([1.0, 0.0], [True, False], 0.0), ([0.5, 0.5], [True, False], 0.25), ([], [], 0.0)],
)
def test_brier_is_the_mean_squared_distance(said, right, score):
    assert brier(np.array(said), np.array(right, np.bool_)) == score
