"""前后矛盾: atomic claims from every channel, and those that cannot both be true. Pure Python."""

from .comparing import compare_channels, find_contradictions
from .extracting import extract_claims
from .grounds import ClaimLaw, ClaimRule, load_claim_law, standing_claim_law
from .model import Attribute, Channel, ChannelText, Claim, Contradiction, Value

__all__ = [
    "Attribute",
    "Channel",
    "ChannelText",
    "Claim",
    "ClaimLaw",
    "ClaimRule",
    "Contradiction",
    "Value",
    "compare_channels",
    "extract_claims",
    "find_contradictions",
    "load_claim_law",
    "standing_claim_law",
]
