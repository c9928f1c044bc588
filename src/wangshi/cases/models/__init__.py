"""Clues and the cases some of them become. Facts only: due dates are questions."""

from .clues import UNDECIDED, Clue, CluePause, ClueStep, NumberSeries
from .corrections import OPEN_CORRECTION, Correction, OwnerAnswer
from .decisions import Case, ClueExtension, ClueProposal, Dispute, SupervisionLetter

__all__ = [
    "OPEN_CORRECTION",
    "UNDECIDED",
    "Case",
    "Clue",
    "ClueExtension",
    "CluePause",
    "ClueProposal",
    "ClueStep",
    "Correction",
    "Dispute",
    "NumberSeries",
    "OwnerAnswer",
    "SupervisionLetter",
]
