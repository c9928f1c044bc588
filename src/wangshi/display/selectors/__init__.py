"""What is asked of this room."""

from .checks import (
    DUE_TITLES,
    NO_TOWN,
    PROBLEM,
    WHOLE,
    ChecksAsked,
    DueAsked,
    checks_for,
    checks_of,
    clue_in_hand,
    due_shops,
    last_check,
    may_recheck,
    newest_checks,
    open_request,
    reads_checks,
    stale_before,
    why_due,
)
from .drawing import SHARES, seed_of
from .facts import held_permits, permit_basis, registered_of, sheet_of
from .judging import Judged, Seen, judge, link_of, shown_on
from .rates import GroupRates, ThreeRates, three_rates
from .saying import problem_words, problems, suggested_demand, verdict_words, what_is_wrong
from .story import signs, timeline

__all__ = [
    "DUE_TITLES",
    "NO_TOWN",
    "PROBLEM",
    "SHARES",
    "WHOLE",
    "ChecksAsked",
    "DueAsked",
    "GroupRates",
    "Judged",
    "Seen",
    "ThreeRates",
    "checks_for",
    "checks_of",
    "clue_in_hand",
    "due_shops",
    "held_permits",
    "judge",
    "last_check",
    "link_of",
    "may_recheck",
    "newest_checks",
    "open_request",
    "permit_basis",
    "problem_words",
    "problems",
    "reads_checks",
    "registered_of",
    "seed_of",
    "sheet_of",
    "shown_on",
    "signs",
    "stale_before",
    "suggested_demand",
    "three_rates",
    "timeline",
    "verdict_words",
    "what_is_wrong",
    "why_due",
]
