"""The workbook: opens as Excel opens it, filters on top, no formula wakes, sources are links."""

from io import BytesIO

import openpyxl
import pytest

from wangshi.engine.screening import Item, Screener
from wangshi.engine.screening.reporting import Answer, report_sheets
from wangshi.engine.tables.writing import write_xlsx

from .conftest import TEA, TOWEL

FORMULA = Item("=1+1", text='=HYPERLINK("http://x") 顶级毛巾\ud800')


@pytest.fixture
def book(screener: Screener) -> openpyxl.Workbook:
    answers = [Answer(item, screener.screen(item)) for item in (TEA, FORMULA, TOWEL)]
    file = BytesIO()
    write_xlsx(file, report_sheets(answers, screener.rulebook, notes=[("来源", "样例.csv")]))
    return openpyxl.load_workbook(file)


def rows(sheet):
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_every_hit_has_its_row_with_words_article_and_advice(book, screener: Screener):
    found = {(row[0], row[11]) for row in rows(book["命中"])}
    expected = {(item.id, hit.rule) for item in (TEA, FORMULA) for hit in screener.screen(item)}
    assert found == expected
    first = next(row for row in rows(book["命中"]) if row[11] == "med-food-01")
    assert first[2] == "涉嫌违法"
    assert "根治高血压" in first[4]
    assert first[5] == "10–14"
    assert "《中华人民共和国广告法》第十七条" in first[8]
    assert "口感" in first[10]


def test_a_text_that_looks_like_a_formula_stays_a_text(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(cell.value == "=1+1" for cell in cells)


def test_filters_stand_on_top_and_the_head_is_frozen(book):
    assert book["命中"].auto_filter.ref == f"A1:M{len(rows(book['命中'])) + 1}"
    assert book["命中"].freeze_panes == "A2"
    assert book["说明"].auto_filter.ref is None


def test_each_article_links_to_its_source(book):
    links = [row[6].hyperlink for row in book["依据"].iter_rows(min_row=2)]
    assert links
    assert all(link.target.startswith("https://") for link in links)


def test_the_last_sheet_says_what_was_screened_and_that_it_is_no_clearance(book):
    notes = dict(rows(book["说明"]))
    assert notes["查了"].startswith("3 条，2 条有命中")
    assert "不等于合法" in notes["请注意"]
    assert notes["来源"] == "样例.csv"


def test_nothing_found_is_a_workbook_too(screener: Screener):
    file = BytesIO()
    write_xlsx(file, report_sheets([Answer(TOWEL, ())], screener.rulebook))
    assert rows(openpyxl.load_workbook(file)["命中"]) == []
