"""Who hears of a case: reviewers of what waits for them, its officers of answers and of terms."""

from datetime import timedelta

import pytest

from tests.penalties.conftest import findings, party, then, walk
from wangshi.mailroom.models import Notice
from wangshi.mailroom.workflow import NewsKind
from wangshi.penalties import services
from wangshi.penalties.workflow import CaseState

pytestmark = pytest.mark.django_db


def heard(account) -> list[str]:
    mine = Notice.objects.filter(recipient=account).order_by("id")
    return [f"{NewsKind(one.kind)} {one.words.partition('：')[0]}" for one in mine]


def test_who_hears_what_on_the_road_of_a_case(case, people):
    walk(case, people, CaseState.CLOSED)
    assert heard(people.reviewer) == ["assigned 等审核"]
    said = ["answered 审核通过", "answered 作出了处理决定", "answered 批准了请示"]
    assert heard(people.officer) == heard(people.second) == said
    assert heard(people.third) == []


def test_what_is_sent_back_says_so(case, people):
    services.set_party(case, party(), by=people.officer, at=then(1))
    services.conclude(case, findings(), by=people.officer, at=then(20))
    services.review(case, passed=False, opinion="证据不够", by=people.reviewer, at=then(22))
    assert heard(people.second) == ["returned 审核退回"]


def test_the_term_of_a_case_is_reminded_of_once_when_near_and_once_when_over(case, people):
    days = [then(0) + timedelta(days=days) for days in (10, 89, 89, 95, 96)]
    assert [services.remind_of_cases(day) for day in days] == [0, 1, 0, 1, 0]
    assert [one.partition(" ")[0] for one in heard(people.officer)] == ["due_soon", "overdue"]
    assert heard(people.reviewer) == []
