"""One firm on many platforms is counted once: a generated county whose truth is known."""

import random
from dataclasses import dataclass
from decimal import Decimal

import pytest

from wangshi.engine.figures import SalesRow, Teller, count_once

D = Decimal
PLATFORMS = ("甲网", "乙网", "丙网", "丁网")
SEVERAL = 0.3  # of the firms sell on more than one platform
TELLS = 0.7  # of the firms file a return of their own
UNMARKED = 0.06  # of the platforms' rows carry no code


@dataclass(frozen=True)
class County:
    """What is true, and what is told of it."""

    firms: int
    sales: Decimal
    rows: tuple[SalesRow, ...]


def county(seed: int, firms: int = 1000) -> County:
    """Platforms count refunds of up to 8 %; some rows are told twice, some carry no code."""
    dice, rows, truth = random.Random(seed), [], D(0)
    for number in range(firms):
        code, name = f"uscc:{number:018d}", f"虚构商行{number}"
        places = dice.sample(PLATFORMS, dice.randint(2, 4) if dice.random() < SEVERAL else 1)
        sold = {place: D(round(dice.lognormvariate(3, 1.2), 2)) for place in places}
        truth += sum(sold.values())
        if dice.random() < TELLS:
            told = sum(sold.values()) * D(str(round(dice.uniform(0.99, 1.01), 4)))
            mark = frozenset({code})
            rows.append(SalesRow(f"f{number}", Teller.FIRM, "", mark, name, told))
        for place, amount in sold.items():
            gross = amount * D(str(round(dice.uniform(1.0, 1.08), 4)))
            mark = frozenset() if dice.random() < UNMARKED else frozenset({code})
            row = SalesRow(f"{place}{number}", Teller.PLACE, f"{place}/{number}", mark, name, gross)
            rows += [row] * (2 if dice.random() < 0.05 else 1)
    return County(firms, truth, tuple(rows))


def test_a_thousand_firms_are_counted_within_two_percent():
    """Adding up what everybody says would be far off; so would counting rows."""
    made = county(20260101)
    found = count_once(made.rows)
    assert abs(len(found.firms) - made.firms) <= made.firms * 0.02
    assert abs(found.likely - made.sales) <= made.sales * D("0.02")
    assert found.low <= made.sales <= found.high
    assert sum(row.amount for row in made.rows) > made.sales * D("1.6")
    assert len(made.rows) > made.firms * 1.8
    assert len(found.doubled) > 30


def test_the_range_holds_the_truth_in_nine_counties_of_ten():
    made = [county(seed, firms=150) for seed in range(20)]
    held = [
        one for one in made if count_once(one.rows).low <= one.sales <= count_once(one.rows).high
    ]
    assert len(held) >= 18


def row(key: str, teller: Teller, place: str, mark: str, name: str, amount: int) -> SalesRow:
    return SalesRow(key, teller, place, frozenset({mark} if mark else ()), name, D(amount))


FIRM, PLACE = Teller.FIRM, Teller.PLACE


def test_two_shops_of_one_firm_on_one_platform_are_added():
    found = count_once([row("1", PLACE, "甲/1", "a", "", 10), row("2", PLACE, "甲/2", "a", "", 5)])
    assert [firm.likely for firm in found.firms] == [D(15)]


def test_the_same_shop_told_twice_counts_once():
    found = count_once([row("1", PLACE, "甲/1", "a", "", 10), row("2", PLACE, "甲/1", "a", "", 10)])
    assert found.likely == D(10)
    assert len(found.doubled) == 1


def test_marks_join_over_a_third_row():
    rows = [
        row("1", PLACE, "甲/1", "uscc:a", "", 10),
        row("2", PLACE, "乙/1", "person:b", "", 5),
        SalesRow("3", FIRM, "", frozenset({"uscc:a", "person:b"}), "", D(14)),
    ]
    found = count_once(rows)
    assert len(found.firms) == 1
    assert found.firms[0].likely == D(14)
    assert found.firms[0].high == D(15)


def test_a_name_that_two_firms_have_places_nobody_and_says_so():
    rows = [
        row("1", FIRM, "", "a", "同名商行", 10),
        row("2", FIRM, "", "b", "同名商行", 20),
        row("3", PLACE, "甲/9", "", "同名商行", 7),
    ]
    found = count_once(rows)
    assert [one.key for one in found.doubtful] == ["3"]
    assert (found.low, found.high) == (D(30), D(37))


def test_without_enough_pairs_the_platform_is_taken_at_its_word():
    found = count_once([row("1", PLACE, "甲/1", "a", "", 100)])
    assert (found.ratio.pairs, found.low, found.high) == (0, D(100), D(100))


@pytest.mark.parametrize("rows", [[], [row("1", FIRM, "", "a", "", 0)]])
def test_nothing_adds_up_to_nought(rows):
    assert count_once(rows).high == D(0)
