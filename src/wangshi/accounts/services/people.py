"""Accounts: open, edit, stop, restart, unlock, and give a new first password."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from wangshi.accounts.models import Account, Department, Grid, Town
from wangshi.accounts.permissions import ROLES, THREE_ADMINISTRATORS, Permission, Role
from wangshi.accounts.policy import require
from wangshi.shared.services import record

from .declined import Declined

EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


@dataclass(frozen=True)
class Person:
    """一个人在哪里做事: what the system administrator writes down when opening an account."""

    username: str
    name: str
    department: Department | None = None
    town: Town | None = None
    grid: Grid | None = None
    certificate_number: str = ""


@dataclass(frozen=True)
class Opened:
    """开好的账号: the first password is shown once and kept nowhere."""

    account: Account
    password: str


@transaction.atomic
def open_account(
    person: Person,
    *,
    at: datetime,
    by: Account,
    password: str = "",
    must_change: bool = True,
    encoded: str = "",
) -> Opened:
    """开通账号: an account without roles; its owner changes the first password at once.

    `encoded` is the password's hash where several accounts share one, as in a demo county.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    _refuse_a_taken_username(person.username)
    password = password or first_password()
    account = Account(username=person.username, must_change_password=must_change, opened_at=at)
    _write_down(account, person)
    account.password = encoded or make_password(password)
    account.save()
    record(by, "account.opened", account, username=account.username, name=account.name)
    return Opened(account, password)


@transaction.atomic
def edit_account(account: Account, person: Person, *, by: Account) -> Account:
    """改账号资料: the username stays, since records were signed with it."""
    require(by, Permission.MANAGE_ACCOUNTS)
    account = _held(account)
    before = _facts(account)
    _write_down(account, person)
    account.save(update_fields=["name", "department", "town", "grid", "certificate_number"])
    now = _facts(account)
    changed = [key for key in now if now[key] != before[key]]
    record(
        by,
        "account.edited",
        account,
        before={key: before[key] for key in changed},
        now={key: now[key] for key in changed},
    )
    return account


@transaction.atomic
def stop_account(account: Account, *, reason: str, at: datetime, by: Account) -> Account:
    """停用账号: it can no longer sign in, and a session that is open ends at its next page."""
    require(by, Permission.MANAGE_ACCOUNTS)
    account = _held(account)
    if account.pk == by.pk:
        raise Declined("不能停用自己的账号，请另一位系统管理员办。")
    if not account.is_active:
        raise Declined("这个账号已经停用了。")
    account.is_active, account.stopped_at = False, at
    account.save(update_fields=["is_active", "stopped_at"])
    record(by, "account.stopped", account, reason=reason)
    return account


@transaction.atomic
def restart_account(account: Account, *, by: Account) -> Account:
    """恢复账号: it may sign in again with the roles it still holds."""
    require(by, Permission.MANAGE_ACCOUNTS)
    account = _held(account)
    if account.is_active:
        raise Declined("这个账号在用，不用恢复。")
    account.is_active, account.stopped_at = True, None
    account.save(update_fields=["is_active", "stopped_at"])
    record(by, "account.restarted", account)
    return account


@transaction.atomic
def reset_password(account: Account, *, by: Account) -> Opened:
    """重设密码: a new first password, to be changed at the next sign-in."""
    require(by, Permission.MANAGE_ACCOUNTS)
    account = _held(account)
    _refuse_another_administrator(account, by)
    password = first_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    forget_failures(username=account.username)
    record(by, "account.password_reset", account)
    return Opened(account, password)


@transaction.atomic
def reset_totp(account: Account, *, by: Account) -> Account:
    """停掉动态口令: for somebody who lost the phone; it can be enrolled again."""
    require(by, Permission.MANAGE_ACCOUNTS)
    account = _held(account)
    _refuse_another_administrator(account, by)
    TOTPDevice.objects.filter(user=account).delete()
    record(by, "account.totp_reset", account)
    return account


@transaction.atomic
def unlock_account(account: Account, *, by: Account) -> Account:
    """解锁: the failed sign-ins of this account are forgotten, wherever they came from."""
    require(by, Permission.MANAGE_ACCOUNTS)
    forget_failures(username=account.username)
    record(by, "account.unlocked", account)
    return account


def first_password() -> str:
    """初始密码: four groups of four, without letters that look like digits."""
    groups = (
        "".join(secrets.choice(EASY_TO_READ) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
    return "-".join(groups)


def _held(account: Account) -> Account:
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.is_command_line:
        raise Declined("这是命令行的账号，页面上不能改。")
    return held


def _refuse_a_taken_username(username: str) -> None:
    if Account.objects.filter(username=username).exists():
        raise Declined(f"账号“{username}”已经有人用了，换一个，例如在后面加数字。")


def _refuse_another_administrator(account: Account, by: Account) -> None:
    """Who could set the password of another administrator would hold both offices."""
    guarded = {*THREE_ADMINISTRATORS, Role.AUDITOR} & account.roles
    if guarded and not by.is_command_line and account.pk != by.pk:
        title = ROLES[min(guarded)].title
        raise Declined(f"{account.name}是{title}。为防一人兼两职，要由服务器管理员用命令行重设。")


def _write_down(account: Account, person: Person) -> None:
    account.name = person.name
    account.department = person.department
    account.town = person.town
    account.grid = person.grid
    account.certificate_number = person.certificate_number


def _facts(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "department": str(account.department or ""),
        "town": str(account.town or ""),
        "grid": str(account.grid or ""),
        "certificate_number": account.certificate_number,
    }
