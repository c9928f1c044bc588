"""What was seen where: sweeps, listings, sightings, and the hits the rules made in them."""

from .hits import Hit, HitLevel, HitState, SeenAgain
from .listings import Listing, Sighting, Sweep, SweepKind

__all__ = [
    "Hit",
    "HitLevel",
    "HitState",
    "Listing",
    "SeenAgain",
    "Sighting",
    "Sweep",
    "SweepKind",
]
