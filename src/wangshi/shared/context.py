"""每页都有的: what every template of the house may read, given by one context processor."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from wangshi.engine.lawbook import standing_lawbook
from wangshi.shared.pages import NavGroup, NavItem

VIEW_COOKIE = "view"
VIEWS = ("large", "contrast")
DOCK_LENGTH = 3
SEEN_AT_ONCE = 16  # entries; more than these do not fit on a screen without scrolling


@dataclass(frozen=True)
class Entry:
    """职责栏的一项，已经有地址."""

    href: str
    icon: str
    word: str
    count: int
    late: int
    here: bool


@dataclass(frozen=True)
class Section:
    """职责栏的一组，已经有地址."""

    title: str
    entries: tuple[Entry, ...]
    opened: bool

    @property
    def count(self) -> int:
        """还等着的: what a folded group says of its entries."""
        return sum(entry.count for entry in self.entries)

    @property
    def late(self) -> int:
        """其中逾期的."""
        return sum(entry.late for entry in self.entries)


@dataclass(frozen=True)
class Navigation:
    """职责栏和手机上的底栏."""

    sections: tuple[Section, ...]
    dock: tuple[Entry, ...]


def house(request: HttpRequest) -> dict[str, Any]:
    """页面的家: demo strip, names, version, view and navigation (asked only if it is drawn)."""
    return {
        "demo": getattr(settings, "WANGSHI_DEMO", False),
        "county": SimpleLazyObject(import_string(settings.WANGSHI_COUNTY)),
        "version": house_version(),
        "law_checked_on": law_checked_on(),
        "view": view_of(request),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }


@cache
def house_version() -> str:
    """版本号."""
    return version("wangshi")


@cache
def law_checked_on() -> date:
    """法规数据核对到: every term was compared with its article on this day or later."""
    versions = standing_lawbook().terms.values()
    return min(term.citation.checked for history in versions for term in history)


def chosen_views(request: HttpRequest) -> tuple[str, ...]:
    """看过的人选的显示方式: only known words survive, whatever the cookie holds."""
    chosen = request.COOKIES.get(VIEW_COOKIE, "").split("+")
    return tuple(word for word in VIEWS if word in chosen)


def view_of(request: HttpRequest) -> str:
    """显示方式: what `<html data-view>` says; `?wall=1` is for the big screen only."""
    wall = ("wall",) if request.GET.get("wall") == "1" else ()
    return " ".join(chosen_views(request) + wall)


def navigation(request: HttpRequest) -> Navigation:
    """职责栏: the groups named by settings.WANGSHI_NAVIGATION, each item with its address."""
    path = getattr(settings, "WANGSHI_NAVIGATION", "")
    groups: tuple[NavGroup, ...] = tuple(import_string(path)(request)) if path else ()
    items = [item for group in groups for item in group.items]
    addresses = {item: address for item in items if (address := _address(item))}
    here = _here(request.path, addresses)
    entries = {item: _entry(item, href, here=item == here) for item, href in addresses.items()}
    docked = ([item for item in entries if item.dock] or list(entries))[:DOCK_LENGTH]
    opened = entries if len(entries) <= SEEN_AT_ONCE else {*docked, here}
    return Navigation(
        sections=tuple(_section(group, entries, opened) for group in groups),
        dock=tuple(entries[item] for item in docked),
    )


def _address(item: NavItem) -> str:
    # A site may run without a room; then no door leads to it.
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""


def _section(
    group: NavGroup, entries: Mapping[NavItem, Entry], opened: Container[NavItem | None]
) -> Section:
    """A long list shows the groups one works in every day, and the one where one is."""
    kept = [item for item in group.items if item in entries]
    return Section(
        group.title,
        tuple(entries[item] for item in kept),
        opened=any(item in opened for item in kept),
    )


def _here(path: str, addresses: dict[NavItem, str]) -> NavItem | None:
    above = [item for item, address in addresses.items() if path.startswith(address)]
    return max(above, key=lambda item: len(addresses[item]), default=None)


def _entry(item: NavItem, href: str, *, here: bool) -> Entry:
    return Entry(href, item.icon, item.word, item.count, item.late, here)
