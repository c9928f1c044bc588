"""Questions about this room. They read facts and change nothing."""

from .codes import absolute_exemptions, dismissal_reasons, reason_title
from .events import operator_events, shop_events
from .listings import listings, sighting_rows, with_last_sighting
from .operator_story import timeline
from .queue import (
    Place,
    Wanted,
    next_pending,
    pending_count,
    place_of,
    queue,
    queue_rows,
    ready_count,
    shares,
)
from .ready import ReadyShop, ready_hits, ready_shops, ready_shops_rows
from .review import Review, alike_clues, review, review_rows
from .rule_accuracy import Period, RuleAccuracy, rule_accuracy
from .rules import Family, families, rule_book, rules_by_id, screener
from .sweeps import SweepCounts, family_bars, sweep_counts, waiting_count

__all__ = [
    "Family",
    "Period",
    "Place",
    "ReadyShop",
    "Review",
    "RuleAccuracy",
    "SweepCounts",
    "Wanted",
    "absolute_exemptions",
    "alike_clues",
    "dismissal_reasons",
    "families",
    "family_bars",
    "listings",
    "next_pending",
    "operator_events",
    "pending_count",
    "place_of",
    "queue",
    "queue_rows",
    "ready_count",
    "ready_hits",
    "ready_shops",
    "ready_shops_rows",
    "reason_title",
    "review",
    "review_rows",
    "rule_accuracy",
    "rule_book",
    "rules_by_id",
    "screener",
    "shares",
    "shop_events",
    "sighting_rows",
    "sweep_counts",
    "timeline",
    "waiting_count",
    "with_last_sighting",
]
