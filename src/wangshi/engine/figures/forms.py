"""报表: what each cell may hold, which cells must agree; what is wrong is said in words."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import Entry, load_yaml
from wangshi.engine.tables.converters import Unreadable, is_empty, number

from .definitions import FIGURES
from .periods import Length, Period

_FORM_KEYS: Final = ("title", "respondent", "every", "due_days", "jump", "versions")
_FIELD_KEYS: Final = ("key", "title", "unit", "kind", "least", "most", "hint")
_SHOWN: Final = 20


class Who(StrEnum):
    """谁填."""

    FIRM = "firm"
    UNIT = "unit"
    TOWN = "town"


class Kind(StrEnum):
    """格子里是什么数: whole numbers, or amounts with at most two decimals."""

    COUNT = "count"
    AMOUNT = "amount"


class Relation(StrEnum):
    """两格的关系."""

    AT_MOST = "at_most"
    ZERO_IF = "zero_if"


DECIMALS: Final = {Kind.COUNT: 0, Kind.AMOUNT: 2}
WHO_TITLES: Final = {Who.FIRM: "企业", Who.UNIT: "部门", Who.TOWN: "镇办"}


@dataclass(frozen=True)
class Cell:
    """一格: least and most are both allowed."""

    key: str
    title: str
    unit: str
    kind: Kind
    least: int
    most: int
    hint: str


@dataclass(frozen=True)
class CrossRule:
    """两格要对得上: at_most, left ≤ right; zero_if, left is 0 wherever right is 0."""

    left: str
    relation: Relation
    right: str


@dataclass(frozen=True)
class FormVersion:
    """报表的一版."""

    version: str
    since: date
    cells: tuple[Cell, ...]
    rules: tuple[CrossRule, ...]

    def cell(self, key: str) -> Cell:
        """取一格; KeyError when there is none."""
        return next(one for one in self.cells if one.key == key)


@dataclass(frozen=True)
class ReturnForm:
    """一张报表."""

    key: str
    title: str
    who: Who
    every: Length
    due_days: int
    jump: int
    versions: tuple[FormVersion, ...]

    def version_for(self, period: Period) -> FormVersion:
        """那一期用的一版: the first, for a period before any."""
        standing = [one for one in self.versions if one.since <= period.last_on]
        return standing[-1] if standing else self.versions[0]

    def due_on(self, period: Period) -> date:
        """最晚哪天交."""
        return period.last_on + timedelta(days=self.due_days)


@dataclass(frozen=True)
class CellFault:
    """一格不对: what stood there, and what to write instead."""

    key: str
    value: str
    words: str


@dataclass(frozen=True)
class Checked:
    """核过的一行: `values` only of cells that could be read; good when there is no fault."""

    values: Mapping[str, Decimal]
    faults: tuple[CellFault, ...]

    @property
    def good(self) -> bool:
        """可以收下."""
        return not self.faults


def check_cells(version: FormVersion, written: Mapping[str, str]) -> Checked:
    """核一行: every cell by type and range, then the rules between cells; all faults at once."""
    values: dict[str, Decimal] = {}
    faults: list[CellFault] = []
    for cell in version.cells:
        text = written.get(cell.key, "")
        try:
            values[cell.key] = _read(cell, text)
        except Unreadable as wrong:
            faults.append(CellFault(cell.key, text[:_SHOWN], str(wrong)))
    faults += _disagreements(version, values)
    return Checked(values, tuple(faults))


def jumps(
    form: ReturnForm, now: Mapping[str, Decimal], before: Mapping[str, Decimal], period: Period
) -> Iterator[str]:
    """和上一期差得多的格子: each has to be explained, none is refused for it."""
    for cell in form.version_for(period).cells:
        first, later = before.get(cell.key), now.get(cell.key)
        if not first or later is None:
            continue
        if later >= first * form.jump or later * form.jump <= first:
            yield f"{cell.title}上期 {_plain(first)}，这期 {_plain(later)}"


def digest_of(values: Mapping[str, Decimal], origin: str, as_of: date, note: str) -> str:
    """一版的校验值: the same return twice has the same one."""
    told = [sorted((key, _plain(value)) for key, value in values.items()), origin, note]
    return hashlib.sha256(
        json.dumps([*told, as_of.isoformat()], ensure_ascii=False).encode()
    ).hexdigest()


def _read(cell: Cell, text: str) -> Decimal:
    if is_empty(text):
        raise Unreadable(f"{cell.title}没有填：没有就填 0")
    try:
        value = number(text)
    except Unreadable:
        raise Unreadable(
            f"{cell.title}要填数字，不能写“{text.strip()[:_SHOWN]}”：单位是{cell.unit}，只写数"
        ) from None
    if value is None:
        raise Unreadable(f"{cell.title}没有填：没有就填 0")
    if value != round(value, DECIMALS[cell.kind]):
        most = "要填整数" if cell.kind is Kind.COUNT else "最多两位小数"
        raise Unreadable(f"{cell.title}{most}，不能是 {text.strip()[:_SHOWN]}")
    if not cell.least <= value <= cell.most:
        raise Unreadable(
            f"{cell.title}要在 {cell.least} 到 {cell.most} {cell.unit}之间："
            f"检查单位是不是{cell.unit}"
        )
    return value


def _disagreements(version: FormVersion, values: Mapping[str, Decimal]) -> Iterator[CellFault]:
    for rule in version.rules:
        left, right = values.get(rule.left), values.get(rule.right)
        if left is None or right is None:
            continue
        one, other = version.cell(rule.left), version.cell(rule.right)
        if rule.relation is Relation.AT_MOST and left > right:
            words = (
                f"{one.title} {_plain(left)} 大于{other.title} {_plain(right)}：两格里有一格填错了"
            )
            yield CellFault(one.key, _plain(left), words)
        if rule.relation is Relation.ZERO_IF and right == 0 and left != 0:
            words = f"{other.title}是 0，{one.title}也要是 0；不是 0 就把{other.title}填上"
            yield CellFault(one.key, _plain(left), words)


def _plain(value: Decimal) -> str:
    """1200, not 1.2E+3; 12.5, not 12.50."""
    return format(value.normalize(), "f")


@cache
def standing_forms() -> Mapping[str, ReturnForm]:
    """随产品发布的报表."""
    return load_forms(FIGURES / "returns.yaml")


def load_forms(path: Path) -> Mapping[str, ReturnForm]:
    """读报表: LawFault with file and line for a wrong one."""
    top = load_yaml(path)
    top.allow("returns")
    forms = top.entry("returns")
    return {key: _form(key, forms.entry(key)) for key in forms}


def _form(key: str, entry: Entry) -> ReturnForm:
    entry.allow(*_FORM_KEYS)
    return ReturnForm(
        key=key,
        title=entry.text("title"),
        who=entry.choice("respondent", Who),
        every=entry.choice("every", Length),
        due_days=entry.number("due_days"),
        jump=entry.number("jump"),
        versions=tuple(_version(one) for one in entry.entries("versions")),
    )


def _version(entry: Entry) -> FormVersion:
    entry.allow("version", "from", "fields", "rules")
    cells = tuple(_cell(one) for one in entry.entries("fields"))
    known = {cell.key for cell in cells}
    rules = tuple(_rule(one, known) for one in entry.entries("rules", ()))
    return FormVersion(entry.text("version"), entry.day("from"), cells, rules)


def _cell(entry: Entry) -> Cell:
    entry.allow(*_FIELD_KEYS)
    least, most = entry.number("least"), entry.number("most")
    if least > most:
        raise entry.fault("least 大于 most", "least")
    return Cell(
        entry.text("key"), entry.text("title"), entry.text("unit"),
        entry.choice("kind", Kind), least, most, entry.text("hint", ""),
    )  # fmt: skip


def _rule(entry: Entry, known: set[str]) -> CrossRule:
    entry.allow("left", "relation", "right")
    for side in ("left", "right"):
        if entry.text(side) not in known:
            raise entry.fault(f"没有 {entry.text(side)} 这一格", side)
    return CrossRule(entry.text("left"), entry.choice("relation", Relation), entry.text("right"))
