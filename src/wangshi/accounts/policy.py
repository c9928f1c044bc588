"""One policy, two readings: which rows a queryset keeps, and whether one record may be touched.

A model that is not open to the whole county names, in `reach`, the path from a record to the
key that each scope compares: `reach = {Scope.DEPARTMENT: "department_id", Scope.OWN: …}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from .models import Account
from .permissions import ROLES, Permission, Scope

M = TypeVar("M", bound=Model)


class Refused(Exception):
    """没有这个权限: pages answer it exactly as they answer a record that does not exist."""


class Reachable(Protocol):
    reach: Mapping[Scope, str]


@dataclass(frozen=True)
class Condition:
    """The record's key at `path` is one of `keys`."""

    path: str
    keys: frozenset[int]


def scopes(account: Account, permission: Permission) -> frozenset[Scope]:
    """Every scope in which some role of the account holds the permission."""
    if not account.may_act:
        return frozenset()
    return frozenset(
        scope
        for role in account.roles
        for granted, scope in ROLES[role].grants
        if granted is permission
    )


def conditions(
    account: Account, permission: Permission, reach: Mapping[Scope, str]
) -> tuple[Condition, ...] | None:
    """None: every record. Otherwise a record is in reach when any one condition holds."""
    held = scopes(account, permission)
    if Scope.COUNTY in held:
        return None
    return tuple(Condition(reach[s], account.anchors(s)) for s in sorted(held) if s in reach)


def visible(queryset: QuerySet[M], account: Account, permission: Permission) -> QuerySet[M]:
    """The rows of the queryset that the account may use under this permission."""
    limits = conditions(account, permission, getattr(queryset.model, "reach", {}))
    if limits is None:
        return queryset
    either = Q(pk__in=[])
    for limit in limits:
        either |= Q(**{f"{limit.path}__in": sorted(limit.keys)})
    return queryset.filter(either)


def may(account: Account, permission: Permission, record: Model | None = None) -> bool:
    """Whether the account holds the permission: at all, or on this one record."""
    if record is None:
        return bool(scopes(account, permission))
    limits = conditions(account, permission, getattr(type(record), "reach", {}))
    return limits is None or any(_key(record, limit.path) in limit.keys for limit in limits)


def require(account: Account, permission: Permission, record: Model | None = None) -> None:
    """Raise Refused unless `may`. Called inside every service, before anything is read."""
    if not may(account, permission, record):
        raise Refused(f"{account} {permission} {record or ''}")


def _key(record: Any, path: str) -> Any:
    for step in path.split("__"):
        record = getattr(record, step) if record is not None else None
    return record
