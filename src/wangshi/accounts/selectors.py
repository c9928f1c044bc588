"""Who there is, who holds what, and what was done: questions asked by the pages of this room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from wangshi.shared.lawshelf.selectors import violations
from wangshi.shared.models import AuditRecord

from .models import Account, County, Department, RoleGrant, Town
from .permissions import PERMISSION_TITLES, ROLES, SCOPE_TITLES, Permission, Role, RoleCard, Scope

AUDIT_PAGE: Final = 50
LONGEST: Final = len(str(2**63)) - 1
DOORS: Final[tuple[tuple[str, frozenset[Role]], ...]] = (
    (
        "desk",
        frozenset(
            {
                Role.OFFICER,
                Role.DESK_12315,
                Role.DISPATCHER,
                Role.LEGAL_REVIEWER,
                Role.BUREAU_ADMIN,
                Role.OTHER_BUREAU,
            }
        ),
    ),
    ("grid", frozenset({Role.GRID_MEMBER})),
    ("overview", frozenset({Role.LEADER})),
    ("programme", frozenset({Role.PROGRAMME_OFFICE})),
    ("evaluation", frozenset({Role.EVALUATOR})),
    ("my-shops", frozenset({Role.SHOP_OWNER})),
    ("accounts", frozenset({Role.SYSTEM_ADMIN})),
    ("grants", frozenset({Role.SECURITY_ADMIN})),
    ("audit", frozenset({Role.AUDIT_ADMIN, Role.AUDITOR})),
)


def first_page(account: Account) -> str:
    """进门先看哪一页: by the first of the account's duties; without one, its own settings."""
    return next((name for name, roles in DOORS if roles & account.roles), "me")


def accounts_matching(
    words: str = "", *, department: Department | None = None, stopped: bool | None = None
) -> QuerySet[Account]:
    """账号: by part of the name or username, by unit, in use or stopped, with roles held now."""
    found = Account.objects.select_related("department", "town").prefetch_related(held_grants())
    for word in words.split():
        found = found.filter(Q(name__contains=word) | Q(username__icontains=word))
    if department is not None:
        found = found.filter(department=department)
    if stopped is not None:
        found = found.filter(is_active=not stopped)
    return found


def held_grants() -> Prefetch[str]:
    """What an account in a list holds now, as `held`."""
    now = RoleGrant.objects.filter(ended_at__isnull=True)
    return Prefetch("grants", queryset=now, to_attr="held")


def holders(
    permission: Permission,
    *,
    department: Department | None = None,
    without: Permission | None = None,
) -> QuerySet[Account]:
    """谁有这个权限: in use, by the roles held now; of one unit, and without another right."""
    roles = [role for role, card in ROLES.items() if _grants(card, permission)]
    found = Account.objects.filter(
        is_active=True, grants__role__in=roles, grants__ended_at__isnull=True
    ).distinct()
    if department is not None:
        found = found.filter(department=department)
    if without is not None:
        barred = [role for role, card in ROLES.items() if _grants(card, without)]
        now = RoleGrant.objects.filter(role__in=barred, ended_at__isnull=True)
        found = found.exclude(pk__in=now.values("account"))
    return found


def _grants(card: RoleCard, permission: Permission) -> bool:
    return any(granted is permission for granted, _ in card.grants)


def grants_of(account: Account) -> QuerySet[RoleGrant]:
    """角色经过: every role the account was ever given, the newest first."""
    return account.grants.select_related("granted_by", "ended_by").order_by("-id")


def departments_listed() -> QuerySet[Department]:
    """单位: with the towns they cover and how many accounts they have in use."""
    in_use = Count("accounts", filter=Q(accounts__is_active=True), distinct=True)
    return (
        Department.objects.select_related("parent")
        .prefetch_related("towns")
        .annotate(people=in_use)
        .order_by("code")
    )


@dataclass(frozen=True)
class UnitLine:
    """单位清单的一行: the unit, and the offences it is in charge of by their titles."""

    unit: Department
    offences: tuple[str, ...]


def unit_line(unit: Department) -> UnitLine:
    """一个单位主管什么: an unknown code stays a code."""
    known = violations().by_code
    titles = (known[code].title if code in known else code for code in unit.violations)
    return UnitLine(unit, tuple(titles))


