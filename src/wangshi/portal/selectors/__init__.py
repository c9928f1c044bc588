"""Questions about the portal: what is wrong with a text, who holds a token, what was left here."""

from .checking import CheckedItem, Finding, Outcome, Remedy, check_items, screened
from .shelves import materials, standing_token, tokens

__all__ = [
    "CheckedItem",
    "Finding",
    "Outcome",
    "Remedy",
    "check_items",
    "materials",
    "screened",
    "standing_token",
    "tokens",
]
