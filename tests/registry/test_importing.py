"""登记数据导入: found again by code, told of wrong codes, never doubled, never lost."""

import gzip
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from tests.conftest import SHARED
from wangshi.accounts.services import county_file, set_up_county, system_account
from wangshi.engine.identifiers import make_uscc
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus
from wangshi.shared import imports
from wangshi.shared.models import ImportBatch, ImportState

HEAD = ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "法人代表", "注册资金", "经营范围",
        "所在省份", "地区", "注册地址"]  # fmt: skip
SYSTEM_HEAD = ["市场主体名称", "统一社会信用代码", "登记状态", "市场主体类型", "成立日期",
               "住所(经营场所)", "联系电话"]  # fmt: skip
REAL = SHARED / "data" / "enterprise_register" / "dev"
CODE = make_uscc("990101", 7)
OTHER_CODE = make_uscc("990101", 8)


USUAL = dict(
    zip(
        HEAD,
        ["拾穗县样例山货行", CODE, "2021-03-15", "个体工商户", "冯样本", "13万人民币", "山货零售",
         "某省", "某市", "某省某市拾穗县甲木镇正街1号"],
        strict=True,
    )
)  # fmt: skip


def row(name: str = USUAL["企业名称"], code: str = CODE, **cells: str) -> list[str]:
    return list({**USUAL, "企业名称": name, "统一社会信用代码": code, **cells}.values())


def table(*rows: list[str], head: list[str] = HEAD) -> str:
    return "\n".join(",".join(cells) for cells in [head, *rows]) + "\n"


def bring_in(officer, content: str | bytes, name: str = "名录.csv") -> ImportBatch:
    content = content.encode() if isinstance(content, str) else content
    batch = imports.open_batch(
        "register", [content], file_name=name, options={}, by=officer, at=timezone.now()
    )
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    return imports.run(batch.pk)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.rows_new, batch.rows_changed, batch.rows_same, batch.rows_bad


