"""Rows become records, or faults that name their cell; nothing is lost between them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.tables import (
    Fault,
    Field,
    Mapping,
    Money,
    Record,
    Schema,
    Source,
    TableRefused,
    match_columns,
    open_table,
    read_records,
)
from wangshi.engine.tables.converters import day, integer, money, name, uscc

CODE = make_uscc("990101", 7)
SCHEMA = Schema(
    "operators",
    "经营主体名录",
    (
        Field("name", "企业名称", name, required=True),
        Field("uscc", "统一社会信用代码", uscc, required=True),
        Field("registered_on", "注册日期", day),
        Field("capital", "注册资金", money, strict=False),
        Field("staff", "人数", integer),
    ),
    key=("uscc", "name"),
)
HEADER = "企业名称,统一社会信用代码,注册日期,注册资金,人数\n"


def read(tmp_path: Path, *lines: str, after: int = 0) -> list[Record | Fault]:
    path = tmp_path / "样例.csv"
    path.write_text(HEADER + "\n".join(lines))
    table = open_table(path)
    return list(read_records(table, SCHEMA, match_columns(table.columns, SCHEMA), after=after))


def test_a_good_row_becomes_a_typed_record(tmp_path):
    (record,) = read(tmp_path, f"样例茶行,{CODE.lower()},2023/8/7,13万人民币,5")
    assert isinstance(record, Record)
    assert (record.row_number, record.key) == (2, f"{CODE}\x1f样例茶行")
    assert record.text("name") == "样例茶行"
    assert record.day("registered_on") == date(2023, 8, 7)
    assert record.money("capital") == Money(Decimal(130_000))
    assert record.number("staff") == 5
    assert record.text("nothing") == ""
    assert record.day("nothing") is None


def test_each_bad_cell_of_a_row_is_a_fault_of_its_own(tmp_path):
    faults = read(tmp_path, "样例茶行,9.16107E+17,去年,,")
    assert [(fault.row_number, fault.column, fault.value) for fault in faults] == [
        (2, "统一社会信用代码", "9.16107E+17"),
        (2, "注册日期", "去年"),
    ]
    assert "科学计数" in faults[0].message_zh


def test_a_required_cell_left_blank_is_a_fault(tmp_path):
    (fault,) = read(tmp_path, f"N/A,{CODE},,,")
    assert fault.message_zh == "没有填企业名称：补上再导入"


def test_a_lenient_cell_leaves_a_remark_and_the_record_stands(tmp_path):
    (record,) = read(tmp_path, f"样例茶行,{CODE},,看不清,")
    assert isinstance(record, Record)
    assert record.money("capital") is None
    assert [remark.column for remark in record.remarks] == ["注册资金"]


def test_a_required_cell_is_never_let_through_unread(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text("看到日期,备注\n去年,甲\n")
    field = Field("seen_on", "看到日期", day, required=True, strict=False)
    table = open_table(path)
    schema = Schema("sightings", "清单", (field,))
    (fault,) = read_records(table, schema, match_columns(table.columns, schema))
    assert isinstance(fault, Fault)


def test_a_row_in_trouble_is_a_fault_of_the_whole_row(tmp_path):
    (fault,) = read(tmp_path, f"样例,茶行,{CODE},2023-08-07,13万人民币,5")
    assert (fault.column, fault.row_number) == ("", 2)
    assert CODE in fault.value


def test_a_long_value_is_cut_in_the_fault(tmp_path):
    (fault,) = read(tmp_path, f"样例茶行,{CODE},{'很久' * 500},,")
    assert len(fault.value) == 60


def test_reading_resumes_below_a_row(tmp_path):
    rows = [f"样例{n},{make_uscc('990101', n)},,," for n in range(5)]
    assert [item.row_number for item in read(tmp_path, *rows, after=4)] == [5, 6]


def test_every_row_is_a_record_or_has_a_fault(tmp_path):
    rows = [
        f"样例{n},{make_uscc('990101', n) if n % 3 else 'X'},{'坏' if n % 4 == 0 else ''},,"
        for n in range(300)
    ]
    found = read(tmp_path, *rows)
    assert {item.row_number for item in found} == set(range(2, 302))
    good = [item.row_number for item in found if isinstance(item, Record)]
    bad = {item.row_number for item in found if isinstance(item, Fault)}
    assert not bad & set(good)
    assert len(good) == sum(1 for n in range(300) if n % 3 and n % 4)


def test_missing_columns_are_refused_before_the_first_row(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text("名字,电话\n甲,乙\n")
    table = open_table(path)
    with pytest.raises(TableRefused, match="不像经营主体名录"):
        read_records(table, SCHEMA, match_columns(table.columns, SCHEMA))


def test_several_columns_feed_one_field(tmp_path):
    path = tmp_path / "样例.csv"
    path.write_text("镇,村,码\n甲木镇,乙村,1\n,丙村,2\n")
    schema = Schema("places", "地点", (Field("name", "地点", name, required=True),))
    mapping = Mapping((Source("name", ("镇", "村"), joiner=" / "),))
    table = open_table(path)
    found = [item.text("name") for item in read_records(table, schema, mapping)]
    assert found == ["甲木镇 / 乙村", "丙村"]
    assert [item.key for item in read_records(table, schema, mapping)] == ["", ""]


def test_a_value_of_another_kind_is_a_programming_error(tmp_path):
    (record,) = read(tmp_path, f"样例茶行,{CODE},,,")
    for reader in (record.day, record.number, record.money):
        with pytest.raises(TypeError, match="name is not"):
            reader("name")
