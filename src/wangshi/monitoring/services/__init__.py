"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .choosing import hand_over_chosen
from .contradictions import Stretch, name_goods
from .handing_over import confirmed_of, hand_over
from .judging import confirm_hit, dismiss_hit, is_undoable, judged_words, undo_judgement
from .listings import take_rows, weigh_rows
from .live_sessions import SessionPlan, take_transcript
from .prices import check_prices_of, raise_price_doubts
from .rows import Origin, moment_of
from .screening import Screened, screen, screen_batch, screen_sweep
from .spot_checks import draw_after_import, draw_spot_check
from .spot_judging import (
    Missed,
    check_words,
    clear_spot_check,
    find_missed,
    hand_over_missed,
    is_check_undoable,
    leave_unclear,
    undo_spot_check,
)
from .standing import restore_rule, set_floor
from .sweeps import SweepPlan, close_sweep, open_sweep

__all__ = [
    "Missed",
    "Origin",
    "Screened",
    "SessionPlan",
    "Stretch",
    "SweepPlan",
    "check_prices_of",
    "check_words",
    "clear_spot_check",
    "close_sweep",
    "confirm_hit",
    "confirmed_of",
    "dismiss_hit",
    "draw_after_import",
    "draw_spot_check",
    "find_missed",
    "hand_over",
    "hand_over_chosen",
    "hand_over_missed",
    "is_check_undoable",
    "is_undoable",
    "judged_words",
    "leave_unclear",
    "moment_of",
    "name_goods",
    "open_sweep",
    "raise_price_doubts",
    "restore_rule",
    "screen",
    "screen_batch",
    "screen_sweep",
    "set_floor",
    "take_rows",
    "take_transcript",
    "undo_judgement",
    "undo_spot_check",
    "weigh_rows",
]
