"""What is: returns, duties looked at, letters to platforms, inspections. Facts only."""

from .checks import Inspection
from .platforms import DutyCheck, LetterAnswer, LetterRow, PlatformLetter
from .returns import IdentityReturn, ReturnReceipt, ReturnRow

__all__ = [
    "DutyCheck",
    "IdentityReturn",
    "Inspection",
    "LetterAnswer",
    "LetterRow",
    "PlatformLetter",
    "ReturnReceipt",
    "ReturnRow",
]
