"""规则站不站得住: when it falls, when it returns, and how often that is a mistake."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from wangshi.engine.standing import (
    FLOOR,
    LEAST,
    Cause,
    FloorSet,
    Outcome,
    Restored,
    RuleStanding,
    chance_to_fall,
    course,
    lower_bound,
    most_right_to_fall,
    return_bar,
)

START = datetime(2026, 3, 2, tzinfo=UTC)


def at(number: int) -> datetime:
    return START + timedelta(hours=number)


def outcomes(words: str, *, first: int = 0, version: int = 1) -> list[Outcome]:
    """One letter an outcome, an hour each: r right, w wrong."""
    return [
        Outcome(at(first + n), at(first + n), version, int(word == "r"), int(word == "w"))
        for n, word in enumerate(words)
    ]


def causes(found) -> list[Cause]:
    return [turn.cause for turn in found.turns]


def test_a_new_rule_acts_by_itself():
    found = course([])
    assert (found.standing, found.turns, found.floor) == (RuleStanding.AUTO, (), FLOOR)
    assert lower_bound(0, 0) > FLOOR


def test_no_rule_falls_before_the_least_number_of_outcomes():
    assert course(outcomes("w" * (LEAST - 1))).standing is RuleStanding.AUTO
    found = course(outcomes("w" * LEAST))
    assert found.standing is RuleStanding.REVIEW_ONLY
    [turn] = found.turns
    assert (turn.cause, turn.right, turn.wrong, turn.at) == (Cause.FELL, 0, LEAST, at(LEAST - 1))
    assert turn.bound == lower_bound(0, LEAST) < FLOOR


@pytest.mark.parametrize("judged", [LEAST, 45, 60, 200])
def test_it_falls_exactly_when_its_lower_bound_is_under_the_floor(judged):
    edge = most_right_to_fall(judged, FLOOR)
    assert lower_bound(edge, judged - edge) < FLOOR
    assert lower_bound(edge + 1, judged - edge - 1) >= FLOOR


def test_it_returns_by_itself_and_not_at_the_first_better_day():
    words = "w" * 20 + "r" * 10
    fallen = course(outcomes(words))
    assert causes(fallen) == [Cause.FELL]
    need = next(
        more for more in range(200)
        if course(outcomes(words + "r" * more)).standing is RuleStanding.AUTO
    )  # fmt: skip
    back = course(outcomes(words + "r" * need))
    assert causes(back) == [Cause.FELL, Cause.RECOVERED]
    assert back.bound >= return_bar(FLOOR)
    before = course(outcomes(words + "r" * (need - 1)))
    assert FLOOR < before.bound < return_bar(FLOOR)


def test_an_officer_gives_it_a_new_start_and_what_was_before_counts_no_more():
    restored = [*outcomes("w" * LEAST), Restored(at(100))]
    found = course(restored)
    assert (found.standing, found.right, found.wrong) == (RuleStanding.AUTO, 0, 0)
    assert causes(found) == [Cause.FELL, Cause.RESTORED]
    # The field speaks later about a hit judged before the new start.
    late = Outcome(at(110), at(3), 1, 1, -1)
    assert course([*restored, late]).right == 0
    again = course([*restored, *outcomes("w" * LEAST, first=101)])
    assert causes(again) == [Cause.FELL, Cause.RESTORED, Cause.FELL]


def test_a_rewritten_rule_starts_anew_and_old_words_leave_it_alone():
    fallen = outcomes("w" * LEAST)
    found = course([*fallen, *outcomes("r", first=100, version=2)])
    assert (found.standing, found.version, found.right, found.wrong) == (RuleStanding.AUTO, 2, 1, 0)
    assert causes(found) == [Cause.FELL, Cause.REWRITTEN]
    stale = course([*fallen, *outcomes("r", first=100, version=2), *outcomes("www", first=101)])
    assert (stale.right, stale.wrong) == (1, 0)


def test_a_later_word_from_the_field_takes_the_earlier_one_back():
    found = course([*outcomes("r" * 4), Outcome(at(50), at(2), 1, -1, 1)])
    assert (found.right, found.wrong) == (3, 1)
    gone = course([*outcomes("r" * 4), Outcome(at(50), at(2), 1, -1, 0)])
    assert (gone.right, gone.wrong) == (3, 0)


def test_the_county_may_ask_more_and_the_stricter_floor_holds():
    good = outcomes("rrw" * 20)
    assert course(good).standing is RuleStanding.AUTO
    asked = course([*good, FloorSet(at(100), 0.8)])
    assert (asked.standing, asked.floor) == (RuleStanding.REVIEW_ONLY, 0.8)
    assert asked.turns[0].floor == 0.8
    both = course([*good, FloorSet(at(100), 0.6, for_all=True), FloorSet(at(101), 0.5)])
    assert both.floor == 0.6
    back = course([*good, FloorSet(at(100), 0.8), FloorSet(at(101), 0.5)])
    assert causes(back) == [Cause.FELL, Cause.RECOVERED]


@pytest.mark.parametrize(
    ("share", "within", "least", "most"),
    [
        # What is published: a bad rule falls in time, a good one hardly ever.
        (0.15, 60, 0.999, 1.0),
        (0.30, 60, 0.999, 1.0),
        (0.40, 60, 0.96, 0.97),
        (0.70, 1000, 0.0, 0.0065),
        (0.75, 1000, 0.0, 0.0006),
        (0.80, 1000, 0.0, 0.00004),
    ],
)
def test_the_odds_of_falling_are_what_is_published(share, within, least, most):
    assert least <= chance_to_fall(share, within) <= most


@pytest.mark.parametrize("share", [0.4, 0.55, 0.7])
def test_the_exact_odds_are_those_of_many_courses(share):
    dice, runs, fell = Random(11), 2_000, 0
    for _ in range(runs):
        right = 0
        for judged in range(1, 61):
            right += dice.random() < share
            if right <= most_right_to_fall(judged, FLOOR):
                fell += 1
                break
    expected = chance_to_fall(share, 60)
    spread = (expected * (1 - expected) / runs) ** 0.5
    assert abs(fell / runs - expected) < 4 * spread + 1e-9


def test_a_rule_at_the_edge_does_not_fall_and_return_all_the_time():
    dice, turns = Random(5), 0
    for _ in range(50):
        words = "".join("r" if dice.random() < 0.55 else "w" for _ in range(1000))
        turns += len(course(outcomes(words)).turns)
    assert turns / 50 < 3
