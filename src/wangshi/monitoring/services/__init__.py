"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .listings import take_rows, weigh_rows
from .rows import Origin, moment_of
from .screening import Screened, screen, screen_batch, screen_sweep

__all__ = [
    "Origin",
    "Screened",
    "moment_of",
    "screen",
    "screen_batch",
    "screen_sweep",
    "take_rows",
    "weigh_rows",
]
