"""照填的内容看结果: findings item by item, and for each of the three what they suggest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wangshi.engine.display import (
    Finding,
    LinkReading,
    PageText,
    Section,
    Shown,
    Suggestion,
    compare_items,
    compare_permits,
    read_link,
    read_shown,
    standing_display_law,
    suggest_licence,
    suggest_mark,
    suggest_permit,
    unreachable,
)
from wangshi.registry.models import Operator, Shop

from .facts import held_numbers, held_permits, registered_of


@dataclass(frozen=True)
class Seen:
    """页面上看到的: by item, permits, marks, the link; `wall` when the page was not seen."""

    sheet: str
    values: Mapping[str, str] = field(default_factory=dict)
    permits: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    link: str = ""
    wall: str = ""


@dataclass(frozen=True)
class Judged:
    """比出来的: the findings of each section, and the suggestion of each."""

    findings: Mapping[Section, tuple[Finding, ...]]
    suggestions: Mapping[Section, Suggestion]


def judge(shop: Shop, seen: Seen, on: date) -> Judged:
    """逐项比: with the register as it is today; KeyError for a sheet there is none of."""
    law = standing_display_law()
    sheet = law.sheet(seen.sheet)
    shown = _shown(shop, seen)
    operator: Operator | None = shop.operator
    no_findings: tuple[Finding, ...] = ()
    items, permits = unreachable(sheet, seen.wall), no_findings
    if not seen.wall:
        items = compare_items(sheet, shown, registered_of(operator, sheet, on), on=on, law=law)
        permits = compare_permits(seen.permits, held_permits(operator, on), on=on)
    marks = Suggestion(None, seen.wall) if seen.wall else suggest_mark(seen.marks)
    return Judged(
        findings={Section.LICENCE: items, Section.PERMIT: permits, Section.MARK: ()},
        suggestions={
            Section.LICENCE: suggest_licence(items, shown),
            Section.PERMIT: suggest_permit(permits, shown),
            Section.MARK: marks,
        },
    )


def shown_on(shop: Shop, page: PageText, sheet: str, on: date) -> Shown:
    """读一页: what it shows of this shop; KeyError for a sheet there is none of."""
    law = standing_display_law()
    filed, held = shop.platform.domain, held_numbers(shop.operator)
    return read_shown(page, law.sheet(sheet), on=on, filed=filed, held=held, law=law)


def link_of(shop: Shop, url: str) -> LinkReading | None:
    """亮照链接: None for none."""
    return read_link(url, filed=shop.platform.domain) if url.strip() else None


def _shown(shop: Shop, seen: Seen) -> Shown:
    return Shown(seen.values, seen.permits, seen.marks, link_of(shop, seen.link), seen.wall)
