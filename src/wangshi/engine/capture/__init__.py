"""网页取证: a page as Chromium received it through the vetting proxy, played back and sealed.

`capture(wanted, target, studio=…, clock=…, keyring=…)` writes one package, whole or not at all, and
says what was observed; `CaptureFault.fate` says why there is none.
"""

from .browser import CHROMIUM, Studio
from .capturing import Captured, Office, capture, record
from .isolation import Isolation, plan_for
from .observing import Observed
from .wanted import Caps, CaptureClock, CaptureFault, Fate, Officer, Wanted

__all__ = [
    "CHROMIUM",
    "Caps",
    "CaptureClock",
    "CaptureFault",
    "Captured",
    "Fate",
    "Isolation",
    "Observed",
    "Office",
    "Officer",
    "Studio",
    "Wanted",
    "capture",
    "plan_for",
    "record",
]
