"""The forms of this room: each calls one verb."""

from .plans import AdoptPlanForm, CorrectClauseForm, DiscardPlanForm, ImportPlanForm
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
    "CorrectClauseForm",
    "DiscardPlanForm",
    "ImportPlanForm",
    "IssueTaskForm",
    "StageForm",
    "TaskFilterForm",
    "TaskForm",
    "WithdrawForm",
]
