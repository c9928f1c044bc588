"""The working calendar, against an independent one, and past its horizon."""

from datetime import date
from pathlib import Path
from random import Random

import chinese_calendar
import pytest

from wangshi.engine.lawfiles import LAW_DIR, LawFault
from wangshi.engine.workdays import ONE_DAY, days_of, load_workdays

CALENDAR = load_workdays()
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


def test_every_day_from_2004_to_2026_agrees_with_an_independent_calendar() -> None:
    ours = [CALENDAR.is_workday(day) for day in days_of(FIRST, LAST)]
    theirs = [chinese_calendar.is_workday(day) for day in days_of(FIRST, LAST)]
    assert ours == theirs


def test_every_arranged_holiday_of_the_independent_calendar_is_one_of_ours() -> None:
    missing = [
        day
        for day in days_of(FIRST, LAST)
        if chinese_calendar.get_holiday_detail(day)[1] and not CALENDAR.is_holiday(day)
        if chinese_calendar.is_holiday(day)
    ]
    assert missing == []


def test_an_ordinary_weekend_is_no_statutory_holiday() -> None:
    assert not CALENDAR.is_workday(date(2026, 6, 14))
    assert not CALENDAR.is_holiday(date(2026, 6, 14))


@pytest.mark.parametrize(
    ("day", "worked", "name"),
    [
        (date(2020, 1, 31), False, "春节"),  # the extension of 2020
        (date(2020, 2, 3), True, ""),
        (date(2018, 12, 31), False, "元旦"),  # arranged by the notice of the next year
        (date(2018, 12, 29), True, ""),
        (date(2015, 6, 21), False, "端午节"),  # a Sunday inside the run
        (date(2026, 9, 20), True, ""),  # a make-up Sunday
    ],
)
def test_the_days_that_go_wrong_elsewhere(day: date, worked: bool, name: str) -> None:
    assert CALENDAR.is_workday(day) is worked
    assert CALENDAR.holiday_name(day) == name


def test_counting_and_stepping_agree_with_a_walk_day_by_day() -> None:
    dice = Random(7)
    for _ in range(300):
        start = FIRST + dice.randrange(9000) * ONE_DAY
        count = dice.randrange(1, 400)
        day, left = start, count
        while left:
            day += ONE_DAY
            left -= CALENDAR.is_workday(day)
        assert CALENDAR.workday_after(start, count) == day
        assert CALENDAR.workdays_between(start, day) == count
        back = CALENDAR.workday_before(day, count)
        assert CALENDAR.workdays_between(back - ONE_DAY, day - ONE_DAY) == count


def test_a_year_without_a_notice_is_estimated_from_weekends_and_fixed_festivals() -> None:
    assert not CALENDAR.is_known(date(2027, 5, 4))
    assert CALENDAR.is_holiday(date(2027, 1, 1))
    assert CALENDAR.is_holiday(date(2027, 10, 3))
    assert CALENDAR.is_workday(date(2027, 2, 8))
    assert not CALENDAR.is_workday(date(2027, 2, 6))
    assert CALENDAR.horizon == LAST


def test_every_year_cites_its_notice() -> None:
    assert list(CALENDAR.years) == list(range(2004, 2027))
    assert all(year.notices for year in CALENDAR.years.values())


BROKEN = (
    ("year: 2025\nnotices: []\nholidays: []\nmakeup_workdays: []\n", "没有放假通知", 2),
    (
        "year: 2024\nnotices: []\nholidays: []\nmakeup_workdays: []\n",
        "文件名与 year 2024 不一致",
        1,
    ),
    (
        "year: 2025\nnotices:\n  - {title: 样例, certainty: verified, checked: 2026-11-22}\n"
        "holidays: []\nmakeup_workdays:\n  - 2025-01-06\n",
        "2025-01-06 不能是调休上班日",
        5,
    ),
    (
        "year: 2025\nnotices: []\nholidays:\n"
        "  - {name: 样例, from: 2025-01-06, to: 2025-01-01}\nmakeup_workdays: []\n",
        "样例的起止日期不对",
        4,
    ),
)


@pytest.mark.parametrize(("text", "message", "line"), BROKEN)
def test_a_wrong_calendar_is_refused_with_its_file_and_line(
    tmp_path: Path, text: str, message: str, line: int
) -> None:
    folder = tmp_path / "workdays"
    folder.mkdir()
    (tmp_path / "sources.yaml").write_text((LAW_DIR / "sources.yaml").read_text("utf-8"), "utf-8")
    fixed = (LAW_DIR / "workdays" / "statutory.yaml").read_text("utf-8")
    (folder / "statutory.yaml").write_text(fixed, "utf-8")
    (folder / "2025.yaml").write_text(text, "utf-8")
    with pytest.raises(LawFault, match=message) as fault:
        load_workdays(folder)
    assert (fault.value.path.name, fault.value.line) == ("2025.yaml", line)


def test_a_missing_year_between_two_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "workdays"
    folder.mkdir()
    (tmp_path / "sources.yaml").write_text((LAW_DIR / "sources.yaml").read_text("utf-8"), "utf-8")
    for name in ("2024", "2026", "statutory"):
        text = (LAW_DIR / "workdays" / f"{name}.yaml").read_text("utf-8")
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(LawFault, match="缺少 2025 年"):
        load_workdays(folder)
