"""Each price test: what it finds, on which numbers, and what it lets pass."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wangshi.engine.pricing import GiftTag, PriceKind, check_gift, check_prices
from wangshi.engine.screening import Level

from .prices import START, asked, at_home, offer, point, series, sold

WEEK = [(back, 99) for back in range(7, 0, -1)]
BASE, RAISE, SUPPORT = PriceKind.BASE, PriceKind.RAISE, PriceKind.UNSUPPORTED
HOME, LAST, SETTLED = PriceKind.HOME, PriceKind.LAST_DAY, PriceKind.SETTLED

FOUND = [
    # what the page compares with was never asked in the week before
    (asked(*WEEK), offer(79, 199), {BASE, SUPPORT}, "高出 100.00 元"),
    # one cheap day in the week is the base
    (asked(*[(b, 199) for b in (7, 6, 5, 3, 2, 1)], (4, 89)), offer(79, 199), {BASE}, "89.00 元"),
    # nothing in the window: the last price before it
    (asked((20, 199), (15, 120)), offer(79, 199), {BASE}, "此前最后一次是 11 月 16 日的 120.00 元"),
    # raised three days before, and the raised price is the reference
    (asked((20, 99), (10, 99), (3, 159), (1, 159)), offer(99, 159), {RAISE}, "涨 61%"),
    # raised in two steps
    (asked((12, 100), (9, 108), (4, 118), (1, 118)), offer(99, 118), {RAISE}, "涨 18%"),
    # never asked in all the weeks known
    (asked((40, 60), (20, 60), (2, 60)), offer(59, 300), {BASE, SUPPORT}, "从来没有标过或者卖过"),
    # seen for the first time
    ([], offer(79, 199), {SUPPORT}, "此前没有任何价格记录"),
]
PASSED = [
    (asked(*[(back, 199) for back in range(7, 0, -1)]), offer(99, 199), "the reference was asked"),
    (asked(*WEEK), offer(79, "99.9"), "rounding"),
    (asked(*WEEK), offer(99, 99), "no comparison: both are the same"),
    (asked((60, 99), (40, 199), (10, 199), (1, 199)), offer(99, 199), "raised long ago"),
    (
        asked((40, 199), (30, 199), (20, 99), (15, 199), (8, 199), (1, 199)),
        offer(149, 199),
        "back to the usual price after a sale is no raise",
    ),
    (asked(*[(b, (99, 199)) for b in range(7, 0, -1)]), offer((79, 99), 199), "sizes up to 199"),
]


def kinds(found):
    return {one.kind for one in found}


@pytest.mark.parametrize(("earlier", "page", "expected", "words"), FOUND)
def test_a_comparison_that_does_not_hold_is_found_with_its_numbers(earlier, page, expected, words):
    found = check_prices(series(*earlier, page))
    assert kinds(found) == expected
    assert any(words in one.words for one in found), [one.words for one in found]
    assert all(one.level is not Level.FAIL for one in found)
    assert all(one.figures and one.exemptions and one.citation.words for one in found)


@pytest.mark.parametrize(("earlier", "page", "why"), PASSED, ids=[row[2] for row in PASSED])
def test_a_comparison_that_holds_passes(earlier, page, why):
    assert check_prices(series(*earlier, page)) == (), why


def test_with_deals_the_base_is_what_was_paid_and_enough_by_itself():
    points = [*sold((5, 88), (3, 92)), *asked((7, 199), (1, 199)), offer(79, 199)]
    (found,) = check_prices(series(*points))
    assert (found.kind, found.level) == (BASE, Level.FAIL)
    assert "最低成交价是 11 月 26 日的 88.00 元" in found.words
    assert "只知道标价" not in found.words
    assert [one.amount for one in found.figures if "成交价" in one.what] == [88, 92]


def test_with_list_prices_only_the_finding_says_so_and_never_fails():
    found = check_prices(series(*asked(*WEEK), offer(79, 199)))
    assert {one.level for one in found} <= {Level.REVIEW, Level.NOTE}
    assert all("只知道标价，不知道成交价" in one.words for one in found)


def test_days_without_a_record_are_said_and_not_guessed():
    found, _ = check_prices(series(*asked((7, 99), (2, 99)), offer(79, 199)))
    assert [START - on for on in found.missing] == [timedelta(days=n) for n in (6, 5, 4, 3, 1)]
    assert "其中 5 日没有标价记录：11 月 25 日" in found.words


@pytest.mark.parametrize(
    "facts", [{"explained": "11 月 1 日门市价"}, {"reference_name": "建议零售价"}]
)
def test_an_explained_or_suggested_reference_is_not_measured_by_the_week_before(facts):
    found = check_prices(series(*asked((40, 199), *WEEK), offer(79, 199, **facts)))
    assert kinds(found) == set()


def test_a_new_reference_is_a_new_comparison_and_the_old_one_is_found_once():
    days = [offer(79, 199, back=-n) for n in range(4)] + [offer(79, 299, back=-5)]
    found = check_prices(series(*asked(*WEEK), *days))
    base = [one for one in found if one.kind is BASE]
    assert [(one.on - START).days for one in base] == [0, 5]
    assert "前 7 日（11 月 29 日到 12 月 5 日）最低标价是 12 月 1 日的 79.00 元" in base[1].words


def test_a_drop_that_only_takes_back_the_raise_is_a_note_until_the_page_promotes_it():
    plain = series(*asked((9, 118), (2, 149), (1, 149), (0, 118)))
    (found,) = check_prices(plain)
    assert (found.kind, found.level) == (RAISE, Level.NOTE)
    told = series(*asked((9, 118), (2, 149), (1, 149)), point(0, 118, promotion="双十二直降"))
    assert check_prices(told)[0].level is Level.REVIEW
    assert check_prices(series(*asked((9, 118), (2, 149), (1, 149), (0, 99)))) == ()


def test_the_home_page_may_not_be_cheaper_than_the_page_within():
    days = [each for back in (3, 2, 1) for each in (at_home(back, "59.9"), point(back, 79))]
    (found,) = check_prices(series(*days, at_home(0, 79), point(0, 79)))
    assert (found.kind, found.on) == (HOME, START - timedelta(days=3))
    assert "首页低 19.10 元" in found.words
    assert "3 次看到都是这样" in found.words
    assert len(found.figures) == 6
    assert check_prices(series(at_home(0, (59, 99)), point(0, (59, 99)))) == ()
    assert check_prices(series(at_home(0, 79), point(0, 59))) == ()


def test_from_on_the_home_page_is_something_to_look_at():
    (found,) = check_prices(series(at_home(0, "9.9", open_ended=True), point(0, 39)))
    assert "看有没有哪个规格真的卖这个价" in found.words


LOOPS = [
    ([(3, "最后一天"), (2, "最后一天"), (1, "")], 2, "说了 2 次"),
    ([(20, "仅限今日 59元"), (13, "")], 1, "11 月 18 日仍标 59.00 元"),
    ([(20, "最后3天"), (16, "最后3天"), (12, "最后3天"), (8, "最后3天")], 3, "没有一次算数"),
    ([(5, "限时24小时"), (4, "")], 1, "11 月 27 日仍标"),
    ([(20, "活动至11月15日"), (10, "活动至11月15日")], 2, "就是到 11 月 15 日为止"),
    ([(5, "明天恢复原价"), (3, "")], 1, "11 月 28 日仍标"),
]


@pytest.mark.parametrize(("days", "times", "words"), LOOPS)
def test_a_last_day_that_was_none_is_found_once_with_every_time_it_was_said(days, times, words):
    points = [point(back, 59, promotion=said) for back, said in days]
    (found,) = check_prices(series(*points))
    assert found.kind is LAST
    assert words in found.words
    assert sum(one.what.startswith("说“") for one in found.figures) == times


def test_a_last_day_that_held_is_no_matter():
    kept = [point(3, 59, promotion="最后一天"), point(2, 79), point(1, 79)]
    years_apart = [point(400, 59, promotion="最后一天"), point(0, 59)]
    assert check_prices(series(*kept)) == ()
    assert check_prices(series(*years_apart)) == ()


def test_a_limit_without_an_end_hangs_there_for_a_month():
    hangs = [point(back, 59, promotion="限时特惠") for back in (35, 28, 14, 0)]
    (found,) = check_prices(series(*hangs))
    assert found.kind is PriceKind.NO_PERIOD
    assert "两次之间最多隔 14 日" in found.words
    assert check_prices(series(*hangs[1:])) == ()
    ended = [point(back, 59, promotion="限时特惠 12月1日截止") for back in (35, 28, 14, 0)]
    assert check_prices(series(*ended)) == ()


def test_whoever_pays_more_than_the_tag_says_is_seen():
    (found,) = check_prices(series(*asked((0, 59)), *sold((0, 69), (0, 59))))
    assert (found.kind, found.known.value) == (SETTLED, "deal")
    assert "多收 10.00 元" in found.words
    assert check_prices(series(*asked((0, 59)), *sold((0, 49)))) == ()


def test_a_gift_is_worth_what_it_sells_for():
    tag = GiftTag("样例收纳袋", START, Decimal("29.9"), Decimal("9.9"), "直播 00:12")
    found = check_gift(tag)
    assert found is not None
    assert "高出 20.00 元" in found.words
    assert check_gift(GiftTag("样例收纳袋", START, Decimal("9.9"), Decimal("9.9"))) is None


def test_the_law_is_that_of_the_day():
    def found_on(day):
        shift = START - day
        points = [*sold((3, 99)), offer(79, 199)]
        moved = [type(one)(**{**vars(one), "on": one.on - shift}) for one in points]
        return next(one for one in check_prices(series(*moved)) if one.kind is BASE)

    now, earlier, long_ago = map(
        found_on, (date(2026, 12, 1), date(2021, 11, 11), date(2016, 11, 11))
    )
    assert (now.citation.article, now.level) == ("第十六条第二款", Level.FAIL)
    assert (earlier.citation.article, earlier.level) == ("第二十一条第二款", Level.FAIL)
    assert (long_ago.in_force, long_ago.level) == (False, Level.NOTE)
    assert "那时还没有施行" in long_ago.words


def test_one_point_out_of_order_or_none_at_all_is_no_trouble():
    assert check_prices(series()) == ()
    assert check_prices(series(point(0, 99))) == ()
    points = [*asked(*WEEK), offer(79, 199)]
    assert check_prices(series(*reversed(points))) == check_prices(series(*points))
