"""Pages of the room: what they show, what they refuse in words, how few questions they ask."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.penalties.conftest import filed_case, then, walk
from wangshi.accounts.models import RoleGrant
from wangshi.accounts.permissions import Role
from wangshi.penalties.models import Docket, PenaltyStep, SpotPenalty
from wangshi.penalties.workflow import CaseState
from wangshi.shared.models import Attachment

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ask(client, people):
    client.force_login(people.officer)

    def asked(name, *args, query=None, **given):
        path = reverse(name, args=args)
        return client.post(path, given) if given else client.get(path, query or {})

    return asked


def text(response):
    return response.content.decode()


def test_an_unopened_case_stands_on_the_list_and_opens(ask, case):
    shown = text(ask("cases"))
    assert case.number in shown
    shown = text(ask("case", case.pk))
    for words in ("填当事人", "调查终结，送审核", "第六十四条", "来自线索"):
        assert words in shown


def test_the_list_asks_as_few_questions_for_many_as_for_one(ask, case, people, station):
    def questions():
        with CaptureQueriesContext(connection) as made:
            ask("cases")
        return len(made)

    walk(case, people, CaseState.SERVED)
    questions()
    one = questions()
    for number in (2, 3):
        walk(filed_case(people, station, number), people, CaseState.SERVED)
    assert questions() == one


def test_a_step_is_taken_once_however_often_the_button_is_pressed(ask, case):
    for _ in range(2):
        answer = ask("case-work", case.pk, "note", mark="甲", version="0", words="看了网页")
        assert answer.status_code == 302
    assert PenaltyStep.objects.count() == 1


def test_two_officers_at_once_keep_what_the_second_typed(ask, case):
    ask("case-work", case.pk, "note", mark="甲", version="0", words="看了网页")
    answer = ask("case-work", case.pk, "note", mark="乙", version="0", words="我写了很长")
    assert answer.status_code == 422
    assert "先走了一步" in text(answer)
    assert "我写了很长" in text(answer)


def test_a_step_that_is_not_open_leads_back_with_the_reason(ask, case):
    answer = ask("case-work", case.pk, "pay")
    assert answer.status_code == 302
    assert "不能记缴款" in text(ask("case", case.pk))


@pytest.mark.parametrize("slug", ["pass", "nothing"])
def test_a_step_has_one_address(ask, case, slug):
    assert ask("case-work", case.pk, slug).status_code == 404


def test_an_amount_in_words_is_refused_in_words(ask, case, people):
    walk(case, people, CaseState.SERVED)
    given = {"mark": "丙", "kind": "fine", "amount": "五千元", "on": "2026-06-20", "receipt": "1"}
    answer = ask("case-work", case.pk, "pay", **given)
    assert answer.status_code == 422
    assert "只写数字" in text(answer)
    assert "五千元" in text(answer)


def test_a_reviewer_is_refused_their_own_case_on_the_page(client, ask, case, people):
    walk(case, people, CaseState.REVIEWING)
    RoleGrant.objects.create(
        account=people.officer, role=Role.LEGAL_REVIEWER, granted_at=timezone.now()
    )
    client.force_login(type(people.officer).objects.get(pk=people.officer.pk))
    assert "审核通过" not in text(ask("case", case.pk)).split("经过")[0].split("还可以走")[-1]
    answer = ask("case-review", case.pk, "pass", mark="丁", opinion="同意")
    assert answer.status_code == 422
    assert "不能审核、批准、决定自己办的件" in text(answer)
    assert Docket.objects.get().state == CaseState.REVIEWING


def test_every_step_has_a_page_that_opens_where_the_step_does(client, case, people):
    for state in CaseState:
        if state is CaseState.CLOSED:
            break
    walk(case, people, CaseState.NOTIFIED)
    for who in (people.officer, people.head):
        client.force_login(who)
        story = text(client.get(reverse("case", args=[case.pk])))
        links = {part.split('"')[0] for part in story.split('href="')[1:]}
        steps = [one for one in links if f"/cases/{case.pk}/" in one and "paper" not in one]
        assert steps
        for one in steps:
            assert client.get(one).status_code == 200, one


def test_the_preview_shows_what_will_be_covered(ask, case, people):
    walk(case, people, CaseState.SERVED)
    shown = text(ask("case-publication", case.pk, words="订单记录"))
    assert "另外遮的" in shown
    answer = ask("case-publication-keep", case.pk, words="订单记录")
    assert answer.status_code == 302
    assert "订单记录" not in case.docket.decision.publication.text


def test_a_paper_is_read_on_the_page_and_taken_as_word(ask, case, people):
    walk(case, people, CaseState.AGREED)
    assert "陈述权" in text(ask("case-paper", case.pk, "notice", "html"))
    answer = ask("case-paper", case.pk, "notice", "docx")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert ask("case-paper", case.pk, "decision", "html").status_code == 404


def test_a_penalty_on_the_spot_is_made_once_and_filed(ask, people):
    given = {
        "mark": "戊", "party": "试填小店", "kind": "organisation", "facts": "没有标价",
        "basis": "价格法第四十二条", "warning": "on", "place": "甲木镇", "signed": "签收",
        "done_at": "2026-06-01T10:00", "second_officer": people.second.pk,
    }  # fmt: skip
    for _ in range(2):
        assert ask("spot-penalty-new", **given).status_code == 302
    spot = SpotPenalty.objects.get()
    assert ask("spot-penalty", spot.pk, mark="己", on="2026-06-02").status_code == 302
    refused = ask("spot-penalty-new", **given | {"mark": "庚", "fine": "3001"})
    assert "走普通程序" in text(refused)
    assert spot.number in text(ask("spot-penalties"))


def test_the_clue_and_the_operator_lead_to_the_case(ask, case, people):
    walk(case, people, CaseState.DECIDED)
    assert reverse("case", args=[case.pk]) in text(ask("clue", case.clue_id))
    shown = text(ask("operator", case.clue.operator_id))
    assert "罚款 5,000 元" in shown


def test_service_keeps_its_picture_and_refuses_what_is_none(ask, case, people):
    walk(case, people, CaseState.DECIDED)
    given = {
        "mark": "辛", "way": "left", "on": then(42).date(), "receiver": "试填张三",
        "proof": "拒收，拍了照", "result": "yes",
    }  # fmt: skip
    wrong = SimpleUploadedFile("虚构.exe", b"MZ")
    answer = ask("case-work", case.pk, "serve", **given, picture=wrong)
    assert answer.status_code == 422
    assert "凭据要是照片" in text(answer)
    photo = SimpleUploadedFile("虚构.pdf", b"%PDF-1.4 ...")
    assert ask("case-work", case.pk, "serve", **given, picture=photo).status_code == 302
    kept = Attachment.objects.get()
    assert "虚构.pdf" in text(ask("case", case.pk))
    sent = ask("case-file", case.pk, kept.pk)
    assert (sent["Content-Type"], sent["Content-Disposition"]) == ("application/pdf", "attachment")
    assert ask("case-file", case.pk, kept.pk + 1).status_code == 404
