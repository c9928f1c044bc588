"""A letter comes in: once, with a code, its writer sealed; what is missing is said."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tests.complaints.conftest import CONSUMER, dispute, letter, then
from wangshi.accounts.policy import Refused
from wangshi.complaints import services
from wangshi.complaints.identities import Person, SealBroken, code_mark, open_seal, seal
from wangshi.complaints.models import Complaint, Identity, Letter, ViolationReport
from wangshi.complaints.selectors import letter_of
from wangshi.complaints.workflow import Asked, RoadRefused
from wangshi.shared.models import Attachment, AuditRecord

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_a_complaint_gets_a_number_and_a_code_it_is_found_by(file):
    filed = file()
    assert filed.complaint.number == f"拾市监诉〔{TODAY().year}〕1号"
    assert filed.complaint.state == "received"
    assert letter_of(filed.code) == filed.letter
    assert letter_of(filed.code.replace(" ", "")) == filed.letter
    assert letter_of("核桃 0000 青山 0000") is None


def test_the_same_form_sent_twice_is_one_letter_with_one_code(county):
    new = letter()
    first = services.file_letter(new, at=then())
    second = services.file_letter(new, at=then())
    assert (second.letter, second.code) == (first.letter, first.code)
    assert Complaint.objects.count() == 1
    assert AuditRecord.objects.filter(verb="letter.received").count() == 1


def test_the_code_itself_is_nowhere_in_the_database(file):
    filed = file()
    kept = Letter.objects.filter(pk=filed.letter.pk).values_list().get()
    assert filed.code not in map(str, kept)
    assert filed.letter.code_mark == code_mark(filed.code)


def test_who_wrote_is_unreadable_in_the_database_and_readable_with_the_key(file):
    identity = Identity.objects.get(letter=file().letter)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM complaints_identity")
        row = " ".join(
            str(bytes(one) if isinstance(one, memoryview) else one) for one in cursor.fetchone()
        )
    for word in (CONSUMER.name, CONSUMER.phone, CONSUMER.address):
        assert word not in row
        assert word.encode() not in bytes(identity.sealed)
    assert open_seal(bytes(identity.sealed), f"letter:{identity.letter_id}") == CONSUMER


def test_a_seal_put_on_another_letter_does_not_open(county):
    sealed = seal(CONSUMER, "letter:1")
    with pytest.raises(SealBroken, match="身份打不开"):
        open_seal(sealed, "letter:2")


def test_a_report_may_be_unnamed_and_opens_no_complaint(file):
    filed = file(Asked.REPORT, person=Person(), text="卖没有标签的肉")
    assert filed.complaint is None
    assert filed.report.number.startswith("拾市监举")
    assert not Identity.objects.exists()


WRONG = [
    ({"about": services.About("  ", "offline")}, "写商家的名称"),
    ({"text": " "}, "写清楚怎么回事"),
    ({"person": Person("试填钱女士", "13800000001")}, "真实的姓名、电话、通讯地址"),
    ({"person": replace(CONSUMER, phone="123")}, "11 位手机号"),
    ({"dispute": dispute(wants=())}, "想让商家怎么做"),
    ({"dispute": dispute(knew_on=TODAY() + timedelta(days=1))}, "不能晚于今天"),
    ({"dispute": None}, "投诉要写买了什么"),
]


@pytest.mark.parametrize(
    ("wrong", "told"), WRONG, ids=["nobody", "nothing", "homeless", "phone", "want", "day", "goods"]
)
def test_what_is_missing_is_said_and_nothing_is_kept(county, wrong, told):
    with pytest.raises(RoadRefused, match=told):
        services.file_letter(letter(**wrong), at=then())
    assert not Letter.objects.exists()


def test_more_than_nine_files_are_refused_whole(county):
    files = [SimpleUploadedFile(f"{n}.png", b"x", "image/png") for n in range(10)]
    with pytest.raises(RoadRefused, match="一次最多 9 个文件"):
        services.file_letter(letter(), at=then(), files=files)
    assert not Attachment.objects.exists()


def test_only_the_desk_takes_a_letter_down_for_somebody(county, desk, officer):
    with pytest.raises(Refused):
        services.file_letter(letter(), at=then(), by=officer)
    assert services.file_letter(letter(channel="VISIT"), at=then(), by=desk).letter.taken_by == desk


def test_what_somebody_adds_is_kept_and_after_the_end_it_is_told_as_such(file, desk, station):
    filed = file()
    services.add_material(filed.letter, words="补一张照片", at=then())
    assert filed.complaint.steps.last().name == "add"
    services.withdraw_complaint(filed.complaint, words="退款了", at=then())
    services.add_material(filed.letter, words="又没退", at=then())
    filed.complaint.refresh_from_db()
    assert filed.complaint.state == "withdrawn"
    assert filed.complaint.steps.last().name == "say-after"


def test_a_letter_takes_only_so_many_words_afterwards(file):
    filed = file()
    for number in range(29):
        services.add_material(filed.letter, words=f"第 {number} 次", at=then())
    with pytest.raises(RoadRefused, match="补充得很多了"):
        services.add_material(filed.letter, words="再来一次", at=then())


def test_a_mixed_letter_is_split_in_two_with_one_day_of_receipt(file, desk):
    filed = file(Asked.BOTH, days=3)
    report = services.split_letter(
        filed.complaint,
        complaint_text="要求退 68 元",
        report_text="页面写着根治高血压",
        violation="V16",
        by=desk,
        at=then(),
    )
    assert report.letter == filed.letter
    assert report.letter.received_on == TODAY() - timedelta(days=3)
    assert Complaint.objects.get().text == "要求退 68 元"
    with pytest.raises(RoadRefused, match="已经拆过了"):
        services.split_letter(
            filed.complaint, complaint_text="一", report_text="二", by=desk, at=then()
        )
    assert ViolationReport.objects.count() == 1


def test_money_keeps_its_cents(file):
    assert file(dispute=dispute(price=Decimal("68.50"))).complaint.price == Decimal("68.50")
