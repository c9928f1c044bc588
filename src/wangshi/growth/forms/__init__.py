"""The forms of this room: each calls one verb."""

from .finding import GridSellerForm, NewSellerForm
from .food import FoodReportForm, FoodStartForm
from .listing import SellerFilterForm
from .steps import (
    ApplyForm,
    GuideSellerForm,
    HandOverForm,
    LicenseForm,
    LinkForm,
    LoseForm,
    NoteForm,
    PrepareForm,
    RefuseForm,
    SignForm,
    StepForm,
    VisitForm,
)
from .themed import EndEntryForm, NewEntryForm, ThemedFilterForm, ValuesForm

# The address of a step, and the form that takes it.
STEP_FORMS: dict[str, type[StepForm]] = {
    "visit": VisitForm,
    "note": NoteForm,
    "guide": GuideSellerForm,
    "exempt": SignForm,
    "prepare": PrepareForm,
    "register": ApplyForm,
    "license": LicenseForm,
    "link": LinkForm,
    "refuse": RefuseForm,
    "lose": LoseForm,
    "hand-over": HandOverForm,
}

__all__ = [
    "STEP_FORMS",
    "EndEntryForm",
    "FoodReportForm",
    "FoodStartForm",
    "GridSellerForm",
    "NewEntryForm",
    "NewSellerForm",
    "SellerFilterForm",
    "StepForm",
    "ThemedFilterForm",
    "ValuesForm",
]
