"""导入: one road for every kind of file, from upload to the last row.

A room declares an `Importer`; settings.WANGSHI_IMPORTERS names it; everything else is here.
"""

from .importer import Importer, Written, importer_for, importers
from .running import check, quiet_in, resume_stalled, run, take_up
from .services import (
    ImportRefused,
    begin,
    choose,
    earlier,
    interrupted,
    open_batch,
    stop,
)

__all__ = [
    "ImportRefused",
    "Importer",
    "Written",
    "begin",
    "check",
    "choose",
    "earlier",
    "importer_for",
    "importers",
    "interrupted",
    "open_batch",
    "quiet_in",
    "resume_stalled",
    "run",
    "stop",
    "take_up",
]
