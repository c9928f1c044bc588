"""Verbs of this room. Each is one transaction and leaves one audit record."""

from wangshi.programme.workflow import ProgrammeRefused

from .carrying import carry_tasks
from .dossier import Built, build_dossier
from .meetings import (
    NewDecision,
    call_meeting,
    decide,
    fill_seat,
    follow_up,
    minute_meeting,
)
from .plans import PlanFile, adopt_plan, correct_clause, discard_plan, import_plan
from .scores import NewMark, SheetFile, give_mark, open_assessment, take_sheet
from .stages import mark_stage
from .supervising import (
    NewFinding,
    correct_finding,
    note_finding,
    open_round,
    recheck_finding,
)
from .tasks import (
    NewProof,
    NewTask,
    add_proof,
    file_sub_plan,
    issue_task,
    issue_tasks,
    note_task,
    receive_task,
    report_task,
    settle_task,
    withdraw_proof,
)

__all__ = [
    "Built",
    "NewDecision",
    "NewFinding",
    "NewMark",
    "NewProof",
    "NewTask",
    "PlanFile",
    "ProgrammeRefused",
    "SheetFile",
    "add_proof",
    "adopt_plan",
    "build_dossier",
    "call_meeting",
    "carry_tasks",
    "correct_clause",
    "correct_finding",
    "decide",
    "discard_plan",
    "file_sub_plan",
    "fill_seat",
    "follow_up",
    "give_mark",
    "import_plan",
    "issue_task",
    "issue_tasks",
    "mark_stage",
    "minute_meeting",
    "note_finding",
    "note_task",
    "open_assessment",
    "open_round",
    "receive_task",
    "recheck_finding",
    "report_task",
    "settle_task",
    "take_sheet",
    "withdraw_proof",
]
