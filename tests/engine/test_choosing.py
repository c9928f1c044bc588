"""先办哪些: the most worth to a minute, and never more than an office can take."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.choosing import Candidate, choose

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 10_000),
        office=st.integers(1, 3),
        harm=st.integers(1, 3),
        chance=st.floats(0, 1),
        minutes=st.just(5),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
ROOMS = st.dictionaries(st.integers(1, 3), st.integers(-1, 4))


def one(key: int, **changes) -> Candidate:
    given = {"office": 1, "harm": 2, "chance": 0.5, "minutes": 5}
    return Candidate(key, **{**given, **changes})


def test_the_grave_the_likely_and_the_quick_go_first():
    grave, likely, quick, plain = (
        one(1, harm=3), one(2, chance=0.9), one(3, minutes=2), one(4)
    )  # fmt: skip
    chosen = choose([plain, grave, likely, quick], {1: 3}).chosen
    assert [each.key for each in chosen] == [3, 2, 1]


def test_a_full_office_holds_up_nobody_else():
    found = choose([one(1, harm=3), one(2, harm=3), one(3, office=2, harm=1)], {1: 1, 2: 5})
    assert [each.key for each in found.chosen] == [1, 3]
    assert [each.key for each in found.waiting] == [2]


@given(CANDIDATES, ROOMS)
def test_the_room_is_never_exceeded_and_nothing_is_lost(candidates, rooms):
    found = choose(candidates, rooms)
    for office in {each.office for each in candidates}:
        taken = sum(each.office == office for each in found.chosen)
        assert taken <= max(0, rooms.get(office, 0))
    assert sorted(each.key for each in (*found.chosen, *found.waiting)) == sorted(
        each.key for each in candidates
    )


@given(CANDIDATES, ROOMS)
def test_where_each_costs_the_same_no_other_choice_promises_more(candidates, rooms):
    best = sum(each.worth for each in choose(candidates, rooms).chosen)
    for size in range(len(candidates) + 1):
        for others in combinations(candidates, size):
            fits = all(
                sum(each.office == office for each in others) <= max(0, rooms.get(office, 0))
                for office in {each.office for each in others}
            )
            if fits:
                assert sum(each.worth for each in others) <= best + 1e-9


def test_a_clue_that_takes_no_time_is_refused():
    with pytest.raises(ValueError, match="minutes"):
        choose([one(1, minutes=0)], {1: 1})
