"""规则常新: a process has its rules ready before anybody asks, and then looks for new ones."""

import gc
import threading
import time
from importlib import import_module
from itertools import count
from typing import Final

LOOK_EVERY: Final = 0.1  # seconds; a look is some thirty file states
# Whoever opened the site wants a page first: every rule is tried after so many looks.
LOOKS_BEFORE_TRIAL: Final = 100


def keep_rules_current(*, after: float = 0.0) -> None:
    """规则常新: begins in a thread of its own, so that nobody waits for the first set; seconds."""
    threading.Thread(target=_look_for_ever, args=(after,), name="rules", daemon=True).start()


def _look_for_ever(after: float) -> None:
    time.sleep(after)
    # The server's door is imported before Django is awake.
    selectors = import_module("wangshi.monitoring.selectors")
    for looks in count():
        selectors.look_for_rules()
        if looks == LOOKS_BEFORE_TRIAL:
            selectors.try_rules()
            # Rules stay; to look through their half a million objects again and again for what may
            # go would hold up whoever asks meanwhile for a fifth of a second.
            gc.collect()
            gc.freeze()
        time.sleep(LOOK_EVERY)
