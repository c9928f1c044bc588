"""单位对照: the names a plan uses for the county's units, under every alias."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wangshi.accounts.models import Department, DepartmentKind
from wangshi.engine.plans.checks import plain_unit

# 方案里的「各镇办」不是一个单位，是全部镇办.
EVERY_TOWN = re.compile(r"^各(?:镇|街道|镇街|乡镇)")


@dataclass(frozen=True)
class Resolved:
    """对上的单位: the units, and the names nobody in the register answers to."""

    units: tuple[Department, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class UnitBook:
    """单位名录: read once, asked by name."""

    by_name: dict[str, Department]
    towns: tuple[Department, ...]

    def resolve(self, names: Iterable[str]) -> Resolved:
        """对单位: each name once, in the order written."""
        units: dict[int, Department] = {}
        unknown: list[str] = []
        for name in names:
            found = self._find(name)
            if not found:
                unknown.append(name)
            units |= {unit.pk: unit for unit in found}
        return Resolved(tuple(units.values()), tuple(unknown))

    def _find(self, name: str) -> tuple[Department, ...]:
        if EVERY_TOWN.match(name):
            return self.towns
        unit = self.by_name.get(plain_unit(name))
        return (unit,) if unit else ()


def unit_book() -> UnitBook:
    """单位名录: name, short name and aliases of every unit."""
    units = list(Department.objects.all())
    by_name: dict[str, Department] = {}
    for unit in units:
        for name in (unit.name, unit.short_name, *unit.aliases):
            by_name.setdefault(plain_unit(name), unit)
    towns = tuple(unit for unit in units if unit.kind == DepartmentKind.TOWN_GOVERNMENT)
    return UnitBook(by_name, towns)
