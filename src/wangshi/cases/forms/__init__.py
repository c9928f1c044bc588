"""The forms of this room: each calls one verb."""

from .answers import AnswerExtensionForm, AnswerLetterForm, AnswerProposalForm, SettleForm
from .correcting import AskCorrectionForm, OwnerAnswerForm, RecheckForm, WorkAgainForm
from .deciding import DecideForm, DecliningForm, FilingForm
from .listing import ClueFilterForm
from .reporting import GridReportForm, NewClueForm
from .steps import (
    AcceptForm,
    AskExtensionForm,
    AssignForm,
    DisputeForm,
    EvidenceForm,
    NoteForm,
    PauseForm,
    ReplyForm,
    ResumeForm,
    ReturnForm,
    StepForm,
    SuperviseForm,
)

# The address of a step, and the form that takes it.
STEP_FORMS: dict[str, type[StepForm]] = {
    "assign": AssignForm,
    "accept": AcceptForm,
    "return": ReturnForm,
    "note": NoteForm,
    "evidence": EvidenceForm,
    "pause": PauseForm,
    "resume": ResumeForm,
    "ask-extension": AskExtensionForm,
    "answer-extension": AnswerExtensionForm,
    "file": FilingForm,
    "decline": DecliningForm,
    "answer-proposal": AnswerProposalForm,
    "decide": DecideForm,
    "reply": ReplyForm,
    "recheck": RecheckForm,
    "work-again": WorkAgainForm,
    "ask-correction": AskCorrectionForm,
    "dispute": DisputeForm,
    "settle": SettleForm,
    "supervise": SuperviseForm,
    "answer-letter": AnswerLetterForm,
}

__all__ = [
    "STEP_FORMS",
    "ClueFilterForm",
    "GridReportForm",
    "NewClueForm",
    "OwnerAnswerForm",
    "StepForm",
]
