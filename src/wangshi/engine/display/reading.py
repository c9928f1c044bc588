"""读出亮的内容: what a page says of each item, by the words that stand before it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from wangshi.engine.codes import CodeTable
from wangshi.engine.identifiers import check_phone, check_uscc, normalise_code
from wangshi.engine.names import fold_name

from .links import LinkReading, licence_link
from .pages import PageText
from .sheets import DisplayLaw, Item, MarkGroup, Sheet, standing_display_law

MOST_VALUE: Final = 300
MOST_PERMITS: Final = 20
_GAP: Final = r"[\s:|]*"
_BEFORE: Final = r"(?:^|[\s|;,。])"
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ \-]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
_PHONE: Final = re.compile(r"(?<![0-9])(?:1[3-9]\d{9}|0\d{2,3}-?[2-8]\d{6,7}|[48]00-?\d{3}-?\d{4})")
_TAIL: Final = re.compile(r"\s*(?:复制|查看|展开|收起|核验|点击查看)+$")
_DECLARED: Final = "不需要办理市场主体登记"
_PERMIT: Final = re.compile(
    r"(?:许可证编?号?|备案编?号|经营许可|生产许可)[^0-9A-Za-z\n]{0,12}([0-9A-Z][0-9A-Za-z\-]{5,24})|"
    r"(?<![0-9A-Za-z])((?:JY|SC|YB|JYT)\d{11,16})(?![0-9A-Za-z])|(L-[A-Z]{2,5}-?\d{5,8})"
)
_NEAR: Final = 40


@dataclass(frozen=True)
class Shown:
    """页面上亮的: by item, and the permits, marks and link it holds; `wall` when nobody saw it."""

    values: Mapping[str, str]
    permits: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    link: LinkReading | None = None
    wall: str = ""


def read_shown(
    page: PageText,
    sheet: Sheet,
    *,
    on: date,
    filed: str = "",
    held: Sequence[str] = (),
    law: DisplayLaw | None = None,
) -> Shown:
    """读一页: the items of the sheet, and those that are compared only where they are shown.

    `held` are the numbers of permits on record, found however a page writes them; others are
    found by what stands before them.
    What is not found is absent from `values`: a reading is a proposal, an officer looks again.
    """
    law = law or standing_display_law()
    if page.wall:
        return Shown({}, wall=page.wall)
    items = (*sheet.items, *law.if_shown)
    values = {one.key: value for one in items if (value := _value(one, items, page, on))}
    return Shown(
        values=values,
        permits=tuple(dict.fromkeys((*_standing(held, page), *_permits(page))))[:MOST_PERMITS],
        marks=tuple(mark for group in law.marks for mark in _marks(group, page)),
        link=licence_link(page.links, filed=filed, law=law),
    )


def _value(item: Item, items: tuple[Item, ...], page: PageText, on: date) -> str:
    if item.key == "uscc":
        return _code(item, items, page)
    if item.key == "statement":
        return _statement(page, on)
    if item.key == "contact":
        return _labelled(item, items, page) or _phone(page)
    return _labelled(item, items, page)


def _labelled(item: Item, items: tuple[Item, ...], page: PageText) -> str:
    """项名在前、内容在后: on its line, or on the line below when the name stands alone."""
    others = [one for other in items if other.key != item.key for one in other.labels]
    for label in sorted(item.labels, key=len, reverse=True):
        begins = re.compile(f"{_BEFORE}{re.escape(label)}(?P<sign>\\s*:\\s*|\\s*$|\\s+)")
        for at, line in enumerate(page.lines):
            found = begins.search(line)
            if not found:
                continue
            said = line[found.end() :] or (page.lines[at + 1] if at + 1 < len(page.lines) else "")
            value = _up_to(said, others)
            if value:
                return value
    return ""


def _up_to(said: str, others: list[str]) -> str:
    """内容到下一个项名为止; a line that is itself a label has no value before it."""
    ends = re.search("|".join(f"(?:^|[\\s|;,]){re.escape(one)}\\s*(?::|$)" for one in others), said)
    value = said[: ends.start()] if ends else said
    return _TAIL.sub("", value.strip(" |;,:"))[:MOST_VALUE]


def _code(item: Item, items: tuple[Item, ...], page: PageText) -> str:
    """写在项名后面的代码, as it is written, sound or not; else the only sound one of the page."""
    labelled = _labelled(item, items, page)
    if labelled:
        found = _CODE.search(labelled)
        return found[0] if found else labelled.split(" ")[0][:40]
    sound = {normalise_code(one) for one in _CODE.findall(page.text) if check_uscc(one).ok}
    return sound.pop() if len(sound) == 1 else ""


def _statement(page: PageText, on: date) -> str:
    """法定声明: its very words where they stand on the page; else the line that comes near."""
    said = fold_name(page.text)
    for words in declarations(on):
        if fold_name(words) in said:
            return words
    near = (line for line in page.lines if _DECLARED in line.replace(" ", ""))
    return next(near, "")[:MOST_VALUE]


def declarations(on: date) -> tuple[str, ...]:
    """规章给定的四句声明, as they stand on that day."""
    return tuple(row.text("declaration") for row in _grounds().on(on))


@cache
def _grounds() -> CodeTable:
    return CodeTable.load("exemption_grounds")


def _phone(page: PageText) -> str:
    found = (one for one in _PHONE.findall(page.text) if check_phone(one).ok)
    return next(found, "")


def _standing(held: Sequence[str], page: PageText) -> Iterator[str]:
    said = fold_name(page.text)
    for number in held:
        if number and fold_name(number) in said:
            yield number


def _permits(page: PageText) -> Iterator[str]:
    for found in _PERMIT.finditer(page.text):
        number = normalise_code(next(part for part in found.groups() if part))
        if any(char.isdigit() for char in number) and not check_uscc(number).ok:
            yield number


def _marks(group: MarkGroup, page: PageText) -> Iterator[str]:
    """标志和近处的号码: one line each claim; a claim without a number stands alone."""
    for claim in group.claims:
        at = page.text.find(claim)
        if at >= 0:
            number = group.number.search(page.text, at, at + len(claim) + _NEAR)
            yield f"{group.title} {number[0].strip()}" if number else group.title
            return
