"""亮照检查的页: read, recorded, asked for, rechecked; one happy path and its refusals."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from wangshi.cases.models import Clue
from wangshi.display.models import DisplayCheck
from wangshi.registry.models import Shop

from .conftest import CODE, GOOD, MISSING, NAME, PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BOMB = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (50_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"


@pytest.fixture
def signed_in(client, officer, county):
    client.force_login(officer)
    return client


@pytest.fixture
def door(shop):
    return reverse("display-new", args=[shop.pk])


def sheet(page, **facts):
    """The sheet as the page offers it, with the officer's conclusions."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in values.items() if value is not None}
    given |= {"reached": "seen", "licence": "shown", "permit": "not_due", "mark": "not_due"}
    return given | facts


def read(client, door, **given):
    return client.post(door, {"do": "read", "sheet": "sole_trader", **given})


def test_a_pasted_page_fills_the_sheet_and_no_verdict_is_preselected(signed_in, door, shop):
    page = read(signed_in, door, source_text=PAGE)
    form = page.context["form"]
    assert form["v_uscc"].value() == CODE
    assert [item.value() for item in form.verdicts] == [None, None, None]
    assert "照填的内容是“亮了”" in page.content.decode()
    done = signed_in.post(door, sheet(page))
    made = DisplayCheck.objects.get()
    assert done.url == reverse("display-check", args=[made.pk])
    assert (made.way, made.licence, made.shop) == ("page", "shown", shop)
    shown = signed_in.get(done.url).content.decode()
    assert NAME in shown
    assert "第十二条第二款第二项" in shown


def test_a_form_sent_twice_records_one_check(signed_in, door):
    given = sheet(signed_in.get(door), **{f"v_{key}": value for key, value in GOOD.items()})
    first, second = signed_in.post(door, given), signed_in.post(door, given)
    assert first.url == second.url
    assert DisplayCheck.objects.count() == 1


def test_a_check_by_somebody_else_meanwhile_is_told_and_can_be_followed(
    signed_in, door, shop, check
):
    given = sheet(signed_in.get(door), **{f"v_{key}": value for key, value in GOOD.items()})
    check(shop, MISSING)
    refused = signed_in.post(door, given)
    assert refused.status_code == 422
    assert "刚查过这家店" in refused.content.decode()
    again = given | {"after": refused.context["form"]["after"].value()}
    assert signed_in.post(door, again).status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "只选一样"),
        ({"source_text": "   "}, "只选一样"),
        ({"source_text": "甲", "file": ("a.txt", b"x")}, "只选一样"),
        ({"file": ("a.png", BOMB)}, "50000×50000 像素"),
        ({"file": ("a.png", BOMB[:12])}, "开头坏了"),
        ({"file": ("a.zip", b"PK\x03\x04\x00\x00\xff\xff")}, "不是文字，也不是图片"),
        ({"file": ("a.html", b"<html><body></body></html>")}, "里面没有字"),
        ({"source_text": PAGE, "sheet": "nonsense"}, ""),
    ],
    ids=["nothing", "blank", "two", "bomb", "torn", "zip", "empty", "sheet"],
)
def test_what_cannot_be_read_says_what_to_do(signed_in, door, given, said):
    files = {
        name: SimpleUploadedFile(*value)
        for name, value in given.items()
        if isinstance(value, tuple)
    }
    page = read(signed_in, door, **given | files)
    assert (page.status_code == 422) is bool(said)
    assert said in page.content.decode()
    assert not DisplayCheck.objects.exists()


def test_a_login_wall_is_proposed_as_unseen_and_never_as_missing(signed_in, door):
    page = read(signed_in, door, source_text="请先登录后查看店铺信息")
    assert "没看到的不算没亮" in page.content.decode()
    wrong = sheet(page, licence="missing", why="")
    assert "没看到的不能记没亮" in signed_in.post(door, wrong).content.decode()
    unseen = sheet(page, reached="unseen", licence="", permit="", mark="")
    assert "写一句为什么看不到" in signed_in.post(door, unseen | {"why": ""}).content.decode()
    signed_in.post(door, unseen)
    assert DisplayCheck.objects.get().licence == "unreachable"


def test_an_uploaded_page_in_the_old_coding_is_read(signed_in, door):
    file = SimpleUploadedFile("page.html", f"<p>{PAGE}</p>".replace("\n", "<br>").encode("gb18030"))
    assert read(signed_in, door, file=file).context["form"]["v_name"].value() == NAME


def test_a_shop_nobody_owns_yet_asks_for_the_sheet_first(signed_in, platform):
    shop = Shop.objects.create(platform=platform, external_id="s2", name="样例无主店")
    door = reverse("display-new", args=[shop.pk])
    assert "先选用哪张表" in signed_in.get(door).content.decode()
    assert "注册资本" in signed_in.get(f"{door}?sheet=enterprise").content.decode()


def test_a_problem_is_asked_for_and_a_later_check_closes_it(signed_in, shop, check):
    made = check(shop, MISSING)
    ask = reverse("display-ask", args=[made.pk])
    form = signed_in.get(ask).context["form"]
    given = {name: form[name].value() for name in form.fields}
    assert signed_in.post(ask, given | {"demand": ""}).status_code == 422
    signed_in.post(ask, given)
    clue = Clue.objects.get()
    later = check(shop)
    page = signed_in.get(reverse("display-check", args=[later.pk]))
    assert "用这次检查复看" in page.content.decode()
    done = signed_in.post(reverse("display-recheck", args=[later.pk]), follow=True)
    assert done.redirect_chain[-1][0] == reverse("clue", args=[clue.pk])
    assert clue.corrections.get().fixed is True


def test_what_is_refused_is_said_on_the_page_of_the_check(signed_in, shop, check):
    made = check(shop)
    page = signed_in.post(reverse("display-hand-over", args=[made.pk]), follow=True)
    assert "没有查出问题" in page.content.decode()


def test_the_export_holds_the_rows_that_were_asked_for(signed_in, shop, check):
    check(shop, MISSING, why="=1+1")
    answer = signed_in.get(reverse("display-export"), {"section": "licence", "verdict": "problem"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][6:9] == ("亮照", "亮证", "亮标")
    assert rows[1][6] == "没亮"
    assert "=1+1" in str(rows[1][11])
    assert len(rows) == 2


def test_the_lists_ask_the_database_as_often_for_many_rows_as_for_one(
    signed_in, platform, operator, town, check
):
    doors = [reverse(name) for name in ("display", "display-checks", "display-due")]
    asked = {door: [] for door in doors}
    signed_in.get(doors[0])
    for number in range(6):
        shop = Shop.objects.create(
            platform=platform, external_id=str(number), name=f"样例{number}号店",
            operator=operator, town=town,
        )  # fmt: skip
        if number % 2:
            check(shop, MISSING)
        for door in doors if number in (1, 5) else ():
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(door)
            asked[door].append(len(queries))
    assert all(few == many for few, many in asked.values()), asked
