"""Verbs of this room. Each is one transaction and leaves one audit record."""

from wangshi.figures.workflow import FiguresRefused

from .filing import NewFiling, file_return
from .places import BoundaryFile, NewProof, add_villages, prove_village, take_boundaries
from .respondents import add_respondents, end_respondent

__all__ = [
    "BoundaryFile",
    "FiguresRefused",
    "NewFiling",
    "NewProof",
    "add_respondents",
    "add_villages",
    "end_respondent",
    "file_return",
    "prove_village",
    "take_boundaries",
]
