"""模拟的县: a short version of benchmarks/rule_accuracy.py, which walks a thousand counties."""

from statistics import mean

import pytest
from benchmarks.rule_accuracy import WANTED, Run, missed_and_recall, simulate

COUNTIES = 40


@pytest.fixture(scope="module")
def made() -> list[Run]:
    return [simulate(seed, outcomes=3_000) for seed in range(COUNTIES)]


def test_the_planted_bad_rules_fall_within_sixty_outcomes_and_stay_down(made):
    bad = [rule for run in made for rule in run.rules if rule.is_bad]
    in_time = mean(rule.fell_at is not None and rule.fell_at <= 60 for rule in bad)
    assert in_time >= 0.98
    assert sum(run.returned_bad for run in made) == 0


def test_hardly_a_county_wrongs_a_good_rule(made):
    # A rule that is right 70 % of the time falls once in 160 times: see chance_to_fall.
    assert sum(run.good_fell for run in made) <= 2
    assert mean(run.all_bad_fell_in_time and not run.good_fell for run in made) >= 0.9


def test_what_is_handed_over_gets_better_within_four_hundred_outcomes(made):
    flow = mean(sum(rule.share * rule.loudness for rule in run.rules) for run in made)
    later = mean(right for run in made for at, _, right in run.dispatched if 350 < at <= 400)
    assert flow <= 0.45
    assert later >= WANTED


def test_no_office_gets_more_than_it_declared(made):
    assert sum(run.over_capacity for run in made) == 0


def test_the_intervals_hold_the_truth_as_often_as_they_say(made):
    assert mean(holds for run in made for holds in run.covered()) >= 0.93
    audits = [missed_and_recall(seed) for seed in range(60)]
    assert mean(missed for missed, _ in audits) >= 0.93
    assert mean(found for _, found in audits) >= 0.93
