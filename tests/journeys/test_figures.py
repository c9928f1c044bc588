"""A unit files its return, one cell wrong at first; an officer sees it reconciled, to the row."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import enter, look
from tests.figures.conftest import LAST, PARCELS, UNIT, listed, now, told
from wangshi.accounts.models import Department, DepartmentKind
from wangshi.accounts.permissions import Role
from wangshi.figures import services

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def trade(county) -> Department:
    return Department.objects.create(
        code="jingmao", name="拾穗县经济贸易局", short_name="经贸局",
        kind=DepartmentKind.COUNTY_UNIT,
    )  # fmt: skip


def test_a_return_is_filed_and_seen_reconciled(
    page, live_server, make_account, trade, bureau, officer
):
    office = make_account("谭样例", Role.PROGRAMME_OFFICE, username="office", department=bureau)
    clerk = make_account("许虚构", Role.OTHER_BUREAU, username="clerk", department=trade)
    listed("unit_trade", trade, office=office)
    (parcels,) = listed("unit_logistics", trade, office=office)
    services.file_return(parcels, LAST, told(PARCELS, LAST), by=office, at=now())
    enter(page, live_server, clerk)
    files_the_return(page)
    enter(page, live_server, officer)
    sees_it_reconciled(page)


def files_the_return(page):
    page.goto(f"{page.at}/figures/returns/")
    page.get_by_role("link", name=re.compile(f"填报表.*电商统计季报，{LAST}")).click()
    for key, value in UNIT.items():
        page.locator(f"[name=cell_{key}]").fill(value)
    page.get_by_label("网络交易额（万元）").fill("一千万")
    page.get_by_label("数出自哪里").fill("试填台账")
    page.get_by_role("button", name="交这份报表").click()
    expect(page.locator(".errors")).to_contain_text("网络交易额要填数字，不能写“一千万”")
    look(page, "filing-error")
    page.get_by_label("网络交易额（万元）").fill("1000")
    page.get_by_role("button", name="交这份报表").click()
    expect(page.get_by_text("现在这样报着")).to_be_visible()
    look(page, "filing")


def sees_it_reconciled(page):
    page.goto(f"{page.at}/figures/")
    look(page, "county-figures")
    page.get_by_role("link", name="580—640").click()
    expect(page.get_by_role("heading", name="网络零售额 580—640 万元")).to_be_visible()
    look(page, "county-figure-period")
    page.get_by_role("link", name="600", exact=True).first.click()
    page.get_by_role("link", name="600", exact=True).click()
    expect(page.get_by_text("试填台账").first).to_be_visible()
