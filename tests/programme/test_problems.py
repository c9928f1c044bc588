"""A problem is closed on an effect in numbers by somebody else; a practice is copied with proof."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.books import workbook_of
from tests.programme.conftest import now
from wangshi.accounts.policy import Refused
from wangshi.programme import services
from wangshi.programme.models import Practice, Problem
from wangshi.programme.selectors.problems import Standing, problem_line, problems_listed
from wangshi.programme.services import Effect, NewPractice
from wangshi.programme.workflow import PracticeKind, ProgrammeRefused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EFFECT = Effect("投诉少了", "每月投诉件数", Decimal(12), Decimal(4))


@pytest.fixture
def problem(travel, office) -> Problem:
    return services.raise_problem(travel, words="民宿重复投诉多", due_on=TODAY, by=office, at=now())


def standing(days: int = 0) -> tuple[Standing, bool]:
    line = problem_line(problems_listed().get(), TODAY + timedelta(days=days))
    return line.standing, line.late


def test_a_problem_goes_from_measure_to_effect_to_closed(problem, traveller, office):
    assert standing(1) == (Standing.RAISED, True)
    with pytest.raises(ProgrammeRefused, match="先记做了什么"):
        services.show_effect(problem, EFFECT, by=traveller, at=now())
    services.note_measure(problem, words="约谈三家（虚构）", by=traveller, at=now())
    assert standing() == (Standing.ACTED_ON, False)
    with pytest.raises(ProgrammeRefused, match="还没有报成效"):
        services.close_problem(problem, words="好了", by=office, at=now())
    services.show_effect(problem, EFFECT, by=traveller, at=now())
    assert standing() == (Standing.SHOWN, False)
    services.close_problem(problem, words="看了当月台账", by=office, at=now())
    assert standing(9) == (Standing.CLOSED, False)
    with pytest.raises(ProgrammeRefused, match="已经销号了"):
        services.note_measure(problem, words="再做", by=traveller, at=now())


def test_whoever_tells_of_the_effect_does_not_close_it(amr, office, second_office):
    ours = services.raise_problem(amr, words="样例问题", due_on=TODAY, by=office, at=now())
    services.note_measure(ours, words="做了", by=office, at=now())
    services.show_effect(ours, EFFECT, by=office, at=now())
    with pytest.raises(ProgrammeRefused, match="请别人销号"):
        services.close_problem(ours, words="好了", by=office, at=now())
    services.close_problem(ours, words="看过", by=second_office, at=now())


def test_another_unit_does_not_act_on_it(problem, office):
    with pytest.raises(Refused):
        services.note_measure(problem, words="做了", by=office, at=now())


@pytest.fixture
def practice(travel, traveller) -> Practice:
    new = NewPractice(
        PracticeKind.SERVICE, "游客当天办", TODAY, "一个号码接，当天约上两边", "7 天", "当天",
        file=SimpleUploadedFile("样例模板.txt", b"sample"),
    )  # fmt: skip
    return services.add_practice(travel, new, by=traveller, at=now())


def test_a_practice_is_added_by_its_own_unit_and_copied_with_proof(practice, amr, traveller):
    with pytest.raises(ProgrammeRefused, match="凭什么"):
        services.copy_practice(practice, who="某县", on=TODAY, proof=" ", by=traveller, at=now())
    services.copy_practice(practice, who="某县", on=TODAY, proof="来函", by=traveller, at=now())
    assert [str(one) for one in practice.copies.all()] == ["某县"]
    elsewhere = NewPractice(PracticeKind.POLICY, "样例", TODAY, "样例", "样例", "样例")
    with pytest.raises(Refused):
        services.add_practice(amr, elsewhere, by=traveller, at=now())


def test_the_pages_show_how_it_stands_and_what_was_copied(problem, practice, traveller, office):
    services.note_measure(problem, words="约谈三家（虚构）", by=traveller, at=now())
    services.show_effect(problem, EFFECT, by=traveller, at=now())
    client = Client()
    client.force_login(traveller)
    for name, args, words in (
        ("problems", [], "报了成效，等销号"),
        ("problem", [problem.pk], "每月投诉件数：12—4"),
        ("practices", [], "游客当天办"),
        ("practice", [practice.pk], "样例模板.txt"),
    ):
        assert words in client.get(reverse(name, args=args)).content.decode()
    fields = {"mark": "试填", "unit": "件", "before": "十二", "after": "4", "words": "少了"}
    answer = client.post(reverse("problem-effect", args=[problem.pk]), fields)
    assert "这一格要填数字，如 12.5" in answer.content.decode()
    client.force_login(office)
    told = workbook_of(client.get(reverse("problems-export")))["问题台账"][1]
    assert told[3:7] == ("报了成效，等销号", None, 1, 1)
