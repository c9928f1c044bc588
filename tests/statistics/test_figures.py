"""Every figure is what plain counting over all rows finds, and its rows are those rows."""

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median

import pytest
from django.db import connection

from tests.statistics import slow
from tests.statistics.world import (
    DAYS,
    GROUNDS,
    RULES,
    TODAY,
    Cast,
    cast,
    fill,
)
from wangshi.accounts.models import Department, Town
from wangshi.cases.workflow import ClueSource
from wangshi.statistics.selectors import (
    FIGURES,
    HITS,
    NONE,
    Asked,
    counts,
    missing_dimensions,
    overview,
    rows,
    rule_counts,
    split,
)
from wangshi.statistics.selectors.times import CLOCK_TITLES, Face

pytestmark = pytest.mark.django_db
# All of them on one database; that the other counts alike, a part shows.
FILTERS = 200 if connection.vendor == "sqlite" else 50


@pytest.fixture
def people() -> Cast:
    made = cast()
    fill(Random(20261123), made)
    return made


def any_question(rng: Random, people: Cast) -> Asked:
    """Each condition is there about half the time, alone or with others."""

    def maybe(*words: str) -> str:
        return rng.choice(words) if rng.random() < 0.3 else ""

    first, last = sorted(rng.randrange(DAYS) for _ in range(2))
    return Asked(
        since=TODAY - timedelta(days=last) if rng.random() < 0.5 else None,
        until=TODAY - timedelta(days=first) if rng.random() < 0.5 else None,
        town=maybe(*(str(town.pk) for town in people.towns), NONE),
        department=maybe(*(str(each.pk) for each in people.departments), NONE),
        source=maybe(*ClueSource),
        violation=maybe("V12", "V16", "V03", "V40", NONE),
        rule=maybe(*RULES, NONE),
        ground=maybe(*GROUNDS, NONE),
        clock=maybe(*CLOCK_TITLES),
        face=maybe(*Face),
    )


def test_each_figure_equals_plain_counting_under_two_hundred_random_conditions(people):
    county = slow.County()
    rng = Random(7)
    seen: Counter[str] = Counter()
    for _ in range(FILTERS):
        asked = any_question(rng, people)
        counted = counts(asked)
        for key, figure in FIGURES.items():
            expected = slow.slow_rows(key, county, asked, TODAY)
            found = [row.pk for row in rows(figure, asked, TODAY)]
            assert (sorted(found), key, asked) == (sorted(expected), key, asked)
            if key in counted:
                known = not missing_dimensions(figure, asked)
                assert counted[key] == (len(expected) if known else None)
            seen[key] += len(expected)
    assert [key for key in FIGURES if not seen[key]] == [], "a figure that is never counted"


@pytest.mark.once
def test_the_overview_counts_what_its_pages_list(people):
    rng = Random(11)
    for _ in range(20):
        asked = any_question(rng, people)
        found = overview(asked, TODAY)
        plain = asked.but(clock="", face="")
        for key, number in found.counts.items():
            if number is not None:
                assert (key, number) == (key, rows(FIGURES[key], plain, TODAY).count())
        for clock in found.clocks:
            for face in Face:
                question = plain.but(clock=clock.clock, face=face)
                assert clock.faces[face] == rows(FIGURES["running"], question, TODAY).count()
        for face in Face:
            question = plain.but(face=face)
            assert found.faces[face] == rows(FIGURES["running"], question, TODAY).count()


@pytest.mark.parametrize("dimension", ["town", "department", "source", "violation"])
def test_each_part_is_the_figure_with_one_more_condition(people, dimension):
    rng = Random(13)
    for _ in range(20):
        asked = any_question(rng, people).but(**{dimension: ""})
        whole = FIGURES["clues"]
        parts = split(whole, dimension, asked)
        assert sum(parts.values()) == rows(whole, asked, TODAY).count()
        for word, number in parts.items():
            assert number == rows(whole, asked.but(**{dimension: word}), TODAY).count()


def test_the_median_is_the_middle_of_days_counted_one_by_one(people):
    county = slow.County()
    decided = [slow.days_used(clue) for clue in county.clues if clue.decided_on]
    assert overview(Asked(), TODAY).median_workdays == median(decided)


def test_a_figure_that_cannot_be_split_that_way_is_unknown_and_not_zero(people):
    asked = Asked(department=str(people.departments[0].pk))
    assert counts(asked)["hits"] is None
    assert missing_dimensions(FIGURES["hits"], asked) == ("单位",)
    assert not rows(FIGURES["hits"], asked, TODAY).exists()


def test_a_town_nobody_speaks_of_has_no_figure_while_a_quiet_one_has_zero(people):
    found = {each.town: each.clues for each in overview(Asked(), TODAY).towns}
    assert found[people.towns[-1]] is None
    quiet = Asked(violation="V40")
    assert {each.clues for each in overview(quiet, TODAY).towns} == {None}


def test_every_rule_is_counted_from_its_own_hits(people):
    county = slow.County()
    for each in rule_counts(Asked()):
        mine = Counter(hit.state for hit in county.hits if hit.rule == each.id)
        assert (each.pending, each.confirmed, each.dismissed) == (
            mine["pending"],
            mine["confirmed"],
            mine["dismissed"],
        )
    assert {each.id for each in rule_counts(Asked()) if each.rule is None} == {"gone-01"}


def test_what_was_to_be_put_right_is_fixed_or_not_or_not_looked_at(people):
    found = counts(Asked())
    parts = [found[key] for key in ("fixed", "unfixed", "unseen")]
    assert sum(parts) == found["demanded"] < found["closed"]
    assert min(parts) > 0


@pytest.mark.parametrize("size", [3, 30])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, size):
    fill(Random(size), cast(), hits=size, clues=size)
    with django_assert_num_queries(23):
        overview(Asked(), TODAY)


def test_every_figure_says_what_it_counts():
    assert all(figure.definition.endswith("。") for figure in FIGURES.values())
    assert {figure.subject for figure in FIGURES.values()} > {HITS}
    assert Town.objects.count() == Department.objects.count() == 0
