"""The badge on a desk: which face, how many days, in which words."""

from datetime import date

import pytest

from wangshi.engine.clocks import clock_words, days_left, state
from wangshi.engine.deadlines import Deadline, Pause, compute
from wangshi.engine.lawbook import load_lawbook

BOOK = load_lawbook()
BEGAN = date(2026, 9, 24)


def deadline(key: str, began: date, *pauses: Pause) -> Deadline:
    return compute(BOOK.term(key, on=began), began, BOOK.calendar, pauses)


@pytest.mark.parametrize(
    ("key", "began", "today", "face", "left", "words"),
    [
        ("clue_check", BEGAN, date(2026, 9, 24), "calm", 15, "还剩 15 个工作日"),
        ("clue_check", BEGAN, date(2026, 10, 19), "calm", 3, "还剩 3 个工作日"),
        ("clue_check", BEGAN, date(2026, 10, 20), "soon", 2, "还剩 2 个工作日"),
        ("clue_check", BEGAN, date(2026, 10, 22), "today", 0, "今天到期"),
        ("clue_check", BEGAN, date(2026, 10, 23), "late", -1, "逾期 1 个工作日"),
        ("clue_check", date(2026, 9, 1), date(2026, 9, 26), "late", -3, "逾期 3 个工作日"),
        # The earlier, unrolled 14 June warns; the statutory 15 June is the last day.
        ("complaint_mediate", date(2026, 4, 15), date(2026, 6, 10), "soon", 5, "还剩 5 日"),
        ("complaint_mediate", date(2026, 4, 15), date(2026, 6, 14), "soon", 1, "还剩 1 日"),
        ("complaint_mediate", date(2026, 4, 15), date(2026, 6, 15), "today", 0, "今天到期"),
        ("complaint_mediate", date(2026, 4, 15), date(2026, 6, 17), "late", -2, "逾期 2 日"),
        (
            "clue_check",
            date(2026, 12, 24),
            date(2026, 12, 28),
            "calm",
            13,
            "还剩 13 个工作日（暂定）",
        ),
    ],
)
def test_the_badge_shows_the_day(
    key: str, began: date, today: date, face: str, left: int, words: str
) -> None:
    due = deadline(key, began)
    assert state(due, today=today) == face
    assert days_left(due, today) == left
    assert clock_words(due, today=today) == words


def test_a_clock_late_over_a_weekend_is_never_zero_days_late() -> None:
    due = deadline("data_share_uncond", date(2026, 6, 11))
    assert due.due_on == date(2026, 6, 12)
    assert days_left(due, date(2026, 6, 13)) == -1


def test_a_paused_clock_rests_and_counts_its_days() -> None:
    due = deadline("clue_check", BEGAN, Pause("test", date(2026, 10, 12)))
    assert state(due, today=date(2026, 10, 16)) == "rest"
    assert clock_words(due, today=date(2026, 10, 16)) == "暂停第 5 日"
    assert days_left(due, date(2026, 10, 16)) is None


def test_a_pause_already_ended_lets_the_clock_run_again() -> None:
    due = deadline("clue_check", BEGAN, Pause("test", date(2026, 10, 12), date(2026, 10, 13)))
    assert state(due, today=date(2026, 10, 13)) == "rest"
    assert state(due, today=date(2026, 10, 14)) == "calm"


def test_a_done_duty_is_done_however_late_it_looks() -> None:
    due = deadline("clue_check", BEGAN)
    assert state(due, today=date(2026, 12, 1), done=True) == "done"
    assert clock_words(due, today=date(2026, 12, 1), done=True) == "已办"
