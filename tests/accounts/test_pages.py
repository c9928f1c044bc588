"""The pages of the three administrators and one's own settings."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.test_sign_in import code_of
from wangshi.accounts.models import Account, Department, Grid, RoleGrant, Town
from wangshi.accounts.permissions import (
    PERMISSION_TITLES,
    ROLES,
    SCOPE_TITLES,
    Permission,
    Role,
    Scope,
)
from wangshi.accounts.selectors import AUDIT_PAGE
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import record

pytestmark = pytest.mark.once

REASON = {"reason": "分工通知（范文）"}


@pytest.fixture
def system_admin(make_account):
    return make_account("管理样例", Role.SYSTEM_ADMIN, username="sysadmin")


@pytest.fixture
def security_admin(make_account):
    return make_account("授权样例", Role.SECURITY_ADMIN, username="security")


@pytest.fixture
def audit_admin(make_account):
    return make_account("审计样例", Role.AUDIT_ADMIN, username="audit")


@pytest.fixture
def as_system(client, system_admin):
    client.force_login(system_admin)
    return client


@pytest.fixture
def as_security(client, security_admin):
    client.force_login(security_admin)
    return client


@pytest.fixture
def as_audit(client, audit_admin):
    client.force_login(audit_admin)
    return client


def test_an_account_is_opened_and_its_password_shown_once(as_system, station):
    page = as_system.get("/accounts/new/")
    mark = re.search(r'name="mark" value="([^"]+)"', page.text)[1]
    asked = {"username": "xinren", "name": "新人样例", "department": station.pk, "mark": mark}
    done = as_system.post("/accounts/new/", asked)
    password = re.search(r'id="first-password">([^<]+)<', done.text)[1]
    account = Account.objects.get(username="xinren")
    assert account.check_password(password)
    assert "no-store" in done.headers["Cache-Control"]
    twice = as_system.post("/accounts/new/", asked, follow=True)
    assert "刚才已经开通" in twice.text
    assert Account.objects.filter(username="xinren").count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"username": ""}, "填账号"),
        ({"username": "李 示范"}, "账号用小写字母"),
        ({"username": "sysadmin"}, "已经有人用了"),
        ({"name": ""}, "填姓名"),
    ],
)
def test_a_refused_account_says_what_to_do_and_keeps_what_was_typed(as_system, changed, words):
    answer = as_system.post("/accounts/new/", {"username": "xinren", "name": "新人样例", **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert "还不能开通" in answer.text
    assert changed.get("name", "新人样例") in answer.text


def test_a_grid_lies_in_its_town(as_system, town, other_town):
    grid = Grid.objects.create(town=town, name="第一网格")
    asked = {"username": "xinren", "name": "新人样例", "town": other_town.pk, "grid": grid.pk}
    assert "把镇办改成甲木镇" in as_system.post("/accounts/new/", asked).text


def test_accounts_are_found_by_name_unit_and_state(as_system, officer, other_bureau, make_account):
    make_account(
        "周模拟", Role.OTHER_BUREAU, username="zhou", department=other_bureau, is_active=False
    )
    cases = {
        "q=李": {"李示范"},
        "q=OFFI": {"李示范"},
        "q=没有": set(),
        f"department={other_bureau.pk}": {"周模拟"},
        "state=stopped": {"周模拟"},
        "state=active": {"李示范", "管理样例"},
        "department=x": {"李示范", "周模拟", "管理样例"},
    }
    for query, names in cases.items():
        shown = as_system.get(f"/accounts/?{query}")
        assert {row.name for row in shown.context["page"]} == names, query
        assert shown.status_code == 200


def test_an_account_is_edited_stopped_and_restarted(as_system, officer, other_bureau):
    asked = {"name": "李改名", "department": other_bureau.pk}
    assert as_system.post(f"/accounts/{officer.pk}/edit/", asked).status_code == 302
    assert as_system.post(f"/accounts/{officer.pk}/stop/", {"reason": ""}).status_code == 422
    as_system.post(f"/accounts/{officer.pk}/stop/", REASON)
    assert not Account.objects.get(pk=officer.pk).is_active
    assert "恢复账号" in as_system.get(f"/accounts/{officer.pk}/").text
    as_system.post(f"/accounts/{officer.pk}/restart/")
    assert Account.objects.get(pk=officer.pk).is_active


def test_a_password_reset_is_shown_or_declined(as_system, officer, security_admin):
    shown = as_system.post(f"/accounts/{officer.pk}/reset-password/")
    assert "密码已重设" in shown.text
    declined = as_system.post(f"/accounts/{security_admin.pk}/reset-password/", follow=True)
    assert "一人兼两职" in declined.text


def test_a_lost_phone_and_a_locked_account_are_helped(as_system, officer):
    TOTPDevice.objects.create(user=officer, confirmed=True)
    assert "停掉动态口令" in as_system.get(f"/accounts/{officer.pk}/").text
    as_system.post(f"/accounts/{officer.pk}/reset-totp/")
    assert not TOTPDevice.objects.exists()
    assert "已解锁" in as_system.post(f"/accounts/{officer.pk}/unlock/", follow=True).text


def test_units_towns_and_grids_are_kept(as_system, station, town):
    asked = {
        "name": "范文所",
        "short_name": "范文",
        "kind": "station",
        "aliases": "老范文所、范文工商所",
        "violations": "v41",
        "daily_clues": 6,
        "towns": [town.pk],
    }
    assert as_system.post("/departments/new/", {**asked, "code": "amr-09"}).status_code == 302
    made = Department.objects.get(code="amr-09")
    assert (made.violations, made.aliases) == (["V41"], ["老范文所", "范文工商所"])
    assert "已经有单位叫" in as_system.post(f"/departments/{station.pk}/", asked).text
    assert (
        as_system.post(f"/departments/{made.pk}/", {**asked, "daily_clues": 0}).status_code == 422
    )
    strange = as_system.post(f"/departments/{made.pk}/", {**asked, "violations": "V41、V999"})
    assert "没有V999这个代码" in strange.text
    assert "不合理低价游" in as_system.get("/departments/").text
    as_system.post(f"/towns/{town.pk}/", {"name": "甲木新镇", "column": 2, "row": 3})
    assert Town.objects.get(pk=town.pk).name == "甲木新镇"
    assert (
        as_system.post(f"/towns/{town.pk}/", {"name": "", "column": 99, "row": 3}).status_code
        == 422
    )
    as_system.post(f"/towns/{town.pk}/grids/", {"name": "第一网格"})
    assert "第一网格" in as_system.get(f"/towns/{town.pk}/").text
    assert (
        "已经有“第一网格”" in as_system.post(f"/towns/{town.pk}/grids/", {"name": "第一网格"}).text
    )


def test_a_role_is_given_and_taken_back_on_the_page(as_security, officer):
    address = reverse("account-grants", args=[officer.pk])
    assert as_security.post(address, {"role": "dispatcher"}).status_code == 422
    as_security.post(address, {"role": "dispatcher", **REASON})
    grant = RoleGrant.objects.get(role="dispatcher")
    assert "分工通知（范文）" in as_security.get(address).text
    as_security.post(reverse("grant-end", args=[grant.pk]), {"reason": "轮岗"})
    assert RoleGrant.objects.get(pk=grant.pk).ended_at
    assert "轮岗" in as_security.get(address).text


def test_what_stands_against_a_role_is_said_at_the_field(as_security, security_admin, system_admin):
    mine = reverse("account-grants", args=[security_admin.pk])
    assert "不能给自己授予" in as_security.post(mine, {"role": "officer", **REASON}).text
    theirs = reverse("account-grants", args=[system_admin.pk])
    refused = as_security.post(theirs, {"role": "audit_admin", **REASON})
    assert refused.status_code == 422
    assert "三种管理员不能由同一个人兼任" in refused.text


def test_every_role_is_on_the_page_of_who_may_do_what(as_security):
    page = as_security.get("/roles/").text
    for card in ROLES.values():
        assert card.title in page
        assert card.duty in page


def test_every_permission_role_and_scope_has_its_words():
    assert set(PERMISSION_TITLES) == set(Permission)
    assert set(SCOPE_TITLES) == set(Scope)
    assert set(ROLES) == set(Role)


def test_one_time_codes_are_enrolled_and_dropped_on_the_page(client, officer):
    client.force_login(officer)
    assert client.get("/me/totp/").url == "/me/"
    assert client.get("/me/totp/picture.svg").status_code == 404
    client.post("/me/totp/begin/")
    page = client.get("/me/totp/")
    assert "data:" not in page.text
    picture = client.get("/me/totp/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")
    assert "no-store" in picture.headers["Cache-Control"]
    device = TOTPDevice.objects.get()
    assert client.post("/me/totp/", {"code": "12"}).status_code == 422
    assert client.post("/me/totp/", {"code": code_of(device)}).url == "/me/"
    assert client.get("/me/totp/picture.svg").status_code == 404, "the key is shown no more"
    assert "没有停" in client.post("/me/totp/drop/", {"code": "000000"}, follow=True).text
    device.refresh_from_db()
    device.throttle_reset()
    client.post("/me/totp/drop/", {"code": code_of(device, drift=1)})
    assert not TOTPDevice.objects.exists()


def test_keys_are_switched_off_on_the_page(client, officer):
    client.force_login(officer)
    assert "已关掉" in client.post("/me/keys/", {"enabled": "0"}, follow=True).text
    assert not Account.objects.get(pk=officer.pk).keys_enabled


def test_audit_records_read_as_sentences_and_unknown_ones_as_they_stand(as_audit, officer):
    record(officer, "role.granted", officer, role=Role.DISPATCHER, reason="轮岗")
    record(None, "unheard.of", "nowhere:1", what=[1, {"a": None}])
    page = as_audit.get("/audit/").text
    for words in (
        "李示范",
        "授予了角色",
        "李示范的账号",
        "分派员",
        "轮岗",
        "unheard.of",
        "nowhere:1",
    ):
        assert words in page


@pytest.fixture
def trail(officer, dispatcher):
    for count in range(AUDIT_PAGE * 2 + 10):
        by = officer if count % 2 else dispatcher
        record(
            by,
            "account.signed_in" if count % 5 else "account.signed_out",
            f"cases.clue:{count % 7}",
        )


def numbers(answer) -> list[int]:
    return [line.sequence for line in answer.context["page"].lines]


def test_audit_records_are_turned_by_number(as_audit, trail):
    first = as_audit.get("/audit/")
    assert numbers(first) == list(range(110, 60, -1))
    assert (first.context["page"].newer, first.context["page"].older) == (None, 61)
    second = as_audit.get("/audit/?before=61")
    assert numbers(second) == list(range(60, 10, -1))
    third = as_audit.get("/audit/?before=11")
    assert numbers(third) == list(range(10, 0, -1))
    assert third.context["page"].older is None
    assert numbers(as_audit.get("/audit/?after=10")) == list(range(60, 10, -1))
    assert numbers(as_audit.get("/audit/?after=60")) == list(range(110, 60, -1))


def test_audit_records_are_filtered(as_audit, trail, officer):
    today = timezone.localdate().isoformat()
    cases = {
        "actor=李示范": lambda line: line.actor_id == officer.pk,
        "actor=officer": lambda line: line.actor_id == officer.pk,
        "actor=没有这人": lambda line: False,
        "verb=account.signed_out": lambda line: line.verb == "account.signed_out",
        "subject=cases.clue:3": lambda line: line.subject == "cases.clue:3",
        f"since={today}&until={today}": lambda line: True,
        "until=2020-01-01": lambda line: False,
        "since=2099-01-01": lambda line: False,
    }
    for query, holds in cases.items():
        expected = [n.sequence for n in AuditRecord.objects.order_by("-sequence") if holds(n)]
        assert numbers(as_audit.get(f"/audit/?{query}")) == expected[:AUDIT_PAGE], query


@pytest.mark.parametrize(
    "query", ["before=x", "before=9999999999999999999999", "since=昨天", "verb=no"]
)
def test_a_strange_question_still_gets_a_page(as_audit, trail, query):
    assert as_audit.get(f"/audit/?{query}").status_code == 200


def test_the_chain_is_checked_on_the_page_and_each_fault_named(as_audit, trail):
    assert "全部一致" in as_audit.post("/audit/check/").text
    AuditRecord.objects.filter(sequence=40).delete()
    AuditRecord.objects.filter(sequence=50).update(verb="x")
    page = as_audit.post("/audit/check/").text
    assert "不一致，2 处" in page
    assert "第 40 号记录不见了" in page
    assert "第 50 号记录被改过" in page


LISTS = ("/accounts/", "/grants/", "/departments/", "/towns/")


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(make_account, count: int) -> None:
    for number in range(count):
        town = Town.objects.create(
            code=f"9902{count:02d}{number:03d}", name=f"试填{count}镇{number}"
        )
        unit = Department.objects.create(
            code=f"d{count}-{number}",
            name=f"试填{count}单位{number}",
            short_name="试填",
            kind="station",
        )
        unit.towns.add(town)
        make_account(f"样例{number}", Role.OFFICER, Role.DISPATCHER, department=unit, town=town)


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_the_same_however_long_it_is(
    client, make_account, system_admin, security_admin, address
):
    client.force_login(security_admin if address == "/grants/" else system_admin)
    fill(make_account, 3)
    client.get(address)
    few = queries(client, address)
    fill(make_account, 30)
    assert queries(client, address) == few


def test_the_audit_page_asks_the_same_however_long_it_is(as_audit, officer):
    for count in range(3):
        record(officer, "account.signed_in", f"cases.clue:{count}")
    as_audit.get("/audit/")
    few = queries(as_audit, "/audit/")
    for count in range(30):
        record(officer, "account.signed_in", f"cases.clue:{count}")
    assert queries(as_audit, "/audit/") == few
