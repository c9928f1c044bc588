"""The targets of a plan: computed bases, and what the county's figures say of the same year."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import SHARED
from tests.figures.conftest import LAST, SINCE, UNIT, now, told
from tests.programme.conftest import YEAR
from wangshi.accounts.models import Department, DepartmentKind
from wangshi.engine.figures import Length, Outlook, Period, standing_book, standing_forms
from wangshi.engine.plans import parse_plan
from wangshi.figures import services as figures
from wangshi.programme import selectors

D = Decimal
SIX = ("trade", "retail", "farm_retail", "statistical_firms", "hosts", "best_sellers")


@pytest.mark.once
@pytest.mark.real_data
def test_all_six_targets_of_lueyang_have_their_figure():
    text = (SHARED / "domain" / "plan-lueyang-2023.txt").read_text("utf-8")
    named = [standing_book().named(target.name) for target in parse_plan(text).targets]
    assert tuple(one.key for one in named if one) == SIX


@pytest.mark.django_db
def test_a_target_is_held_against_the_year_so_far(plan, office):
    trade = Department.objects.create(
        code="jingmao", name="拾穗县经济贸易局", short_name="经贸局",
        kind=DepartmentKind.COUNTY_UNIT,
    )  # fmt: skip
    form = standing_forms()["unit_trade"]
    (unit,) = figures.add_respondents(form, [trade], since=SINCE, by=office, at=now(400))
    cells = {**UNIT, "trade": "21000", "retail": "20001"}
    figures.file_return(unit, LAST, told(cells, LAST), by=office, at=now())
    on = LAST.last_on
    (line,) = selectors.target_lines(plan, on)
    assert (line.value, line.base, line.unit) == (D(20_000), D(16_000), "万元")
    if LAST.year == YEAR:
        assert line.found.period == Period(YEAR, 1, Length.YEAR)
        assert line.outlook is Outlook.REACHED
        assert line.progress.done == D("100.0")


@pytest.mark.django_db
def test_without_figures_nothing_is_claimed(plan, office):
    (line,) = selectors.target_lines(plan, date(YEAR, 7, 1))
    assert (line.found, line.outlook, line.progress.done) == (None, Outlook.UNSURE, None)
    client = Client()
    client.force_login(office)
    shown = client.get(reverse("targets")).content.decode()
    assert "目标 1 个" in shown
    assert "网络零售额 20\u00a0000 万元" in shown
