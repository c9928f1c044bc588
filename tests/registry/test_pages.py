"""The pages of the registry: what is shown, to whom, and what happens when a form is wrong."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wangshi.registry.models import Operator, Platform, Shop
from wangshi.registry.services import OperatorFacts, edit_operator

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def form(**fields: object) -> dict[str, object]:
    return {"mark": str(uuid4()), **fields}


LISTS = [
    ("operators", "?q=山货"),
    ("operators", ""),
    ("shops", ""),
    ("shops", "?q=小店"),
    ("search", "?q=样例"),
]


@pytest.mark.parametrize(("name", "asked"), LISTS)
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(
    desk, make_operator, make_shop, name, asked
):
    desk.get(reverse("shops"))  # the session is written once

    def grow(to: int) -> int:
        for number in range(Operator.objects.count(), to):
            operator = make_operator(f"样例山货行{number:02d}")
            shop = make_shop(f"样例小店{number:02d}")
            Shop.objects.filter(pk=shop.pk).update(operator=operator)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse(name) + asked).status_code == 200
        return len(queries)

    assert grow(3) == grow(30)


def test_an_operator_page_asks_as_often_with_many_shops_as_with_one(desk, make_operator, make_shop):
    operator = make_operator("样例山货行")

    def asked(shops: int) -> int:
        for number in range(Shop.objects.count(), shops):
            shop = make_shop(f"样例小店{number:02d}")
            desk.post(reverse("shop-link", args=[shop.pk]) + "?q=山货", form(operator=operator.pk))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("operator", args=[operator.pk]))
        return len(queries)

    assert asked(2) == asked(12)
    assert operator.shops.count() == 12


def test_the_filters_leave_what_they_say(desk, make_operator, make_shop, town):
    here = make_operator("样例山货行", town=town, status="active")
    there = make_operator("样例茶行", form="enterprise", batch_id=7)
    Shop.objects.filter(pk=make_shop("样例小店").pk).update(operator=here)
    asked = {
        f"?town={town.pk}": {here},
        "?form=enterprise": {there},
        "?status=active": {here},
        "?shop=yes": {here},
        "?shop=no": {there},
        "?batch=7": {there},
        "?q=茶行": {there},
        "?form=nonsense": {here, there},
    }
    for query, rows in asked.items():
        page = desk.get(reverse("operators") + query).context["page"]
        assert set(page.rows) == rows, query


def test_the_export_computes_nothing_and_hides_phones_from_who_may_not_edit(
    client, officer, bureau_admin, make_operator
):
    make_operator("=HYPERLINK(1)样例", phone="13812345678")
    phones = {}
    for account in (officer, bureau_admin):
        client.force_login(account)
        answer = client.get(reverse("operators-export"))
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)样例", "s")
        phones[account] = sheet.cell(2, sheet.max_column).value
    assert phones == {officer: "13812345678", bureau_admin: "138****5678"}


def test_a_phone_is_masked_for_who_may_not_edit(client, officer, dispatcher, make_operator):
    operator = make_operator("样例山货行", phone="13812345678")
    seen = {}
    for account in (officer, dispatcher):
        client.force_login(account)
        text = client.get(reverse("operator", args=[operator.pk])).content.decode()
        seen[account] = ("13812345678" in text, "138****5678" in text)
    assert seen == {officer: (True, False), dispatcher: (False, True)}


def test_whoever_may_not_see_gets_the_page_of_a_missing_one(client, grid_member, make_operator):
    client.force_login(grid_member)
    hidden = client.get(reverse("operator", args=[make_operator("样例").pk]))
    missing = client.get(reverse("operator", args=[10**9]))
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_a_form_sent_twice_acts_once(desk):
    sent = form(name="样例人", form="person", exemption_ground="small_turnover")
    first, second = (desk.post(reverse("operator-new"), sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    operator = Operator.objects.get(name="样例人")
    assert operator.registration_exempt


WRONG = [
    ("operator-new", {"name": ""}, "填写名称"),
    ("operator-new", {"name": "样例", "form": "person", "uscc": "9161"}, "应是 18 位"),
    ("shop-new", {"name": "样例店", "external_id": "7"}, "选择平台"),
    ("platform-new", {"name": "样例", "code": "大写 A"}, "小写字母"),
]


@pytest.mark.parametrize(("name", "fields", "said"), WRONG)
def test_a_refused_form_says_what_to_do_and_keeps_what_was_typed(desk, name, fields, said):
    answer = desk.post(reverse(name), form(**fields))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert all(str(value) in text for value in fields.values())
    assert not Operator.objects.exists()
    assert not Platform.objects.exists()


def test_the_second_of_two_officers_is_told_and_loses_nothing(desk, officer, make_operator):
    operator = make_operator("样例山货行")
    address = reverse("operator-edit", args=[operator.pk])
    read = desk.get(address).context["form"]["version"].value()
    edit_operator(operator, OperatorFacts(phone="13800000000"), by=officer)
    answer = desk.post(address, form(version=read, phone="13911111111"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "李示范在" in text
    assert "13911111111" in text


def test_a_shop_is_joined_to_an_operator_found_by_asking_and_parted_again(
    desk, make_operator, make_shop
):
    operator, shop = make_operator("甲木范文茶行"), make_shop("样例小店")
    page = desk.get(reverse("shop-link", args=[shop.pk]) + "?q=范文")
    assert "甲木范文茶行" in page.content.decode()
    desk.post(
        reverse("shop-link", args=[shop.pk]), form(q="范文", operator=operator.pk, note="电话问过")
    )
    shop.refresh_from_db()
    assert shop.operator == operator
    assert "电话问过" in desk.get(reverse("operator", args=[operator.pk])).content.decode()
    desk.post(reverse("shop-unlink", args=[shop.pk]), form(reason="认错了"))
    shop.refresh_from_db()
    assert shop.operator is None


def test_an_operator_that_was_not_offered_cannot_be_slipped_in(desk, make_operator, make_shop):
    shop, other = make_shop("样例小店"), make_operator("毫不相干的虚构公司")
    answer = desk.post(reverse("shop-link", args=[shop.pk]), form(operator=other.pk))
    assert answer.status_code == 422
