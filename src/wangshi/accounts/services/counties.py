"""A county's units and towns, from its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from wangshi.accounts.models import Account, County, Department, DepartmentKind, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.shared.services import record

from .declined import Declined
from .places import Unit, write_unit

COUNTIES = Path(__file__).parents[1] / "counties"
KEYS = {"county", "towns", "departments"}
COUNTY_KEYS = {"name", "code", "bureau", "number_prefix"}
TOWN_KEYS = {"code", "name", "column", "row"}
UNIT_KEYS = {
    "code",
    "name",
    "short_name",
    "kind",
    "parent",
    "aliases",
    "violations",
    "daily_clues",
    "towns",
}


@dataclass(frozen=True)
class CountyFile:
    """县的设置: what the file says, checked for its keys."""

    name: str
    code: str
    bureau: str
    number_prefix: str
    towns: tuple[Mapping[str, Any], ...]
    departments: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class SetUp:
    """设立结果: how many units and towns there are now, and how many of them are new."""

    county: str
    towns: int
    new_towns: int
    departments: int
    new_departments: int


def county_file(name: str) -> Path:
    """`demo`, `lueyang`, or a path to a file of one's own."""
    return Path(name) if name.endswith((".yaml", ".yml")) else COUNTIES / f"{name}.yaml"


def read_county(file: Path) -> CountyFile:
    """读县的设置; Declined with the place when the file says what nobody understands."""
    if not file.exists():
        known = "、".join(sorted(path.stem for path in COUNTIES.glob("*.yaml")))
        raise Declined(f"没有 {file.name} 这个文件。随系统带来的县有：{known}。")
    written = yaml.safe_load(file.read_text("utf-8"))
    _only(KEYS, written, file.name)
    for town in written["towns"]:
        _only(TOWN_KEYS, town, f"{file.name} 镇办 {town.get('code', '')}")
    for unit in written["departments"]:
        _only(UNIT_KEYS, unit, f"{file.name} 单位 {unit.get('code', '')}")
    county = written["county"]
    _only(COUNTY_KEYS, county, f"{file.name} county")
    return CountyFile(
        county["name"],
        str(county["code"]),
        county["bureau"],
        county["number_prefix"],
        tuple(written["towns"]),
        tuple(written["departments"]),
    )


@transaction.atomic
def set_up_county(file: Path, by: Account) -> SetUp:
    """设立县: its towns and units stand as the file says; a second time changes nothing."""
    require(by, Permission.MANAGE_ACCOUNTS)
    county = read_county(file)
    _put_county(county)
    towns = [_put_town(town) for town in county.towns]
    units = [_put_unit(unit) for unit in _parents_first(county.departments)]
    done = SetUp(county.name, len(towns), sum(towns), len(units), sum(units))
    record(by, "county.set_up", f"county:{county.code}", **vars(done))
    return done


def _put_county(county: CountyFile) -> None:
    facts = {"name": county.name, "bureau": county.bureau, "number_prefix": county.number_prefix}
    County.objects.update_or_create(pk=1, defaults={"code": county.code, **facts})


def _put_town(town: Mapping[str, Any]) -> bool:
    facts = {"name": town["name"], "column": town["column"], "row": town["row"]}
    _, fresh = Town.objects.update_or_create(code=str(town["code"]), defaults=facts)
    return fresh


def _put_unit(unit: Mapping[str, Any]) -> bool:
    department = Department.objects.filter(code=unit["code"]).first()
    fresh = department is None
    parent = unit.get("parent")
    write_unit(
        department or Department(code=unit["code"]),
        Unit(
            code=unit["code"],
            name=unit["name"],
            short_name=unit["short_name"],
            kind=DepartmentKind(unit["kind"]),
            parent=Department.objects.get(code=parent) if parent else None,
            aliases=tuple(unit.get("aliases", ())),
            violations=tuple(unit.get("violations", ())),
            daily_clues=unit.get("daily_clues", 4),
            towns=_towns(unit.get("towns", ())),
        ),
    )
    return fresh


def _towns(names: Iterable[str]) -> list[Town]:
    wanted = list(names)
    found = list(Town.objects.filter(name__in=wanted))
    missing = set(wanted) - {town.name for town in found}
    if missing:
        raise Declined(f"文件里的单位管着没有列出的镇办：{'、'.join(sorted(missing))}。")
    return found


def _parents_first(units: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(units, key=lambda unit: bool(unit.get("parent")))


def _only(known: set[str], written: Mapping[str, Any], place: str) -> None:
    unknown = set(written) - known
    if unknown:
        raise Declined(f"{place}：不认识“{'、'.join(sorted(unknown))}”，改成说明里有的名称。")
