"""What we write opens as it was meant, in Excel's eyes and in ours, and computes nothing."""

import io
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangshi.engine.tables import Fault, open_table, read_records
from wangshi.engine.tables.inert import neutralise_text, restore_text
from wangshi.engine.tables.presets import preset
from wangshi.engine.tables.writing import (
    FAULT_COLUMN,
    ROW_COLUMN,
    Column,
    Sheet,
    fault_workbook,
    write_csv,
    write_xlsx,
)

COLUMNS = (Column("名称", 30), Column("值"))
FORMULAS = [
    '=HYPERLINK("http://example.com","点我")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠样例",
    "'=1+1",
    "''=1+1",
    "{=1+1}",
    "http://example.com",
]


def texts(path: Path) -> list[list[str]]:
    return [list(row.cells.values()) for row in open_table(path).rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_as_text_in_a_workbook(text, tmp_path):
    path = tmp_path / "样例.xlsx"
    write_xlsx(path, [Sheet("样例", COLUMNS, [(text, 1)])])
    cell = openpyxl.load_workbook(path)["样例"]["A2"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    assert cell.value.replace("_x000D_", "\r") == text
    if text[0] in "=+-@＝":
        assert cell.quotePrefix


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_inert_in_csv(text, tmp_path):
    path = tmp_path / "样例.csv"
    write_csv(path, COLUMNS, [(text, 1)])
    written = path.read_text("utf-8-sig").split("\n", 1)[1].lstrip('"')
    assert written[0] not in "=+-@\t\r\n＝＋－＠ "
    assert texts(path) == [[text, "1"]]


@given(st.text())
def test_inert_text_is_restored_exactly(text):
    assert restore_text(neutralise_text(text)) == text
    assert neutralise_text(text).lstrip()[:1] not in tuple("=+-@＝＋－＠")


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    str.strip
)


ROWS = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=40)
ANY_FOLDER = [HealthCheck.function_scoped_fixture]


@settings(deadline=None, suppress_health_check=ANY_FOLDER)
@given(rows=ROWS)
def test_text_survives_a_round_trip_through_csv(rows, tmp_path):
    write_csv(tmp_path / "样例.csv", COLUMNS, rows)
    assert texts(tmp_path / "样例.csv") == [list(row) for row in rows]


@settings(deadline=None, max_examples=8, suppress_health_check=ANY_FOLDER)
@given(rows=ROWS)
def test_text_survives_a_round_trip_through_a_workbook(rows, tmp_path):
    write_xlsx(tmp_path / "样例.xlsx", [Sheet("样例", COLUMNS, rows)])
    assert texts(tmp_path / "样例.xlsx") == [list(row) for row in rows]


