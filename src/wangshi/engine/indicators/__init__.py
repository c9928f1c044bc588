"""评分表: sheets as data, what they add up to, and what would raise a score most."""

from .files import load_sheet, load_sheets
from .importing import SheetHead, SheetRefused, read_sheet
from .sheets import (
    Band,
    Formula,
    Group,
    Item,
    Nature,
    Sheet,
    sheet_digest,
    sheet_facts,
    sheet_of,
)
from .tallying import Gain, GroupTally, Tally, Verdict, gains, ratio, reached, tally

__all__ = [
    "Band",
    "Formula",
    "Gain",
    "Group",
    "GroupTally",
    "Item",
    "Nature",
    "Sheet",
    "SheetHead",
    "SheetRefused",
    "Tally",
    "Verdict",
    "gains",
    "load_sheet",
    "load_sheets",
    "ratio",
    "reached",
    "read_sheet",
    "sheet_digest",
    "sheet_facts",
    "sheet_of",
    "tally",
]
