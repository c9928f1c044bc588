"""A table of returns: rows with faults are named, the same file twice changes nothing."""

import pytest

from tests.figures.conftest import LAST, now
from wangshi.engine.figures import standing_forms
from wangshi.engine.tables.presets import preset
from wangshi.figures.models import Filing
from wangshi.shared import imports
from wangshi.shared.imports import ImportRefused

HEAD = (
    "企业名称,统一社会信用代码,网络交易额（万元）,网络零售额（万元）,农产品网络零售额（万元）,"
    "发货件数,在几个平台上卖"
)
GOOD = "样例甲商行,,120,80,30,9000,2"


@pytest.mark.once
@pytest.mark.parametrize("form", standing_forms().values(), ids=lambda form: form.key)
def test_the_columns_asked_for_are_the_cells_of_the_form(form):
    known = {"name", "uscc", "origin", "note"}
    cells = {cell.key: cell.title for cell in form.versions[-1].cells}
    fields = {f.name: f.title_zh for f in preset(f"figures_{form.key}").schema.fields}
    assert {key: title for key, title in fields.items() if key not in known} == cells


def brought(lines: list[str], office) -> imports.services.ImportBatch:
    batch = imports.open_batch(
        "figures", ["\n".join([HEAD, *lines]).encode()], file_name="季报.csv",
        options={"period": LAST.key}, by=office, at=now(),
    )  # fmt: skip
    imports.begin(batch, by=office, enqueue=lambda _: None)
    return imports.run(batch.pk)


@pytest.mark.django_db
def test_good_rows_are_filed_and_wrong_ones_are_named(firm_list, firms, office):
    batch = brought(
        [GOOD, f"写错名,{firms[1].uscc},多少不清,80,30,9000,2", "没有这家,,1,1,0,1,1"], office
    )
    assert (batch.rows_new, batch.rows_bad) == (1, 2)
    faults = {fault.row_number: (fault.column, fault.message) for fault in batch.faults.all()}
    (second, third) = faults.values()
    assert second[0] == "网络交易额"
    assert second[1].startswith("网络交易额要填数字，不能写“多少不清”")
    assert "名册里没有这一家" in third[1]
    assert Filing.objects.get().origin == "报来的表 季报.csv"


@pytest.mark.django_db
def test_the_same_rows_again_change_nothing_and_a_new_number_is_a_version(firm_list, office):
    brought([GOOD], office)
    again = brought([GOOD, ""], office)
    assert (again.rows_new, again.rows_same) == (0, 1)
    changed = brought([GOOD.replace("120", "121")], office)
    assert changed.rows_changed == 1
    assert [one.reason for one in Filing.objects.order_by("number")] == ["", "导入更正：季报.csv"]


@pytest.mark.django_db
def test_a_table_that_is_no_return_is_refused(firm_list, office):
    batch = imports.open_batch(
        "figures", ["甲,乙\n1,2".encode()], file_name="别的.csv",
        options={"period": LAST.key}, by=office, at=now(),
    )  # fmt: skip
    with pytest.raises(ImportRefused, match="缺"):
        imports.choose(batch, {}, by=office)


@pytest.mark.django_db
def test_weighing_counts_what_writing_would_and_writes_nothing(firm_list, office):
    batch = imports.open_batch(
        "figures", ["\n".join([HEAD, GOOD]).encode()], file_name="季报.csv",
        options={"period": LAST.key}, by=office, at=now(),
    )  # fmt: skip
    weighed = imports.check(batch.pk)
    assert weighed.rows_new == 1
    assert Filing.objects.count() == 0
