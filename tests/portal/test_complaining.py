"""The public pages: one question a page, nothing kept until sent, followed by code."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from wangshi.complaints.models import Complaint, Identity, Letter, ViolationReport
from wangshi.portal.forms.complaining import ComplainForm, ReportForm
from wangshi.portal.forms.materials import material_kind
from wangshi.shared.models import Attachment

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
LAST, LAST_OF_REPORT = len(ComplainForm.groups) - 1, len(ReportForm.groups) - 1


def answers(**given):
    return {
        "mark": "试填公众", "kind": "in_platform", "respondent": "试填山货铺",
        "platform": "橙集商城", "goods": "核桃", "dispute": "food", "goods_kind": "other",
        "knew_on": timezone.localdate().isoformat(), "text": "收到发霉", "wants": ["refund"],
        "amount": "68", "name": "试填钱女士", "phone": "138 0000 0001", "home": "样例街 1 号",
        "agency": "self", "honest": "on",
    } | given  # fmt: skip


def post(client, name="complain-complaint", /, **given):
    return client.post(reverse(name), given)


def text(response):
    return response.content.decode()


def code_in(response):
    return re.search(r'class="code">([^<]+)<', text(response)).group(1)


def test_the_front_page_leads_to_both_procedures(client, county):
    assert reverse("complain") in text(client.get("/"))
    start = text(client.get(reverse("complain")))
    assert reverse("complain-complaint") in start
    assert reverse("complain-report") in start


def test_a_wrong_answer_comes_back_and_a_right_one_leads_on(client, county):
    wrong = post(client, at="0", mark="x", kind="offline", respondent="")
    assert wrong.status_code == 422
    assert "写商家的名称" in text(wrong)
    assert "写买了什么" not in text(wrong)
    right = post(client, at="0", mark="x", kind="offline", respondent="试填铺")
    assert right.status_code == 200
    assert "第 2 问" in text(right)
    assert 'name="respondent" value="试填铺"' in text(right)
    assert not Letter.objects.exists()


def test_what_stands_ready_on_a_later_page_is_there_when_it_comes(client, county):
    first = text(client.get(reverse("complain-complaint")))
    assert 'name="agency" value="self"' in first


def test_going_back_loses_nothing_and_says_nothing_wrong(client, county):
    back = post(client, at="3", go="1", **answers(wants=[]))
    assert back.status_code == 200
    assert 'value="核桃"' in text(back)
    assert "要改" not in text(back)


def test_what_is_sent_is_numbered_followed_by_code_and_never_names_its_writer(client, county):
    sent = post(client, at=str(LAST), **answers())
    assert sent.status_code == 200
    assert "已收到" in text(sent)
    complaint = Complaint.objects.get()
    assert complaint.letter.channel == "WEB"
    seen = post(client, "complain-progress", code=code_in(sent))
    assert complaint.number in text(seen)
    assert "第十五条" in text(seen)
    for word in ("试填钱女士", "13800000001", "样例街"):
        assert word not in text(seen)


def test_sent_twice_it_is_one_complaint_with_the_same_code(client, county):
    codes = {code_in(post(client, at=str(LAST), **answers())) for _ in range(2)}
    assert len(codes) == 1
    assert Complaint.objects.count() == 1


def test_an_earlier_answer_that_went_missing_is_asked_for_again(client, county):
    answer = post(client, at=str(LAST), **answers(respondent=""))
    assert answer.status_code == 422
    assert "您要说的是哪一家" in text(answer)


def test_a_report_may_be_sent_without_a_name(client, county):
    given = {"mark": "举", "kind": "offline", "respondent": "试填店", "text": "没有标签的肉"}
    sent = post(client, "complain-report", at=str(LAST_OF_REPORT), honest="on", **given)
    assert "已收到" in text(sent)
    assert ViolationReport.objects.get().text == "没有标签的肉"
    assert not Identity.objects.exists()


def test_both_in_one_letter_is_marked_for_the_desk(client, county):
    post(client, at=str(LAST), both="1", **answers())
    assert Letter.objects.get().asked == "both"


def test_photos_and_a_voice_note_come_along(client, county):
    files = [
        SimpleUploadedFile("霉.png", PNG, "image/png"),
        SimpleUploadedFile("话.m4a", b"\x00\x00\x00\x18ftypM4A " + b"0" * 20, "audio/mp4"),
    ]
    post(client, at=str(LAST), materials=files, **answers())
    assert sorted(one.kind for one in Attachment.objects.all()) == ["image/png", "video/mp4"]


BAD_FILES = [
    ([("a.exe", b"MZ0000000000")], "不是照片、录音、短视频"),
    ([(f"{n}.png", PNG) for n in range(10)], "一次最多 9 个"),
    ([("长.mp3", b"ID3" + b"0" * (20 * 1024 * 1024))], "超过 20 MB"),
]


@pytest.mark.parametrize(("files", "told"), BAD_FILES, ids=["kind", "many", "an-hour"])
def test_files_that_are_not_taken_are_named_with_what_to_do(client, county, files, told):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    answer = post(client, at=str(LAST), materials=sent, **answers())
    assert answer.status_code == 422
    assert told in text(answer)
    assert "文件要重新选" in text(answer)
    assert not Letter.objects.exists()


def test_two_hundred_attachments_are_refused_in_our_own_words(client, county):
    files = [SimpleUploadedFile(f"{n}.png", PNG) for n in range(200)]
    answer = post(client, at=str(LAST), materials=files, **answers())
    assert answer.status_code == 413
    assert "一次最多 9 个" in text(answer)


def test_an_unknown_code_says_so_and_nothing_else(client, county):
    answer = post(client, "complain-progress", code="核桃 0000 青山 0000")
    assert answer.status_code == 422
    assert "没有这个进度码" in text(answer)


def test_codes_are_not_to_be_guessed_by_the_thousand(client, county):
    answers_ = [post(client, "complain-progress", code=f"核桃{n}") for n in range(42)]
    assert answers_[-1].status_code == 429
    assert "12315" in text(answers_[-1])


def test_by_code_one_adds_and_withdraws_and_still_speaks_after_the_end(client, county):
    code = code_in(post(client, at=str(LAST), **answers()))
    assert "补充的收到了" in text(post(client, "complain-add", code=code, words="补一句"))
    assert post(client, "complain-add", code=code, words="").status_code == 422
    done = text(post(client, "complain-withdraw", code=code, words="退款了"))
    assert "撤回了" in done
    assert "受理前已解决" in done
    again = post(client, "complain-withdraw", code=code, words="再撤")
    assert again.status_code == 422
    late = text(post(client, "complain-add", code=code, words="又没退"))
    assert "专席会看" in late


def test_who_speaks_for_another_says_by_what_right(client, county):
    answer = post(client, at="4", **answers(agency="agent"))
    assert answer.status_code == 422
    assert "写明委托书" in text(answer)


def test_kinds_are_known_by_their_first_bytes():
    assert material_kind(PNG) == "image/png"
    assert material_kind(b"RIFF0000WEBPVP8 ") == "image/webp"
    assert material_kind(b"%PDF-1.7") == "application/pdf"
    assert material_kind(b"<html>") == ""
