"""Cells of a return: type, range, agreement; what is wrong is said in words."""

from datetime import date
from decimal import Decimal

import pytest

from wangshi.engine.figures import check_cells, digest_of, jumps, period_of, standing_forms
from wangshi.engine.figures.definitions import From, standing_book

D = Decimal
FORM = standing_forms()["firm_sales"]
PERIOD = period_of("2026-Q3")
GOOD = {"trade": "120.5", "retail": "80", "farm_retail": "0", "parcels": "9000", "platforms": "2"}


def check(**changed: str):
    return check_cells(FORM.version_for(PERIOD), GOOD | changed)


def test_a_good_row_has_its_values_and_no_fault():
    found = check(trade="1,120.50")
    assert found.good
    assert found.values["trade"] == D("1120.50")


@pytest.mark.parametrize(
    ("cell", "written", "words"),
    [
        ("trade", "约一百二十万", "网络交易额要填数字，不能写“约一百二十万”：单位是万元，只写数"),
        ("trade", "120万", "网络交易额要填数字"),
        ("trade", "", "网络交易额没有填：没有就填 0"),
        ("trade", "—", "没有就填 0"),
        ("trade", "1.234", "最多两位小数"),
        ("parcels", "9000.5", "要填整数"),
        ("trade", "-1", "要在 0 到 200000 万元之间"),
        ("trade", "1E+9", "检查单位是不是万元"),
        ("retail", "121", "网络零售额 121 大于网络交易额 120.5"),
        ("farm_retail", "81", "农产品网络零售额 81 大于网络零售额 80"),
        ("platforms", "0", "在几个平台上卖是 0，网络交易额也要是 0"),
    ],
)
def test_a_wrong_cell_is_refused_in_words(cell, written, words):
    found = check(**{cell: written})
    assert not found.good
    assert any(words in fault.words for fault in found.faults), found.faults


def test_every_fault_is_said_at_once():
    assert len(check(trade="多", retail="少", parcels="若干").faults) == 3


def test_a_figure_far_from_the_last_one_has_to_be_explained():
    now, before = check().values, check(trade="20", retail="15").values
    assert list(jumps(FORM, now, before, PERIOD)) == [
        "网络交易额上期 20，这期 120.5",
        "网络零售额上期 15，这期 80",
    ]
    assert list(jumps(FORM, now, {}, PERIOD)) == []


def test_the_same_return_has_the_same_digest_however_it_is_written():
    on = date(2026, 9, 30)
    same = {digest_of(check(trade=way).values, "账", on, "") for way in ("120.5", "120.50")}
    assert len(same) == 1
    assert digest_of(check(trade="120.6").values, "账", on, "") not in same


def test_a_return_is_due_so_many_days_after_its_period():
    assert FORM.due_on(PERIOD) == date(2026, 10, 15)


@pytest.mark.parametrize("figure", standing_book().figures.values(), ids=lambda one: one.key)
def test_every_source_reads_a_cell_that_is_on_its_form(figure):
    for source in figure.sources:
        form = standing_forms()[source.form]
        keys = {cell.key for version in form.versions for cell in version.cells}
        assert {source.field} <= keys
        if source.origin is From.PRODUCT:
            assert {source.least, source.most} <= keys
        assert form.every == figure.every