def towns_listed() -> QuerySet[Town]:
    """镇办: with the units that cover them and how many grids they have."""
    return (
        Town.objects.prefetch_related("departments").annotate(beats=Count("grids")).order_by("code")
    )


@dataclass(frozen=True)
class Duty:
    """一项权限和它的范围, in words."""

    scope: str
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class RoleLine:
    """谁能做什么的一行: a role, what it is for, and what it may do where."""

    role: Role
    card: RoleCard
    duties: tuple[Duty, ...]


def role_lines() -> tuple[RoleLine, ...]:
    """谁能做什么: every role of the house as the policy itself knows it."""
    return tuple(RoleLine(role, card, _duties(card)) for role, card in ROLES.items())


def _duties(card: RoleCard) -> tuple[Duty, ...]:
    by_scope: dict[Scope, list[Permission]] = {}
    for permission, scope in card.grants:
        by_scope.setdefault(scope, []).append(permission)
    return tuple(
        Duty(SCOPE_TITLES[scope], tuple(PERMISSION_TITLES[p] for p in by_scope[scope]))
        for scope in Scope
        if scope in by_scope
    )


@dataclass(frozen=True)
class AuditQuestion:
    """要找的审计记录: empty fields ask for nothing."""

    actor: str = ""
    verb: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditPage:
    """一页审计记录, the newest first, and the numbers from which its neighbours begin."""

    lines: tuple[AuditRecord, ...]
    older: int | None
    newer: int | None


def audit_page(
    question: AuditQuestion, *, before: int | None = None, after: int | None = None
) -> AuditPage:
    """翻审计记录: by number, so that the millionth page costs what the first does."""
    rows = _asked(question)
    if after is not None:
        found = list(rows.filter(sequence__gt=after).order_by("sequence")[: AUDIT_PAGE + 1])
        lines = found[:AUDIT_PAGE][::-1]
        newer = lines[0].sequence if len(found) > AUDIT_PAGE else None
        older = lines[-1].sequence if lines else None
        return AuditPage(tuple(lines), older, newer)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    found = list(rows.order_by("-sequence")[: AUDIT_PAGE + 1])
    lines = found[:AUDIT_PAGE]
    older = lines[-1].sequence if len(found) > AUDIT_PAGE else None
    newer = lines[0].sequence if lines and before is not None else None
    return AuditPage(tuple(lines), older, newer)


def names_of(lines: Iterable[AuditRecord]) -> dict[str, str]:
    """记录里的账号叫什么: by the words they are recorded under, in one query."""
    kind = "accounts.account:"
    keys = {line.subject.removeprefix(kind) for line in lines if line.subject.startswith(kind)}
    known = Account.objects.filter(
        pk__in=[int(key) for key in keys if key.isdigit() and len(key) < LONGEST]
    )
    return {f"{kind}{pk}": f"{name}的账号" for pk, name in known.values_list("pk", "name")}


def _asked(question: AuditQuestion) -> QuerySet[AuditRecord]:
    rows = AuditRecord.objects.all()
    if question.actor:
        rows = rows.filter(_by_whom(question.actor))
    exact: Mapping[str, str] = {"verb": question.verb, "subject": question.subject}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if question.since:
        first = _midnight(question.since)
        rows = rows.filter(sequence__gte=_number_at(first))
    if question.until:
        end = _midnight(question.until + timedelta(days=1))
        rows = rows.filter(sequence__lt=_number_at(end))
    return rows


def _by_whom(words: str) -> Q:
    known = Account.objects.filter(Q(name=words) | Q(username=words))
    ids = list(known.values_list("pk", flat=True))
    return Q(actor_id__in=ids) if ids else Q(actor_name=words)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _number_at(moment: datetime) -> int:
    """The number of the first record at or after the moment: numbers and time run together."""
    later = AuditRecord.objects.filter(at__gte=moment).order_by("at", "sequence")
    first = later.values_list("sequence", flat=True).first()
    return first if first is not None else 2**63 - 1


def county() -> County:
    """本县; before one is set up, an unnamed one."""
    unnamed = County(pk=1, name="", bureau="市场监督管理局", number_prefix="市监")
    return County.objects.filter(pk=1).first() or unnamed
