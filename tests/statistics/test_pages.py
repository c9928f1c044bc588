"""The pages: who gets in, that every figure opens to its rows, and what a workbook holds."""

import re
from io import BytesIO
from random import Random

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests.statistics.world import TODAY, cast, fill
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.statistics.selectors import FIGURES, Asked, overview, rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EVERYTHING = "since=&until="


@pytest.fixture
def county(settings):
    made = cast()
    fill(Random(1), made)
    return made


@pytest.fixture
def signed_in(client, leader) -> Client:
    client.force_login(leader)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.once
def test_every_link_on_the_overview_opens_to_as_many_rows_as_its_figure(signed_in, county):
    text = page(signed_in, f"{reverse('overview')}?{EVERYTHING}")
    links = re.findall(
        r'<a href="(/overview/[a-z_]+/\?[^"]*)"[^>]*>'
        r'(?:<b>)?([\d\xa0]+)(?:</b>)?<span class="gone">',
        text,
    )
    assert len(links) > 40
    for address, figure in links:
        opened = page(signed_in, address.replace("&amp;", "&"))
        found = re.search(r"<h1>[^：]+：([\d\xa0]+) [条件]</h1>", opened)
        assert found is not None, address
        assert found.group(1) == figure, address


@pytest.mark.parametrize("key", list(FIGURES))
def test_every_figure_has_its_page_and_its_workbook(client, bureau_admin, county, key):
    client.force_login(bureau_admin)
    assert escape(FIGURES[key].definition) in page(
        client, f"{reverse('figure', args=[key])}?{EVERYTHING}"
    )
    answer = client.get(f"{reverse('figure-export', args=[key])}?{EVERYTHING}")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    written = book.worksheets[0].max_row - 1
    assert written == rows(FIGURES[key], Asked(), TODAY).count() or key == "running"


def test_the_workbook_of_the_overview_holds_the_same_figures_and_computes_nothing(
    client, bureau_admin, county
):
    client.force_login(bureau_admin)
    Clue.objects.update(title="=1+1")
    answer = client.get(f"{reverse('overview-export')}?{EVERYTHING}")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    found = {row[0]: row[1] for row in book["数字"].iter_rows(min_row=2, values_only=True)}
    counted = overview(Asked(), TODAY).counts
    same = [key for key in counted if key != "running"]
    assert {key: found[FIGURES[key].name] for key in same} == {key: counted[key] for key in same}
    answer = client.get(f"{reverse('figure-export', args=['clues'])}?{EVERYTHING}")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))["线索"]
    assert {cell.data_type for cell in sheet["B"][1:]} == {"s"}


def test_a_figure_nobody_defined_is_missing(signed_in):
    assert signed_in.get("/overview/secret/").status_code == 404
    assert signed_in.get("/rules/no-such-rule/").status_code == 404


def test_a_grid_member_finds_no_such_page(client, grid_member):
    client.force_login(grid_member)
    for name in ("overview", "overview-export", "rules", "rules-export"):
        assert client.get(reverse(name)).status_code == 404


def test_a_reviewer_takes_the_figures_along_and_not_the_rows(client, make_account, bureau):
    client.force_login(make_account("王样例", Role.LEGAL_REVIEWER, department=bureau))
    assert client.get(reverse("overview-export")).status_code == 200
    assert "导出 Excel" not in page(client, reverse("figure", args=["clues"]))
    assert client.get(reverse("figure-export", args=["clues"])).status_code == 404


def test_an_officer_counts_every_clue_and_reads_only_those_in_reach(client, officer, county):
    clue = Clue.objects.exclude(department=None).first()
    Clue.objects.filter(pk=clue.pk).update(department=officer.department)
    client.force_login(officer)
    text = page(
        client,
        f"{reverse('figure', args=['clues'])}?{EVERYTHING}&department={officer.department_id}",
    )
    assert clue.title in text
    text = page(
        client,
        f"{reverse('figure', args=['clues'])}?{EVERYTHING}&department={county.departments[0].pk}",
    )
    assert "不在您能看的范围" in text
    assert "虚构小铺" not in text


def test_a_leader_sees_that_a_hit_is_there_and_not_its_words(signed_in, county):
    text = page(signed_in, f"{reverse('figure', args=['hits'])}?{EVERYTHING}")
    assert "不在您能看的范围" in text
    assert "=试填" not in text


def test_a_period_that_runs_backwards_is_said_and_not_guessed(signed_in):
    text = page(signed_in, f"{reverse('overview')}?since=2026-05-01&until=2026-04-01")
    assert "结束日期不能早于开始日期 2026-05-01" in text


def test_an_empty_county_says_what_is_missing(signed_in):
    text = page(signed_in, reverse("overview"))
    assert "商品信息还没有导入过" in text
    assert "登记数据还没有导入过" in text


def test_hits_asked_by_department_are_unknown_and_the_page_says_why(signed_in, county):
    query = f"{EVERYTHING}&department={county.departments[0].pk}"
    assert "命中不分单位" in page(signed_in, f"{reverse('overview')}?{query}")
    assert "命中不分单位" in page(signed_in, f"{reverse('figure', args=['hits'])}?{query}")


def test_a_rule_shows_its_interval_elements_examples_and_article(signed_in, county):
    text = page(signed_in, f"{reverse('rules')}?{EVERYTHING}")
    assert "95% 区间" in text
    text = page(signed_in, f"{reverse('rule', args=['abs-01'])}?{EVERYTHING}")
    for words in ("构成要件", "除外情形", "应当命中的", "不应当命中的", "95% 区间", "第九条"):
        assert words in text


def test_a_rule_that_left_the_book_still_shows_its_past(signed_in, county):
    text = page(signed_in, f"{reverse('rule', args=['gone-01'])}?{EVERYTHING}")
    assert "已经不在规则库里" in text


@pytest.mark.parametrize(
    "address",
    ["/overview/", "/overview/clues/", "/overview/running/", "/overview/hits/", "/rules/"],
)
def test_no_page_asks_more_for_more_rows(signed_in, address):
    def queries(size: int) -> int:
        with transaction.atomic():
            fill(Random(size), cast(), hits=size, clues=size)
            with CaptureQueriesContext(connection) as asked:
                page(signed_in, f"{address}?{EVERYTHING}")
            transaction.set_rollback(True)
        return len(asked)

    assert queries(3) == queries(30)
