"""A browser that looks at a page as everybody will: at two widths, with axe, under the real CSP."""

import os
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from wangshi.accounts.models import Account

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong is told of: the long list of what is right takes longer than finding out.
ASKED = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What another layout of the same parts may spoil; words, names and colours are the same.
NARROW = {
    **ASKED,
    "runOnly": {
        "type": "rule",
        "values": [
            "aria-hidden-focus",
            "button-name",
            "label",
            "landmark-one-main",
            "landmark-unique",
            "link-name",
            "nested-interactive",
            "page-has-heading-one",
            "region",
            "scrollable-region-focusable",
            "skip-link",
            "target-size",
        ],
    },
}
# What repeats is asked about a few times: rows of a list, doors at the left.
ALIKE = ["tbody tr:nth-child(n+6)", ".sidenav a:nth-of-type(n+3):not([aria-current])"]
AXE = Axe()
WIDTHS = (1440, 360)
ALBUM = os.environ.get("WANGSHI_ALBUM", "")


def listen(page: Page, address: str) -> None:
    """Every complaint of the console is kept, and `page.at` is where the site stands."""
    page.at = address
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda line: "Security Policy" in line.text and page.complaints.append(line.text),
    )


def enter(page: Page, live_server, account: Account) -> None:
    """Signed in as this account."""
    client = Client()
    client.force_login(account)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    listen(page, live_server.url)


def look(page: Page, name: str) -> None:
    """No axe finding, no sideways scroll, nothing the CSP refused, at both widths."""
    page.locator("main").wait_for()
    for width in reversed(WIDTHS):
        look_at_width(page, name, width)
    assert page.complaints == []


def look_at_width(page: Page, name: str, width: int, *, axe: bool = True) -> None:
    """The same at one width, with or without axe; a picture for the album."""
    page.set_viewport_size({"width": width, "height": 900})
    # As tall as the page: the dock that sticks to a phone's edge covers nothing by chance.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(900, tall)})
    if ALBUM:
        page.screenshot(path=str(Path(ALBUM) / f"{name}-{width}.png"), full_page=True)
    if axe:
        ask_axe(page, f"{name} {width}", ASKED if width == max(WIDTHS) else NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{name}: {wide} px too wide at {width}"


def ask_axe(page: Page, where: str, asked: dict) -> None:
    """Nothing that axe finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    context = {"exclude": [[selector] for selector in ALIKE]}
    found = AxeResults(
        page.evaluate("([context, asked]) => axe.run(context, asked)", [context, asked])
    )
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
