"""law.md §10: the vectors every clock must meet, each with its reason."""

from datetime import date

import pytest

from wangshi.engine.deadlines import Extension, compute
from wangshi.engine.lawbook import load_lawbook

Day = tuple[int, int, int]
BOOK = load_lawbook()

VECTORS = (
    # key, start, extended by, due, before rolling, the reason
    ("complaint_accept", (2026, 9, 24), 0, (2026, 10, 12), (2026, 10, 12), "跨中秋和国庆"),
    ("clue_check", (2026, 9, 24), 0, (2026, 10, 22), (2026, 10, 22), "调休的10月10日算一天"),
    ("clue_check", (2026, 9, 24), 15, (2026, 11, 12), (2026, 11, 12), "延长后共30个工作日"),
    ("register_preserve", (2026, 2, 13), 0, (2026, 3, 2), (2026, 3, 2), "跨春节，两个调休日算入"),
    ("statement_defense", (2026, 2, 13), 0, (2026, 2, 27), (2026, 2, 27), "跨春节"),
    ("penalty_publish_same", (2026, 4, 30), 0, (2026, 6, 1), (2026, 6, 1), "跨劳动节"),
    ("complaint_accept", (2026, 11, 22), 0, (2026, 12, 1), (2026, 12, 1), "周日收件，次日起算"),
    ("data_share_uncond", (2026, 9, 18), 0, (2026, 9, 20), (2026, 9, 20), "调休上班的周日算入"),
    ("complaint_mediate", (2026, 8, 3), 0, (2026, 10, 8), (2026, 10, 2), "末日在国庆，顺延"),
    ("case_decide", (2026, 7, 5), 0, (2026, 10, 8), (2026, 10, 3), "末日在国庆，顺延"),
    ("complaint_mediate", (2026, 4, 15), 0, (2026, 6, 15), (2026, 6, 14), "普通周日，提醒不顺延"),
)


@pytest.mark.parametrize(("key", "start", "extended", "due", "warn", "reason"), VECTORS)
def test_the_vectors_of_the_law_hold(
    key: str, start: Day, extended: int, due: Day, warn: Day, reason: str
) -> None:
    day = date(*start)
    extensions = [Extension(extended, "bureau_head")] if extended else []
    deadline = compute(BOOK.term(key, on=day), day, BOOK.calendar, (), extensions)
    assert (deadline.due_on, deadline.warn_on) == (date(*due), date(*warn)), reason
    assert not deadline.provisional


def test_an_ordinary_sunday_stays_when_weekends_do_not_roll() -> None:
    start = date(2026, 4, 15)
    term = BOOK.term("complaint_mediate", on=start)
    deadline = compute(term, start, BOOK.calendar, roll_weekend=False)
    assert deadline.due_on == date(2026, 6, 14)


def test_a_holiday_rolls_even_when_weekends_do_not() -> None:
    start = date(2026, 8, 3)
    term = BOOK.term("complaint_mediate", on=start)
    deadline = compute(term, start, BOOK.calendar, roll_weekend=False)
    assert deadline.due_on == date(2026, 10, 8)


def test_2026_has_248_working_days() -> None:
    assert BOOK.calendar.workdays_between(date(2025, 12, 31), date(2026, 12, 31)) == 248
