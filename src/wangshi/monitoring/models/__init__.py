"""What was seen where, the hits the rules made in it, what they missed, and how rules stand."""

from .hits import Hit, HitLevel, HitState, SeenAgain
from .listings import Listing, Sighting, Sweep, SweepKind
from .spot_checks import SpotCheck, SpotCheckDraw, SpotCheckState
from .standing import RuleFloor, RuleRestoration

__all__ = [
    "Hit",
    "HitLevel",
    "HitState",
    "Listing",
    "RuleFloor",
    "RuleRestoration",
    "SeenAgain",
    "Sighting",
    "SpotCheck",
    "SpotCheckDraw",
    "SpotCheckState",
    "Sweep",
    "SweepKind",
]
