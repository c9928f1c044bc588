"""Questions about this room. They read facts and change nothing."""

from .changes import once_held, who_moved
from .desk import Chip, Desk, DeskItem, Duty, clue_ids_by_clock, desk
from .facts import Standing, facts_of, standings
from .listing import clues_for, filtered, own_reports, reads_files, similar
from .routes import routes

__all__ = [
    "Chip",
    "Desk",
    "DeskItem",
    "Duty",
    "Standing",
    "clue_ids_by_clock",
    "clues_for",
    "desk",
    "facts_of",
    "filtered",
    "once_held",
    "own_reports",
    "reads_files",
    "routes",
    "similar",
    "standings",
    "who_moved",
]
