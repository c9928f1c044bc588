"""One policy, two readings: what a queryset shows is what may be touched, always."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import ClassVar, TypeVar

import pytest
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from wangshi.accounts.models import Account, Department, RoleGrant, Town
from wangshi.accounts.permissions import ROLES, THREE_ADMINISTRATORS, Permission, Role, Scope
from wangshi.accounts.policy import Refused, may, require, scopes, visible
from wangshi.cases.models import Clue, Correction, OwnerAnswer
from wangshi.registry.models import Operator, Platform, Remark, Representation, Shop

T = TypeVar("T")
AT = datetime(2026, 3, 2, tzinfo=UTC)
DEPARTMENTS, TOWNS, CLUES, OPERATORS = 4, 3, 8, 4


def perhaps(dice: Random, things: Sequence[T], chance: float = 0.8) -> T | None:
    return dice.choice(things) if things and dice.random() < chance else None


def roles_with(role: Role, dice: Random) -> set[Role]:
    """The role, and now and then another one that goes with it."""
    second = dice.choice(list(Role))
    both = {role, second}
    return both if dice.random() < 0.3 and len(both & set(THREE_ADMINISTRATORS)) < 2 else {role}


def build(dice: Random) -> None:
    """A county: units below units, one person at least for every role, clues everywhere."""
    for model in (Clue, Remark, Representation, Shop, Platform, Operator):
        model.objects.all().delete()
    RoleGrant.objects.all().delete()
    Account.objects.all().delete()
    Department.objects.update(parent=None)
    Department.objects.all().delete()
    Town.objects.all().delete()
    towns = [Town.objects.create(code=f"99010100{n}", name=f"试填镇{n}") for n in range(TOWNS)]
    units: list[Department] = []
    for number in range(DEPARTMENTS):
        above = perhaps(dice, units, 0.5)
        units.append(
            Department.objects.create(
                code=f"d{number}", name=f"试填单位{number}", short_name="试填", parent=above
            )
        )
    people = [person(role, dice, units, towns) for role in Role]
    Clue.objects.bulk_create(clue(n, dice, units, towns, people) for n in range(CLUES))
    trade(dice, people)


def trade(dice: Random, people: list[Account]) -> None:
    """Operators with shops and demands; some are represented, some were until yesterday."""
    platform = Platform.objects.create(code="试填", name="试填平台")
    operators = [
        Operator.objects.create(source_key=f"o{n}", name=f"样例{n}", form="other")
        for n in range(OPERATORS)
    ]
    for n in range(OPERATORS):
        Shop.objects.create(
            platform=platform, external_id=str(n), name="试填", operator=perhaps(dice, operators)
        )
    for operator in operators:
        for owner in {perhaps(dice, people[1:]), perhaps(dice, people[1:])} - {None}:
            over = dice.random() < 0.3
            Representation.objects.create(
                operator=operator,
                account=owner,
                reason="试填",
                bound_at=AT,
                bound_by=people[0],
                ended_at=AT if over else None,
                ended_by=people[0] if over else None,
                end_reason="试填" if over else "",
            )
        Remark.objects.create(operator=operator, words="试填", by=people[1], at=AT)
    told = Correction.objects.bulk_create(
        Correction(
            clue=each,
            operator=perhaps(dice, operators),
            outcome="corrected",
            demand="试填",
            due_on=AT.date(),
            asked_by=people[0],
            asked_at=AT,
        )
        for each in Clue.objects.all()
    )
    OwnerAnswer.objects.bulk_create(
        OwnerAnswer(correction=each, fixed=True, words="试填", by=people[1], at=AT) for each in told
    )


def person(role: Role, dice: Random, units: list[Department], towns: list[Town]) -> Account:
    account = Account.objects.create(
        username=role,
        name=f"{role}样例",
        is_active=dice.random() < 0.9,
        department=perhaps(dice, units),
        town=perhaps(dice, towns),
    )
    for held in roles_with(role, dice):
        giver = perhaps(dice, list(Account.objects.all()))
        RoleGrant.objects.create(account=account, role=held, granted_at=AT, granted_by=giver)
    return account


def clue(
    number: int, dice: Random, units: list[Department], towns: list[Town], people: list[Account]
) -> Clue:
    return Clue(
        number=f"试填{number}",
        source="officer",
        title="试填线索",
        received_at=AT,
        found_on=date(2026, 3, 2),
        reported_by=dice.choice(people),
        department=perhaps(dice, units),
        handler=perhaps(dice, people),
        town=perhaps(dice, towns),
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
# All of them on one database; that the other reads the policy alike, one shows.
@settings(
    max_examples=3 if connection.vendor == "sqlite" else 1,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
)
@given(st.integers(0, 2**32))
def test_what_is_shown_is_what_may_be_touched(seed):
    build(Random(seed))
    for rows in (
        Clue.objects.all(),
        GrantInReach.objects.select_related("account"),
        Operator.objects.all(),
        Shop.objects.all(),
        Remark.objects.all(),
        Correction.objects.all(),
        OwnerAnswer.objects.select_related("correction"),
    ):
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
        Permission.ISSUE_TOKENS,
        Permission.RUN_CHANNELS,
        Permission.GRANT_ROLES,
        Permission.VIEW_AUDIT,
    }
    assert not any(may(account, permission) for permission in business)


def test_every_permission_is_held_by_some_role():
    held = {permission for card in ROLES.values() for permission, _ in card.grants}
    assert held == set(Permission)
