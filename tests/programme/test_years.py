"""The report of a year: every number of it is a saved query asked again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.programme.conftest import now
from wangshi.programme import selectors
from wangshi.programme.models import Task
from wangshi.programme.papers import annual_paper
from wangshi.programme.papers.years import _year_before
from wangshi.programme.selectors import QUERIES, Period

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_every_number_and_bar_of_the_year_is_a_saved_query_of_both_years(
    tasks, plan, client, office
):
    Task.objects.filter(title="在线旅游").update(issued_at=now(400))
    paper = annual_paper(plan, TODAY.year, TODAY)
    numbers = next(table for table in paper.tables if "用到的数" in table.title)
    row = next(row for row in numbers.rows if row[0] == "下达的任务")
    this, last = (
        selectors.harvest(QUERIES["tasks"], period)
        for period in (Period(date(TODAY.year, 1, 1), TODAY),
                       _year_before(Period(date(TODAY.year, 1, 1), TODAY)))
    )  # fmt: skip
    assert row[1:3] == (f"{this.count} 项", f"{last.count} 项")
    assert row[4:] == (
        f"{this.query_sha256[:16]} {last.query_sha256[:16]}",
        f"{this.digest[:16]} {last.digest[:16]}",
    )
    assert next(row for row in numbers.rows if row[0] == "线索")[3] == "—"  # nothing to divide by
    drawn = {bar.word: bar.figure for chart in paper.charts for bar in chart.bars}
    assert drawn[f"下达的任务 {TODAY.year}"] == f"{this.count} 项"
    assert len(paper.tables[-1].rows) == TODAY.month
    client.force_login(office)
    sent = client.get(reverse("annual-report", args=[TODAY.year, "docx"]))
    assert b"".join(sent.streaming_content).startswith(b"PK")
    assert client.get(reverse("annual-report", args=[TODAY.year + 1, "docx"])).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        (date(2026, 1, 1), date(2026, 11, 23), date(2025, 11, 23)),
        (date(2028, 1, 1), date(2028, 2, 29), date(2027, 2, 28)),  # a leap day
    ],
    ids=["a year so far", "to a leap day"],
)
def test_a_year_is_held_against_the_same_days_of_the_year_before(since, until, before):
    assert _year_before(Period(since, until)).until == before
