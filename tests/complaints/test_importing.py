"""The 12315 export: each number once, names under seal, words nobody knows wait for a person."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from tests.complaints.conftest import letter, then
from wangshi.complaints import services
from wangshi.complaints.models import CodeMapping, Complaint, Letter, ViolationReport
from wangshi.complaints.selectors import letter_of
from wangshi.shared import imports
from wangshi.shared.models import ImportFault

pytestmark = pytest.mark.django_db
HEAD = (
    "登记编号", "业务类型", "登记时间", "接收方式", "投诉人", "联系电话", "被投诉人", "平台名称",
    "客体名称", "问题类别", "具体问题", "争议金额",
)  # fmt: skip


def row(
    number,
    kind="投诉",
    *,
    day="2026-11-16",
    channel="邮寄信函",
    problem="质量",
    respondent="试填铺",
    words="坏了",
):
    return (
        number, kind, day, channel, "试填人", "13800000001", respondent, "", "电扇",
        problem, words, "68.00",
    )  # fmt: skip


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for line in (HEAD, *rows):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def send(county, desk):
    def bring(*rows):
        batch = imports.open_batch(
            "complaints", [workbook(*rows)], file_name="样例.xlsx", options={}, by=desk,
            at=timezone.now(),
        )  # fmt: skip
        imports.begin(batch, by=desk, enqueue=lambda _: None)
        return imports.run(batch.pk)

    return bring


def counts(batch):
    return batch.rows_new, batch.rows_changed, batch.rows_same, batch.rows_bad


def test_the_same_file_twice_opens_each_number_once(send):
    rows = (row("样例001"), row("样例002", "举报"))
    assert counts(send(*rows)) == (2, 0, 0, 0)
    assert counts(send(*rows)) == (0, 0, 2, 0)
    assert counts(send(row("样例001", words="又坏了"), rows[1])) == (0, 1, 1, 0)
    complaint = Complaint.objects.get()
    assert (complaint.external_number, complaint.problem) == ("样例001", "01")
    assert complaint.letter.channel == "LETTER"
    assert ViolationReport.objects.get().external_number == "样例002"


def test_who_wrote_is_under_seal_and_not_in_the_kept_row(send, desk):
    send(row("样例001"))
    letter = Letter.objects.get()
    assert "试填人" not in str(letter.written)
    assert "13800000001" not in str(letter.written)
    person = services.look_at_identity(letter.complaint, reason="核对", by=desk, at=then())
    assert person.name == "试填人"


def test_a_row_of_another_kind_or_without_a_respondent_is_named(send):
    batch = send(
        row("样例001", "咨询"), row("样例002", respondent=""), row("样例003", day="2015-01-05")
    )
    assert counts(batch) == (0, 0, 0, 3)
    told = " ".join(ImportFault.objects.values_list("message", flat=True))
    assert "写“投诉”或者“举报”" in told
    assert "登记时间要在 2020 年以后" in told
    assert not Letter.objects.exists()


def test_unknown_words_wait_once_and_what_is_decided_holds_for_all_rows(send, desk):
    batch = send(row("样例001", channel="小程序新版"), row("样例002", channel="小程序新版"))
    assert counts(batch)[0] == 2
    mapping = CodeMapping.objects.get()
    assert (mapping.written, mapping.code) == ("小程序新版", "")
    services.map_code(mapping, "WX_MINI", by=desk, at=then())
    assert set(Letter.objects.values_list("channel", flat=True)) == {"WX_MINI"}
    send(row("样例003", channel="小程序新版"))
    assert set(Letter.objects.values_list("channel", flat=True)) == {"WX_MINI"}
    assert CodeMapping.objects.count() == 1


def test_the_queue_is_seen_and_decided_on_its_page(client, send, desk):
    send(row("样例001", problem="网络购物新类"))
    client.force_login(desk)
    assert "1 个词认不出" in client.get(reverse("complaints")).content.decode()
    mapping = CodeMapping.objects.get()
    path = reverse("complaint-mapping", args=[mapping.pk])
    assert client.post(path, {"mark": "一", "code": ""}).status_code == 422
    assert client.post(path, {"mark": "二", "code": "01"}).status_code == 302
    assert Complaint.objects.get().problem == "01"
    assert "质量" in client.get(reverse("complaint-mappings")).content.decode()


def test_a_form_that_calls_itself_a_number_of_12315_is_another_letter(send, county):
    send(row("样例001"))
    imported = Letter.objects.get()
    posed = services.file_letter(letter(mark="样例001"), at=then())
    also = services.file_letter(letter(mark="12315:样例001"), at=then())
    assert len({imported.pk, posed.letter.pk, also.letter.pk}) == 3
    assert letter_of(posed.code) == posed.letter
    assert counts(send(row("样例001"))) == (0, 0, 1, 0)


def test_a_number_that_the_desk_copied_already_is_told_and_not_taken_twice(send, file, desk):
    complaint = file().complaint
    services.number_complaint(complaint, external_number="样例001", by=desk, at=then())
    batch = send(row("样例001"))
    assert counts(batch) == (0, 0, 0, 1)
    assert complaint.number in ImportFault.objects.get().message
