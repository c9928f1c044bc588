"""The forms of this room: each calls one verb."""

from .base import MarkedForm, StepForm
from .deciding import (
    AcceptForm,
    AnswerForm,
    LinkForm,
    NumberForm,
    PlaceForm,
    ReferForm,
    RefuseForm,
    ReturnForm,
    SplitForm,
)
from .intake import IntakeForm
from .listing import ComplaintFilterForm, ReportFilterForm
from .mappings import MappingForm
from .mediating import (
    AgreeForm,
    EndForm,
    FoundForm,
    MediateForm,
    MeetForm,
    NoteForm,
    NotShownForm,
    PauseForm,
    ProveForm,
    RecuseForm,
    ResumeForm,
    ShownForm,
    TellForm,
)
from .mediators import (
    AppointmentForm,
    BackForm,
    BodyForm,
    EntrustForm,
    MediatorForm,
    TrainingForm,
)
from .reports import (
    ElsewhereForm,
    LookForm,
    MergeForm,
    RaiseForm,
    RepeatForm,
    ReportForm,
    ReportNumberForm,
    ResultForm,
)
from .stations import StationForm
from .triage import SortForm
from .walk_ins import LeaveForm, SettleForm, WalkInComplaintForm, WalkInForm

# The address of a step, and the form that takes it.
STEP_FORMS: dict[str, type[StepForm]] = {
    form.step: form
    for form in (
        AcceptForm, AgreeForm, AnswerForm, BackForm, EndForm, EntrustForm, FoundForm,
        LinkForm, MediateForm, MeetForm,
        NotShownForm, NoteForm, NumberForm, PauseForm, PlaceForm, ProveForm, RecuseForm, ReferForm,
        RefuseForm, ResumeForm, ReturnForm, ShownForm, SortForm, SplitForm, TellForm,
    )
}  # fmt: skip
REPORT_FORMS: dict[str, type[ReportForm]] = {
    "raise": RaiseForm,
    "merge": MergeForm,
    "repeat": RepeatForm,
    "elsewhere": ElsewhereForm,
    "tell": ResultForm,
    "number": ReportNumberForm,
}

__all__ = [
    "REPORT_FORMS",
    "STEP_FORMS",
    "AppointmentForm",
    "BodyForm",
    "ComplaintFilterForm",
    "IntakeForm",
    "LeaveForm",
    "LookForm",
    "MappingForm",
    "MarkedForm",
    "MediatorForm",
    "ReportFilterForm",
    "ReportForm",
    "SettleForm",
    "StationForm",
    "StepForm",
    "TrainingForm",
    "WalkInComplaintForm",
    "WalkInForm",
]
