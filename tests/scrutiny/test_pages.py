"""登记核查的页: each lists, says what to do, refuses in words, and asks as often for many rows."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.scrutiny.conftest import add_operator, look, open_shop, the_cluster
from wangshi.scrutiny.models import ContactLetter, Premise, SharedPlace, Suspicion
from wangshi.scrutiny.services import LetterDraft, note_letter_result, send_contact_letter
from wangshi.scrutiny.workflow import LetterResult


@pytest.fixture
def desk(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def mark() -> dict[str, str]:
    return {"mark": str(uuid.uuid4())}


def test_the_list_says_that_nobody_looked_and_the_button_looks(desk, ring):
    assert "还没有看过" in desk.get("/suspicions/").content.decode()
    desk.post("/suspicions/recompute/")
    text = desk.get("/suspicions/").content.decode()
    assert "登记疑点 1 个" in text
    assert "照片、收款人只比记进来的" in text
    assert "没有符合的疑点" in desk.get("/suspicions/?reason=bad_code").content.decode()


def test_the_page_of_one_has_its_drawing_its_rows_and_no_whole_phone(desk, ring, officer):
    look(officer)
    text = desk.get(f"/suspicions/{the_cluster().pk}/").content.decode()
    graph = text[text.index('<svg class="graph"') :].partition("</svg>")[0]
    assert graph.count("<rect") == 4 + 3
    assert graph.count("<line") == 4 + 4
    assert "169****0000" in text
    assert "16900010000" not in text
    assert "市场主体登记管理条例》第四十条" in text


def test_dismissing_by_the_form_and_taking_it_back(desk, ring, officer):
    look(officer)
    here = f"/suspicions/{the_cluster().pk}/"
    refused = desk.post(f"{here}dismiss/", {**mark(), "ground": "other", "note": ""})
    assert refused.status_code == 422
    assert "写明为什么排除" in refused.content.decode()
    assert desk.post(f"{here}dismiss/", {**mark(), "ground": "own", "note": ""}).url == here
    assert "是同一个人、一家人开的" in desk.get(here).content.decode()
    desk.post(f"{here}undo/")
    assert the_cluster().state == "pending"


def test_a_form_sent_twice_makes_one_clue(desk, ring, officer):
    look(officer)
    here, form = f"/suspicions/{the_cluster().pk}/", {**mark(), "note": "去看过"}
    desk.post(f"{here}hand-over/", form)
    desk.post(f"{here}hand-over/", form)
    assert the_cluster().clue.title in desk.get(f"/clues/{the_cluster().clue_id}/").content.decode()


def test_the_list_asks_as_often_for_many_rows(
    desk, officer, platform, django_assert_max_num_queries
):
    for number in range(30):
        open_shop(platform, number, shown_uscc=f"91990101MA00000{number:03d}")
    look(officer)
    assert Suspicion.objects.count() == 30
    desk.get("/suspicions/")
    with django_assert_max_num_queries(24):
        desk.get("/suspicions/")


def test_two_letters_by_the_forms_and_the_record(desk, firm, officer):
    here = f"/operators/{firm.pk}/letters/"
    given = {"address": firm.address, "postal_number": "演示001", "why": "演示：电话停机"}
    today = timezone.localdate()
    desk.post(f"{here}new/", {**mark(), **given, "sent_on": f"{today}"})
    letter = ContactLetter.objects.get()
    text = desk.get(here).content.decode()
    assert "第一封寄出了，等结果" in text
    assert "寄第" not in text.split("</h1>")[1].split("panel")[0]
    result = {"result": "unsigned", "on": f"{today}", "words": "演示：查无此人"}
    assert desk.post(f"/contact-letters/{letter.pk}/result/", {**mark(), **result}).url == here
    assert "起能寄第二封" in desk.get("/contact-letters/").content.decode()
    early = desk.post(f"{here}new/", {**mark(), **given, "sent_on": f"{today}"})
    assert early.status_code == 422
    assert "之间寄第二封" in early.content.decode()


@pytest.mark.once
def test_the_papers_of_two_letters(desk, firm, officer, platform):
    letters, start = [], timezone.now() - timedelta(days=40)
    for number, days in enumerate((0, 16)):
        then = start + timedelta(days=days)
        draft = LetterDraft(firm.address, f"演示{number}", "演示", timezone.localdate(then))
        letter = send_contact_letter(firm, draft, by=officer, at=then)
        facts = {"on": draft.sent_on, "words": "演示：查无此人", "by": officer, "at": then}
        letters.append(note_letter_result(letter, LetterResult.UNSIGNED, **facts))
    first, second = letters
    open_shop(platform, 1, operator=firm)
    told = desk.get(f"/operators/{firm.pk}/letters/").content.decode()
    assert f"/platforms/{platform.pk}/letters/new/lost_contact/" in told
    text = desk.get(f"/contact-letters/{second.pk}/record.html").content.decode()
    assert f"编号：{first.number}" in text
    assert desk.get(f"/contact-letters/{first.pk}/record.html").status_code == 404
    word = desk.get(f"/contact-letters/{first.pk}/letter.docx")
    assert b"".join(word.streaming_content)[:2] == b"PK"


def test_places_and_premises_by_the_forms(desk, firm):
    today = f"{timezone.localdate()}"
    form = {"sort": "address", "value": firm.address, "whose": "演示托管", "proof": "演示合同"}
    desk.post("/shared-places/new/", {**mark(), **form, "capacity": "3", "since": today})
    place = SharedPlace.objects.get()
    assert firm.name in desk.get(f"/shared-places/{place.pk}/operators/").content.decode()
    here = f"/operators/{firm.pk}/premises/"
    desk.post(f"{here}new/", {**mark(), "kind": "place", "address": "样例街 1 号", "since": today})
    text = desk.get(here).content.decode()
    assert "没有记在执照上的实体场所" in text
    premise = Premise.objects.get()
    assert desk.post(f"/premises/{premise.pk}/end/", {**mark(), "on": today}).url == here
    ended = desk.post(f"/shared-places/{place.pk}/end/", {**mark(), "reason": "演示"})
    assert ended.url == reverse("shared-places")


def test_the_page_of_an_operator_tells_its_suspicions(desk, ring, officer):
    look(officer)
    text = desk.get(f"/operators/{ring[0].pk}/").content.decode()
    assert "登记疑点：几条线索连成一片（待核实）" in text


def test_the_export_has_the_rows(desk, ring, officer):
    look(officer)
    add_operator(99)
    answer = desk.get("/suspicions/export.xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
