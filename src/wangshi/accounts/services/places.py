"""Units, towns and grids: what the county is made of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction

from wangshi.accounts.models import Account, Department, DepartmentKind, Grid, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.shared.services import record

from .declined import Declined


@dataclass(frozen=True)
class Unit:
    """单位资料: as it is written on the form or in a county's file."""

    code: str
    name: str
    short_name: str
    kind: DepartmentKind
    parent: Department | None = None
    aliases: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    daily_clues: int = 4
    towns: Sequence[Town] = field(default=())


@dataclass(frozen=True)
class TownFacts:
    """镇办资料: its name and its place on the tile map."""

    name: str
    column: int
    row: int


@transaction.atomic
def open_department(unit: Unit, *, by: Account) -> Department:
    """增加单位: it can be given clues at once."""
    require(by, Permission.MANAGE_ACCOUNTS)
    if Department.objects.filter(code=unit.code).exists():
        raise Declined(f"代码“{unit.code}”已经有单位用了，换一个。")
    department = Department(code=unit.code)
    write_unit(department, unit)
    record(by, "department.opened", department, name=unit.name)
    return department


@transaction.atomic
def edit_department(department: Department, unit: Unit, *, by: Account) -> Department:
    """改单位资料: the code stays."""
    require(by, Permission.MANAGE_ACCOUNTS)
    department = Department.objects.select_for_update().get(pk=department.pk)
    if unit.parent is not None and department.pk in (unit.parent.pk, unit.parent.parent_id):
        raise Declined("上级单位不能是它自己或它的下级，另选一个。")
    write_unit(department, unit)
    record(by, "department.edited", department, **_facts(unit))
    return department


@transaction.atomic
def edit_town(town: Town, facts: TownFacts, *, by: Account) -> Town:
    """改镇办资料: the division code stays."""
    require(by, Permission.MANAGE_ACCOUNTS)
    town = Town.objects.select_for_update().get(pk=town.pk)
    town.name, town.column, town.row = facts.name, facts.column, facts.row
    town.save(update_fields=["name", "column", "row"])
    record(by, "town.edited", town, **asdict(facts))
    return town


@transaction.atomic
def open_grid(town: Town, *, name: str, by: Account) -> Grid:
    """增加网格: a beat that a grid member can be given."""
    require(by, Permission.MANAGE_ACCOUNTS)
    grid, fresh = Grid.objects.get_or_create(town=town, name=name)
    if not fresh:
        raise Declined(f"{town}已经有“{name}”了，换一个名称。")
    record(by, "grid.opened", grid, town=town, name=name)
    return grid


def write_unit(department: Department, unit: Unit) -> None:
    """Put what the form says into the row, and the towns it covers beside it."""
    department.name, department.short_name = unit.name, unit.short_name
    department.kind, department.parent = unit.kind, unit.parent
    department.aliases, department.violations = list(unit.aliases), list(unit.violations)
    department.daily_clues = unit.daily_clues
    department.save()
    department.towns.set(unit.towns)


def _facts(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": str(unit.parent or ""),
        "aliases": unit.aliases,
        "violations": unit.violations,
        "daily_clues": unit.daily_clues,
        "towns": [town.name for town in unit.towns],
    }
