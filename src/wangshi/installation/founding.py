"""设立一个县: units, towns, and the three administrators who open everything else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import COMMAND_LINE, Account
from wangshi.accounts.permissions import ROLES, Role
from wangshi.accounts.services import (
    Declined,
    Person,
    SetUp,
    county_file,
    grant_role,
    open_account,
    reset_password,
    set_up_county,
    system_account,
)
from wangshi.engine.cli_chinese import Refused

from .running import migrate

ADMINISTRATORS = {
    Role.SYSTEM_ADMIN: "xitong",
    Role.SECURITY_ADMIN: "anquan",
    Role.AUDIT_ADMIN: "shenji",
}


@dataclass(frozen=True)
class Founded:
    """设立结果: the county, and first passwords that are shown once."""

    county: str
    towns: int
    units: int
    passwords: dict[str, str]

    def as_answer(self) -> dict[str, Any]:
        """For a program."""
        return vars(self)

    def as_sentence(self) -> str:
        """For a person."""
        lines = [f"已设立{self.county}：{self.towns} 个镇办，{self.units} 个单位。"]
        if self.passwords:
            lines.append("三个管理员的初始密码（只显示这一次，首次登录要改）：")
            lines += [f"  {username:<10}{word}" for username, word in self.passwords.items()]
        return "\n".join(lines)


def found(county: str) -> Founded:
    """Set the county up; the administrators are opened only in an empty installation."""
    migrate()
    file = Path(county) if county.endswith((".yaml", ".yml")) else county_file(county)
    if not file.exists():
        raise Refused(f"没有这个县的设置：{county}。写一份 YAML，或用 --county lueyang")
    with transaction.atomic():
        by = system_account()
        done = _set_up(file, by)
        people = Account.objects.exclude(username=COMMAND_LINE)
        passwords = {} if people.exists() else _administrators(by)
    return Founded(done.county, done.towns, done.departments, passwords)


def _set_up(file: Path, by: Account) -> SetUp:
    try:
        return set_up_county(file, by)
    except Declined as why:
        raise Refused(str(why)) from why


def _administrators(by: Account) -> dict[str, str]:
    now = timezone.now()
    passwords = {}
    for role, username in ADMINISTRATORS.items():
        opened = open_account(Person(username, ROLES[role].title), at=now, by=by)
        grant_role(opened.account, role=role, reason="设立时开通", at=now, by=by)
        passwords[username] = opened.password
    return passwords


def new_password(username: str) -> str:
    """重设密码: the way back for an administrator whom no page may help."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refused(f"没有“{username}”这个账号")
    try:
        return reset_password(account, by=system_account()).password
    except Declined as why:
        raise Refused(str(why)) from why
