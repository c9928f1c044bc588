"""A letter of supervision lists what a unit owes that day, and stays as it was written."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.programme.conftest import now
from tests.programme.test_pages import send
from wangshi.accounts.policy import Refused
from wangshi.programme import selectors, services
from wangshi.programme.models import SupervisionLetter, Task
from wangshi.programme.papers import letter_paper
from wangshi.programme.services import ProgrammeRefused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def overdue(travel_task) -> Task:
    Task.objects.filter(pk=travel_task.pk).update(due_on=TODAY - timedelta(days=10))
    return travel_task


@pytest.fixture
def letter(overdue, travel, office) -> SupervisionLetter:
    return services.send_letter(travel, answer_by=SOON, words="尽快", by=office, at=now())


def test_a_letter_keeps_what_was_owed_on_its_day_with_the_hashes_of_it(letter, office, travel):
    Task.objects.update(state="accepted")
    (line,) = selectors.lines_in(letter)
    assert (line.title, line.words, line.late(letter.on)) == ("任务", "在线旅游", 10)
    assert selectors.still_owed(letter, TODAY) == frozenset()
    paper = letter_paper(letter)
    assert paper.number == f"创建督〔{TODAY.year}〕1号"
    assert paper.tables[1].rows[0][1:] == ("1 件", letter.query_sha256[:16], letter.digest[:16])
    with pytest.raises(ProgrammeRefused, match="没有逾期的"):
        services.send_letter(travel, answer_by=SOON, by=office, at=now())


def test_another_day_owed_is_another_digest(letter, travel, office, overdue):
    Task.objects.filter(pk=overdue.pk).update(due_on=TODAY - timedelta(days=9))
    second = services.send_letter(travel, answer_by=SOON, by=office, at=now())
    assert (second.serial, second.query_sha256) == (2, letter.query_sha256)
    assert second.digest != letter.digest


def test_what_is_not_the_business_of_somebody_is_refused(letter, travel, office, traveller):
    with pytest.raises(ProgrammeRefused, match="明天或者以后"):
        services.send_letter(travel, answer_by=TODAY, by=office, at=now())
    with pytest.raises(Refused):
        services.send_letter(travel, answer_by=SOON, by=traveller, at=now())
    with pytest.raises(Refused):
        services.answer_supervision_letter(letter, words="样例", by=office, at=now())


def test_a_letter_is_sent_read_and_answered_on_its_pages(
    client, overdue, travel, office, traveller
):
    client.force_login(office)
    assert "10 日：在线旅游" in client.get(reverse("supervision-letters")).content.decode()
    sent = send(client, "supervision-letter-new", travel.pk, answer_by=SOON.isoformat())
    letter = SupervisionLetter.objects.get()
    paper = client.get(reverse("supervision-letter-paper", args=[letter.pk, "docx"]))
    assert b"".join(paper.streaming_content).startswith(b"PK")
    client.force_login(traveller)
    assert "回复督办函" in client.get(sent.url).content.decode()
    send(client, "supervision-letter-answer", letter.pk, words="月底办完", mark="m2")
    again = send(client, "supervision-letter-answer", letter.pk, words="又一次", mark="m3")
    assert (again.status_code, "已经回复过了" in again.content.decode()) == (422, True)
    assert "月底办完" in client.get(sent.url).content.decode()
