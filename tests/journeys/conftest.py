"""Whoever walks the site waits as a person does: after a click, until the page has come."""

import pytest
from playwright.sync_api import Locator

click = Locator.click


def click_and_wait(self: Locator, **options: object) -> None:
    """Playwright waits until the next page begins; a person waits until it is there."""
    click(self, **options)
    self.page.wait_for_load_state()


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr(Locator, "click", click_and_wait)
