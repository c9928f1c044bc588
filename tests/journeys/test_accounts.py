"""Signing in, being refused, coming back, and the three administrators at work, in a browser."""

import re

import pytest
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.test_sign_in import code_of
from tests.browser import listen, look
from tests.conftest import PASSWORD
from wangshi.accounts.models import Account, Department, Town
from wangshi.accounts.permissions import Role
from wangshi.accounts.services import county_file, grant_role, set_up_county, system_account
from wangshi.shared.models import AuditRecord

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def people(make_account, settings):
    """The demo county, its three administrators, and somebody without a role."""
    settings.WANGSHI_DEMO = True
    set_up_county(county_file("demo"), system_account())
    bureau = Department.objects.get(code="amr")
    make_account("管理样例", Role.SYSTEM_ADMIN, username="sysadmin", department=bureau)
    make_account("授权样例", Role.SECURITY_ADMIN, username="security", department=bureau)
    make_account("审计样例", Role.AUDIT_ADMIN, username="auditor", department=bureau)
    make_account("新人样例", username="xinren", department=bureau)


@pytest.fixture
def site(page, live_server):
    """A desk of 1440 pixels, and whatever the console complains of."""
    listen(page, live_server.url)
    page.set_viewport_size({"width": 1440, "height": 900})
    yield page
    assert page.complaints == []


