"""The forms of this room: each calls one verb."""

from .meetings import CallMeetingForm, DecideForm, FollowUpForm, MinutesForm, SeatForm
from .plans import AdoptPlanForm, CorrectClauseForm, DiscardPlanForm, ImportPlanForm
from .scores import AssessmentForm, CheckedMarkForm, ItemProofForm, SelfMarkForm, SheetForm
from .supervision import CorrectFindingForm, NewFindingForm, RecheckFindingForm, RoundForm
from .tasks import (
    AcceptForm,
    IssueTaskForm,
    NoteForm,
    ProofForm,
    ReceiveForm,
    ReportForm,
    ReturnForm,
    StageForm,
    SubPlanForm,
    TaskFilterForm,
    TaskForm,
    WithdrawForm,
)

# The address of a step, and the form that takes it.
TASK_FORMS: dict[str, type[TaskForm]] = {
    "receive": ReceiveForm,
    "note": NoteForm,
    "proof": ProofForm,
    "sub-plan": SubPlanForm,
    "report": ReportForm,
    "accept": AcceptForm,
    "return": ReturnForm,
}

__all__ = [
    "TASK_FORMS",
    "AdoptPlanForm",
    "AssessmentForm",
    "CallMeetingForm",
    "CheckedMarkForm",
    "CorrectClauseForm",
    "CorrectFindingForm",
    "DecideForm",
    "DiscardPlanForm",
    "FollowUpForm",
    "ImportPlanForm",
    "IssueTaskForm",
    "ItemProofForm",
    "MinutesForm",
    "NewFindingForm",
    "RecheckFindingForm",
    "RoundForm",
    "SeatForm",
    "SelfMarkForm",
    "SheetForm",
    "StageForm",
    "TaskFilterForm",
    "TaskForm",
    "WithdrawForm",
]
