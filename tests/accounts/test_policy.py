"""One policy, two readings: what a queryset shows is what may be touched, always."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.accounts.models import Account, Department, RoleGrant, Town
from wangshi.accounts.permissions import ROLES, THREE_ADMINISTRATORS, Permission, Role, Scope
from wangshi.accounts.policy import Refused, may, require, scopes, visible
from wangshi.cases.models import Clue

AT = datetime(2026, 3, 2, tzinfo=UTC)
ACCOUNTS, DEPARTMENTS, TOWNS = 4, 4, 3


def some(number: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, number - 1)


@dataclass(frozen=True)
class Somebody:
    """An account: the places it belongs to, by number, and its roles."""

    department: int | None
    town: int | None
    roles: frozenset[Role]
    active: bool


@dataclass(frozen=True)
class Something:
    """A clue: whose it is, by number."""

    department: int | None
    town: int | None
    handler: int | None
    reporter: int


@dataclass(frozen=True)
class World:
    """A county of four units (each below one before it, or below none) and three towns."""

    parents: tuple[int | None, ...]
    people: tuple[Somebody, ...]
    clues: tuple[Something, ...]


def one_administrator_at_most(roles: frozenset[Role]) -> bool:
    return len(roles & frozenset(THREE_ADMINISTRATORS)) <= 1


PEOPLE = st.builds(
    Somebody,
    department=some(DEPARTMENTS),
    town=some(TOWNS),
    roles=st.frozensets(st.sampled_from(list(Role)), max_size=3).filter(one_administrator_at_most),
    active=st.integers(0, 9).map(bool),
)
CLUES = st.builds(
    Something,
    department=some(DEPARTMENTS),
    town=some(TOWNS),
    handler=some(ACCOUNTS),
    reporter=st.integers(0, ACCOUNTS - 1),
)
PARENTS = st.tuples(st.none(), some(1), some(2), some(3))
WORLDS = st.builds(
    World,
    PARENTS,
    st.lists(PEOPLE, min_size=ACCOUNTS, max_size=ACCOUNTS).map(tuple),
    st.lists(CLUES, min_size=1, max_size=8).map(tuple),
)


def build(world: World) -> None:
    for model in (Clue, RoleGrant, Account, Department, Town):
        if model is Department:
            model.objects.update(parent=None)
        model.objects.all().delete()
    towns = [Town.objects.create(code=f"99010100{n}", name=f"试填镇{n}") for n in range(TOWNS)]
    units: list[Department] = []
    for number, parent in enumerate(world.parents):
        above = None if parent is None else units[parent]
        units.append(
            Department.objects.create(
                code=f"d{number}", name=f"试填单位{number}", short_name="试填", parent=above
            )
        )
    people = [person(n, each, units, towns) for n, each in enumerate(world.people)]
    Clue.objects.bulk_create(
        clue(n, each, units, towns, people) for n, each in enumerate(world.clues)
    )


def person(number: int, each: Somebody, units: list[Department], towns: list[Town]) -> Account:
    account = Account.objects.create(
        username=f"p{number}",
        name=f"样例{number}",
        is_active=each.active,
        department=None if each.department is None else units[each.department],
        town=None if each.town is None else towns[each.town],
    )
    for role in each.roles:
        RoleGrant.objects.create(
            account=account,
            role=role,
            granted_at=AT,
            granted_by=Account.objects.order_by("pk").first() if number % 2 else None,
        )
    return account


def clue(
    number: int,
    each: Something,
    units: list[Department],
    towns: list[Town],
    people: list[Account],
) -> Clue:
    unit = None if each.department is None else units[each.department]
    handler = None if each.handler is None or unit is None else people[each.handler]
    return Clue(
        number=f"试填{number}",
        source="officer",
        title="试填线索",
        received_at=AT,
        found_on=date(2026, 3, 2),
        reported_by=people[each.reporter],
        department=unit,
        handler=handler,
        town=None if each.town is None else towns[each.town],
    )


class GrantInReach(RoleGrant):
    """A second model, reached over a relation; the house itself shows grants county-wide."""

    reach: ClassVar[Mapping[Scope, str]] = {
        Scope.DEPARTMENT: "account__department_id",
        Scope.TOWN: "account__town_id",
        Scope.HANDLED: "granted_by_id",
        Scope.OWN: "account_id",
    }

    class Meta:
        proxy = True
        app_label = "accounts"


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(world=WORLDS)
def test_what_is_shown_is_what_may_be_touched(world):
    build(world)
    for rows in (Clue.objects.all(), GrantInReach.objects.select_related("account")):
        for account in Account.objects.all():
            for permission in Permission:
                shown = set(visible(rows, account, permission))
                allowed = {row for row in rows if may(account, permission, row)}
                assert shown == allowed, (account.roles, permission)


@pytest.mark.django_db
def test_the_property_above_meets_both_answers(officer, grid_member, town, other_bureau):
    """Some rows are shown and some are not, so that the equality says something."""
    ours, theirs = (
        Clue.objects.create(
            number=f"试填{unit}",
            source="officer",
            title="试填",
            received_at=AT,
            found_on=date(2026, 3, 2),
            reported_by=grid_member,
            department=unit,
        )
        for unit in (officer.department, other_bureau)
    )
    assert set(visible(Clue.objects.all(), officer, Permission.VERIFY_CLUE)) == {ours}
    assert may(officer, Permission.VERIFY_CLUE, ours)
    assert not may(officer, Permission.VERIFY_CLUE, theirs)


def test_a_grid_member_cannot_verify(grid_member):
    assert may(grid_member, Permission.REPORT_CLUE)
    assert not may(grid_member, Permission.VERIFY_CLUE)


def test_a_refusal_is_raised_where_may_says_no(grid_member):
    with pytest.raises(Refused):
        require(grid_member, Permission.VERIFY_CLUE)


def test_rights_come_from_every_role_together(make_account, station):
    both = make_account("两职样例", Role.GRID_MEMBER, Role.LEADER)
    assert scopes(both, Permission.VIEW_CLUE) == {Scope.OWN, Scope.COUNTY}


def test_a_taken_back_role_counts_no_more(officer):
    officer.grants.update(ended_at=AT)
    again = Account.objects.get(pk=officer.pk)
    assert not may(again, Permission.VIEW_HIT)


def test_a_bureau_sees_its_stations_and_a_station_not_its_bureau(make_account, bureau, station):
    above = make_account("上样例", Role.OFFICER, department=bureau)
    below = make_account("下样例", Role.OFFICER, department=station)
    assert above.department_ids == {bureau.pk, station.pk}
    assert below.department_ids == {station.pk}


@pytest.mark.parametrize("role", list(THREE_ADMINISTRATORS))
def test_an_administrator_handles_no_business(make_account, role):
    account = make_account("管理样例", role)
    business = set(Permission) - {
        Permission.MANAGE_ACCOUNTS,
        Permission.GRANT_ROLES,
        Permission.VIEW_AUDIT,
    }
    assert not any(may(account, permission) for permission in business)


def test_every_permission_is_held_by_some_role():
    held = {permission for card in ROLES.values() for permission, _ in card.grants}
    assert held == set(Permission)