def as_xlsx(*rows: list[str]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for cells in [HEAD, *rows]:
        book.active.append(cells)
    book.save(out)
    return out.getvalue()


FORMATS = [
    ("utf-8", "名录.csv", lambda *rows: table(*rows).encode()),
    ("bom", "名录.csv", lambda *rows: table(*rows).encode("utf-8-sig")),
    ("gbk", "名录.csv", lambda *rows: table(*rows).encode("gb18030")),
    ("gz", "名录.csv.gz", lambda *rows: gzip.compress(table(*rows).encode("gb18030"))),
    ("xlsx", "名录.xlsx", as_xlsx),
]


@pytest.mark.parametrize(("name", "make"), [f[1:] for f in FORMATS], ids=[f[0] for f in FORMATS])
def test_every_kind_of_file_brings_the_same_operator(officer, town, name, make):
    batch = bring_in(officer, make(row()), name)
    assert (batch.state, counts(batch)) == (ImportState.DONE, (1, 0, 0, 0))
    operator = Operator.objects.get(uscc=CODE)
    assert operator.name == "拾穗县样例山货行"
    assert (operator.form, operator.capital) == (OperatorForm.SOLE_TRADER, "13 万元")
    assert (operator.town, str(operator.established_on)) == (town, "2021-03-15")


def test_the_same_file_again_changes_nothing(officer):
    assert counts(bring_in(officer, table(row()))) == (1, 0, 0, 0)
    assert counts(bring_in(officer, table(row()))) == (0, 0, 1, 0)


def test_a_changed_row_changes_its_operator_and_no_other(officer):
    bring_in(officer, table(row(), row("拾穗县范文茶行", OTHER_CODE)))
    batch = bring_in(officer, table(row(法人代表="陈样本"), row("拾穗县范文茶行", OTHER_CODE)))
    assert counts(batch) == (0, 1, 1, 0)
    assert Operator.objects.get(uscc=CODE).person == "陈样本"


def test_a_blank_cell_wipes_nothing(officer):
    bring_in(officer, table(row()))
    assert counts(bring_in(officer, table(row(法人代表="", 注册资金="N/A")))) == (0, 0, 1, 0)
    assert Operator.objects.get().person == "冯样本"


def test_a_row_with_a_wrong_code_comes_in_without_it_and_is_named(officer):
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    batch = bring_in(officer, table(row(code=wrong)))
    assert counts(batch) == (1, 0, 0, 0)
    operator, fault = Operator.objects.get(), batch.faults.get()
    assert (operator.uscc, operator.written_code) == (None, wrong)
    assert (fault.taken, fault.row_number, fault.column) == (True, 2, "统一社会信用代码")
    assert "已经导入" in fault.message


def test_the_corrected_row_joins_the_operator_that_came_without_a_code(officer):
    bring_in(officer, table(row(code="91610000")))
    batch = bring_in(officer, table(row()))
    assert counts(batch) == (0, 1, 0, 0)
    operator = Operator.objects.get()
    assert (operator.uscc, operator.source_key, operator.written_code) == (CODE, CODE, "")


def test_an_old_file_with_the_wrong_code_makes_no_twin_of_the_corrected_one(officer):
    bring_in(officer, table(row()))
    assert counts(bring_in(officer, table(row(code="91610000")))) == (0, 0, 1, 0)
    assert Operator.objects.get().uscc == CODE


def test_a_code_twice_in_one_file_is_one_operator_as_the_last_row_says(officer):
    batch = bring_in(officer, table(row(), row(法人代表="陈样本"), row(法人代表="陈样本")))
    assert counts(batch) == (1, 1, 1, 0)
    assert Operator.objects.get().person == "陈样本"


def test_a_name_too_long_to_be_one_is_refused_with_its_row(officer):
    batch = bring_in(officer, table(row("样" * 201)))
    assert counts(batch) == (0, 0, 0, 1)
    assert "最多 200" in batch.faults.get().message


def test_what_an_officer_added_survives_the_next_import(officer):
    bring_in(officer, table(row()))
    Operator.objects.update(phone="13800000000", kind="in_platform")
    bring_in(officer, table(row(法人代表="陈样本")))
    operator = Operator.objects.get()
    assert (operator.phone, operator.kind) == ("13800000000", "in_platform")


STATUSES = [
    ("存续（在营、开业、在册）", OperatorStatus.ACTIVE),
    ("注销", OperatorStatus.CANCELLED),
    ("吊销，未注销", OperatorStatus.REVOKED),
    ("迁出", OperatorStatus.MOVED),
    ("别的说法", OperatorStatus.UNKNOWN),
]


@pytest.mark.parametrize(("written", "status"), STATUSES)
def test_the_register_says_how_an_operator_stands(officer, written, status):
    cells = ["样例茶行", CODE, written, "", "2021-03-15", "甲木镇", "0916-4821234"]
    bring_in(officer, table(cells, head=SYSTEM_HEAD))
    assert Operator.objects.get().status == status


FORMS = [
    ("N/A", make_uscc("990101", 1, kind="1"), "样例行", OperatorForm.ENTERPRISE),
    ("N/A", make_uscc("990101", 1, kind="2"), "样例行", OperatorForm.SOLE_TRADER),
    ("N/A", make_uscc("990101", 1, kind="3"), "样例行", OperatorForm.COOPERATIVE),
    ("农民专业合作社", make_uscc("990101", 1, kind="1"), "样例行", OperatorForm.COOPERATIVE),
    ("N/A", "", "样例茶叶有限公司", OperatorForm.ENTERPRISE),
    ("N/A", "", "样例茶铺", OperatorForm.OTHER),
]


@pytest.mark.parametrize(("kind", "code", "name", "form"), FORMS)
def test_the_form_is_told_by_type_then_code_then_name(officer, kind, code, name, form):
    bring_in(officer, table(row(name, code, 企业类型=kind)))
    assert Operator.objects.get().form == form


def test_a_trial_run_counts_what_the_run_will_do(officer):
    bring_in(officer, table(row()))
    batch = imports.open_batch(
        "register",
        [table(row(法人代表="陈样本"), row("样例茶行", OTHER_CODE)).encode()],
        file_name="名录.csv",
        options={},
        by=officer,
        at=timezone.now(),
    )
    assert counts(imports.check(batch.pk)) == (1, 1, 0, 0)
    assert Operator.objects.get().person == "冯样本"


WORKER = """
import os, sys, django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[2]
from wangshi.shared.imports import run, running
from wangshi.registry.services import register
running.CHUNK = 100
before = register.take_rows
def slowly(*args, **kwargs):
    import time
    written = before(*args, **kwargs)
    print("chunk", flush=True)
    time.sleep(0.15)
    return written
register.take_rows = slowly
run(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_no_row(officer, settings, tmp_path):
    rows = [row(f"拾穗县样例{n:05d}商行", make_uscc("990101", n)) for n in range(1_500)]
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.fail("the test database must be a file, so that a second process can open it")
    batch = imports.open_batch(
        "register",
        [table(*rows).encode()],
        file_name="名录.csv",
        options={},
        by=officer,
        at=timezone.now(),
    )
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    script = tmp_path / "worker.py"
    script.write_text(WORKER, "utf-8")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wangshi.settings",
        "WANGSHI_HOME": str(settings.WANGSHI_HOME),
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }
    name = str(connection.settings_dict["NAME"])
    worker = subprocess.Popen(
        [sys.executable, str(script), str(batch.pk), name],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(4):
        assert worker.stdout.readline() == "chunk\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    batch.refresh_from_db()
    done = Operator.objects.count()
    assert (done, batch.rows_new) in [(300, 300), (400, 400)]
    ImportBatch.objects.update(beat_at=timezone.now() - 2 * imports.running.SILENCE)
    assert imports.resume_stalled(timezone.now()) == 1
    batch.refresh_from_db()
    assert (batch.state, counts(batch)) == (ImportState.DONE, (1_500, 0, 0, 0))
    assert Operator.objects.count() == 1_500


@pytest.mark.real_data
@pytest.mark.django_db
def test_the_register_of_one_county_comes_in_with_its_towns():
    command_line = system_account()
    set_up_county(county_file("lueyang"), command_line)
    batch = bring_in(command_line, (REAL / "lueyang_subset.csv").read_bytes(), "lueyang.csv")
    assert counts(batch) == (268, 0, 0, 0)
    assert Operator.objects.exclude(town=None).count() > 100
