"""Violation reports: clues that do not tell who reported, repeats, mergers, results, looks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.complaints.conftest import CONSUMER, then
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.selectors import check_deadline, facts_of
from wangshi.complaints import services
from wangshi.complaints.identities import Person
from wangshi.complaints.selectors import earlier_reports
from wangshi.complaints.selectors.masking import masked
from wangshi.complaints.workflow import Asked, RoadRefused, Told
from wangshi.engine.deadlines import due_on
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SUSPICION = services.Suspicion("卖没有标签的肉", "冰柜里看得到", "V16")


@pytest.fixture
def raised(report, desk):
    services.raise_report(report, SUSPICION, by=desk, at=then())
    report.refresh_from_db()
    return report


@pytest.fixture
def again(file):
    return file(Asked.REPORT, text="又看到了，这次拍到进货").report


def test_a_report_becomes_a_clue_checked_from_the_day_it_came(file, desk):
    report = file(Asked.REPORT, days=4).report
    clue = services.raise_report(report, SUSPICION, by=desk, at=then())
    assert (clue.source, clue.found_on) == ("report", TODAY() - timedelta(days=4))
    assert clue.external_number == report.number


def test_nothing_of_who_reported_reaches_the_clue(raised):
    clue = Clue.objects.get()
    told = " ".join(str(value) for value in Clue.objects.filter(pk=clue.pk).values_list().get())
    assert not any(word in told for word in (CONSUMER.name, CONSUMER.phone, CONSUMER.address))


def test_telephones_and_cards_in_the_text_are_covered_for_the_clue():
    text = "打 139 1234 5678 或 61032719800101123X，邮箱 a@b.cn，5 斤 68 元"
    assert masked(text) == "打 〔略〕或 〔略〕，邮箱 〔略〕，5 斤 68 元"


def test_a_threat_stays_readable_and_what_it_tells_of_others_is_covered(client, file, desk):
    text = "再不管我就去砸店。老板娘的电话 13912345678，她儿子的证件 610727200001011234。"
    report = file(Asked.REPORT, text=text).report
    client.force_login(desk)
    shown = client.get(reverse("violation-report-raise", args=[report.pk])).content.decode()
    prepared = shown.split("反映的事实")[0]
    assert "再不管我就去砸店" in prepared
    assert "13912345678" not in prepared
    assert "610727200001011234" not in prepared


def test_the_same_person_with_new_facts_is_merged_and_the_term_begins_anew(raised, again, desk):
    clue = services.merge_report(again, raised, detail="拍到进货", by=desk, at=then())
    again.refresh_from_db()
    assert again.clue == raised.clue == clue
    clue.refresh_from_db()
    assert clue.reopened_on == again.letter.received_on
    assert check_deadline(facts_of(clue)).due_on == due_on("clue_check", again.letter.received_on)


def test_the_same_fact_told_twice_by_the_same_person_is_not_worked_again(raised, again, desk):
    services.close_as_repeated(again, raised, reason="同一人同一事实", by=desk, at=then())
    again.refresh_from_db()
    assert (again.state, again.outcome, again.same_as) == ("closed", "repeated", raised)
    assert Clue.objects.count() == 1


def test_another_person_or_nobody_is_never_the_same_reporter(raised, file, desk):
    for person in (Person(), Person("别人", "13800000009")):
        other = file(Asked.REPORT, person=person).report
        assert not earlier_reports(other).exists()
        with pytest.raises(RoadRefused, match="不是同一个举报人"):
            services.close_as_repeated(other, raised, reason="像", by=desk, at=then())


def test_a_result_is_told_only_where_a_law_asks_and_only_once_decided(raised, desk):
    tell = {"words": "查实，已立案", "told": Told.PHONE, "by": desk, "at": then()}
    with pytest.raises(RoadRefused, match="没有法律法规规章规定"):
        services.tell_result(raised, **tell)
    raised.notice = "food_safety"
    raised.save(update_fields=["notice"])
    with pytest.raises(RoadRefused, match="还没有决定"):
        services.tell_result(raised, **tell)


def test_what_is_not_ours_is_told_and_not_passed_on(report, desk):
    services.send_elsewhere(
        report, words="请向电影主管部门提出", told=Told.PHONE, by=desk, at=then()
    )
    report.refresh_from_db()
    assert (report.state, report.outcome) == ("closed", "elsewhere")
    with pytest.raises(RoadRefused, match="刷新看最新情况"):
        services.raise_report(report, SUSPICION, by=desk, at=then())


def test_every_look_at_a_name_stands_in_the_audit_record(report, desk):
    person = services.look_at_identity(report, reason="核实线索", by=desk, at=then())
    assert person == CONSUMER
    line = AuditRecord.objects.get(verb="identity.viewed")
    assert (line.actor_name, line.facts["reason"]) == ("冯演示", "核实线索")
    assert CONSUMER.name not in str(line.facts)


def test_a_look_needs_a_reason_and_the_right(report, mediated, desk, officer, leader):
    with pytest.raises(RoadRefused, match="为什么要看"):
        services.look_at_identity(report, reason=" ", by=desk, at=then())
    for who, matter in ((officer, report), (leader, report), (leader, mediated)):
        with pytest.raises(Refused):
            services.look_at_identity(matter, reason="看看", by=who, at=then())
    assert services.look_at_identity(mediated, reason="约调解", by=officer, at=then()) == CONSUMER
    assert AuditRecord.objects.filter(verb="identity.viewed").count() == 1
