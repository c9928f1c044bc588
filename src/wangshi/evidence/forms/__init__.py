"""Forms of the strongroom."""

from .acting import (
    DeclineForm,
    ExportForm,
    HandOverForm,
    LookForm,
    MaskForm,
    PublishForm,
    WithdrawForm,
)
from .listing import ExhibitFilter, OrderFilter
from .ordering import OrderForm
from .taking import TakingForm

__all__ = [
    "DeclineForm",
    "ExhibitFilter",
    "ExportForm",
    "HandOverForm",
    "LookForm",
    "MaskForm",
    "OrderFilter",
    "OrderForm",
    "PublishForm",
    "TakingForm",
    "WithdrawForm",
]
