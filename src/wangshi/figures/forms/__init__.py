"""Forms of this room."""

from .acting import ActForm
from .places import BoundariesForm, ProofForm, VillagesForm
from .returns import EndRespondentForm, FilingForm, RespondentForm

__all__ = [
    "ActForm",
    "BoundariesForm",
    "EndRespondentForm",
    "FilingForm",
    "ProofForm",
    "RespondentForm",
    "VillagesForm",
]
