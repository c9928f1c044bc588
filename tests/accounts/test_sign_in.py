"""Signing in, being locked out, running out of time, and coming back to what was typed."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import global_settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.conftest import PASSWORD
from wangshi import settings as house
from wangshi.accounts.forms.sign_in import password_faults
from wangshi.accounts.middleware import SEEN
from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.accounts.requests import KEPT_COOKIE
from wangshi.accounts.selectors import first_page
from wangshi.shared.models import AuditRecord, KeptForm

LOGIN = "/login/"
NEW = "zhege-Mima-hen-chang"


@pytest.fixture
def system_admin(make_account):
    return make_account("管理样例", Role.SYSTEM_ADMIN, username="sysadmin")


def sign_in(client, username: str, password: str = PASSWORD, onward: str = "", **extra):
    asked = {"username": username, "password": password, "next": onward}
    return client.post(LOGIN, asked, **extra)


def code_of(device: TOTPDevice, *, drift: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, drift)
    totp.time = time.time()
    return f"{totp.token():06d}"


def verbs() -> list[str]:
    return list(AuditRecord.objects.order_by("sequence").values_list("verb", flat=True))


def test_the_right_password_opens_the_first_page(client, system_admin):
    answer = sign_in(client, "sysadmin")
    assert answer.url == "/"
    assert client.get("/").url == reverse("accounts")
    assert verbs() == ["account.signed_in"]


def test_one_comes_to_the_page_one_wanted(client, system_admin):
    asked = client.get("/departments/?page=2")
    assert asked.url == "/login/?next=%2Fdepartments%2F%3Fpage%3D2"
    assert sign_in(client, "sysadmin", onward="/departments/?page=2").url == "/departments/?page=2"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_nobody_is_sent_to_another_site(client, system_admin, elsewhere):
    assert sign_in(client, "sysadmin", onward=elsewhere).url == "/"


@pytest.mark.parametrize("username", ["sysadmin", "nobody"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, system_admin, username):
    answer = sign_in(client, username, "wrong")
    assert answer.status_code == 422
    assert "账号或密码不对" in answer.text
    assert "wrong" not in answer.text


def test_a_stopped_account_cannot_sign_in_and_its_open_session_ends(client, system_admin):
    client.force_login(system_admin)
    Account.objects.update(is_active=False)
    assert client.get("/accounts/").url.startswith(LOGIN)
    assert sign_in(client, "sysadmin").status_code == 422


def test_five_wrong_passwords_lock_the_pair_and_say_how_long(client, system_admin):
    for _ in range(4):
        assert sign_in(client, "sysadmin", "wrong").status_code == 422
    for _ in range(3):
        locked = sign_in(client, "sysadmin", "wrong")
        assert locked.status_code == 429
        assert "要等 15 分钟" in locked.text
        assert "系统管理员" in locked.text
    assert sign_in(client, "sysadmin").status_code == 429, "the right password has to wait too"
    assert verbs() == ["account.locked"], "one record, however often it is tried again"


def test_a_locked_pair_locks_neither_the_person_elsewhere_nor_the_office(
    client, system_admin, officer
):
    for _ in range(6):
        sign_in(client, "sysadmin", "wrong")
    assert sign_in(client, "sysadmin", REMOTE_ADDR="10.1.2.3").status_code == 302
    client.logout()
    assert sign_in(client, "officer").status_code == 302


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_the_proxy_the_pair_is_the_address_the_proxy_saw(client, system_admin):
    for count in range(6):
        forged = f"10.9.9.{count}, 10.0.0.66"
        sign_in(client, "sysadmin", "wrong", headers={"X-Forwarded-For": forged})
    assert AccessAttempt.objects.get().ip_address == "10.0.0.66"


def test_without_a_proxy_nobody_can_choose_an_address(client, system_admin):
    sign_in(client, "sysadmin", "wrong", headers={"X-Forwarded-For": "10.9.9.9"})
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_after_the_wait_one_may_sign_in_again(client, system_admin):
    for _ in range(5):
        sign_in(client, "sysadmin", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, "sysadmin").status_code == 302


def test_a_code_is_asked_for_where_a_device_was_confirmed(client, system_admin):
    device = TOTPDevice.objects.create(user=system_admin, confirmed=True)
    assert sign_in(client, "sysadmin", onward="/towns/").url == reverse("login-code")
    assert client.get("/accounts/").url.startswith(LOGIN), "the password alone opens nothing"
    wrong = client.post("/login/code/", {"code": "000000"})
    assert wrong.status_code == 422
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/login/code/", {"code": code_of(device)}).url == "/towns/"
    assert AuditRecord.objects.get().facts["with_code"] is True


def test_a_code_opens_once(client, system_admin):
    device = TOTPDevice.objects.create(user=system_admin, confirmed=True)
    sign_in(client, "sysadmin")
    code = code_of(device)
    assert client.post("/login/code/", {"code": code}).status_code == 302
    client.logout()
    sign_in(client, "sysadmin")
    assert client.post("/login/code/", {"code": code}).status_code == 422


def test_five_wrong_codes_begin_again_with_the_password(client, system_admin):
    TOTPDevice.objects.create(user=system_admin, confirmed=True)
    sign_in(client, "sysadmin")
    for _ in range(5):
        client.post("/login/code/", {"code": "000000"})
    assert client.post("/login/code/", {"code": "000000"}).url == LOGIN


def test_the_second_step_cannot_be_reached_without_the_first(client, system_admin):
    assert client.get("/login/code/").url == LOGIN


def test_a_device_without_a_first_code_asks_for_nothing(client, system_admin):
    TOTPDevice.objects.create(user=system_admin, confirmed=False)
    assert sign_in(client, "sysadmin").url == "/"


def test_a_first_password_has_to_be_replaced(client, system_admin):
    Account.objects.update(must_change_password=True)
    sign_in(client, "sysadmin")
    assert client.get("/accounts/").url == "/password/"
    page = client.get("/password/")
    assert "现在的密码是别人给的" in page.text
    done = client.post("/password/", {"new_password": NEW, "again_password": NEW})
    assert done.url == "/"
    assert client.get("/accounts/").status_code == 200
    assert verbs()[-1] == "account.password_changed"
    assert not any(
        NEW in str(facts) for facts in AuditRecord.objects.values_list("facts", flat=True)
    )


def test_a_changed_password_ends_the_other_sessions(client, system_admin):
    other = type(client)()
    other.force_login(system_admin)
    client.force_login(system_admin)
    asked = {"old_password": PASSWORD, "new_password": NEW, "again_password": NEW}
    client.post("/password/", asked)
    assert client.get("/accounts/").status_code == 200
    assert other.get("/accounts/").url.startswith(LOGIN)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"old_password": "nope"}, "现在的密码不对"),
        ({"again_password": "other"}, "两次填的新密码不一样"),
        ({"new_password": PASSWORD, "again_password": PASSWORD}, "不能和现在的一样"),
        ({"new_password": "short", "again_password": "short"}, "至少要 10 个字符"),
    ],
)
def test_a_refused_password_says_what_to_do(client, system_admin, changed, words):
    client.force_login(system_admin)
    asked = {"old_password": PASSWORD, "new_password": NEW, "again_password": NEW, **changed}
    answer = client.post("/password/", asked)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("abc", "至少要 10 个字符"),
        ("password123", "太常见"),
        ("8305716294", "不能全是数字"),
        ("sysadmin-sysadmin", ""),
        ("sysadminn1", "不能和账号或姓名相近"),
        (NEW, ""),
    ],
)
def test_the_rules_for_passwords_speak_chinese(password, words):
    account = Account(username="sysadminnn", name="管理样例")
    faults = "；".join(password_faults(password, account))
    assert words in faults
    assert bool(faults) == bool(words)


@override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS)
def test_passwords_are_hashed_slowly():
    """The tests themselves use a fast hasher; the house leaves Django's own choice alone."""
    assert not hasattr(house, "PASSWORD_HASHERS")
    hasher = identify_hasher(make_password("x"))
    assert hasher.algorithm == "pbkdf2_sha256"
    assert hasher.iterations >= 1_000_000


