"""亮照检查: what must be shown, what a page shows, how it compares, and what that suggests."""

from .comparing import Finding, Registered, State, compare_items, unreachable
from .links import LinkKind, LinkReading, read_link
from .pages import PageText, read_page
from .reading import Shown, declarations, read_shown
from .sheets import DisplayLaw, Item, Sheet, standing_display_law
from .verdicts import (
    DUE,
    PROBLEMS,
    SECTION_TITLES,
    VERDICT_TITLES,
    HeldPermit,
    Section,
    Suggestion,
    Verdict,
    compare_permits,
    suggest_licence,
    suggest_mark,
    suggest_permit,
)

__all__ = [
    "DUE",
    "PROBLEMS",
    "SECTION_TITLES",
    "VERDICT_TITLES",
    "DisplayLaw",
    "Finding",
    "HeldPermit",
    "Item",
    "LinkKind",
    "LinkReading",
    "PageText",
    "Registered",
    "Section",
    "Sheet",
    "Shown",
    "State",
    "Suggestion",
    "Verdict",
    "compare_items",
    "compare_permits",
    "declarations",
    "read_link",
    "read_page",
    "read_shown",
    "standing_display_law",
    "suggest_licence",
    "suggest_mark",
    "suggest_permit",
    "unreachable",
]
