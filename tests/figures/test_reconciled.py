"""What is told becomes ranges with grades; every number opens to the rows it was counted from."""

from datetime import date
from decimal import Decimal

import pytest

from tests.figures.conftest import FIRM, LAST, PARCELS, TODAY, TOWN, UNIT, now, told
from wangshi.engine.figures import From, Length, Period, Stands, period_on, standing_book
from wangshi.figures import selectors, services
from wangshi.inspections.models import IdentityReturn, ReturnRow
from wangshi.registry.models import Platform

pytestmark = pytest.mark.django_db
FIGURES = standing_book().figures
D = Decimal


def file(respondent, cells, by, period: Period = LAST, **changed):
    return services.file_return(
        respondent, period, told(cells, period, note="试填", **changed), by=by, at=now()
    )


def test_retail_is_reconciled_from_three_sources(unit, logistics, firm_list, office):
    file(unit, UNIT, office)
    file(logistics, PARCELS, office)
    file(firm_list[0], FIRM, office)
    found, _ = selectors.found_in(FIGURES["retail"], LAST)
    done = found.reconciled
    assert {claim.key for claim in done.claims} == {"firms", "unit", "parcels"}
    assert (done.low, done.likely, done.high) == (D(580), D(605), D(640))
    assert done.filed == D("50.0")  # one of two firms has filed
    assert found.grade.grade == "C"
    assert "该报的只报了 50.0%" in "；".join(found.grade.lacks)
    file(firm_list[1], FIRM, office)
    assert selectors.found_in(FIGURES["retail"], LAST)[0].grade.grade == "A"


def test_growth_is_told_against_the_same_quarter_a_year_before(unit, office):
    file(unit, UNIT, office)
    assert selectors.found_in(FIGURES["trade"], LAST)[0].growth.why == "上年同期没有数"
    file(unit, UNIT | {"trade": "800"}, office, LAST.a_year_before)
    assert selectors.found_in(FIGURES["trade"], LAST)[0].growth.percent == D("25.0")


def test_a_year_that_runs_is_held_against_the_same_quarters(unit, office):
    year = Period(LAST.year, 1, Length.YEAR)
    for part in year.a_year_before.parts(Length.QUARTER):
        file(unit, UNIT, office, part)
    file(unit, UNIT | {"trade": "1100"}, office)
    found, _ = selectors.found_in(FIGURES["trade"], year)
    assert (found.reconciled.likely, found.growth.percent) == (D(1100), D("10.0"))


def test_a_year_adds_flows_and_takes_the_last_of_stocks(unit, office):
    first, second = (
        Period(LAST.year - 1, 1, Length.QUARTER),
        Period(LAST.year - 1, 2, Length.QUARTER),
    )
    file(unit, UNIT, office, first)
    file(unit, UNIT | {"trade": "1100", "hosts": "6"}, office, second)
    year = Period(LAST.year - 1, 1, Length.YEAR)
    assert selectors.found_in(FIGURES["trade"], year)[0].reconciled.likely == D(2100)
    assert selectors.found_in(FIGURES["hosts"], year)[0].reconciled.likely == D(6)


def test_a_number_opens_to_the_rows_it_was_counted_from(unit, firm_list, town_return, office):
    file(town_return, TOWN, office)
    for respondent in firm_list:
        file(respondent, FIRM, office)
    file(unit, UNIT, office)
    for definition in FIGURES.values():
        found, ledger = selectors.found_in(definition, LAST)
        for claim in found.reconciled.claims:
            rule = definition.source(claim.key)
            if rule.origin is From.RETURN:
                rows = selectors.rows_behind(definition, rule, LAST, ledger)
                assert sum(row.values[rule.field] for row in rows) == claim.likely


def test_changing_one_row_changes_exactly_the_figures_that_rest_on_it(unit, firm_list, office):
    file(unit, UNIT, office)
    before = dict(selectors.newest_of_all(TODAY))
    file(unit, UNIT | {"hosts": "7"}, office, reason="补一人")
    after = dict(selectors.newest_of_all(TODAY))
    changed = [key.key for key in before if before[key] != after[key]]
    assert changed == ["hosts"]


def test_one_firm_on_two_platforms_is_counted_once_in_the_year(firm_list, firms, office):
    year = LAST.year
    for number, name in enumerate(("甲网", "乙网")):
        platform = Platform.objects.create(code=f"p{number}", name=name)
        sent = IdentityReturn.objects.create(
            platform=platform, kind="shops", year=year, month=7, origin="province",
            opened_by=office, opened_at=now(),
        )  # fmt: skip
        ReturnRow.objects.create(
            identity_return=sent, key=f"k{number}", row_number=1, batch_id=1, name=firms[0].name,
            uscc=firms[0].uscc, turnover=D(500_000), digest="x",
        )  # fmt: skip
    asked = period_on(date(year, 7, 1), Length.YEAR)
    definition = FIGURES["trade"]
    _, told_by = selectors.found_in(definition, asked)
    counted, _ = selectors.counted_firms(definition, definition.source("firms"), asked, told_by)
    assert [firm.likely for firm in counted.firms] == [D(100)]  # 50 + 50, in 万元
    claim = next(one for one in selectors.claims_of(definition, asked, told_by))
    assert claim.stands is Stands.WHOLE


def test_without_platforms_the_firms_are_only_a_part(firm_list, office):
    file(firm_list[0], FIRM, office)
    found, _ = selectors.found_in(FIGURES["trade"], LAST)
    assert [claim.stands for claim in found.reconciled.claims] == [Stands.AT_LEAST]
    assert found.reconciled.high is None
    assert found.grade.grade == "D"


def test_the_list_asks_the_database_as_often_for_many_firms(
    firm_list, office, django_assert_max_num_queries
):
    for respondent in firm_list:
        file(respondent, FIRM, office)
    with django_assert_max_num_queries(2):
        selectors.newest_of_all(TODAY)