def test_signing_out_is_a_post(client, system_admin):
    client.force_login(system_admin)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == LOGIN
    assert client.get("/accounts/").url.startswith(LOGIN)


def idle(client, seconds: int) -> None:
    session = client.session
    session[SEEN] = int(time.time()) - seconds
    session.save()


def test_an_idle_session_ends(client, system_admin):
    client.force_login(system_admin)
    client.get("/accounts/")
    idle(client, 29 * 60)
    assert client.get("/accounts/").status_code == 200
    idle(client, 31 * 60)
    assert client.get("/accounts/").url.startswith(LOGIN)
    assert AuditRecord.objects.get().facts == {"idle": True}


def test_being_there_is_noted_at_most_once_a_minute(client, system_admin):
    client.force_login(system_admin)
    client.get("/accounts/")
    idle(client, 30)
    before = client.session[SEEN]
    client.get("/accounts/")
    assert client.session[SEEN] == before
    idle(client, 61)
    client.get("/accounts/")
    assert client.session[SEEN] > before


def test_a_progress_bar_left_open_does_not_keep_the_session_alive(client, system_admin):
    client.force_login(system_admin)
    client.get("/accounts/")
    idle(client, 20 * 60)
    before = client.session[SEEN]
    client.get("/accounts/", headers={"HX-Request": "true"})
    assert client.session[SEEN] == before