def test_values_keep_their_kind_in_a_workbook(tmp_path):
    path = tmp_path / "样例.xlsx"
    values = [
        date(2023, 8, 7),
        datetime(2023, 8, 7, 9, 30, tzinfo=UTC),
        Decimal("12.50"),
        42,
        6925303770563,
        916107275637765400,
        True,
        None,
        date(1850, 1, 1),
        -5,
    ]
    write_xlsx(path, [Sheet("样例", COLUMNS, [("甲", value) for value in values])])
    sheet = openpyxl.load_workbook(path)["样例"]
    assert [sheet.cell(row, 2).value for row in range(2, 12)] == [
        datetime.fromisoformat("2023-08-07"),
        datetime.fromisoformat("2023-08-07 09:30"),
        12.5,
        42,
        6925303770563,
        "916107275637765400",
        "是",
        None,
        "1850-01-01",
        -5,
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_numbers_in_csv_stay_numbers(tmp_path):
    write_csv(tmp_path / "样例.csv", COLUMNS, [(-5, Decimal("-1E+3"))])
    assert "-5,-1000" in (tmp_path / "样例.csv").read_text("utf-8-sig")


def test_csv_carries_the_mark_that_excel_needs(tmp_path):
    write_csv(tmp_path / "样例.csv", COLUMNS, [])
    assert (tmp_path / "样例.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_open_stream_can_be_written_to_and_stays_open():
    csv_stream, xlsx_stream = io.BytesIO(), io.BytesIO()
    assert write_csv(csv_stream, COLUMNS, [("甲", 1)]) == 1
    assert write_xlsx(xlsx_stream, [Sheet("样例", COLUMNS, [("甲", 1)])]) == 1
    assert not csv_stream.closed
    assert csv_stream.getvalue().decode("utf-8-sig").endswith("甲,1\r\n")
    assert xlsx_stream.getvalue().startswith(b"PK")


def test_sheet_titles_are_made_legal_and_single(tmp_path):
    path = tmp_path / "样例.xlsx"
    titles = ["甲/乙:丙[*?]", "甲/乙:丙[*?]", "长" * 40, ""]
    write_xlsx(path, [Sheet(title, COLUMNS, []) for title in titles])
    names = openpyxl.load_workbook(path).sheetnames
    assert len(set(names)) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_text_too_long_for_a_cell_says_that_it_was_cut(tmp_path):
    path = tmp_path / "样例.xlsx"
    write_xlsx(path, [Sheet("样例", COLUMNS, [("长" * 40_000, "\ud800乱")])])
    first, second = texts(path)[0]
    assert len(first) == 32_767
    assert first.endswith("已截断）")
    assert second == "�乱"


WRITE_MANY = """
import sys
from pathlib import Path
from wangshi.engine.tables.writing import Column, Sheet, write_xlsx
columns = tuple(Column(f"列{n}") for n in range(6))
row = ("样例茶叶有限公司", 7, 1 / 3, "=1", "拾穗县甲木镇", "备注" * 5)
rows = (row for _ in range(int(sys.argv[2])))
write_xlsx(Path(sys.argv[1]), [Sheet("样例", columns, rows)])
high = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(high.split()[1]) / 1024)
"""


def test_memory_does_not_grow_with_the_rows_written(tmp_path):
    def peak(rows: int) -> float:
        command = [sys.executable, "-c", WRITE_MANY, str(tmp_path / "样例.xlsx"), str(rows)]
        return float(subprocess.run(command, capture_output=True, check=True).stdout)

    small, large = peak(1_000), peak(60_000)
    assert large - small < 20
    assert large < 150


def test_the_fault_workbook_holds_the_bad_rows_as_sent_and_can_be_sent_again(tmp_path):
    item = preset("listings_plain")
    source = tmp_path / "样例.csv"
    source.write_text(
        "商品名称,价格,统一社会信用代码,经营者名称\n样例茶,3,,甲\n,4,,=乙\n虚构菌,五元,,丙\n茶,1,2,3,4,5\n"
    )
    table = open_table(source)
    results = list(read_records(table, item.schema, item.mapping(table.columns)))
    faults = [result for result in results if isinstance(result, Fault)]
    faults.append(Fault(4, "价格", "五元", "这一格要填数字，如 12.5"))
    out = tmp_path / "要改的行.xlsx"
    assert fault_workbook(table, faults, out) == 3
    again = open_table(out)
    assert again.columns[:2] == (ROW_COLUMN, FAULT_COLUMN)
    rows = [row.cells for row in again.rows()]
    assert [row[ROW_COLUMN] for row in rows] == ["3", "4", "5"]
    assert rows[0][FAULT_COLUMN] == "商品名称：没有填商品名称：补上再导入"
    assert rows[0]["经营者名称"] == "=乙"
    assert rows[1]["价格"] == "五元"
    assert "4，5" in rows[2]["经营者名称"]
    mapping = item.mapping(again.columns)
    assert mapping.is_complete
    second = tmp_path / "第二次.xlsx"
    fault_workbook(again, [Fault(2, "价格", "", "样例")], second)
    assert open_table(second).columns == again.columns
