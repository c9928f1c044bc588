"""What is read: every format an office sends, whatever its encoding, header and habits."""

import csv
import datetime
import gzip
import io
import json
import tracemalloc
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangshi.engine.tables import Limits, TableRefused, open_table
from wangshi.engine.tables.inert import restore_text

DATA = Path(__file__).parents[4] / "shared/data"
TEA = "名称,价格\n样例茶,3\n示范菌,4.50\n"
TEA_ROWS = [{"名称": "样例茶", "价格": "3"}, {"名称": "示范菌", "价格": "4.50"}]


def cells_of(path: Path, **options: object) -> list[dict[str, str]]:
    return [row.cells for row in open_table(path, **options).rows()]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEA.encode("utf-8"), "utf-8"),
        (TEA.encode("utf-8-sig"), "utf-8-sig"),
        (TEA.encode("gbk"), "gb18030"),
        (TEA.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEA.encode("utf-16-be"), "utf-16"),
        (TEA.replace("\n", "\r\n").encode("gb18030"), "gb18030"),
        (TEA.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_every_encoding_gives_the_same_rows(content, encoding, tmp_path):
    table = open_table(write(tmp_path / "样例.csv", content))
    assert table.encoding == encoding
    assert table.columns == ("名称", "价格")
    assert [row.cells for row in table.rows()] == TEA_ROWS


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_the_delimiter_is_found(delimiter, tmp_path):
    content = TEA.replace(",", delimiter)
    assert cells_of(write(tmp_path / "样例.csv", content)) == TEA_ROWS


@pytest.mark.parametrize("name", ["样例.csv.gz", "样例.csv"])
def test_a_gzipped_file_is_known_by_its_bytes(name, tmp_path):
    assert cells_of(write(tmp_path / name, gzip.compress(TEA.encode()))) == TEA_ROWS


def test_two_files_glued_together_are_refused_with_the_line(tmp_path):
    content = TEA.encode("utf-8") + "虚构菌,5\n虚构茶叶,6\n".encode("gbk")
    with pytest.raises(TableRefused, match="第 4 行起变成了 GBK") as caught:
        open_table(write(tmp_path / "样例.csv", content))
    assert caught.value.code == "mixed_encoding"
    assert "第 4 行" in caught.value.what_next_zh


def test_glued_the_other_way_round_is_refused_too(tmp_path):
    content = TEA.encode("gbk") + "虚构菌,5\n".encode()
    with pytest.raises(TableRefused, match="第 4 行起变成了 UTF-8"):
        open_table(write(tmp_path / "样例.csv", content))


def test_a_line_in_no_encoding_is_refused_with_its_number(tmp_path):
    content = TEA.encode("gbk") + b"\xff\xff\xff,5\n"
    with pytest.raises(TableRefused, match="第 4 行"):
        open_table(write(tmp_path / "样例.csv", content))


def test_binary_named_csv_is_refused(tmp_path):
    with pytest.raises(TableRefused, match="二进制"):
        open_table(write(tmp_path / "样例.csv", b"a,b\n\x00\x01\x02,3\n"))


def test_titles_above_the_header_are_passed_over(tmp_path):
    content = "拾穗县样例清单,,,\n制表：范文所,,,2026年\n\n名称,价格,数量,备注\n样例茶,3,1,\n"
    table = open_table(write(tmp_path / "样例.csv", content))
    assert table.header_row == 4
    assert [(row.number, row.cells["名称"]) for row in table.rows()] == [(5, "样例茶")]
    assert "第 4 行" in table.notes_zh[0]


def test_doubled_and_blank_column_names_are_told_apart(tmp_path):
    table = open_table(write(tmp_path / "样例.csv", "名称,,名称,价格,\n甲,乙,丙,1,\n"))
    assert table.columns == ("名称", "第2列", "名称 (3)", "价格")
    assert "不止一次" in table.notes_zh[0]
    assert next(table.rows()).cells["名称 (3)"] == "丙"


def test_blank_rows_are_passed_over_but_counted(tmp_path):
    content = "名称,价格\n\n样例茶,3\n ,\n示范菌,4\n,\n,\n\n"
    rows = list(open_table(write(tmp_path / "样例.csv", content)).rows())
    assert [(row.number, row.cells["名称"]) for row in rows] == [(3, "样例茶"), (5, "示范菌")]


def test_a_header_that_came_along_with_pasted_pages_is_passed_over(tmp_path):
    content = "名称,价格\n样例茶,3\n名称,价格\n名称,4\n"
    assert [row["价格"] for row in cells_of(write(tmp_path / "样例.csv", content))] == ["3", "4"]


def test_no_two_columns_ever_share_a_name(tmp_path):
    content = "名称 (2),名称,名称 (3),名称,名称 (4)\n1,2,3,4,5\n"
    row = next(open_table(write(tmp_path / "样例.csv", content)).rows())
    assert sorted(row.cells.values()) == ["1", "2", "3", "4", "5"]


def test_reading_resumes_below_a_row_and_can_begin_again(tmp_path):
    table = open_table(write(tmp_path / "样例.csv", TEA))
    assert [row.number for row in table.rows(after=2)] == [3]
    assert [row.number for row in table.rows()] == [2, 3]


def test_a_row_with_too_many_cells_is_in_trouble_and_keeps_its_text(tmp_path):
    row = next(open_table(write(tmp_path / "样例.csv", "名称,价格\n茶,精选,3\n")).rows())
    assert "3 格" in row.trouble_zh
    assert row.cells == {"名称": "茶", "价格": "精选，3"}


def test_a_short_row_is_filled_with_blanks(tmp_path):
    rows = cells_of(write(tmp_path / "样例.csv", "名称,价格,备注\n茶,3\n菌,4,好\n"))
    assert rows[0] == {"名称": "茶", "价格": "3", "备注": ""}


def test_a_bad_quote_troubles_its_own_row_only(tmp_path):
    content = '名称,价格\n"茶"叶,3\n"5"" 屏",4\n'
    first, second = open_table(write(tmp_path / "样例.csv", content)).rows()
    assert "双引号" in first.trouble_zh
    assert '"茶"叶,3' in first.cells["名称"]
    assert second.cells == {"名称": '5" 屏', "价格": "4"}


def test_a_cell_may_hold_line_breaks(tmp_path):
    assert cells_of(write(tmp_path / "样例.csv", '名称,价格\n"茶\n叶",3\n'))[0]["名称"] == "茶\n叶"


def test_a_header_of_numbers_only_is_refused(tmp_path):
    with pytest.raises(TableRefused, match="列名"):
        open_table(write(tmp_path / "样例.csv", "1,2\n3,4\n"))


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pairs=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_any_text_survives_any_quoting_and_encoding(pairs, encoding, quoting, tmp_path):
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting)
    # A first row of plain Han says which of GBK and UTF-8 it is, as every real file does.
    writer.writerows([("名称", "价格"), ("样例茶叶店", "x"), *pairs])
    path = write(tmp_path / "样例.csv", text.getvalue().encode(encoding))
    read = [tuple(row.cells.values()) for row in open_table(path).rows()][1:]
    wanted = [pair for pair in pairs if any(cell.strip() for cell in pair)]
    assert [tuple(map(restore_text, pair)) for pair in wanted] == read


