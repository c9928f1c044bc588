"""Turns: an allowance is never overdrawn, and who came is known only by a digest of the day."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from wangshi.portal.allowance import Allowance
from wangshi.portal.callers import caller_of_address
from wangshi.portal.models import Usage
from wangshi.portal.services import take_turn

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FEW = Allowance(seconds=600, calls=3, characters=100, items=5)
MONDAY = date(2026, 11, 23)


def take(caller: str = "某", characters: int = 10, at: datetime = NOON):
    return take_turn(caller, FEW, characters=characters, at=at)


@pytest.mark.django_db
def test_the_fourth_question_waits_for_the_next_stretch():
    assert [take().taken for _ in range(4)] == [True, True, True, False]
    later = NOON + timedelta(seconds=30)
    assert take(at=later).wait == 570
    assert take(at=later).minutes == 10
    assert take("别人").taken
    assert take(at=NOON + timedelta(seconds=600)).taken


@pytest.mark.django_db
def test_characters_count_as_well_and_what_is_refused_is_not_counted():
    assert take(characters=60).taken
    assert not take(characters=60).taken
    assert take(characters=40).taken
    assert not take(characters=101, at=NOON + timedelta(days=1)).taken


@pytest.mark.django_db
def test_what_was_counted_before_it_was_read_adds_its_characters_only():
    for _ in range(3):
        assert take(characters=0).taken
    after = take_turn("某", FEW, characters=100, at=NOON, calls=0)
    assert after.taken
    assert (Usage.objects.get().calls, Usage.objects.get().characters) == (3, 100)
    assert not take_turn("某", FEW, characters=1, at=NOON, calls=0).taken


@pytest.mark.django_db
def test_counts_are_forgotten_after_a_day():
    take()
    take("别人", at=NOON + timedelta(days=1, seconds=601))
    assert [row.caller for row in Usage.objects.all()] == ["别人"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_the_allowance():
    answers: list[bool] = []

    def come() -> None:
        answers.append(take().taken)
        connection.close()

    threads = [Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(answers) == FEW.calls
    assert Usage.objects.get().calls == FEW.calls


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9", True),  # one home network
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("不是地址", "不是地址", True),
    ],
)
def test_an_address_is_a_digest_and_a_home_network_is_one_caller(one, other, same):
    first = caller_of_address(one, MONDAY)
    assert (first == caller_of_address(other, MONDAY)) is same
    assert first != caller_of_address(one, MONDAY + timedelta(days=1))
    assert one not in first
    assert len(first) == 64
