"""Pages of complaints: what they show, what they refuse, how few questions they ask."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.complaints.conftest import CONSUMER, then
from wangshi.complaints import services
from wangshi.complaints.models import Complaint, ServiceStation, ViolationReport
from wangshi.complaints.workflow import Asked, Written
from wangshi.shared.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INTAKE = {
    "mark": "样例", "asked": "complaint", "channel": "VISIT", "respondent": "试填铺",
    "kind": "offline", "text": "刚买就坏", "goods": "电扇", "dispute": "quality",
    "goods_kind": "other", "wants": ["refund"], "name": "试填", "phone": "13800000001",
    "home": "样例街", "agency": "self",
}  # fmt: skip


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk)
    return client


def page(client, name, /, *args, query=None, **given):
    path = reverse(name, args=args)
    return client.post(path, given) if given else client.get(path, query or {})


def text(response):
    return response.content.decode()


def test_the_desk_takes_a_visitor_down_once_however_often_the_button_is_pressed(at_desk, county):
    for _ in range(2):
        assert page(at_desk, "complaint-new", **INTAKE).status_code == 302
    assert Complaint.objects.get().letter.channel == "VISIT"


def test_a_complaint_without_a_respondent_is_refused_with_what_to_do(at_desk, county):
    answer = page(at_desk, "complaint-new", **INTAKE | {"respondent": ""})
    assert answer.status_code == 422
    assert "写商家的名称" in text(answer)
    assert "刚买就坏" in text(answer)


def test_a_12315_number_that_is_taken_is_said_and_nothing_is_kept(at_desk, complaint, desk):
    services.number_complaint(complaint, external_number="样例1", by=desk, at=then())
    answer = page(at_desk, "complaint-new", **INTAKE | {"external_number": "样例1"})
    assert answer.status_code == 422
    assert complaint.number in text(answer)
    assert Complaint.objects.count() == 1


def test_the_page_of_a_complaint_says_clock_article_red_mark_and_candidates(at_desk, complaint):
    shown = text(page(at_desk, "complaint", complaint.pk))
    for words in ("还没有 12315 编号", "第十五条", "受理这件投诉", "归谁管", "第十三条第三款"):
        assert words in shown
    assert CONSUMER.name not in shown
    assert CONSUMER.phone not in shown


def test_a_respondent_of_another_province_is_said_with_what_the_law_lets_us_do(at_desk, complaint):
    given = {"mark": "甲", "kind": "in_platform", "disclosed": "外省某区", "platform": "外省"}
    assert page(at_desk, "complaint-place", complaint.pk, **given).status_code == 302
    shown = text(page(at_desk, "complaint", complaint.pk))
    assert "看来不归本局" in shown
    assert "不得自行移送" in shown or "不自行移送" in shown


def test_a_refusal_of_the_verb_keeps_what_was_typed(at_desk, complaint):
    given = {"mark": "乙", "reason": "归外县管"}
    answer = page(at_desk, "complaint-return", complaint.pk, **given)
    assert answer.status_code == 422
    assert "不是分送来的" in text(answer)
    assert "归外县管" in text(answer)


def test_the_second_of_two_desks_reads_who_was_first(at_desk, complaint):
    drawn = {"version": complaint.steps.count(), "external_number": "样例9"}
    assert page(at_desk, "complaint-number", complaint.pk, mark="一", **drawn).status_code == 302
    again = drawn | {"external_number": "样例10"}
    answer = page(at_desk, "complaint-number", complaint.pk, mark="二", **again)
    assert answer.status_code == 422
    assert "冯演示" in text(answer)


def test_a_form_left_open_over_night_comes_back_with_what_was_typed(client, desk, complaint):
    client.force_login(desk)
    drawn = {"mark": "夜", "version": complaint.steps.count(), "reason": "写到一半的理由"}
    client.logout()
    path = reverse("complaint-return", args=[complaint.pk])
    kept = client.post(path, drawn)
    assert kept.status_code in (200, 302, 401, 403)
    client.cookies.update(kept.cookies)
    services.number_complaint(complaint, external_number="样例夜", by=desk, at=then())
    client.force_login(desk)
    again = text(client.get(path))
    assert "写到一半的理由" in again
    answer = client.post(path, drawn)
    assert answer.status_code == 422
    assert "冯演示" in text(answer)


def test_a_name_is_shown_after_a_reason_and_only_once(at_desk, complaint):
    assert page(at_desk, "complaint-identity", complaint.pk, reason="").status_code == 422
    shown = page(at_desk, "complaint-identity", complaint.pk, reason="约调解")
    assert CONSUMER.phone in text(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert CONSUMER.phone not in text(page(at_desk, "complaint-identity", complaint.pk))
    assert AuditRecord.objects.filter(verb="identity.viewed").count() == 1


def test_papers_carry_no_name_until_somebody_opens_the_seal(client, officer, mediated):
    client.force_login(officer)
    agreement = services.Agreement("三日内退 68 元", Decimal(68), Written.MADE)
    services.agree(mediated, agreement, on=timezone.localdate(), by=officer, at=then())
    shown = text(page(client, "complaint-paper", mediated.pk, "agreement", "html"))
    assert "三日内退 68 元" in shown
    assert "封存" in shown
    assert CONSUMER.name not in shown
    plain = page(client, "complaint-paper", mediated.pk, "agreement", "docx")
    assert b"PK" in b"".join(plain.streaming_content)[:2]
    named = page(client, "complaint-paper", mediated.pk, "agreement", "docx", reason="双方签字")
    assert named.status_code == 200
    assert AuditRecord.objects.get(verb="identity.viewed").facts["reason"] == "出文书：双方签字"


def test_a_paper_that_does_not_fit_yet_is_not_there(at_desk, complaint):
    assert page(at_desk, "complaint-paper", complaint.pk, "agreement", "html").status_code == 404


def test_a_report_shows_the_desk_what_to_do_and_the_officer_nothing(client, desk, officer, report):
    client.force_login(desk)
    assert "转为线索" in text(page(client, "violation-report", report.pk))
    prepared = text(page(client, "violation-report-raise", report.pk))
    assert "13912345678" not in prepared.split("反映的事实")[0]
    client.force_login(officer)
    assert page(client, "violation-report", report.pk).status_code == 404


def test_a_report_is_raised_from_its_page(at_desk, report):
    given = {"mark": "举", "headline": "卖没有标签的肉", "detail": "冰柜里"}
    assert page(at_desk, "violation-report-raise", report.pk, **given).status_code == 302
    report.refresh_from_db()
    assert report.clue.title == "卖没有标签的肉"
    assert report.clue.number in text(page(at_desk, "violation-report", report.pk))


def test_a_station_is_registered_and_its_figures_open_to_rows(at_desk, complaint):
    given = {
        "mark": "站", "name": "试填站", "contact": "试填", "phone": "1",
        "opened_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert page(at_desk, "service-station-new", **given).status_code == 302
    station = ServiceStation.objects.get()
    refer = {"mark": "请", "station": station.pk}
    assert page(at_desk, "complaint-refer", complaint.pk, **refer).status_code == 302
    assert "还没有答复，最晚" in text(page(at_desk, "complaint", complaint.pk))
    answer = {"mark": "答", "answer": "退了", "settled": "yes"}
    assert page(at_desk, "complaint-answer", complaint.pk, **answer).status_code == 302
    assert "100.0%（1/1）" in text(page(at_desk, "service-stations"))


@pytest.mark.parametrize("name", ["complaints", "violation-reports"])
def test_a_list_asks_as_much_for_ten_rows_as_for_one(at_desk, file, name):
    kind = Asked.COMPLAINT if name == "complaints" else Asked.REPORT
    file(kind)
    page(at_desk, name)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(at_desk, name)
    for days in range(9):
        file(kind, days=days)
    with CaptureQueriesContext(connection) as ten:
        page(at_desk, name)
    assert len(ten) == len(one)


def test_the_lists_are_filtered(at_desk, file, desk):
    first, second = file().complaint, file(about=services.About("样例布店", "offline")).complaint
    services.number_complaint(first, external_number="样例1", by=desk, at=then())
    shown = text(page(at_desk, "complaints", query={"waits": "unnumbered"}))
    assert second.number in shown
    assert first.number not in shown
    assert "没有符合的投诉" in text(page(at_desk, "complaints", query={"q": "没有这家"}))


def test_a_closed_complaint_offers_no_step_that_would_be_refused(at_desk, complaint):
    services.withdraw_complaint(complaint, words="退了", at=then())
    shown = text(page(at_desk, "complaint", complaint.pk))
    assert "受理这件投诉" not in shown
    answer = page(at_desk, "complaint-accept", complaint.pk)
    assert answer.status_code == 302


def test_who_only_grids_has_no_complaints(client, grid_member, complaint):
    client.force_login(grid_member)
    assert page(client, "complaints").status_code == 404


def test_two_reports_of_one_person_offer_to_merge(at_desk, file):
    file(Asked.REPORT)
    again = file(Asked.REPORT).report
    shown = text(page(at_desk, "violation-report", again.pk))
    assert "同一人举报过这一家" in shown
    assert "合并处理" in shown
    assert ViolationReport.objects.count() == 2


def test_how_late_a_station_is_shows(at_desk, file, desk):
    complaint = file(days=4).complaint
    new = services.NewStation("试填站", "试填", "1", timezone.localdate())
    station = services.open_station(new, by=desk)
    services.refer_complaint(complaint, station, by=desk, at=then() - timedelta(hours=49))
    assert "1 件" in text(page(at_desk, "service-stations"))
