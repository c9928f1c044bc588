"""Precision and recall of the rules as they stand, on a truth nobody wrote them for."""

import sys

import pytest

from tests.demo.conftest import Paper
from wangshi.demo.plans import ListingPlan, Truth
from wangshi.demo.scoring import Score, score
from wangshi.engine.screening import Hit, Item, Level
from wangshi.monitoring.selectors.rules import screener

pytestmark = pytest.mark.once

PLAIN = 4_000
# Measured on 2026-11-24: 0.99 and 1.00; before the rules grew to two hundred 0.77 and 1.00. The
# misses have been read since, class by class, so this truth is no longer unseen; no phrase of it
# was copied into a rule.
RECALL_FLOOR, PRECISION_FLOOR = 0.96, 0.98


def item(plan: ListingPlan, number: int) -> Item:
    return Item(
        id=str(number),
        title=plan.title,
        detail=plan.detail,
        product=plan.shelf,
        price=float(plan.sightings[-1].price),
    )


@pytest.fixture(scope="module")
def result(paper: Paper) -> Score:
    """Everything with a truth, and four thousand listings without one, weighed as forty."""
    special = [each for each in paper.listings if each.truth]
    plain = [each for each in paper.listings if not each.truth][:PLAIN]
    chosen = [*special, *plain]
    hits = screener().screen_many([item(each, n) for n, each in enumerate(chosen)])
    return score((each.truth, found) for each, found in zip(chosen, hits, strict=True))


def test_the_rules_find_most_of_what_was_planted(result):
    sys.stdout.write(f"\n{result.as_table()}\n")
    for missed in sorted({f"{one.evaluation_class} {one.phrase}" for one in result.missed}):
        sys.stdout.write(f"{missed}\n")
    assert result.recall >= RECALL_FLOOR


def test_what_the_rules_flag_deserves_it(result):
    assert result.precision >= PRECISION_FLOOR


def hit(evaluation_class: str, level: Level = Level.FAIL) -> Hit:
    return Hit(
        rule="x-01", rule_version=1, title="", violation="V12",
        evaluation_class=evaluation_class, level=level, spans=((0, 1),), quote="", source="",
        article="", reason="", exceptions=(), fact_to_check="", harm=1,
    )  # fmt: skip


PLANTED = Truth("planted", "最好", "V12", "absolute_terms", also=("false_publicity",))
CASES = [
    (PLANTED, [hit("absolute_terms")], (1, 1, 0)),
    (PLANTED, [hit("false_publicity")], (1, 1, 0)),  # another class it falls under
    (PLANTED, [hit("tobacco")], (1, 0, 0)),  # found, but taken for something else
    (PLANTED, [hit("absolute_terms", Level.NOTE)], (0, 0, 0)),  # a note accuses nobody
    (PLANTED, [], (0, 0, 0)),
    (None, [hit("absolute_terms")], (0, 0, 1)),
    (Truth("look_alike", "第一次"), [hit("absolute_terms")], (0, 0, 1)),
]


@pytest.mark.parametrize(("truth", "hits", "expected"), CASES)
def test_a_listing_counts_for_what_it_is(truth, hits, expected):
    whole = score([(truth, hits), (PLANTED, [hit("absolute_terms")])])
    first = whole.classes[0]
    assert (first.found - 1, first.right - 1, whole.innocent) == expected
