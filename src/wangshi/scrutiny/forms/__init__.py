"""The forms of this room: each calls one verb."""

from .judging import DismissForm, HandOverForm, SuspicionFilterForm
from .letters import LetterForm, LetterResultForm
from .marked import ActForm
from .places import EndPremiseForm, EndSharedForm, PayeeForm, PictureForm, PremiseForm, SharedForm

__all__ = [
    "ActForm",
    "DismissForm",
    "EndPremiseForm",
    "EndSharedForm",
    "HandOverForm",
    "LetterForm",
    "LetterResultForm",
    "PayeeForm",
    "PictureForm",
    "PremiseForm",
    "SharedForm",
    "SuspicionFilterForm",
]
