"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .handing_over import confirmed_of, hand_over
from .judging import confirm_hit, dismiss_hit, is_undoable, judged_words, undo_judgement
from .listings import take_rows, weigh_rows
from .rows import Origin, moment_of
from .screening import Screened, screen, screen_batch, screen_sweep
from .sweeps import SweepPlan, close_sweep, open_sweep

__all__ = [
    "Origin",
    "Screened",
    "SweepPlan",
    "close_sweep",
    "confirm_hit",
    "confirmed_of",
    "dismiss_hit",
    "hand_over",
    "is_undoable",
    "judged_words",
    "moment_of",
    "open_sweep",
    "screen",
    "screen_batch",
    "screen_sweep",
    "take_rows",
    "undo_judgement",
    "weigh_rows",
]
