"""Questions about this room. They read facts and change nothing."""

from .choosing import HandOverPlan, Offer, hand_over_plan
from .codes import absolute_exemptions, dismissal_reasons, reason_title
from .events import operator_events, shop_events
from .frames import Replay, replay
from .listings import listings, sighting_rows, with_last_sighting
from .marks import FactsMark, facts_mark
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
from .rule_accuracy import (
    CHANNELS,
    ChannelAccuracy,
    RuleRecord,
    records_of,
    review_only,
    rule_record,
    rule_records,
    tally,
    turn_words,
)
from .rules import Family, families, rule_book, rules_by_id, screener
from .spot_checks import (
    CheckPlace,
    Missing,
    Progress,
    check_place,
    missing,
    next_unread,
    progress_of,
    spot_check_rows,
    spot_checks,
    unread_count,
)
from .sweeps import SweepCounts, family_bars, sweep_counts, waiting_count
from .verdicts import Verdict, every_verdict, once_each, verdicts

__all__ = [
    "CHANNELS",
    "ChannelAccuracy",
    "CheckPlace",
    "FactsMark",
    "Family",
    "HandOverPlan",
    "Missing",
    "Offer",
    "Place",
    "Progress",
    "ReadyShop",
    "Replay",
    "Review",
    "RuleRecord",
    "SweepCounts",
    "Verdict",
    "Wanted",
    "absolute_exemptions",
    "alike_clues",
    "check_place",
    "dismissal_reasons",
    "every_verdict",
    "facts_mark",
    "families",
    "family_bars",
    "hand_over_plan",
    "listings",
    "missing",
    "next_pending",
    "next_unread",
    "once_each",
    "operator_events",
    "pending_count",
    "place_of",
    "progress_of",
    "queue",
    "queue_rows",
    "ready_count",
    "ready_hits",
    "ready_shops",
    "ready_shops_rows",
    "reason_title",
    "records_of",
    "replay",
    "review",
    "review_only",
    "review_rows",
    "rule_book",
    "rule_record",
    "rule_records",
    "rules_by_id",
    "screener",
    "shares",
    "shop_events",
    "sighting_rows",
    "spot_check_rows",
    "spot_checks",
    "sweep_counts",
    "tally",
    "timeline",
    "turn_words",
    "unread_count",
    "verdicts",
    "waiting_count",
    "with_last_sighting",
]
