"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .receipts import issue_receipt, rows_digest
from .return_rows import ReturnPlan
from .returns import take_rows, weigh_rows

__all__ = [
    "ReturnPlan",
    "issue_receipt",
    "rows_digest",
    "take_rows",
    "weigh_rows",
]
