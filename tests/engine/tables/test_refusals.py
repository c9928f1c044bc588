"""What is not read: each hostile file is refused by name, early, in little memory."""

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.engine.tables import hostile
from wangshi.engine.tables import Limits, TableRefused, open_table
from wangshi.engine.tables.worker import Parser

MEGABYTES = 200
TIMES_AN_HONEST_FILE = 5
MEASURE = """
import json, resource, sys, time
from pathlib import Path
from wangshi.engine.tables import TableRefused, open_table

def walk(path):
    began = time.perf_counter()
    try:
        for _ in open_table(path).rows():
            pass
        code = "read"
    except TableRefused as refusal:
        code = refusal.code
    return code, time.perf_counter() - began

_, honest = walk(Path(sys.argv[2]))
code, seconds = walk(Path(sys.argv[1]))
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([code, seconds / honest, max(int(own.split()[1]), children) / 1024]))
"""


def refusal_of(path: Path, **options: object) -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        list(open_table(path, **options).rows())
    assert caught.value.message_zh
    assert caught.value.what_next_zh
    return caught.value


def measured(path: Path) -> tuple[str, float, float]:
    """Code, time against a tiny honest workbook, peak megabytes; in a process of its own."""
    honest = hostile.workbook(path.with_name("范文.xlsx"))
    command = [sys.executable, "-c", MEASURE, str(path), str(honest)]
    ended = subprocess.run(command, capture_output=True, check=True, text=True)
    code, ratio, peak = json.loads(ended.stdout)
    return code, ratio, peak


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.zeros_bomb, "bomb"),
        (hostile.strings_bomb, "bomb"),
        (hostile.patient_bomb, "bomb"),
        (hostile.many_entries, "bomb"),
        (hostile.lying_size, "damaged"),
        (hostile.far_cell, "too_many_cells"),
        (hostile.far_cell_in_small_letters, "too_many_cells"),
        (hostile.merged_ranges, "too_many_cells"),
        (hostile.billion_laughs, "xml_entities"),
        (hostile.external_entity, "xml_entities"),
        (hostile.hidden_entity, "xml_entities"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_bomb_is_refused_early_and_in_little_memory(make, code, tmp_path):
    path = make(tmp_path / "样例.xlsx")
    assert path.stat().st_size < 15 * 1024 * 1024
    found, ratio, peak = measured(path)
    assert found == code
    assert ratio <= TIMES_AN_HONEST_FILE
    assert peak <= MEGABYTES


def test_a_gzip_bomb_is_refused_early_and_in_little_memory(tmp_path):
    found, ratio, peak = measured(hostile.gzip_bomb(tmp_path / "样例.csv.gz"))
    assert found == "bomb"
    assert ratio <= TIMES_AN_HONEST_FILE
    assert peak <= MEGABYTES


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (hostile.with_part("xl/vbaProject.bin"), "macros"),
        (hostile.with_part("xl/macrosheets/sheet1.xml"), "macros"),
        (hostile.with_part("xl/externalLinks/externalLink1.xml"), "external_links"),
        (hostile.with_part("xl/embeddings/oleObject1.bin"), "external_links"),
        (hostile.with_part("xl/../../outside.xml"), "damaged"),
        (hostile.with_part("XL/Workbook.xml"), "damaged"),
        (hostile.nested, "nested"),
        (hostile.overlapping, "damaged"),
        (hostile.marked_encrypted, "encrypted"),
        (hostile.cut_short, "damaged"),
        (hostile.not_xml, "damaged"),
    ],
)
def test_a_workbook_that_no_office_writes_is_refused(make, code, tmp_path):
    assert refusal_of(make(tmp_path / "样例.xlsx")).code == code


def test_a_minimal_workbook_is_read(tmp_path):
    table = open_table(hostile.workbook(tmp_path / "样例.xlsx"))
    assert [row.cells for row in table.rows()] == [{"名称": "样例茶", "价格": "3"}]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ".xls"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        ("名称,价格\n茶,3\n".encode(), "CSV"),
    ],
)
def test_a_disguised_workbook_is_called_by_its_real_name(content, words, tmp_path):
    path = tmp_path / "样例.xlsx"
    path.write_bytes(content)
    refusal = refusal_of(path)
    assert refusal.code == "wrong_format"
    assert words in refusal.message_zh


