"""What officers fill in here."""

from .hits import ConfirmForm, DismissForm, ListingFilterForm, MarkedForm, QueueForm
from .spot_checks import ClearForm, MissedForm, UnclearForm
from .standing import FloorForm, RestoreForm
from .sweeps import CloseSweepForm, SweepForm

__all__ = [
    "ClearForm",
    "CloseSweepForm",
    "ConfirmForm",
    "DismissForm",
    "FloorForm",
    "ListingFilterForm",
    "MarkedForm",
    "MissedForm",
    "QueueForm",
    "RestoreForm",
    "SweepForm",
    "UnclearForm",
]