def sign_in(page, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{page.at}/login/")
    fill_in(page, username, password)


def fill_in(page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录网市").click()


def test_a_wrong_password_is_said_at_the_top_and_the_right_one_opens_the_door(site):
    site.goto(f"{site.at}/login/")
    look(site, "login")
    site.get_by_role("button", name="登录网市").click()
    assert site.locator(".errors li").all_text_contents() == ["填账号", "填密码"]
    look(site, "login-empty")
    fill_in(site, "sysadmin", "not-this-one")
    assert site.locator(".errors").evaluate("e => e === document.activeElement")
    assert "账号或密码不对" in site.locator(".errors").inner_text()
    look(site, "login-wrong")
    fill_in(site, "sysadmin")
    assert site.url == f"{site.at}/accounts/"


def test_five_wrong_passwords_lock_and_the_administrator_unlocks(site, browser):
    site.goto(f"{site.at}/login/")
    for _ in range(5):
        fill_in(site, "xinren", "not-this-one")
    assert "要等 15 分钟" in site.locator("h1").inner_text()
    look(site, "locked")
    context = browser.new_context()
    office = context.new_page()
    office.at = site.at
    sign_in(office, "sysadmin")
    office.get_by_role("link", name="新人样例").click()
    office.get_by_role("button", name="解锁账号").click()
    assert "已解锁" in office.get_by_role("status").first.inner_text()
    context.close()
    sign_in(site, "xinren")
    assert site.url == f"{site.at}/me/"


def test_one_time_codes_are_set_up_with_a_picture_and_asked_for_next_time(site):
    sign_in(site, "xinren")
    look(site, "me")
    site.get_by_role("button", name="开通动态口令").click()
    picture = site.get_by_role("img", name=re.compile("二维码"))
    assert picture.evaluate("e => e.complete && e.naturalWidth > 100")
    look(site, "totp")
    site.get_by_label("动态口令").fill("12")
    site.get_by_role("button", name="开通动态口令").click()
    look(site, "totp-wrong")
    device = TOTPDevice.objects.get()
    site.get_by_label("动态口令").fill(code_of(device))
    site.get_by_role("button", name="开通动态口令").click()
    assert "已开通" in site.locator("main").inner_text()
    look(site, "me-with-code")
    site.get_by_role("button", name="退出登录").click()
    fill_in(site, "xinren")
    look(site, "login-code")
    device.refresh_from_db()
    site.get_by_label("动态口令").fill(code_of(device, drift=1))
    site.get_by_role("button", name="登录网市").click()
    assert site.url == f"{site.at}/me/"


def test_what_was_typed_survives_the_end_of_the_session(site):
    sign_in(site, "sysadmin")
    site.goto(f"{site.at}/departments/new/")
    site.get_by_label("名称", exact=True).fill("试填市场监督管理所")
    site.get_by_label("类别").select_option("station")
    site.get_by_label("甲木镇").check()
    Session.objects.all().delete()
    site.get_by_role("button", name="保存单位").click()
    assert "您填的内容还在" in site.locator("main").inner_text()
    look(site, "login-kept")
    fill_in(site, "sysadmin")
    assert site.url == f"{site.at}/departments/new/"
    assert site.get_by_label("名称", exact=True).input_value() == "试填市场监督管理所"
    assert site.get_by_label("类别").input_value() == "station"
    assert site.get_by_label("甲木镇").is_checked()
    look(site, "form-back")


def test_an_account_is_opened_gets_a_role_and_its_owner_comes_in(site):
    sign_in(site, "sysadmin")
    look(site, "accounts")
    first = open_an_account(site)
    site.get_by_role("button", name="退出登录").click()
    fill_in(site, "security")
    look(site, "grants")
    give_a_role(site)
    site.get_by_role("button", name="退出登录").click()
    fill_in(site, "fanli", first)
    take_a_password_of_ones_own(site)
    assert site.url == f"{site.at}/audit/"


def open_an_account(site) -> str:
    site.get_by_role("link", name="开通账号").click()
    site.get_by_role("button", name="开通账号").click()
    look(site, "account-new-wrong")
    site.get_by_label("账号").fill("fanli")
    site.get_by_label("姓名").fill("范例审计")
    site.get_by_label("单位").select_option(label="拾穗县市场监督管理局")
    site.get_by_role("button", name="开通账号").click()
    first = site.locator("#first-password").inner_text()
    look(site, "first-password")
    site.get_by_role("link", name="看这个账号").click()
    look(site, "account")
    return first


def give_a_role(site) -> None:
    site.get_by_role("link", name="范例审计").click()
    site.get_by_label("角色", exact=True).select_option("auditor")
    site.get_by_role("button", name="授予角色").click()
    look(site, "account-grants-wrong")
    site.get_by_label("理由").fill("分工通知（范文）")
    site.get_by_role("button", name="授予角色").click()
    assert "范例审计已经是监督检查" in site.get_by_role("status").first.inner_text()
    look(site, "account-grants")


def take_a_password_of_ones_own(site) -> None:
    look(site, "password-first")
    site.get_by_label("新密码", exact=True).fill("12345")
    site.get_by_label("新密码再填一遍").fill("123456")
    site.get_by_role("button", name="改密码").click()
    look(site, "password-wrong")
    site.get_by_label("新密码", exact=True).fill("ziji-de-Mima-26")
    site.get_by_label("新密码再填一遍").fill("ziji-de-Mima-26")
    site.get_by_role("button", name="改密码").click()


def test_the_three_administrators_exclude_each_other_on_the_page(site):
    sign_in(site, "security")
    site.get_by_role("link", name="管理样例").click()
    site.get_by_label("角色", exact=True).select_option("audit_admin")
    site.get_by_label("理由").fill("试填")
    site.get_by_role("button", name="授予角色").click()
    assert "三种管理员不能由同一个人兼任" in site.locator(".errors").inner_text()


def test_the_records_are_read_and_the_chain_is_checked(site):
    sign_in(site, "auditor")
    look(site, "audit")
    site.get_by_label("何人").fill("命令行")
    site.get_by_role("button", name="筛选").click()
    assert "设立了县" in site.locator("main").inner_text()
    site.goto(f"{site.at}/audit/?since=昨天")
    look(site, "audit-wrong")
    site.goto(f"{site.at}/audit/check/")
    site.get_by_role("button", name="核对审计链").click()
    assert "全部一致" in site.locator("main").inner_text()
    look(site, "audit-good")
    AuditRecord.objects.filter(sequence=2).update(actor_name="别人")
    site.get_by_role("button", name="再核对一遍").click()
    assert "第 2 号记录被改过" in site.locator("main").inner_text()
    look(site, "audit-broken")


def test_a_forbidden_page_looks_like_a_missing_one(site):
    sign_in(site, "xinren")
    seen = []
    for address in ("/accounts/", f"/accounts/{Account.objects.first().pk}/", "/no-such-page/"):
        answer = site.goto(site.at + address)
        seen.append((answer.status, site.locator("main").inner_text()))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == 404
    look(site, "missing")


@pytest.mark.parametrize(
    ("who", "address", "name"),
    [
        ("sysadmin", "/departments/", "departments"),
        ("sysadmin", "/towns/", "towns"),
        ("sysadmin", "town", "town"),
        ("sysadmin", "department", "department"),
        ("sysadmin", "stop", "account-stop"),
        ("sysadmin", "edit", "account-edit"),
        ("security", "end", "grant-end"),
        ("xinren", "/roles/", "roles"),
    ],
)
def test_every_other_page_of_the_room_is_looked_at(site, who, address, name):
    whose = Account.objects.get(username="xinren")
    by = Account.objects.get(username="security")
    at = system_account().opened_at
    grant = grant_role(whose, role=Role.DISPATCHER, reason="分工通知（范文）", at=at, by=by)
    places = {
        "town": f"/towns/{Town.objects.first().pk}/",
        "department": f"/departments/{Department.objects.get(code='wenlv').pk}/",
        "stop": f"/accounts/{whose.pk}/stop/",
        "edit": f"/accounts/{whose.pk}/edit/",
        "end": f"/grants/end/{grant.pk}/",
    }
    if who == "xinren":
        grant.delete()
    sign_in(site, who)
    site.goto(site.at + places.get(address, address))
    look(site, name)
