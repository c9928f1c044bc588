"""The desk: its order, its chips, its minutes, and its speed in what it asks."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.conftest import MONDAY, SHANGHAI, clue_in
from wangshi.cases.models import Clue, ClueStep
from wangshi.cases.selectors import Chip, Duty, desk
from wangshi.cases.services import pause_clue, propose_decision
from wangshi.cases.workflow import ClueState

from .acts import filing

TODAY = date(2026, 11, 23)
# Found on this day, the check is due: two days late, today, in two workdays, in five.
LATE, DUE, SOON, CALM = (
    date(2026, 10, 29),
    date(2026, 11, 2),
    date(2026, 11, 4),
    date(2026, 11, 9),
)


def checking(people, found_on: date, harm: int) -> Clue:
    at = datetime(2026, 11, 10, 9, 0, tzinfo=SHANGHAI)
    clue = clue_in(ClueState.CHECKING, people, at=at, found_on=found_on, harm=harm)
    assert clue.found_on == found_on
    return clue


def test_the_order_is_lateness_then_harm_then_age(people):
    expected = [
        checking(people, LATE, 1),
        checking(people, DUE, 3),
        checking(people, DUE, 1),
        checking(people, SOON, 2),
        checking(people, CALM, 3),
        checking(people, date(2026, 11, 6), 1),
        checking(people, CALM, 1),
    ]
    found = [item.clue_id for item in desk(people.officer, TODAY).items]
    assert found == [clue.pk for clue in expected]


def test_the_chips_count_what_they_name(people):
    checking(people, LATE, 3)
    checking(people, DUE, 1)
    paused = checking(people, CALM, 1)
    pause_clue(paused, ground="test", note="送检", by=people.officer, at=MONDAY)
    waiting = checking(people, CALM, 1)
    propose_decision(waiting, filing=filing(people), by=people.officer, at=MONDAY)
    mine = desk(people.officer, TODAY)
    counts = {chip: len(mine.under(chip)) for chip in Chip}
    assert counts == {
        Chip.MINE: 2,
        Chip.TODAY: 2,
        Chip.LATE: 1,
        Chip.HARM: 1,
        Chip.OTHERS: 1,
        Chip.REST: 1,
    }
    heads = [item.duty for item in desk(people.head, TODAY).under(Chip.MINE)]
    assert heads == [Duty.FILING]


def test_today_holds_what_presses_and_as_much_more_as_the_minutes_allow(people):
    for _ in range(3):
        checking(people, LATE, 1)
    for _ in range(3):
        checking(people, CALM, 1)
    mine = desk(people.officer, TODAY)
    # 5 minutes each, 20 a day: three that press and one more
    assert (len(mine.today), mine.minutes_today) == (4, 20)


def test_what_presses_is_never_put_off(people):
    for _ in range(6):
        checking(people, LATE, 1)
    assert len(desk(people.officer, TODAY).today) == 6


@pytest.fixture
def many(people) -> int:
    """Five thousand open clues of one station."""
    Clue.objects.bulk_create(
        Clue(
            number=f"虚构{number}",
            source="grid",
            title="虚构",
            harm=number % 3 + 1,
            reported_by=people.grid_member,
            received_at=MONDAY - timedelta(days=number % 40),
            found_on=(MONDAY - timedelta(days=number % 40)).date(),
            state=ClueState.CHECKING,
            department=people.station,
            handler=people.officer,
        )
        for number in range(5000)
    )
    return 5000


def test_five_thousand_open_clues_take_as_many_queries_as_three(people, many):
    desk(people.officer, TODAY)
    with CaptureQueriesContext(connection) as queries:
        found = desk(people.officer, TODAY)
    assert len(found.items) == many
    assert len(queries) <= 8


def test_the_chain_of_steps_is_whole_after_the_longest_road(people):
    clue = clue_in(ClueState.DISPUTED, people)
    steps = list(ClueStep.objects.filter(clue=clue).order_by("id"))
    assert all(a.target == b.source for a, b in pairwise(steps))
