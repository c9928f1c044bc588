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
from .ordering import CancelForm, OrderForm
from .receiving import PackageForm
from .taking import TakingForm

__all__ = [
    "CancelForm",
    "DeclineForm",
    "ExhibitFilter",
    "ExportForm",
    "HandOverForm",
    "LookForm",
    "MaskForm",
    "OrderFilter",
    "OrderForm",
    "PackageForm",
    "PublishForm",
    "TakingForm",
    "WithdrawForm",
]
