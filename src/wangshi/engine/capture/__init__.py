"""网页取证: a page as Chromium received it through the vetting proxy, played back and sealed.

`capture(wanted, target, studio=…, clock=…, keyring=…)` writes one package, whole or not at all, and
says what was observed; `CaptureFault.fate` says why there is none.
"""

from .browser import Studio
from .capturing import Captured, Office, capture, record
from .observing import Observed
from .wanted import Caps, CaptureClock, CaptureFault, Fate, Officer, Wanted

__all__ = [
    "Caps",
    "CaptureClock",
    "CaptureFault",
    "Captured",
    "Fate",
    "Observed",
    "Office",
    "Officer",
    "Studio",
    "Wanted",
    "capture",
    "record",
]
