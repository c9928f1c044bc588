"""Sheets as data: what is known is there, the rest empty; sums and rates are arithmetic."""

from dataclasses import replace
from decimal import Decimal

import pytest

from wangshi.engine.indicators import (
    Band,
    Group,
    Item,
    Nature,
    Sheet,
    Verdict,
    gains,
    load_sheet,
    load_sheets,
    ratio,
    reached,
    sheet_digest,
    sheet_facts,
    sheet_of,
    tally,
)
from wangshi.engine.lawfiles import LawFault

D = Decimal


def item(number: str, group: str, points: str, days: str = "") -> Item:
    worth = D(days) if days else None
    return Item(number, group, "样例", Nature.QUALITATIVE, D(points), days=worth)


def sheet(*items: Item) -> Sheet:
    groups = (Group("甲", D(60)), Group("乙", D(40)))
    return Sheet("x", "样例表", "虚构", "虚构", D(85), D(80), 2, len(items), groups, items)


WHOLE = sheet(item("1", "甲", "60", "6"), item("2", "乙", "40", "2"))


def test_the_shipped_sheets_say_how_much_of_them_is_missing():
    sheets = load_sheets()
    known = {key: (len(one.items), one.missing_items) for key, one in sheets.items()}
    assert known == {"national-2022": (7, 34), "national-2026": (0, 25)}
    assert [one.is_complete for one in sheets.values()] == [False, False]


def test_the_two_years_pass_at_different_rates():
    rates = {key: (one.pass_total, one.pass_rate) for key, one in load_sheets().items()}
    assert rates == {"national-2022": (85, 75), "national-2026": (85, 80)}


@pytest.mark.parametrize("key", ["national-2022", "national-2026"])
def test_a_sheet_comes_back_from_its_facts(key):
    one = load_sheets()[key]
    assert sheet_of(sheet_facts(one)) == one


def test_one_changed_point_changes_the_digest():
    other = replace(WHOLE, items=(replace(WHOLE.items[0], points=D(59)), WHOLE.items[1]))
    assert sheet_digest(other) != sheet_digest(WHOLE)


VERDICTS = [
    ({"1": 60, "2": 40}, Verdict.PASSED, 100),
    ({"1": 48, "2": 37}, Verdict.PASSED, 85),  # exactly 80 % and exactly 85
    ({"1": 60, "2": 31}, Verdict.FAILED, 91),  # 乙 has 77.5 %
    ({"1": 48, "2": 36}, Verdict.FAILED, 84),
    ({"1": 60}, Verdict.OPEN, 60),
]


@pytest.mark.parametrize(("marks", "verdict", "total"), VERDICTS)
def test_the_rule_of_2026_needs_the_total_and_every_level(marks, verdict, total):
    found = tally(WHOLE, {number: D(points) for number, points in marks.items()})
    assert (found.verdict, found.total) == (verdict, total)


def test_a_sheet_with_gaps_never_passes():
    found = tally(load_sheets()["national-2022"], {"1": D(2)})
    assert found.verdict is Verdict.OPEN
    rates = {group.title: group.rate for group in found.groups}
    assert (rates["促进发展"], rates["规范监管"]) == (D("10.0"), None)


RATIOS = [(1, None, D(1)), (0, None, D(0)), (1, 4, D("0.25")), (0, 4, D(0)), (3, 0, None)]


@pytest.mark.parametrize(("top", "under", "expected"), RATIOS)
def test_a_denominator_of_nothing_gives_nothing(top, under, expected):
    assert ratio(top, under) == expected


BANDS = (Band(D("0.08"), D(1)), Band(D("0.15"), D(2)))
REACHED = [("0.07", 0), ("0.08", 1), ("0.1499", 1), ("0.15", 2), ("1", 2)]


@pytest.mark.parametrize(("value", "points"), REACHED)
def test_a_band_is_reached_at_its_edge(value, points):
    assert reached(replace(WHOLE.items[0], bands=BANDS), D(value)) == points


def test_nothing_is_suggested_without_a_value_or_bands():
    assert reached(replace(WHOLE.items[0], bands=BANDS), None) is None
    assert reached(WHOLE.items[0], D(1)) is None


def test_the_cheapest_points_come_first_and_unknown_work_last():
    wide = sheet(*WHOLE.items, item("3", "乙", "9"))
    order = [gain.item.number for gain in gains(wide, {"1": D(59)})]
    assert order == ["2", "1", "3"]


BAD_FILES = [
    ("number: '1'\n    group: 丙", "没有 丙"),
    ("number: '1'\n    group: 甲\n    title: x\n    nature: 半定量", "nature"),
    ("number: '1'\n    group: 甲\n    title: x\n    nature: qualitative\n    bands: [多]", "分档"),
]


@pytest.mark.parametrize(("lines", "words"), BAD_FILES, ids=[words for _, words in BAD_FILES])
def test_a_wrong_line_is_refused_with_its_file(tmp_path, lines, words):
    path = tmp_path / "bad.yaml"
    path.write_text(
        "title: x\nissued: x\norigin: x\npass_total: 85\npass_rate: 80\ngroups_expected: 1\n"
        f"items_expected: 1\ngroups:\n  - {{title: 甲}}\nitems:\n  - {lines}\n",
        "utf-8",
    )
    with pytest.raises(LawFault, match=words):
        load_sheet(path)
