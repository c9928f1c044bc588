"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .judging import dismiss_suspicion, hand_over_suspicion, undo_dismissal
from .letters import LetterDraft, note_letter_result, send_contact_letter
from .places import (
    PlaceDraft,
    PremiseDraft,
    declare_shared,
    end_premise,
    end_shared,
    note_premise,
)
from .recomputing import ask_recompute, recompute
from .seeing import note_payee, note_picture

__all__ = [
    "LetterDraft",
    "PlaceDraft",
    "PremiseDraft",
    "ask_recompute",
    "declare_shared",
    "dismiss_suspicion",
    "end_premise",
    "end_shared",
    "hand_over_suspicion",
    "note_letter_result",
    "note_payee",
    "note_picture",
    "note_premise",
    "recompute",
    "send_contact_letter",
    "undo_dismissal",
]
