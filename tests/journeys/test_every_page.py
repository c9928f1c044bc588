"""Every page an officer can open, on a small demo county: axe is content, nothing is too wide.

What another layout may spoil for axe is asked of the parts (test_components_axe) and by the
journeys of the rooms; here a phone's width is asked for sideways scrolling alone.
"""

import re

import pytest
from django.test import Client

from tests.browser import WIDTHS, enter, look_at_width
from tests.every_page import pages
from wangshi.accounts.models import Account
from wangshi.demo.county import build

# Looked at by a journey of their own.
SEEN = re.compile(
    r"hit|sweep|spot-check|accuracy|listing|login|password|totp|overview|figure|rule|components|keys|me$|home|"
    r"desk|grid|roles|clues|new-clue|new-sweep|clue-(accept|file)|"
    r"complain|seller|food-start|licence-guide|operators|operator$|operator-new|permit|shops|shop-link|self-check|"
    r"case|published-penalt"
)
LEAST = 60
PATIENCE = 10_000

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer(settings) -> Account:
    """The officer of the small demo county whose desk is set by hand."""
    settings.WANGSHI_DEMO = True
    card = build(seed=2026, small=True).accounts[0]
    return Account.objects.get(username=card.username)


def test_axe_is_content_with_every_page_of_an_officer(page, live_server, officer):
    client = Client()
    client.force_login(officer)
    enter(page, live_server, officer)
    page.set_default_timeout(PATIENCE)
    looked_at = []
    for name, path in pages(client, officer, but=SEEN):
        page.goto(f"{page.at}{path}")
        page.locator("main").wait_for()
        look_at_width(page, f"all-{name}", min(WIDTHS), axe=False)
        look_at_width(page, f"all-{name}", max(WIDTHS))
        assert page.get_by_role("heading", level=1).count() == 1, name
        looked_at.append(name)
    assert page.complaints == []
    assert len(looked_at) >= LEAST, looked_at