def test_a_workbook_gives_text_as_a_person_would_type_it(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["条码", "价格", "日期", "代码", "有效", "空"])
    sheet.append([6925303770563, 0.1 + 0.2, datetime.date(2023, 8, 7), 916107275637765400, True])
    sheet.append(
        ["0012", 3, datetime.datetime.fromisoformat("2023-08-07 09:30"), "=1+1", False, "x"]
    )
    book.save(tmp_path / "样例.xlsx")
    first, second = cells_of(tmp_path / "样例.xlsx")
    assert list(first.values()) == [
        *("6925303770563", "0.3", "2023-08-07", "9.16107275637765E+17", "TRUE", "")
    ]
    assert list(second.values())[:3] == ["0012", "3", "2023-08-07 09:30:00"]


def test_the_first_visible_sheet_with_content_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "空表"
    hidden = book.create_sheet("隐藏")
    hidden.append(["密", "码"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("清单")
    shown["B3"], shown["C3"], shown["B4"], shown["C4"] = "名称", "价格", "样例茶", 3
    book.save(tmp_path / "样例.xlsx")
    table = open_table(tmp_path / "样例.xlsx")
    assert table.columns == ("第1列", "名称", "价格")
    assert [(row.number, row.cells["名称"]) for row in table.rows()] == [(4, "样例茶")]
    assert any("清单" in note for note in table.notes_zh)
    assert open_table(tmp_path / "样例.xlsx", sheet="清单").columns == table.columns


def children() -> set[str]:
    """Processes that this one has started and that are still there, also as zombies."""
    return {
        pid
        for task in Path("/proc/self/task").glob("*/children")
        for pid in task.read_text().split()
    }


def test_leaving_a_workbook_early_leaves_no_child_behind(tmp_path):
    book = openpyxl.Workbook()
    for number in range(3000):
        book.active.append([f"列{number}", "乙"])
    book.save(tmp_path / "样例.xlsx")
    before = children()
    rows = open_table(tmp_path / "样例.xlsx").rows()
    next(rows)
    rows.close()
    assert children() == before


def test_jsonl_keeps_every_digit(tmp_path):
    content = (
        '{"id": 12345678901234567890, "价格": 3.10, "备注": null}\n\n{"id": "x", "新": true}\n'
    )
    table = open_table(write(tmp_path / "样例.jsonl", content))
    assert table.columns == ("id", "价格", "备注", "新")
    first, second = table.rows()
    assert first.cells == {"id": "12345678901234567890", "价格": "3.10", "备注": ""}
    assert (second.number, second.cells) == (3, {"id": "x", "新": "TRUE"})


@pytest.mark.parametrize(
    "line",
    [
        "[1,2]",
        '{"a": ',
        '{"a": {"b": 1}}',
        '{"a": [1]}',
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        '{"a": 1,}',
    ],
)
def test_a_bad_json_line_troubles_its_own_row_only(line, tmp_path):
    rows = list(open_table(write(tmp_path / "样例.jsonl", f'{{"a": 1}}\n{line}\n')).rows())
    assert rows[0].trouble_zh == ""
    assert rows[1].trouble_zh


def test_parquet_is_streamed_with_its_types_in_words(tmp_path):
    frame = pa.table(
        {
            "名称": ["样例茶", None],
            "价格": [3.5, 4.0],
            "编号": [2**60, 1],
            "日期": [datetime.date(2023, 8, 7), None],
        }
    )
    pq.write_table(frame, tmp_path / "样例.parquet")
    table = open_table(tmp_path / "样例.parquet")
    assert table.row_count_hint == 2
    assert [list(row.cells.values()) for row in table.rows()] == [
        ["样例茶", "3.5", str(2**60), "2023-08-07"],
        ["", "4", "1", ""],
    ]


def test_a_long_file_is_read_in_little_memory(tmp_path):
    with (tmp_path / "样例.csv").open("w") as stream:
        stream.write("名称,价格\n")
        stream.writelines("样例茶叶一大包,3.50\n" for _ in range(200_000))
    tracemalloc.start()
    table = open_table(tmp_path / "样例.csv")
    assert sum(1 for _ in table.rows()) == 200_000
    assert tracemalloc.get_traced_memory()[1] < 12 * 1024 * 1024
    tracemalloc.stop()
    assert table.row_count_hint == pytest.approx(200_000, rel=0.1)


def test_limits_of_columns_are_settings(tmp_path):
    with pytest.raises(TableRefused, match="最多能读 1 列"):
        open_table(write(tmp_path / "样例.csv", TEA), limits=Limits(columns=1))


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("enterprise_register/dev/shaanxi.csv.gz", 84_110),
        ("enterprise_register/dev/lueyang_subset.csv", 268),
        ("store_listings_2025/dev/meituan_kuaiyidian_20251109.csv.gz", 5_405),
        ("store_listings_2025/dev/meituan_linlv_20251109.csv.gz", 6_176),
        ("store_listings_2025/dev/eleme_jd_20251110.csv.gz", 8_350),
    ],
)
def test_real_files_give_every_row_without_trouble(file, rows):
    found = [row.trouble_zh for row in open_table(DATA / file).rows()]
    assert len(found) == rows
    assert not any(found)


@pytest.mark.real_data
def test_a_real_file_says_the_same_in_every_format(tmp_path):
    source = open_table(DATA / "enterprise_register/dev/lueyang_subset.csv")
    wanted = [row.cells for row in source.rows()]
    book = openpyxl.Workbook()
    book.active.append(list(source.columns))
    for cells in wanted:
        book.active.append(list(cells.values()))
    book.save(tmp_path / "样例.xlsx")
    lines = (json.dumps(cells, ensure_ascii=False) for cells in wanted)
    (tmp_path / "样例.jsonl").write_text("\n".join(lines))
    pq.write_table(pa.Table.from_pylist(wanted), tmp_path / "样例.parquet")
    gbk = io.StringIO()
    writer = csv.DictWriter(gbk, source.columns)
    writer.writeheader()
    writer.writerows(wanted)
    (tmp_path / "样例.csv").write_bytes(gbk.getvalue().encode("gb18030"))
    for name in ("样例.xlsx", "样例.jsonl", "样例.parquet", "样例.csv"):
        assert cells_of(tmp_path / name) == wanted
