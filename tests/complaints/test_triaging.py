"""The category of a complaint: suggested with its reasons, said by a person, learned from."""

import pytest
from django.urls import reverse

from tests.complaints.conftest import dispute, then
from wangshi.accounts.policy import Refused
from wangshi.accounts.services import system_account
from wangshi.complaints import services, triage
from wangshi.complaints.models import Complaint, TriageModel
from wangshi.complaints.selectors import category_of, triage_figures
from wangshi.complaints.workflow import ChangedMeanwhile, RoadRefused
from wangshi.engine.triage import Example, Text
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
SHORT = "买五斤核桃回家一称只有四斤，缺斤少两"


def sort(complaint, desk, code="09", **given):
    return services.sort_complaint(complaint, code=code, by=desk, at=then(), **given)


@pytest.fixture
def taught():
    lines = {
        "09": "买五斤核桃回家一称少了{}两，缺斤少两",
        "10": "核桃标价和结账价格不一致多收{}块",
        "12": "送来的核桃有虫，售后第{}次不给退",
    }
    return [
        Example(Text("核桃 5 斤", words.format(number)), code)
        for code, words in lines.items()
        for number in "一二三四五六七八九十"
    ] * 2


def test_a_new_complaint_gets_a_suggestion_with_certainty_and_words_and_nothing_more(file):
    complaint = file(text=SHORT).complaint
    seen = category_of(complaint)
    assert (seen.suggested, seen.is_open) == ("计量", True)
    assert 0 < seen.certainty < 1
    assert seen.words
    assert complaint.problem == ""


def test_what_a_person_says_stands_and_is_recorded_beside_what_software_said(file, desk):
    complaint = file(text=SHORT).complaint
    sort(complaint, desk, "01")
    complaint.refresh_from_db()
    seen = category_of(complaint)
    assert (complaint.problem, seen.title, seen.by_person) == ("01", "质量", True)
    assert complaint.steps.last().words == "质量，软件建议的是计量"
    assert AuditRecord.objects.get(verb="complaint.sorted").facts["suggested"] == "09"
    figures = triage_figures()
    assert (figures.judged, figures.agreed, figures.waiting) == (1, 0, 0)


def test_an_unknown_code_or_another_persons_step_in_between_is_refused(complaint, desk, officer):
    with pytest.raises(RoadRefused, match="从列出的类别里选"):
        sort(complaint, desk, "999")
    with pytest.raises(Refused):
        sort(complaint, officer)
    with pytest.raises(ChangedMeanwhile):
        sort(complaint, desk, version=99)


def test_a_category_that_came_with_12315_is_not_guessed_again(file):
    complaint = file(dispute=dispute(problem="10"), text=SHORT).complaint
    assert category_of(complaint).title == "价格"
    assert not hasattr(complaint, "triage")


def test_after_training_what_is_certain_is_settled_and_what_a_person_said_stays(file, desk, taught):
    said, open_one = file(text=SHORT).complaint, file(text=SHORT).complaint
    sort(said, desk, "01")
    kept = services.train_triage(taught, by=system_account(), at=then())
    assert kept.texts == len(taught)  # a single complaint of its kind is not enough to learn
    open_one.refresh_from_db()
    said.refresh_from_db()
    assert (open_one.problem, open_one.triage.settled) == ("09", True)
    assert open_one.triage.model == kept
    assert (said.problem, said.triage.code) == ("01", "01")
    assert file(text=SHORT).complaint.problem == "09"
    assert AuditRecord.objects.get(verb="triage.trained").facts["texts"] == kept.texts


def test_what_software_settled_never_teaches_it(file, taught):
    services.train_triage(taught, by=system_account(), at=then())
    for _ in range(6):
        assert file(text=SHORT).complaint.problem == "09"
    again = services.train_triage(taught, by=system_account(), at=then())
    assert again.texts == len(taught)


def test_a_code_outlives_its_title(file, desk, monkeypatch):
    complaint = file(text=SHORT).complaint
    sort(complaint, desk, "09")
    titles = triage.problem_titles() | {"09": "计量和称重"}
    monkeypatch.setattr("wangshi.complaints.selectors.triaging.problem_titles", lambda: titles)
    complaint.refresh_from_db()
    assert (complaint.problem, category_of(complaint).title) == ("09", "计量和称重")


def test_training_is_the_command_lines_and_says_what_is_missing(desk):
    with pytest.raises(Refused):
        services.train_triage([], by=desk, at=then())
    with pytest.raises(RoadRefused, match="不够"):
        services.train_triage([], by=system_account(), at=then())
    assert not TriageModel.objects.exists()


def test_a_category_does_not_decide_whether_a_complaint_is_taken_up(file, taught):
    services.train_triage(taught, by=system_account(), at=then())
    complaint = file(text=SHORT).complaint
    assert Complaint.objects.get(pk=complaint.pk).state == "received"


def test_the_sentences_to_start_from_are_invented_and_hold_no_figure_of_anybody():
    lines = [f"{one.text.title}{one.text.body}" for one in triage.starting_examples()]
    assert len(lines) == len(set(lines))
    assert not any(character.isdigit() for line in lines for character in line)
    assert {one.code for one in triage.starting_examples()} <= set(triage.problem_titles())


def test_the_page_and_the_list_show_the_suggestion_and_one_press_confirms_it(client, desk, file):
    client.force_login(desk)
    complaint = file(text=SHORT).complaint
    shown = client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    assert "软件读到的：计量，把握" in shown
    assert "“缺斤少两”" in shown
    step = reverse("complaint-sort", args=[complaint.pk])
    assert f"{step}?code=09" in shown
    assert "像计量" in client.get(reverse("complaints"), {"waits": "unsorted"}).content.decode()
    assert 'value="09" selected' in client.get(step, {"code": "09"}).content.decode()
    assert client.post(step, {"mark": "定", "code": "09"}).status_code == 302
    assert "人定的" in client.get(reverse("complaint", args=[complaint.pk])).content.decode()
    assert complaint.number in client.get(reverse("complaints"), {"problem": "09"}).content.decode()
    figures = client.get(reverse("complaint-triage")).content.decode()
    assert "100.0%（1/1）" in figures
    assert "只作建议，不自动定" in figures
