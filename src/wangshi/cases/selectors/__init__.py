"""Questions about this room. They read facts and change nothing."""

from wangshi.cases.clocks import (
    ClueClock,
    ClueFacts,
    calendar,
    check_deadline,
    clock_of,
    clocks_of,
)
from wangshi.cases.conventions import Conventions, conventions
from wangshi.cases.endings import Proof
from wangshi.cases.offences import title_of
from wangshi.shared.lawshelf.selectors import violations

from .changes import once_held, who_moved
from .desk import Chip, Desk, DeskItem, Duty, awaited, clue_ids_by_clock, desk, open_clues
from .facts import Correcting, Standing, facts_of, standings
from .listing import clues_for, filtered, own_reports, reads_files, similar
from .owners import own_corrections
from .proofs import Finding, findings, steps_mark
from .routes import Capacity, Matter, capacity, routes

__all__ = [
    "Capacity",
    "Chip",
    "ClueClock",
    "ClueFacts",
    "Conventions",
    "Correcting",
    "Desk",
    "DeskItem",
    "Duty",
    "Finding",
    "Matter",
    "Proof",
    "Standing",
    "awaited",
    "calendar",
    "capacity",
    "check_deadline",
    "clock_of",
    "clocks_of",
    "clue_ids_by_clock",
    "clues_for",
    "conventions",
    "desk",
    "facts_of",
    "filtered",
    "findings",
    "once_held",
    "open_clues",
    "own_corrections",
    "own_reports",
    "reads_files",
    "routes",
    "similar",
    "standings",
    "steps_mark",
    "title_of",
    "violations",
    "who_moved",
]