def test_a_workbook_with_a_password_says_so(tmp_path):
    path = tmp_path / "样例.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    )
    assert refusal_of(path).code == "encrypted"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("word/document.xml", "Word"),
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "ODS"),
        ("a.csv", "压缩包"),
    ],
)
def test_another_kind_of_archive_is_called_by_its_real_name(part, words, tmp_path):
    path = tmp_path / "样例.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    assert words in refusal_of(path).message_zh


def test_a_workbook_named_csv_is_told_its_right_name(tmp_path):
    path = hostile.workbook(tmp_path / "样例.csv")
    assert ".xlsx" in refusal_of(path).what_next_zh


def test_the_senders_name_counts_not_that_of_the_temporary_copy(tmp_path):
    path = hostile.workbook(tmp_path / "upload.tmp")
    assert refusal_of(path).code == "wrong_format"
    assert open_table(path, name="样例.XLSX").format == "xlsx"


@pytest.mark.parametrize("name", ["样例.xls", "样例.doc", "样例", "样例.zip"])
def test_an_unknown_ending_is_refused_with_what_to_save_as(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(b"a,b\n1,2\n")
    assert ".xlsx" in refusal_of(path).what_next_zh


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("样例.csv", Limits(text_bytes=10)),
        ("样例.xlsx", Limits(workbook_bytes=10)),
        ("样例.xlsx", Limits(inflated_bytes=100)),
    ],
)
def test_a_file_past_the_limit_is_refused(name, limits, tmp_path):
    path = tmp_path / name
    if name.endswith("xlsx"):
        hostile.workbook(path)
    else:
        path.write_text("名称,价格\n茶,3\n")
    assert refusal_of(path, limits=limits).code == "too_large"


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b" , ,\n,,\n"])
def test_an_empty_file_is_refused(content, tmp_path):
    path = tmp_path / "样例.csv"
    path.write_bytes(content)
    assert refusal_of(path).code in ("empty_file", "empty_table")


def test_an_archive_within_an_archive_is_refused(tmp_path):
    inner = hostile.workbook(tmp_path / "样例.xlsx").read_bytes()
    path = tmp_path / "样例.csv.gz"
    path.write_bytes(gzip.compress(inner))
    assert refusal_of(path).code == "nested"


def test_a_torn_gzip_is_refused(tmp_path):
    path = tmp_path / "样例.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 5000)[:-20])
    assert refusal_of(path).code == "damaged"


def test_a_hundred_thousand_columns_are_refused(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text(",".join(f"c{n}" for n in range(100_000)) + "\n")
    assert refusal_of(path).code == "too_many_columns"


def test_a_line_of_ten_megabytes_is_refused(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text("名称,价格\n" + "茶" * 10_000_000 + ",3\n")
    assert refusal_of(path).code == "line_too_long"


def test_an_open_quote_is_refused_with_its_line(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text("名称,价格\n茶,3\n" + '"开着,3\n' + "茶,3\n" * 5000)
    refusal = refusal_of(path)
    assert refusal.code == "open_quote"
    assert "第 3 行" in refusal.message_zh


def test_a_parquet_that_is_none_is_refused(tmp_path):
    path = tmp_path / "样例.parquet"
    path.write_bytes(b"PAR1" + b"\x00" * 100 + b"PAR1")
    assert refusal_of(path).code in ("damaged", "too_heavy")


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    path = tmp_path / "样例.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["名称", "价格"])
    book.save(path)
    assert refusal_of(path, sheet="没有这张").code == "no_such_sheet"


def test_a_parser_that_wants_too_much_memory_dies_alone(tmp_path):
    # A thousand columns by twenty thousand rows, laid out whole: more than the limit, not absurd.
    far = '<row r="20000"><c r="ALL20000"><v>1</v></c></row>'
    sheet = hostile.SHEET_START + hostile.HEADER + far + hostile.SHEET_END
    path = hostile.workbook(tmp_path / "样例.xlsx", sheet=sheet)
    parser = Parser("sheet_worker", path, "", Limits(child_memory_bytes=256 * 1024 * 1024))
    with pytest.raises(TableRefused) as caught:
        list(parser.lines())
    assert caught.value.code == "too_heavy"


def test_a_parser_that_wants_too_much_time_dies_alone(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 400_000))
    sheet = hostile.SHEET_START + hostile.HEADER + rows + hostile.SHEET_END
    path = hostile.workbook(tmp_path / "样例.xlsx", sheet=sheet)
    parser = Parser("sheet_worker", path, "", Limits(child_cpu_seconds=0))
    with pytest.raises(TableRefused) as caught:
        list(parser.lines())
    assert caught.value.code == "too_heavy"
