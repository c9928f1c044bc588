"""Growth is said or refused with the reason; a national series that was cut is not spliced."""

from datetime import date
from decimal import Decimal

import pytest

from wangshi.engine.figures import (
    Outlook,
    base_of,
    load_book,
    outlook,
    period_of,
    progress,
    published_growth,
    share_of,
    standing_book,
    year_on_year,
)
from wangshi.engine.figures.periods import Length, closed_periods
from wangshi.engine.lawfiles import LawFault

D = Decimal
BOOK = standing_book()
RETAIL = BOOK.figures["retail"].versions


def test_the_national_series_that_changed_in_2026_is_not_spliced_and_says_why():
    refused = published_growth(BOOK.series["national_retail"], period_of("2026-H1"))
    assert refused.percent is None
    assert "“网上零售额”和“网上商品和服务零售额”不可比" in refused.why
    assert "服务的平台范围扩大" in refused.why


def test_the_series_that_was_only_renamed_goes_on():
    grown = published_growth(BOOK.series["national_goods"], period_of("2026-H1"))
    assert grown.percent == D("5.1")


@pytest.mark.parametrize(
    ("now", "before", "percent", "why"),
    [
        (D(120), D(100), D("20.0"), ""),
        (D(120), D(0), None, "除不了"),  # a denominator of nought is a dash, never a crash
        (D(120), D(-5), None, "除不了"),
        (D(120), None, None, "上年同期没有数"),
        (None, D(100), None, "本期没有数"),
    ],
)
def test_growth_has_a_figure_or_a_reason(now, before, percent, why):
    found = year_on_year(now, before, RETAIL, period_of("2026-Q3"))
    assert found.percent == percent
    assert why in found.why


def test_a_period_before_the_definition_cannot_be_compared():
    found = year_on_year(D(1), D(1), RETAIL, period_of("2023-Q1"))
    assert found.percent is None
    assert "2022 年第 1 季度还没有这个口径" in found.why


@pytest.mark.parametrize(
    ("target", "growth", "base"),
    [  # law.md §8.3, in 亿元
        (D("8.6"), D(19), D("7.2269")),
        (D("1.87"), D(27), D("1.4724")),
        (D("0.5"), D(24), D("0.4032")),
    ],
)
def test_the_base_of_a_target_is_computed(target, growth, base):
    assert base_of(target, growth) == base


def test_progress_is_held_against_time():
    found = progress(D(50), D(100), date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30))
    assert (found.done, found.elapsed, found.ahead) == (D("50.0"), D("74.8"), D("-24.8"))
    assert progress(D(5), D(0), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 9)).done is None


@pytest.mark.parametrize(
    ("low", "high", "elapsed", "said"),
    [
        (100, 120, 50, Outlook.REACHED),
        (60, 70, 50, Outlook.LIKELY),
        (40, 60, 50, Outlook.UNSURE),  # the range straddles the pace
        (30, 40, 50, Outlook.HARD),
        (90, 99, 100, Outlook.MISSED),
        (90, 105, 100, Outlook.UNSURE),
        (90, None, 100, Outlook.UNSURE),
        (None, None, 50, Outlook.UNSURE),
        (0, 0, 0, Outlook.UNSURE),  # nothing of the time has gone: nothing to divide by
    ],
)
def test_the_outlook_says_no_more_than_the_range_allows(low, high, elapsed, said):
    ends = (None if end is None else D(end) for end in (low, high))
    assert outlook(*ends, D(100), D(elapsed)) is said


def test_a_share_without_a_denominator_is_none():
    assert share_of(D("0.5"), D("1.87")) == D("26.74")
    assert share_of(D(1), D(0)) is None


@pytest.mark.parametrize(
    ("key", "first", "last", "words"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026 年全年"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "2026 年下半年"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026 年第 1 季度"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024 年 2 月"),
    ],
)
def test_a_period_is_read_and_said(key, first, last, words):
    period = period_of(key)
    assert (period.first_on, period.last_on, str(period), period.key) == (first, last, words, key)
    assert period.after.before == period


@pytest.mark.parametrize(
    "written", ["2026-Q5", "2026-13", "0000", "0001-Q1", "9999", "2026Q1", "", "今年"]
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(ValueError, match="统计期"):
        period_of(written)


def test_only_periods_that_are_over_are_closed():
    found = closed_periods(date(2025, 11, 5), date(2026, 7, 1), Length.QUARTER)
    assert [one.key for one in found] == ["2025-Q4", "2026-Q1", "2026-Q2"]


def test_a_new_version_may_not_overlap_the_old_one(tmp_path):
    file = tmp_path / "book.yaml"
    file.write_text(
        "figures:\n"
        "  a:\n    title: 甲\n    unit: 元\n    adds: sum\n    every: year\n    sources: []\n"
        "    versions:\n"
        "      - {version: '1', from: 2024-01-01, counts: 试填, certainty: inference}\n"
        "      - {version: '2', from: 2025-01-01, counts: 试填, certainty: inference}\n"
        "series: {}\n",
        "utf-8",
    )
    with pytest.raises(LawFault, match="第 2 版要从前一版停用以后开始"):
        load_book(file)
