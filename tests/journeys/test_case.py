"""Walk a case: filed, concluded, reviewed, told, decided, served, published, found by anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import enter, listen, look
from tests.penalties.conftest import People, filed_case, gather
from wangshi.cases.models import Case
from wangshi.penalties.models import Docket, Publication, Review, ServiceAttempt

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FINDINGS = {
    "案件来源、调查经过": "监测发现，立案调查。",
    "调查认定的事实": "试填张三的网店写着“根治高血压”，电话 13800000001。",
    "主要证据": "封存的网页。",
    "违法行为性质": "违反广告法第十七条。",
    "处理依据": "广告法第五十八条第一款第二项",
    "自由裁量的理由": "初次，已经下架：从轻。",
    "罚款（元）": "5000",
}


@pytest.fixture
def people(make_account, station, officer, bureau_admin) -> People:
    return gather(make_account, station, officer, bureau_admin)


def test_a_filed_case_becomes_a_published_decision(page, live_server, people, station):
    case = filed_case(people, station)
    Case.objects.update(filed_on=timezone.localdate() - timedelta(days=30))
    listen(page, live_server.url)
    concluded(page, live_server, people, case)
    reviewed(page, live_server, people, case)
    decided(page, live_server, people, case)
    published(page, live_server, people, case)
    page.context.clear_cookies()
    page.goto(f"{page.at}/published/penalties/?q=茶行")
    look(page, "published-penalties")
    page.get_by_role("link", name="拾穗县试填茶行").click()
    expect(page.get_by_text("根治高血压")).to_be_visible()
    expect(page.get_by_text("试填张三")).to_have_count(0)
    look(page, "published-penalty")
    assert Publication.objects.get().published_by == people.reviewer


def concluded(page, live_server, people, case):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/cases/")
    look(page, "cases")
    page.get_by_role("link", name=case.party).click()
    step(page, "填当事人", {"统一社会信用代码": "91990101TESTTEST0X"}, "保存当事人")
    page.get_by_role("link", name="调查终结").click()
    page.get_by_role("button", name="送审核").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "case-conclude-error")
    page.get_by_label("给予行政处罚", exact=True).check()
    for label, words in FINDINGS.items():
        page.get_by_label(label).first.fill(words)
    page.get_by_role("button", name="送审核").click()
    expect(page.get_by_text("送审核了")).to_be_visible()
    look(page, "case")


def reviewed(page, live_server, people, case):
    enter(page, live_server, people.reviewer)
    page.goto(f"{page.at}/cases/{case.pk}/")
    step(page, "审核通过", {"审核意见": "事实清楚，程序合法。"}, "同意处理意见")
    enter(page, live_server, people.head)
    page.goto(f"{page.at}/cases/{case.pk}/")
    step(page, "同意拟处罚", {}, "同意拟处罚")


def decided(page, live_server, people, case):
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/cases/{case.pk}/")
    served(page, "送达告知书")
    three_weeks_pass()
    enter(page, live_server, people.head)
    page.goto(f"{page.at}/cases/{case.pk}/")
    step(page, "作出决定", {"理由": "事实清楚，依法处罚。"}, "作出决定")
    expect(page.get_by_text("罚款 5,000 元")).to_be_visible()
    enter(page, live_server, people.officer)
    page.goto(f"{page.at}/cases/{case.pk}/")
    served(page, "送达决定书")
    assert Docket.objects.get().state == "served"


def three_weeks_pass():
    then = timezone.localdate() - timedelta(days=21)
    Review.objects.update(answered_at=timezone.now() - timedelta(days=22))
    ServiceAttempt.objects.update(on=then, counts_on=then)


def published(page, live_server, people, case):
    page.get_by_role("link", name="制作公示稿").click()
    expect(page.get_by_text("遮", exact=False).first).to_be_visible()
    look(page, "case-publication")
    page.get_by_role("button", name="留下这份公示稿").click()
    enter(page, live_server, people.reviewer)
    page.goto(f"{page.at}/cases/{case.pk}/publication/")
    page.get_by_role("button", name="看过遮盖，公示").click()
    expect(page.get_by_text("正在公示")).to_be_visible()


def served(page, link):
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_label("直接送达").check()
    page.get_by_label("收件人").fill("试填张三")
    page.get_by_role("textbox", name="凭据").fill("本人在送达回证签收")
    page.get_by_role("button", name="记下送达").click()
    expect(page.get_by_text("记下了。").first).to_be_visible()


def step(page, link, fields, button):
    page.get_by_role("link", name=link).first.click()
    for label, words in fields.items():
        page.get_by_label(label).first.fill(words)
    page.get_by_role("button", name=button).click()
