"""Forms of the strongroom."""

from .acting import (
    ExportForm,
    HandOverForm,
    LookForm,
    MaskForm,
    PublishForm,
    WithdrawForm,
)
from .listing import ExhibitFilter
from .taking import TakingForm

__all__ = [
    "ExhibitFilter",
    "ExportForm",
    "HandOverForm",
    "LookForm",
    "MaskForm",
    "PublishForm",
    "TakingForm",
    "WithdrawForm",
]
