"""The clocks of a clue: by law and by promise, each with its words and its working-out."""

from datetime import date

import pytest

from wangshi.cases.clocks import ClueFacts, clock_of, clocks_of
from wangshi.cases.workflow import ClueState
from wangshi.engine.clocks import ClockState
from wangshi.engine.deadlines import Pause

D = date


def facts(state: ClueState = ClueState.CHECKING, **changes: object) -> ClueFacts:
    """Found on 2026-11-02, a Monday: the check is due on 2026-11-23."""
    return ClueFacts(
        **{"state": state, "found_on": D(2026, 11, 2), "received_on": D(2026, 11, 2)} | changes
    )


CHECKS = [
    (D(2026, 11, 23), {}, ClockState.TODAY, "今天到期"),
    (D(2026, 11, 20), {}, ClockState.SOON, "剩 1 个工作日"),
    (D(2026, 11, 19), {}, ClockState.SOON, "剩 2 个工作日"),
    (D(2026, 11, 18), {}, ClockState.CALM, "剩 3 个工作日"),
    (D(2026, 11, 24), {}, ClockState.LATE, "逾期 1 个工作日"),
    # a Saturday is no workday, and yet the day has passed
    (D(2026, 11, 28), {}, ClockState.LATE, "逾期 4 个工作日"),
    # fifteen workdays more
    (D(2026, 12, 14), {"extended": True}, ClockState.TODAY, "今天到期"),
    # two workdays of a test do not count
    (
        D(2026, 11, 25),
        {"pauses": (Pause("test", D(2026, 11, 9), D(2026, 11, 10)),)},
        ClockState.TODAY,
        "今天到期",
    ),
    (
        D(2026, 11, 30),
        {"pauses": (Pause("test", D(2026, 11, 9)),)},
        ClockState.REST,
        "暂停第 22 日",
    ),
    # opened again on the 16th: fifteen workdays from there
    (D(2026, 12, 7), {"reopened_on": D(2026, 11, 16)}, ClockState.TODAY, "今天到期"),
    # a pause of the first check does not lengthen the second
    (
        D(2026, 12, 7),
        {
            "reopened_on": D(2026, 11, 16),
            "pauses": (Pause("test", D(2026, 11, 9), D(2026, 11, 10)),),
        },
        ClockState.TODAY,
        "今天到期",
    ),
]


@pytest.mark.parametrize(("today", "changes", "state", "words"), CHECKS)
def test_the_check_clock_says_how_far_it_is(today, changes, state, words):
    clock = clock_of(facts(**changes), today)
    assert (clock.state, clock.words, clock.key) == (state, words, "check")
    assert clock.article == "第十八条"


ENDED = [
    (D(2026, 11, 19), "提前 2 个工作日办结"),
    (D(2026, 11, 23), "到期当天办结"),
    (D(2026, 11, 25), "逾期 2 个工作日办结"),
]


@pytest.mark.parametrize(("decided", "words"), ENDED)
def test_a_decided_check_says_how_it_ended(decided, words):
    closed = facts(ClueState.CLOSED, decided_on=decided)
    assert clock_of(closed, D(2027, 3, 1)).words == words


PROMISES = [
    (ClueState.REPORTED, {}, "assign", D(2026, 11, 3)),
    (ClueState.DECIDED, {"decided_on": D(2026, 11, 6)}, "reply", D(2026, 11, 11)),
    (
        ClueState.DISPUTED,
        {"decided_on": D(2026, 11, 6), "disputed_on": D(2026, 11, 9)},
        "settle",
        D(2026, 11, 16),
    ),
]


@pytest.mark.parametrize(("state", "changes", "key", "due"), PROMISES)
def test_a_promise_stands_where_the_law_is_silent(state, changes, key, due):
    clock = clock_of(facts(state, **changes), D(2026, 11, 3))
    assert (clock.key, clock.due_on, clock.law, clock.article) == (key, due, "本县承诺", "")


def test_the_tightest_of_several_clocks_comes_first():
    both = facts(letter_on=D(2026, 11, 4), letter_due=D(2026, 11, 9))
    assert [clock.key for clock in clocks_of(both, D(2026, 11, 5))] == ["letter", "check"]
    assert clock_of(both, D(2026, 11, 5)).key == "letter"


def test_a_pause_of_the_first_check_is_no_reason_of_the_second():
    again = facts(
        reopened_on=D(2026, 11, 16), pauses=(Pause("test", D(2026, 11, 9), D(2026, 11, 10)),)
    )
    clock = clock_of(again, D(2026, 11, 17))
    assert "检测" not in "".join(clock.why)
    assert "暂停" not in clock.basis


def test_every_clock_tells_how_it_was_worked_out():
    for clock in clocks_of(facts(ClueState.REPORTED), D(2026, 11, 3)):
        assert len(clock.why) >= 3
        assert "2026年11月2日" in clock.why[0]


def test_a_date_past_the_calendar_is_provisional_and_says_why():
    clock = clock_of(facts(found_on=D(2026, 12, 21), received_on=D(2026, 12, 21)), D(2026, 12, 21))
    assert clock.provisional
    assert "暂定" in clock.basis
