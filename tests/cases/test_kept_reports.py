"""Reports a phone kept while it had no signal: each comes in once, or says what is wrong."""

from datetime import date

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wangshi.cases.models import Clue


def phone(people) -> Client:
    client = Client()
    client.force_login(people.grid_member)
    return client


def kept_report(people, **changed):
    """A report as a phone sends it after it had no signal."""
    given = {"mark": "a" * 32, "kind": "cure", "shop": "虚构老灶", "found_on": "2026-11-20"}
    return given | {"town": people.town.pk} | changed


def test_a_report_kept_in_the_phone_comes_in_once_with_the_day_it_was_seen(people):
    client, url = phone(people), reverse("grid-queued")
    assert client.get(url).json()["who"] == people.grid_member.username
    answers = [client.post(url, kept_report(people)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json() == {"number": Clue.objects.get().number}
    assert Clue.objects.get().found_on == date(2026, 11, 20)


def test_a_phone_whose_calendar_is_ahead_reports_today(people):
    phone(people).post(reverse("grid-queued"), kept_report(people, found_on="2036-01-01"))
    assert Clue.objects.get().found_on == timezone.localdate()


def test_what_is_wrong_with_a_kept_report_is_told_and_nothing_is_made(people):
    answer = phone(people).post(reverse("grid-queued"), kept_report(people, shop="", kind=""))
    assert answer.status_code == 422
    assert answer.json()["wrong"] == ["点一个：是哪种情况", "写店名或者账号，写个大概也行"]
    assert not Clue.objects.exists()


def test_a_kept_report_of_somebody_signed_out_stays_in_the_phone(client, people):
    answer = client.post(reverse("grid-queued"), kept_report(people))
    assert (answer.status_code, Clue.objects.exists()) == (302, False)