def test_a_fragment_asked_for_too_late_sends_the_whole_page_to_the_login(client):
    headers = {"HX-Request": "true", "Referer": "http://testserver/towns/?page=2"}
    answer = client.get("/accounts/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Ftowns%2F%3Fpage%3D2"


TYPED = {
    "name": "试填的单位",
    "short_name": "试填",
    "daily_clues": "7",
    "new_password": "secret-one",
}


@pytest.mark.parametrize("how", ["idle", "session row gone", "session expired", "cookie gone"])
def test_what_was_typed_is_still_there_after_signing_in_again(client, system_admin, how):
    client.force_login(system_admin)
    client.get("/departments/new/")
    match how:
        case "idle":
            idle(client, 31 * 60)
        case "session row gone":
            Session.objects.all().delete()
        case "session expired":
            Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
        case "cookie gone":
            client.cookies.pop("sessionid")
    sent = client.post("/departments/new/", TYPED)
    assert sent.url == "/login/?next=%2Fdepartments%2Fnew%2F"
    page = client.get(sent.url)
    assert "您填的内容还在" in page.text
    assert sign_in(client, "sysadmin", onward="/departments/new/").url == "/departments/new/"
    back = client.get("/departments/new/")
    assert 'value="试填的单位"' in back.text
    assert 'value="7"' in back.text
    assert "已经放回来了" in back.text
    assert "试填的单位" not in client.get("/departments/new/").text, "it is put back once"


def test_passwords_are_never_kept(client, db):
    client.post("/departments/new/", {**TYPED, "otp_code": "1", "csrfmiddlewaretoken": "t"})
    kept = KeptForm.objects.get()
    assert set(kept.fields) == {"name", "short_name", "daily_clues"}


def test_the_key_to_what_was_typed_is_signed_short_lived_and_out_of_reach_of_scripts(client, db):
    cookie = client.post("/departments/new/", TYPED).cookies[KEPT_COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] == 3600
    assert cookie["samesite"] == "Lax"
    assert KeptForm.objects.get().token != cookie.value


def test_what_somebody_else_typed_is_not_shown(client, system_admin, make_account):
    client.force_login(system_admin)
    client.get("/departments/new/")
    idle(client, 31 * 60)
    client.post("/departments/new/", TYPED)
    make_account("另一位样例", Role.SYSTEM_ADMIN, username="other")
    sign_in(client, "other")
    assert "试填的单位" not in client.get("/departments/new/").text


def test_what_is_too_long_is_not_kept_and_the_login_page_says_so(client, db):
    client.post("/departments/new/", {"name": "长" * 200_000})
    assert KeptForm.objects.count() == 0
    assert "太长" in client.get(LOGIN).text


def test_it_goes_back_to_the_page_with_the_form_not_to_the_act(client, db):
    sent = client.post("/me/keys/", {"enabled": "1"}, headers={"Referer": "http://testserver/me/"})
    assert sent.url == "/login/?next=%2Fme%2F"
    assert KeptForm.objects.get().path == "/me/"


def test_a_forbidden_page_answers_as_a_missing_one(client, officer, monkeypatch):
    client.force_login(officer)
    missing = client.get("/accounts/999999/")
    forbidden = client.get(f"/accounts/{officer.pk}/")
    assert (missing.status_code, forbidden.status_code) == (404, 404)

    def plainly(page: str) -> str:
        return page.replace("/accounts/999999/", "").replace(f"/accounts/{officer.pk}/", "")

    assert (
        plainly(missing.text).split("csrfmiddlewaretoken")[0]
        == plainly(forbidden.text).split("csrfmiddlewaretoken")[0]
    )


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OFFICER, "desk"),
        (Role.DISPATCHER, "desk"),
        (Role.DESK_12315, "desk"),
        (Role.BUREAU_ADMIN, "desk"),
        (Role.OTHER_BUREAU, "desk"),
        (Role.LEGAL_REVIEWER, "desk"),
        (Role.GRID_MEMBER, "grid"),
        (Role.LEADER, "overview"),
        (Role.SYSTEM_ADMIN, "accounts"),
        (Role.SECURITY_ADMIN, "grants"),
        (Role.AUDIT_ADMIN, "audit"),
        (Role.AUDITOR, "audit"),
        (Role.SHOP_OWNER, "my-shops"),
    ],
)
def test_everybody_begins_with_their_own_duty(make_account, role, page):
    assert first_page(make_account("某样例", role)) == page


def test_somebody_without_a_role_sees_their_own_settings(make_account):
    assert first_page(make_account("新人样例")) == "me"
