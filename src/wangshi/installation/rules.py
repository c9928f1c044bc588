"""规则常新: a process has its rules ready before anybody asks, and then looks for new ones."""

import threading
import time
from importlib import import_module
from typing import Final

LOOK_EVERY: Final = 0.1  # seconds; a look is some thirty file states


def keep_rules_current(*, after: float = 0.0) -> None:
    """规则常新: begins in a thread of its own, so that nobody waits for the first set; seconds."""
    threading.Thread(target=_look_for_ever, args=(after,), name="rules", daemon=True).start()


def _look_for_ever(after: float) -> None:
    time.sleep(after)
    # The server's door is imported before Django is awake.
    selectors = import_module("wangshi.monitoring.selectors")
    while True:
        selectors.look_for_rules()
        time.sleep(LOOK_EVERY)
