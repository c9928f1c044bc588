"""导入: nothing lost, nothing doubled, nothing half done."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from wangshi.engine.identifiers import make_uscc
from wangshi.registry.models import Operator
from wangshi.shared import imports
from wangshi.shared.imports import running
from wangshi.shared.models import AuditRecord, ImportBatch, ImportState

pytestmark = pytest.mark.django_db
HEAD = (
    "企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址"
)


def register(count: int, *, bad: tuple[int, ...] = ()) -> bytes:
    """A register of invented traders; a row in `bad` has no name."""
    lines = [HEAD]
    for number in range(count):
        name = "" if number in bad else f"拾穗县样例{number:05d}商行"
        code = make_uscc("990101", number)
        lines.append(f"{name},{code},2021-03-15,个体工商户,冯样本,1万元,茶叶零售,某省,某市,甲木镇")
    return "\n".join(lines).encode("gb18030")


def receive(officer, content: bytes, name: str = "名录.csv") -> ImportBatch:
    return imports.open_batch(
        "register", [content], file_name=name, options={}, by=officer, at=timezone.now()
    )


def bring_in(officer, content: bytes) -> ImportBatch:
    batch = receive(officer, content)
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    return imports.run(batch.pk)


def test_every_good_row_comes_in_and_every_bad_one_is_named(officer):
    batch = bring_in(officer, register(50, bad=(3, 7)))
    assert (batch.state, batch.rows_read, batch.rows_new, batch.rows_bad) == ("done", 50, 48, 2)
    assert [fault.row_number for fault in batch.faults.all()] == [5, 9]  # the head is row 1
    assert Operator.objects.count() == 48


def test_the_same_file_twice_changes_nothing_and_says_so(officer):
    bring_in(officer, register(20))
    second = receive(officer, register(20))
    assert imports.earlier(second).rows_new == 20
    imports.begin(second, by=officer, enqueue=lambda _: None)
    second = imports.run(second.pk)
    assert (second.rows_new, second.rows_changed, second.rows_same) == (0, 0, 20)


def test_a_trial_run_counts_and_writes_nothing(officer):
    batch = imports.check(receive(officer, register(30, bad=(0,))).pk)
    assert (batch.state, batch.rows_new, batch.rows_bad) == ("checked", 29, 1)
    assert Operator.objects.count() == 0


def test_one_worker_has_a_batch_and_a_second_finds_nothing_to_do(officer):
    batch = receive(officer, register(5))
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    assert imports.run(batch.pk) is not None
    assert imports.run(batch.pk) is None


def test_a_batch_whose_worker_fell_silent_goes_on_where_it_stopped(officer, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 10)
    batch = receive(officer, register(45))
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    importer = imports.importer_for("register")
    chunks = []

    class PowerCut(BaseException):
        """What kill -9 looks like from inside: no clean-up runs."""

    def until_the_third(chunk_batch, records):
        if len(chunks) == 2:
            raise PowerCut
        chunks.append(len(records))
        return type(importer).write(importer, chunk_batch, records)

    monkeypatch.setattr(importer, "write", until_the_third, raising=False)
    with pytest.raises(PowerCut):
        imports.run(batch.pk)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert (batch.state, batch.rows_read, Operator.objects.count()) == ("running", 20, 20)

    assert imports.resume_stalled(timezone.now()) == 0  # it may still be alive
    assert imports.resume_stalled(timezone.now() + timedelta(minutes=5)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.rows_read, batch.rows_new) == ("done", 45, 45)
    assert Operator.objects.count() == 45


def test_a_stopped_batch_keeps_what_was_written_and_takes_no_more(officer):
    batch = receive(officer, register(5))
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    imports.stop(batch, by=officer, at=timezone.now())
    assert imports.run(batch.pk) is None
    assert Operator.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("名录.csv", "甲,乙,丙\n1,2,3\n".encode(), None),  # wrong columns wait for a choice
        ("名录.xlsx", b"%PDF-1.7 not a workbook", "PDF"),
        ("名录.csv", b"", "空的"),
        ("名录.doc", b"whatever", ".doc"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_next_step(officer, settings, name, content, words):
    if words is None:
        batch = receive(officer, content, name)
        imports.begin(batch, by=officer, enqueue=lambda _: None)
        batch = imports.run(batch.pk)
        assert batch.state == ImportState.REFUSED
        assert "缺" in batch.message
        return
    with pytest.raises(imports.ImportRefused, match=words):
        receive(officer, content, name)
    assert list((settings.WANGSHI_HOME / "imports").iterdir()) == []
    assert ImportBatch.objects.count() == 0


def test_a_grid_member_can_neither_see_nor_send_a_file(client, grid_member):
    client.force_login(grid_member)
    for path in ("/imports/", "/imports/new/register/"):
        assert client.get(path).status_code == 404


def test_from_upload_to_the_rows_to_mend(client, officer):
    client.force_login(officer)
    upload = SimpleUploadedFile("名录.csv", register(8, bad=(2,)))
    page = client.post("/imports/new/register/", {"file": upload})
    batch = ImportBatch.objects.get()
    assert page.url == f"/imports/{batch.pk}/"
    assert "开始导入" in client.get(page.url).content.decode()
    client.post(f"{page.url}check/")
    client.post(f"{page.url}begin/")
    shown = client.get(page.url).content.decode()
    assert "没有导入" in shown
    workbook = b"".join(client.get(f"{page.url}faults.xlsx").streaming_content)
    rows = list(openpyxl.load_workbook(BytesIO(workbook)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "没有填" in rows[1][1]
    verbs = AuditRecord.objects.values_list("verb", flat=True)
    assert {"import.received", "import.begun", "import.finished"} <= set(verbs)


def test_wrong_columns_are_matched_by_hand(client, officer):
    client.force_login(officer)
    content = register(3).decode("gb18030").replace("企业名称", "单位叫什么", 1).encode()
    client.post("/imports/new/register/", {"file": SimpleUploadedFile("名录.csv", content)})
    batch = ImportBatch.objects.get()
    shown = client.get(f"/imports/{batch.pk}/").content.decode()
    assert "还缺列" in shown
    refused = client.post(f"/imports/{batch.pk}/columns/", {"name": ""})
    assert "选出哪一列是" in refused.content.decode()
    chosen = {field: source["columns"][0] for field, source in batch.mapping.items()}
    client.post(f"/imports/{batch.pk}/columns/", {**chosen, "name": "单位叫什么"})
    client.post(f"/imports/{batch.pk}/begin/")
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new) == ("done", 3)


def test_a_double_click_on_begin_begins_once(client, officer):
    client.force_login(officer)
    client.post("/imports/new/register/", {"file": SimpleUploadedFile("名录.csv", register(4))})
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/begin/")
    again = client.post(f"/imports/{batch.pk}/begin/", follow=True)
    assert "不用再点" in again.content.decode()
    assert Operator.objects.count() == 4


def test_a_batch_says_the_county_time_of_its_arrival(client, officer):
    client.force_login(officer)
    batch = receive(officer, register(1))
    here = timezone.localtime(batch.received_at)
    assert f"{here:%Y-%m-%d %H:%M}" in client.get(f"/imports/{batch.pk}/").content.decode()


def test_the_list_asks_as_often_for_thirty_batches_as_for_three(
    client, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    for _ in range(3):
        receive(officer, register(1))
    with django_assert_max_num_queries(30) as few:
        client.get("/imports/")
    for _ in range(27):
        receive(officer, register(1))
    with django_assert_max_num_queries(len(few)):
        client.get("/imports/")
