"""读评分表: the shipped YAML of law/indicators; a wrong line is refused with file and number."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from wangshi.engine.lawfiles import LAW_DIR, Certainty, Entry, load_yaml

from .sheets import Band, Group, Item, Nature, Sheet, bands_of, formula_of

INDICATORS = LAW_DIR / "indicators"
_SHEET_KEYS = (
    "title", "issued", "origin", "pass_total", "pass_rate", "groups_expected", "items_expected",
    "note", "groups", "items",
)  # fmt: skip
_ITEM_KEYS = (
    "number", "group", "title", "nature", "points", "rule", "method", "numerator", "denominator",
    "bands", "evidence", "certainty", "note",
)  # fmt: skip


@cache
def load_sheets(folder: Path = INDICATORS) -> Mapping[str, Sheet]:
    """全部评分表, by the names of their files. Raises LawFault."""
    return {path.stem: load_sheet(path) for path in sorted(folder.glob("*.yaml"))}


def load_sheet(path: Path) -> Sheet:
    """一张评分表: raises LawFault with file and line."""
    top = load_yaml(path)
    top.allow(*_SHEET_KEYS)
    groups = tuple(_group(entry) for entry in top.entries("groups", ()))
    items = tuple(_item(entry, groups) for entry in top.entries("items", ()))
    numbers = [item.number for item in items]
    for entry in top.entries("items", ()):
        if numbers.count(entry.text("number")) > 1:
            raise entry.fault(f"编号 {entry.text('number')} 重复", "number")
    return Sheet(
        key=path.stem,
        title=top.text("title"),
        issued=top.text("issued"),
        origin=top.text("origin"),
        pass_total=Decimal(top.number("pass_total")),
        pass_rate=Decimal(top.number("pass_rate")),
        groups_expected=top.number("groups_expected"),
        items_expected=top.number("items_expected"),
        groups=groups,
        items=items,
        note=top.text("note", ""),
    )


def _group(entry: Entry) -> Group:
    entry.allow("title", "points")
    return Group(entry.text("title"), _points(entry))


def _item(entry: Entry, groups: tuple[Group, ...]) -> Item:
    entry.allow(*_ITEM_KEYS)
    if entry.text("group") not in {group.title for group in groups}:
        raise entry.fault(f"没有 {entry.text('group')} 这个一级指标", "group")
    return Item(
        number=entry.text("number"),
        group=entry.text("group"),
        title=entry.text("title"),
        nature=entry.choice("nature", Nature),
        points=_points(entry),
        rule=entry.text("rule", ""),
        method=entry.text("method", ""),
        formula=formula_of(entry.text("numerator", ""), entry.text("denominator", "")),
        bands=_bands(entry),
        evidence=entry.texts("evidence", ()),
        certainty=entry.choice("certainty", Certainty).value,
        note=entry.text("note", ""),
    )


def _points(entry: Entry) -> Decimal | None:
    return Decimal(entry.number("points")) if "points" in entry else None


def _bands(entry: Entry) -> tuple[Band, ...]:
    try:
        return bands_of(entry.texts("bands", ()))
    except ValueError as error:
        raise entry.fault(f"分档写作 0.15=2，不能是 {error}", "bands") from None
