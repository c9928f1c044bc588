"""What was seen where, the hits the rules made in it, what they missed, and how rules stand."""

from .hits import Hit, HitLevel, HitState, SeenAgain
from .listings import Listing, Sighting, Sweep, SweepKind
from .live import Contradiction, LiveGoods, LiveSession, LiveTranscript, SpokenPassage
from .spot_checks import SpotCheck, SpotCheckDraw, SpotCheckState
from .standing import RuleFloor, RuleRestoration

__all__ = [
    "Contradiction",
    "Hit",
    "HitLevel",
    "HitState",
    "Listing",
    "LiveGoods",
    "LiveSession",
    "LiveTranscript",
    "RuleFloor",
    "RuleRestoration",
    "SeenAgain",
    "Sighting",
    "SpokenPassage",
    "SpotCheck",
    "SpotCheckDraw",
    "SpotCheckState",
    "Sweep",
    "SweepKind",
]
