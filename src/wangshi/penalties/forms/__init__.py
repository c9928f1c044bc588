"""The forms of this room: each calls one verb."""

from .base import MarkedForm, StepForm
from .concluding import (
    AgreeForm,
    AnswerForm,
    BackForm,
    ConcludeForm,
    HeardForm,
    HearingDayForm,
    HearingForm,
    NotifyForm,
    PassForm,
    SendBackForm,
    StatementForm,
)
from .deciding import (
    CloseForm,
    ContestedForm,
    ContestForm,
    DecideForm,
    DeferForm,
    EnforcedForm,
    EnforceForm,
    FulfilForm,
    PayForm,
    PoliceAnswerForm,
    PoliceDecideForm,
    PoliceForm,
    PoliceSendForm,
    ServeForm,
    UndoForm,
    UrgeForm,
)
from .inquiring import (
    EndMeasureForm,
    ExtendForm,
    LetterAnswerForm,
    LetterForm,
    MeasureForm,
    NoteForm,
    PartyForm,
    ProlongForm,
    RecuseForm,
    ResumeForm,
    StartMeasureForm,
    SuspendForm,
    TerminateForm,
    TestedForm,
    TestForm,
)
from .others import (
    ArchiveForm,
    CaseFilterForm,
    MaskForm,
    RepairDecisionForm,
    RepairForm,
    SpotForm,
    WithdrawForm,
)

# The address of a step, and the form that takes it.
STEP_FORMS: dict[str, type[StepForm]] = {
    form.step: form
    for form in (
        AgreeForm, AnswerForm, BackForm, CloseForm, ConcludeForm, ContestForm, ContestedForm,
        DecideForm, DeferForm, EndMeasureForm, EnforceForm, EnforcedForm, ExtendForm, FulfilForm,
        HeardForm, HearingDayForm, HearingForm, LetterAnswerForm, LetterForm, MeasureForm, NoteForm,
        NotifyForm, PartyForm, PassForm, PayForm, PoliceAnswerForm, PoliceDecideForm, PoliceForm,
        PoliceSendForm, ProlongForm, RecuseForm, ResumeForm, SendBackForm, ServeForm,
        StartMeasureForm, StatementForm, SuspendForm, TerminateForm, TestForm, TestedForm,
        UndoForm, UrgeForm,
    )
}  # fmt: skip

__all__ = [
    "STEP_FORMS",
    "ArchiveForm",
    "CaseFilterForm",
    "MarkedForm",
    "MaskForm",
    "RepairDecisionForm",
    "RepairForm",
    "SpotForm",
    "StepForm",
    "WithdrawForm",
]
