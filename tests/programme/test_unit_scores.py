"""Units are scored from the rows of the year; a contested item is answered by somebody else."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.programme.conftest import now
from wangshi.accounts.policy import Refused
from wangshi.programme import services
from wangshi.programme.models import Contest
from wangshi.programme.selectors.unit_scores import scored_units
from wangshi.programme.workflow import ProgrammeRefused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def of(unit):
    return next(one for one in scored_units(TODAY.year, TODAY) if one.department == unit)


@pytest.fixture
def contested(tasks, travel, traveller) -> Contest:
    return services.contest_score(
        travel, year=TODAY.year, item="unsigned", words="签收过纸质的", by=traveller, at=now()
    )


def test_an_unsigned_task_costs_a_point_and_stands_among_the_rows(tasks, travel, traveller):
    issued = tasks[0].issued_at.year
    before = next(one for one in scored_units(issued, TODAY) if one.department == travel)
    rows = [row for row in before.rows if row.item == "unsigned"]
    assert before.score.total == 100 - len(rows)
    task = next(one for one in tasks if one.pk == rows[0].key)
    services.receive_task(task, by=traveller, at=now())
    after = next(one for one in scored_units(issued, TODAY) if one.department == travel)
    assert after.score.total == before.score.total + 1


def test_what_is_given_back_on_contest_is_in_the_total(contested, travel, office):
    before = of(travel).score.total
    services.answer_contest(contested, words="看了回执", given_back=Decimal(1), by=office, at=now())
    assert of(travel).score.total == before + 1
    with pytest.raises(ProgrammeRefused, match="已经答复过"):
        services.answer_contest(contested, words="再看", given_back=Decimal(0), by=office, at=now())


def test_a_contest_is_bounded_open_once_and_not_answered_by_its_author(
    contested, travel, amr, traveller, office
):
    with pytest.raises(ProgrammeRefused, match="最多改 10 分"):
        services.answer_contest(contested, words="好", given_back=Decimal(11), by=office, at=now())
    with pytest.raises(ProgrammeRefused, match="还没有答复"):
        services.contest_score(
            travel, year=TODAY.year, item="unsigned", words="再说", by=traveller, at=now()
        )
    ours = services.contest_score(
        amr, year=TODAY.year, item="finding", words="改过了", by=office, at=now()
    )
    with pytest.raises(ProgrammeRefused, match="请别人答复"):
        services.answer_contest(ours, words="好", given_back=Decimal(0), by=office, at=now())
    with pytest.raises(Refused):
        services.contest_score(
            amr, year=TODAY.year, item="decision", words="不对", by=traveller, at=now()
        )


def test_the_pages_show_rules_rows_and_contests(contested, travel, traveller):
    client = Client()
    client.force_login(traveller)
    ranking = client.get(reverse("unit-scores")).content.decode()
    assert "规则是县里自定的" in ranking
    assert "签收过纸质的" in ranking
    assert "提异议" in client.get(reverse("unit-score", args=[travel.pk])).content.decode()
