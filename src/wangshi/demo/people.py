"""演示账号: the county's units and one account for every duty, opened by the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from wangshi.accounts.models import Account, Department, Grid, Town
from wangshi.accounts.permissions import ROLES, Role
from wangshi.accounts.services import (
    Person,
    county_file,
    grant_role,
    open_account,
    open_grid,
    set_up_county,
    system_account,
)
from wangshi.demo.words import people_rows


@dataclass(frozen=True)
class Card:
    """一个演示账号: as the start page names it."""

    username: str
    name: str
    role: str


@dataclass(frozen=True)
class People:
    """县里的人: by role, and the officer of each unit."""

    accounts: tuple[Account, ...]
    by_role: Mapping[Role, tuple[Account, ...]]
    by_department: Mapping[int, Account]
    cards: tuple[Card, ...]

    def one(self, role: Role) -> Account:
        """The first who holds the role."""
        return self.by_role[role][0]


@dataclass(frozen=True)
class Secret:
    """口令和它的校验值: worked out once for all, since that takes long on purpose."""

    password: str
    encoded: str


def settle(password: str, *, at: datetime) -> People:
    """设县开账号: units, towns and grids of the demo county, and its accounts with one password."""
    by = system_account()
    set_up_county(county_file("demo"), by)
    units = {unit.code: unit for unit in Department.objects.all()}
    towns = {town.name: town for town in Town.objects.all()}
    rows = people_rows()
    first = Secret(password, make_password(password))
    accounts = [_open(row, units, towns, first, at, by) for row in rows]
    return _people(rows, accounts)


def _open(
    row: Mapping[str, Any],
    units: Mapping[str, Department],
    towns: Mapping[str, Town],
    secret: Secret,
    at: datetime,
    by: Account,
) -> Account:
    town = towns.get(row.get("town", ""))
    person = Person(
        username=row["username"],
        name=row["name"],
        department=units.get(row.get("department", "")),
        town=town,
        grid=_grid(town, row.get("grid", ""), by),
        certificate_number=row.get("certificate", ""),
    )
    opened = open_account(
        person,
        at=at,
        by=by,
        password=secret.password,
        must_change=False,
        encoded=secret.encoded,
    )
    grant_role(opened.account, role=Role(row["role"]), reason="演示账号", at=at, by=by)
    return opened.account


def _grid(town: Town | None, name: str, by: Account) -> Grid | None:
    return open_grid(town, name=name, by=by) if town and name else None


def _people(rows: list[dict[str, Any]], accounts: list[Account]) -> People:
    roles = [Role(row["role"]) for row in rows]
    held = list(zip(roles, accounts, strict=True))
    return People(
        accounts=tuple(accounts),
        by_role={role: tuple(who for one, who in held if one is role) for role in set(roles)},
        by_department={
            who.department_id: who
            for role, who in held
            if role in (Role.OFFICER, Role.OTHER_BUREAU) and who.department_id
        },
        cards=tuple(Card(who.username, who.name, ROLES[role].title) for role, who in held),
    )
