"""Clues and the cases some of them become. Facts only: due dates are questions."""

from .clues import UNDECIDED, Clue, CluePause, ClueStep, NumberSeries
from .decisions import Case, ClueExtension, ClueProposal, Dispute, SupervisionLetter

__all__ = [
    "UNDECIDED",
    "Case",
    "Clue",
    "ClueExtension",
    "CluePause",
    "ClueProposal",
    "ClueStep",
    "Dispute",
    "NumberSeries",
    "SupervisionLetter",
]
