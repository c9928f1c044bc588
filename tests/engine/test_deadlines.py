"""Clocks by unit, pauses, extensions and roll-over; and what must hold for all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.deadlines import (
    Deadline,
    Extension,
    ExtensionRefused,
    Pause,
    PauseRefused,
    add_months,
    compute,
    due_on,
    next_extension,
)
from wangshi.engine.lawbook import load_lawbook
from wangshi.engine.terms import Direction, Length, Term, Unit
from wangshi.engine.workdays import ONE_DAY, days_of

BOOK = load_lawbook()
CALENDAR = BOOK.calendar
EVERY_VERSION = [term for versions in BOOK.terms.values() for term in versions]
RUNNING = [term for term in EVERY_VERSION if term.direction is not Direction.BEFORE]
CLUE_CHECK = BOOK.terms["clue_check"][-1]
CASE_DECIDE = BOOK.terms["case_decide"][-1]
START = date(2026, 6, 1)


def by_key(
    key: str, start: date | datetime, *pauses: Pause, extensions: Sequence[Extension] = ()
) -> Deadline:
    return compute(BOOK.terms[key][-1], start, CALENDAR, pauses, extensions)


@pytest.mark.parametrize(
    ("key", "start", "due", "reason"),
    [
        ("legal_review", date(2026, 6, 1), date(2026, 6, 15), "工作日：两周"),
        ("announce_service", date(2026, 6, 1), date(2026, 7, 1), "自然日：周末也算"),
        ("apply_court", date(2026, 3, 31), date(2026, 6, 30), "月：没有对应日的取月末"),
        ("apply_court", date(2026, 7, 3), date(2026, 10, 8), "月：末日遇国庆，顺延"),
        ("publicity_min_light", date(2026, 7, 3), date(2026, 10, 3), "到期自动停止，不顺延"),
        ("serious_term", date(2024, 2, 29), date(2027, 2, 28), "年：闰日取月末"),
        ("hearing_notice", date(2026, 10, 15), date(2026, 9, 30), "往前数7个工作日"),
        ("stop_business_notice", date(2026, 10, 31), date(2026, 10, 1), "往前数30日"),
        ("platform_report", date(2026, 7, 31), date(2026, 7, 31), "7月最后一天"),
        ("platform_report", date(2026, 8, 1), date(2027, 1, 31), "下一次是次年1月"),
        ("abn_list_annual", date(2026, 6, 30), date(2026, 7, 14), "6月30日起10个工作日"),
        ("abn_list_annual", date(2026, 3, 1), date(2026, 7, 14), "先等到6月30日"),
        ("abn_list_annual", date(2025, 7, 1), date(2026, 7, 14), "过了6月30日等下一年"),
    ],
)
def test_each_unit_ends_on_its_day(key: str, start: date, due: date, reason: str) -> None:
    assert by_key(key, start).due_on == due, reason


def test_hours_run_from_the_moment_and_a_bare_day_from_midnight() -> None:
    moment = datetime(2026, 10, 1, 15, 20, tzinfo=UTC)
    assert by_key("urgent_measure_report", moment).due_at == moment + timedelta(hours=24)
    bare = by_key("urgent_measure_report", moment.date())
    assert bare.due_at.isoformat() == "2026-10-02T00:00:00"
    assert bare.due_on == date(2026, 10, 2)


def test_a_window_opens_and_closes() -> None:
    deadline = by_key("letter_second", date(2026, 3, 1))
    assert (deadline.opens_on, deadline.due_on) == (date(2026, 3, 16), date(2026, 3, 31))


def test_a_record_keeps_the_version_it_began_under() -> None:
    last_old, first_new = date(2026, 4, 14), date(2026, 4, 15)
    assert BOOK.term("complaint_mediate", on=last_old).length == Length(45, Unit.WORKING_DAYS)
    assert BOOK.term("complaint_mediate", on=first_new).length == Length(60, Unit.CALENDAR_DAYS)
    assert due_on("complaint_mediate", last_old) == date(2026, 6, 18)
    assert due_on("complaint_mediate", first_new) == date(2026, 6, 15)


PAUSES = (
    ([], date(2026, 6, 23), "无暂停"),
    ([(date(2026, 6, 8), date(2026, 6, 9))], date(2026, 6, 25), "两个工作日不计"),
    ([(date(2026, 6, 6), date(2026, 6, 7))], date(2026, 6, 23), "本来就是周末"),
    ([(date(2026, 5, 1), date(2026, 6, 1))], date(2026, 6, 23), "起算之前的暂停"),
    ([(date(2026, 6, 24), date(2026, 6, 30))], date(2026, 6, 23), "期满之后的暂停"),
    (
        [(date(2026, 6, 8), date(2026, 6, 10)), (date(2026, 6, 9), date(2026, 6, 11))],
        date(2026, 6, 29),
        "重叠的两次合并，四个工作日",
    ),
    ([(date(2026, 6, 8), None)], None, "还在暂停"),
    ([(date(2026, 6, 24), None)], date(2026, 6, 23), "期满后才开始的暂停"),
)


@pytest.mark.parametrize(("spans", "due", "reason"), PAUSES)
def test_a_pause_moves_the_end_by_the_days_it_takes(
    spans: list[tuple[date, date | None]], due: date | None, reason: str
) -> None:
    pauses = [Pause("test", first, last) for first, last in spans]
    assert by_key("clue_check", START, *pauses).due_on == due, reason


def test_pauses_on_two_grounds_merge_and_keep_both_names() -> None:
    pauses = (Pause("identify", START + 3 * ONE_DAY, START + 5 * ONE_DAY),)
    pauses += (Pause("test", START + 4 * ONE_DAY, START + 6 * ONE_DAY),)
    deadline = by_key("clue_check", START, *pauses)
    assert [rest.titles for rest in deadline.rests] == [
        ("权利人辨认或者鉴别", "检测、检验、检疫、鉴定")
    ]


def test_an_open_pause_holds_the_clock_and_says_since_when() -> None:
    deadline = by_key("clue_check", START, Pause("test", date(2026, 6, 8)))
    assert deadline.due_on is deadline.warn_on is None
    assert deadline.paused_since == date(2026, 6, 8)
    assert "尚未结束" in "".join(deadline.why)


@pytest.mark.parametrize(
    ("pause", "message"),
    [
        (Pause("hearing", START, START), "不能因 hearing 暂停"),
        (Pause("test", START, START - ONE_DAY), "早于第一天"),
    ],
)
def test_a_pause_the_law_does_not_know_is_refused(pause: Pause, message: str) -> None:
    with pytest.raises(PauseRefused, match=message):
        by_key("clue_check", START, pause)


@pytest.mark.parametrize(
    ("extensions", "message"),
    [
        ([Extension(16, "bureau_head")], "最多延长15个工作日"),
        ([Extension(15, "bureau_head")] * 2, "不能再延长"),
        ([Extension(15, "heads_together")], "应当由市场监管部门负责人批准"),
        ([Extension(0, "bureau_head")], "至少是 1"),
    ],
)
def test_an_extension_beyond_the_law_is_refused(extensions: list[Extension], message: str) -> None:
    with pytest.raises(ExtensionRefused, match=message):
        by_key("clue_check", START, extensions=extensions)


def test_a_second_extension_of_a_case_is_as_long_as_the_heads_decide() -> None:
    first, second = Extension(30, "bureau_head"), Extension(40, "heads_together")
    deadline = by_key("case_decide", START, extensions=[first, second])
    assert deadline.warn_on == START + 160 * ONE_DAY
    assert deadline.extended_to == deadline.due_on
    assert next_extension(CASE_DECIDE).length == Length(30, Unit.CALENDAR_DAYS)
    assert next_extension(CASE_DECIDE, [first]).length is None
    assert next_extension(CASE_DECIDE, [first, second]) is None


def test_the_heads_together_extend_only_what_was_extended_before() -> None:
    with pytest.raises(ExtensionRefused, match="应当由市场监管部门负责人批准"):
        by_key("case_decide", START, extensions=[Extension(40, "heads_together")])


def test_the_reasons_name_the_start_the_article_and_every_day_left_out() -> None:
    deadline = by_key(
        "clue_check",
        date(2026, 9, 24),
        Pause("test", date(2026, 10, 12), date(2026, 10, 13)),
        extensions=[Extension(15, "bureau_head")],
    )
    told = "".join(deadline.why)
    for words in (
        "9月24日",
        "第八十条",
        "第十八条",
        "中秋节",
        "国庆节",
        "10月10日",
        "共30个工作日",
    ):
        assert words in told
    assert "10月12日至10月13日不计入" in told
    assert [rest.titles[0] for rest in deadline.excluded][:2] == ["中秋节", "国庆节"]


def test_an_instrument_that_names_rest_days_rolls_over_a_weekend_whatever_is_asked() -> None:
    term = BOOK.terms["abn_objection_apply"][-1]
    deadline = compute(term, date(2026, 1, 2), CALENDAR, roll_weekend=False)
    assert (deadline.warn_on, deadline.due_on) == (date(2026, 2, 1), date(2026, 2, 2))


def test_an_ordinary_weekend_is_explained_as_open_to_two_readings() -> None:
    assert "不同读法" in "".join(by_key("complaint_mediate", date(2026, 4, 15)).why)


def test_an_instrument_without_a_rule_of_its_own_says_whose_it_borrows() -> None:
    told = by_key("abn_objection_apply", date(2026, 3, 1)).why
    assert "参照《中华人民共和国民法典》第二百零一条" in told[0]


# What holds for every clock ------------------------------------------------------------------


def test_no_clock_ends_before_it_starts_on_any_day_from_2004_to_2026() -> None:
    days = list(days_of(date(2004, 1, 1), date(2026, 12, 31)))
    for term in RUNNING:
        for day in days:
            deadline = compute(term, day, CALENDAR)
            assert deadline.due_on is not None
            assert day <= deadline.warn_on <= deadline.due_on, (term.key, day)


def test_no_notice_term_ends_after_its_event() -> None:
    for term in EVERY_VERSION:
        if term.direction is Direction.BEFORE:
            for day in days_of(date(2004, 1, 1), date(2026, 12, 31)):
                assert compute(term, day, CALENDAR).due_on < day


def test_ten_thousand_terms_past_the_horizon_are_provisional_never_an_exception() -> None:
    dice = Random(2027)
    first = date(2026, 10, 1)
    for _ in range(10_000):
        start = first + dice.randrange(3000) * ONE_DAY
        unit = dice.choice((Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS))
        term = replace(CLUE_CHECK, length=Length(dice.randrange(1, 200), unit))
        deadline = compute(term, start, CALENDAR)
        assert deadline.due_on > start
        assert deadline.provisional is (deadline.due_on > CALENDAR.horizon)


def test_a_provisional_day_says_so() -> None:
    told = by_key("clue_check", date(2026, 12, 24)).why
    assert "放假通知只收录到2026年" in told[-1]


day_starts = st.dates(date(2004, 1, 1), date(2030, 12, 31))
spans = st.tuples(st.integers(-30, 150), st.integers(0, 60))
pausable = st.sampled_from([term for term in EVERY_VERSION if term.pauses])


def pauses_of(term: Term, start: date, drawn: list[tuple[int, int]]) -> list[Pause]:
    first_days = [(start + first * ONE_DAY, length) for first, length in drawn]
    return [
        Pause(term.pauses[at % len(term.pauses)].key, first, first + length * ONE_DAY)
        for at, (first, length) in enumerate(first_days)
    ]


@settings(max_examples=100, deadline=None)
@given(pausable, day_starts, st.lists(spans, max_size=5), spans)
def test_one_more_pause_never_brings_the_end_nearer(
    term: Term, start: date, drawn: list[tuple[int, int]], extra: tuple[int, int]
) -> None:
    fewer = compute(term, start, CALENDAR, pauses_of(term, start, drawn))
    more = compute(term, start, CALENDAR, pauses_of(term, start, [*drawn, extra]))
    assert fewer.warn_on <= more.warn_on
    assert fewer.due_on <= more.due_on


@settings(max_examples=100, deadline=None)
@given(pausable, day_starts, st.lists(spans, max_size=5))
def test_pauses_agree_with_a_walk_day_by_day(
    term: Term, start: date, drawn: list[tuple[int, int]]
) -> None:
    pauses = pauses_of(term, start, drawn)
    working = term.length.unit is Unit.WORKING_DAYS
    day, left = start, term.length.amount
    while left:
        day += ONE_DAY
        resting = any(pause.first <= day <= pause.last for pause in pauses)
        left -= not resting and (CALENDAR.is_workday(day) or not working)
    assert compute(term, start, CALENDAR, pauses).warn_on == day


@settings(max_examples=100, deadline=None)
@given(day_starts, st.integers(1, 30), st.integers(1, 30), st.lists(spans, max_size=3))
def test_a_longer_extension_never_ends_earlier(
    start: date, shorter: int, longer: int, drawn: list[tuple[int, int]]
) -> None:
    shorter, longer = sorted((shorter, longer))
    pauses = pauses_of(CASE_DECIDE, start, drawn)
    plain, less, more = (
        compute(
            CASE_DECIDE, start, CALENDAR, pauses, [Extension(days, "bureau_head")] if days else []
        )
        for days in (0, shorter, longer)
    )
    assert plain.due_on <= less.due_on <= more.due_on


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(RUNNING), day_starts)
def test_a_replay_gives_the_same_answer_with_the_same_reasons(term: Term, start: date) -> None:
    once, again = compute(term, start, CALENDAR), compute(term, start, CALENDAR)
    assert once == again
    assert once.why == again.why


@given(day_starts, st.integers(0, 60))
def test_months_clip_to_the_end_of_a_shorter_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.day <= day.day
    assert later.day == day.day or (later + ONE_DAY).day == 1
    assert (later.year - day.year) * 12 + later.month - day.month == months


def test_a_long_term_costs_hardly_more_than_a_short_one() -> None:
    def cost(days: int) -> float:
        term = replace(CLUE_CHECK, length=Length(days, Unit.WORKING_DAYS))
        begin = perf_counter()
        for at in range(1000):
            compute(term, START + at * ONE_DAY, CALENDAR)
        return perf_counter() - begin

    # A walk day by day would cost a hundred times as much.
    assert min(cost(500) for _ in range(5)) < 10 * min(cost(5) for _ in range(5))
