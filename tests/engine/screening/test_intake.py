"""Any table of texts becomes items; a row without text is named, a table without texts refused."""

from pathlib import Path

import pytest

from wangshi.engine.screening.intake import ReadItem, read_items
from wangshi.engine.tables import Fault, TableRefused
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx

TEXTS = "商品名称,商品详情,类目,价格,ID\n样例茶,麦香浓郁,食品,12.5,T1\n样例碗,,日用,约十元,\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "样例.csv"
    path.write_text(text, "utf-8")
    return path


def test_columns_are_known_by_the_names_shops_use(tmp_path):
    first, second = read_items(written(tmp_path, TEXTS))
    assert isinstance(first, ReadItem)
    assert isinstance(second, ReadItem)
    assert (first.item.title, first.item.detail, first.item.product) == (
        "样例茶", "麦香浓郁", "食品",
    )  # fmt: skip
    assert (first.item.id, first.item.price) == ("T1", 12.5)
    # A price nobody can read is left out; a row without a number gets the spreadsheet's.
    assert (second.item.id, second.item.price) == ("3", None)


def test_a_row_without_text_is_named(tmp_path):
    found = list(read_items(written(tmp_path, "标题,价格\n,3\n样例茶,4\n")))
    assert isinstance(found[0], Fault)
    assert found[0].row_number == 2
    assert isinstance(found[1], ReadItem)


def test_a_table_without_texts_says_which_columns_it_needs(tmp_path):
    with pytest.raises(TableRefused, match="列名改成 标题"):
        list(read_items(written(tmp_path, "价格,销量\n3,4\n")))


def test_a_workbook_is_read_as_the_csv_is(tmp_path):
    path = tmp_path / "样例.xlsx"
    write_xlsx(path, [Sheet("表", (Column("文案"),), [("顶级毛巾",)])])
    (row,) = read_items(path)
    assert isinstance(row, ReadItem)
    assert row.item.text == "顶级毛巾"
