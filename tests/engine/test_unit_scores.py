"""Points of a unit: each rule within its bound, given back on contest, never below nought."""

from decimal import Decimal

import pytest

from wangshi.engine.lawfiles import LawFault
from wangshi.engine.unit_scores import load_score_rules, score_unit, standing_score_rules

RULES = standing_score_rules()


@pytest.mark.parametrize(
    ("times", "back", "total"),
    [
        ({}, {}, 100),
        ({"accepted": 3}, {}, 106),
        ({"accepted": 9}, {}, 110),  # never more than the item allows
        ({"task_late": 2, "unsigned": 1}, {}, 89),
        ({"task_late": 99}, {}, 80),
        ({"task_late": 2}, {"task_late": 5}, 95),
        (dict.fromkeys(("task_late", "unsigned", "finding", "decision", "problem"), 99), {}, 26),
    ],
)
def test_the_total_follows_the_rules(times, back, total):
    given = {key: Decimal(value) for key, value in back.items()}
    assert score_unit(RULES, times, given).total == total


def test_a_total_is_never_below_nought():
    assert score_unit(RULES, {}, {"accepted": Decimal(-500)}).total == 0


def test_a_rule_whose_bound_has_another_sign_is_refused(tmp_path):
    file = tmp_path / "rules.yaml"
    item = "{key: a, title: 甲, counts: 试填, points: -2, most: 10}"
    file.write_text(f"full: 100\nitems:\n  - {item}\n", "utf-8")
    with pytest.raises(LawFault, match="同号"):
        load_score_rules(file)
