"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .checks import Visit, raise_problem, record_inspection
from .duties import DutyLook, look_at_duty
from .letters import LetterDraft, RowDraft, note_answer, send_letter
from .over_mark import raise_over_mark
from .receipts import issue_receipt, rows_digest
from .return_rows import ReturnPlan
from .returns import take_rows, weigh_rows

__all__ = [
    "DutyLook",
    "LetterDraft",
    "ReturnPlan",
    "RowDraft",
    "Visit",
    "issue_receipt",
    "look_at_duty",
    "note_answer",
    "raise_over_mark",
    "raise_problem",
    "record_inspection",
    "rows_digest",
    "send_letter",
    "take_rows",
    "weigh_rows",
]
