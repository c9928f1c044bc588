"""What may be done with people, roles and places, and what may not."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.test_sign_in import code_of
from wangshi.accounts.models import Account, Department, DepartmentKind, Grid, RoleGrant, Town
from wangshi.accounts.permissions import ROLES, THREE_ADMINISTRATORS, Permission, Role
from wangshi.accounts.policy import Refused, may
from wangshi.accounts.selectors import first_page
from wangshi.accounts.services import (
    Declined,
    Person,
    TownFacts,
    Unit,
    begin_totp,
    change_password,
    check_audit,
    county_file,
    drop_totp,
    edit_account,
    edit_department,
    edit_town,
    end_role,
    enrol_totp,
    grant_role,
    open_account,
    open_department,
    open_grid,
    read_county,
    reset_password,
    reset_totp,
    restart_account,
    set_keys,
    set_up_county,
    stop_account,
    system_account,
    totp_address,
    unlock_account,
)
from wangshi.shared.models import AuditRecord

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NEWCOMER = Person(username="xinren", name="新人样例")


@pytest.fixture
def system_admin(make_account):
    return make_account("管理样例", Role.SYSTEM_ADMIN, username="sysadmin")


@pytest.fixture
def security_admin(make_account):
    return make_account("授权样例", Role.SECURITY_ADMIN, username="security")


def last() -> AuditRecord:
    return AuditRecord.objects.order_by("-sequence").first()


def again(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_a_new_account_has_a_first_password_and_no_role(system_admin, station):
    opened = open_account(Person("xinren", "新人样例", department=station), at=AT, by=system_admin)
    account = again(opened.account)
    assert account.check_password(opened.password)
    assert account.must_change_password
    assert account.roles == frozenset()
    assert account.opened_at == AT
    assert (last().verb, last().facts) == (
        "account.opened",
        {"username": "xinren", "name": "新人样例"},
    )


def test_a_username_is_given_once(system_admin):
    open_account(NEWCOMER, at=AT, by=system_admin)
    with pytest.raises(Declined, match="已经有人用了"):
        open_account(NEWCOMER, at=AT, by=system_admin)


def test_what_was_changed_is_recorded_with_what_it_was(system_admin, officer, other_bureau):
    edit_account(officer, Person("x", "李改名", department=other_bureau), by=system_admin)
    account = again(officer)
    assert (account.username, account.name) == ("officer", "李改名")
    assert last().facts == {
        "before": {"name": "李示范", "department": "甲木市场监管所"},
        "now": {"name": "李改名", "department": "拾穗县文化和旅游局"},
    }


def test_a_stopped_account_may_do_nothing_until_it_is_restarted(system_admin, officer):
    stop_account(officer, reason="调走", at=AT, by=system_admin)
    assert not may(again(officer), Permission.VIEW_HIT)
    assert last().facts == {"reason": "调走"}
    with pytest.raises(Declined, match="已经停用"):
        stop_account(officer, reason="调走", at=AT, by=system_admin)
    restart_account(officer, by=system_admin)
    assert may(again(officer), Permission.VIEW_HIT)
    with pytest.raises(Declined, match="不用恢复"):
        restart_account(officer, by=system_admin)


def test_nobody_stops_their_own_account(system_admin):
    with pytest.raises(Declined, match="自己"):
        stop_account(system_admin, reason="试", at=AT, by=system_admin)


def test_a_reset_password_replaces_the_old_one(system_admin, officer):
    opened = reset_password(officer, by=system_admin)
    assert again(officer).check_password(opened.password)
    assert again(officer).must_change_password
    assert opened.password not in str(last().facts)


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.AUDITOR])
@pytest.mark.parametrize("verb", [reset_password, reset_totp])
def test_a_system_administrator_cannot_slip_into_another_administrators_account(
    system_admin, make_account, role, verb
):
    other = make_account("另一样例", role)
    with pytest.raises(Declined, match="一人兼两职"):
        verb(other, by=system_admin)
    verb(other, by=system_account())


def test_a_role_is_given_with_a_reason_and_taken_back_with_one(security_admin, officer):
    grant = grant_role(officer, role=Role.DISPATCHER, reason="分工通知", at=AT, by=security_admin)
    assert again(officer).roles == {Role.OFFICER, Role.DISPATCHER}
    assert (last().verb, last().facts) == (
        "role.granted",
        {"role": "dispatcher", "reason": "分工通知"},
    )
    end_role(grant, reason="轮岗", at=AT, by=security_admin)
    assert again(officer).roles == {Role.OFFICER}
    kept = RoleGrant.objects.get(pk=grant.pk)
    assert (kept.reason, kept.end_reason, kept.ended_by) == ("分工通知", "轮岗", security_admin)
    with pytest.raises(Declined, match="授权样例已经收回了"):
        end_role(grant, reason="再收", at=AT, by=security_admin)


def test_nobody_gives_themselves_a_role(security_admin):
    with pytest.raises(Declined, match="不能给自己"):
        grant_role(security_admin, role=Role.OFFICER, reason="试", at=AT, by=security_admin)


def test_a_role_is_held_once(security_admin, officer):
    with pytest.raises(Declined, match="已经是执法员"):
        grant_role(officer, role=Role.OFFICER, reason="试", at=AT, by=security_admin)


def test_a_stopped_account_gets_no_role(security_admin, system_admin, officer):
    stop_account(officer, reason="调走", at=AT, by=system_admin)
    with pytest.raises(Declined, match="已停用"):
        grant_role(officer, role=Role.DISPATCHER, reason="试", at=AT, by=security_admin)


PAIRS = [(a, b) for a in THREE_ADMINISTRATORS for b in THREE_ADMINISTRATORS if a != b]


@pytest.mark.parametrize(("held", "wanted"), PAIRS)
def test_the_three_administrators_exclude_each_other(make_account, security_admin, held, wanted):
    person = make_account("某样例", held)
    with pytest.raises(Declined, match="不能由同一个人兼任") as refusal:
        grant_role(person, role=wanted, reason="试", at=AT, by=security_admin)
    assert ROLES[held].title in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(account=person, role=wanted, granted_at=AT)


def test_the_role_of_the_command_line_is_nobodys(security_admin, officer):
    with pytest.raises(Declined, match="命令行"):
        grant_role(officer, role=Role.COMMAND_LINE, reason="试", at=AT, by=security_admin)
    with pytest.raises(Declined, match="命令行"):
        grant_role(system_account(), role=Role.OFFICER, reason="试", at=AT, by=security_admin)


def test_the_command_line_acts_but_cannot_sign_in(db, rf):
    account = system_account()
    assert account == system_account()
    assert not account.is_active
    assert may(account, Permission.IMPORT_REGISTER)
    assert not may(account, Permission.DECIDE_CLUE)
    assert not may(account, Permission.JUDGE_HIT)
    for password in ("", "command-line", account.password):
        asked = {"username": account.username, "password": password}
        assert authenticate(rf.post("/login/"), **asked) is None
    with pytest.raises(Declined, match="页面上不能改"):
        reset_password(account, by=account)
    assert first_page(account) == "me"


def test_only_oneself_changes_ones_password(officer, dispatcher):
    with pytest.raises(Declined):
        change_password(officer, password="x", by=dispatcher)


def test_one_time_codes_count_from_the_first_code_typed_back(officer):
    device = begin_totp(officer, by=officer)
    with pytest.raises(Declined, match="口令不对"):
        enrol_totp(officer, code="000000", by=officer)
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert enrol_totp(officer, code=code_of(device), by=officer).confirmed
    with pytest.raises(Declined, match="已经开通"):
        begin_totp(officer, by=officer)
    drop_totp(officer, by=officer)
    assert not TOTPDevice.objects.exists()


def test_a_second_begin_replaces_the_picture_not_yet_used(officer):
    begin_totp(officer, by=officer)
    begin_totp(officer, by=officer)
    assert TOTPDevice.objects.count() == 1


def test_the_picture_holds_what_an_authenticator_needs(officer):
    address = totp_address(begin_totp(officer, by=officer))
    assert address.startswith("otpauth://totp/%E7%BD%91%E5%B8%82%3Aofficer?secret=")
    assert "digits=6" in address
    assert "period=30" in address


def test_keys_are_switched_off_for_oneself(officer):
    set_keys(officer, enabled=False, by=officer)
    assert not again(officer).keys_enabled


UNIT = Unit("amr-09", "试填市场监管所", "试填所", DepartmentKind.STATION)


def test_a_unit_is_added_and_edited(system_admin, bureau, town):
    made = open_department(UNIT, by=system_admin)
    with pytest.raises(Declined, match="已经有单位用了"):
        open_department(UNIT, by=system_admin)
    changed = Unit(
        "x",
        "范文所",
        "范文",
        DepartmentKind.STATION,
        parent=bureau,
        towns=(town,),
        violations=("V41",),
        aliases=("老范文所",),
        daily_clues=9,
    )
    edit_department(made, changed, by=system_admin)
    made.refresh_from_db()
    assert (made.code, made.name, made.parent, made.daily_clues) == ("amr-09", "范文所", bureau, 9)
    assert list(made.towns.all()) == [town]
    assert last().facts["towns"] == ["甲木镇"]


def test_a_unit_is_not_above_itself(system_admin, bureau, station):
    for parent in (bureau, station):
        unit = Unit("amr", "拾穗县局", "县局", DepartmentKind.BUREAU, parent=parent)
        with pytest.raises(Declined, match="上级单位"):
            edit_department(bureau, unit, by=system_admin)


def test_a_town_is_edited_and_gets_a_grid(system_admin, town):
    edit_town(town, TownFacts("甲木新镇", 3, 4), by=system_admin)
    town.refresh_from_db()
    assert (town.name, town.column, town.row) == ("甲木新镇", 3, 4)
    grid = open_grid(town, name="第一网格", by=system_admin)
    assert Grid.objects.get() == grid
    with pytest.raises(Declined, match="已经有“第一网格”"):
        open_grid(town, name="第一网格", by=system_admin)


OTHERS = [r for r in Role if r not in {Role.SYSTEM_ADMIN, Role.COMMAND_LINE}]


@pytest.mark.parametrize("role", OTHERS)
def test_only_a_system_administrator_touches_accounts_and_places(make_account, role, station, town):
    me, whose = make_account("某样例", role), make_account("别人样例")
    for act in (
        lambda: open_account(NEWCOMER, at=AT, by=me),
        lambda: edit_account(whose, NEWCOMER, by=me),
        lambda: stop_account(whose, reason="试", at=AT, by=me),
        lambda: restart_account(whose, by=me),
        lambda: reset_password(whose, by=me),
        lambda: reset_totp(whose, by=me),
        lambda: unlock_account(whose, by=me),
        lambda: open_department(UNIT, by=me),
        lambda: edit_department(station, UNIT, by=me),
        lambda: edit_town(town, TownFacts("试", 1, 1), by=me),
        lambda: open_grid(town, name="试", by=me),
        lambda: set_up_county(county_file("demo"), me),
    ):
        with pytest.raises(Refused):
            act()
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in {Role.SECURITY_ADMIN, Role.COMMAND_LINE}]
)
def test_only_a_security_administrator_gives_roles(make_account, role, officer):
    me = make_account("某样例", role)
    with pytest.raises(Refused):
        grant_role(officer, role=Role.DISPATCHER, reason="试", at=AT, by=me)
    with pytest.raises(Refused):
        end_role(officer.grants.get(), reason="试", at=AT, by=me)


@pytest.mark.parametrize("role", list(Role))
def test_the_chain_is_checked_by_whoever_may_read_it(make_account, role):
    me = make_account("某样例", role)
    if role in {Role.AUDITOR, Role.AUDIT_ADMIN, Role.COMMAND_LINE}:
        assert check_audit(by=me).breaks == ()
        assert last().verb == "audit.checked"
    else:
        with pytest.raises(Refused):
            check_audit(by=me)


@pytest.mark.parametrize(("county", "code"), [("lueyang", "610727"), ("demo", "990101")])
def test_a_county_is_set_up_once_however_often_it_is_asked_for(db, county, code):
    by = system_account()
    first = set_up_county(county_file(county), by)
    second = set_up_county(county_file(county), by)
    assert first.towns == first.new_towns == 17
    assert (second.new_towns, second.new_departments) == (0, 0)
    assert Town.objects.filter(code__startswith=code).count() == 17
    assert Town.objects.values("column", "row").distinct().count() == 17, "no two on one tile"
    assert Department.objects.count() == first.departments
    assert Department.objects.get(code="wenlv").violations == ["V41", "V42"]


def test_every_town_of_the_demo_county_has_its_station(db):
    set_up_county(county_file("demo"), system_account())
    for town in Town.objects.all():
        stations = town.departments.filter(kind=DepartmentKind.STATION)
        assert stations.count() == 1, town
        assert stations.get().parent.code == "amr"


def test_an_edit_made_on_a_page_is_set_back_by_the_file_and_nothing_is_doubled(db):
    by = system_account()
    set_up_county(county_file("demo"), by)
    station = Department.objects.get(code="amr-01")
    station.towns.clear()
    set_up_county(county_file("demo"), by)
    assert {t.name for t in station.towns.all()} == {"城关街道", "禾田街道"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("county: {name: 试, code: 1}\ntowns: []\ndepartments: []\nmore: 1", "不认识“more”"),
        (
            "county: {name: 试, code: 1}\ntowns: [{code: '9', title: 试}]\ndepartments: []",
            "不认识“title”",
        ),
    ],
)
def test_a_county_file_nobody_understands_is_refused(tmp_path, text, words):
    file = tmp_path / "x.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(Declined, match=words):
        read_county(file)


def test_a_county_that_is_not_there_names_those_that_are():
    with pytest.raises(Declined, match="demo、lueyang"):
        read_county(county_file("nowhere"))


def test_a_unit_with_a_town_not_listed_sets_up_nothing(db, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(
        "county: {name: 试, code: 1, bureau: 试局, number_prefix: 试市监}\n"
        "towns: [{code: '9', name: 试填镇, column: 1, row: 1}]\n"
        "departments: [{code: aa, name: 试, short_name: 试, kind: bureau, towns: [没有镇]}]",
        "utf-8",
    )
    by = system_account()
    with pytest.raises(Declined, match="没有镇"):
        set_up_county(file, by)
    assert not Town.objects.exists()
