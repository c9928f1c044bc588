"""Several sources: the range, what contradicts, and the grade by published rules."""

from decimal import Decimal

import pytest

from wangshi.engine.figures import Claim, Stands, grade, reconcile, standing_grades

D = Decimal
RULES = standing_grades().rules
WHOLE, PART, OVER = Stands.WHOLE, Stands.AT_LEAST, Stands.AT_MOST


def claim(key: str, stands: Stands, low: int, high: int, filed: int = 10, expected: int = 10):
    return Claim(key, key, stands, "", D(low), D(low + high) / 2, D(high), filed, expected)


@pytest.mark.parametrize(
    ("claims", "low", "likely", "high"),
    [
        ([claim("甲", WHOLE, 100, 100)], 100, 100, 100),
        ([claim("甲", WHOLE, 100, 104), claim("乙", WHOLE, 96, 96)], 96, 99, 104),
        # a part lifts the lowest end
        ([claim("甲", WHOLE, 90, 110), claim("乙", PART, 97, 97)], 97, 100, 110),
        # more than was asked lowers the highest
        ([claim("甲", WHOLE, 90, 110), claim("乙", OVER, 105, 105)], 90, 100, 105),
        # parts alone: at least so much, and nobody knows how much more
        ([claim("乙", PART, 40, 40)], 40, None, None),
    ],
)
def test_the_range_runs_from_lowest_to_highest(claims, low, likely, high):
    found = reconcile(claims)
    assert (found.low, found.likely, found.high) == (low, likely, high)
    assert found.contradictions == ()


def test_nothing_told_is_nothing():
    found = reconcile([])
    assert (found.low, found.high, found.spread, found.filed) == (None, None, None, None)
    assert grade(found, RULES).grade == "D"


def test_a_part_greater_than_the_whole_is_said_and_graded_d():
    found = reconcile([claim("县里", WHOLE, 100, 100), claim("镇办", PART, 120, 120)])
    assert found.contradictions == ("镇办只数到一部分，却比县里说的全县还多",)
    assert (found.low, found.high) == (100, 100)
    assert grade(found, RULES).grade == "D"


def test_more_than_asked_below_the_whole_is_said():
    found = reconcile([claim("县里", WHOLE, 100, 100), claim("平台", OVER, 80, 80)])
    assert found.contradictions == ("县里比平台还多，而平台本来数得多",)
    assert found.low <= found.high


@pytest.mark.parametrize(
    ("claims", "expected", "lacks"),
    [
        ([claim("甲", WHOLE, 100, 104), claim("乙", WHOLE, 99, 99)], "A", ""),
        ([claim("甲", WHOLE, 100, 120), claim("乙", WHOLE, 99, 99)], "B", "最高最低差 19.2%"),
        ([claim("甲", WHOLE, 100, 100)], "C", "数全县的来源有 1 个，B 级要 2 个"),
        ([claim("甲", WHOLE, 100, 104, filed=8), claim("乙", WHOLE, 99, 99)], "B", "只报了 80.0%"),
        ([claim("甲", WHOLE, 100, 100, filed=3)], "D", "C 级要 50%"),
    ],
)
def test_the_grade_follows_the_rules_and_names_what_lacks(claims, expected, lacks):
    found = grade(reconcile(claims), RULES)
    assert found.grade == expected
    assert lacks in "；".join(found.lacks)


def test_all_sources_at_nought_agree():
    assert reconcile([claim("甲", WHOLE, 0, 0), claim("乙", WHOLE, 0, 0)]).spread == D(0)
