"""Verbs of this room. Each is one transaction and leaves one audit record."""

from wangshi.programme.workflow import ProgrammeRefused

from .plans import PlanFile, adopt_plan, correct_clause, discard_plan, import_plan
from .stages import mark_stage
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
    "NewProof",
    "NewTask",
    "PlanFile",
    "ProgrammeRefused",
    "add_proof",
    "adopt_plan",
    "correct_clause",
    "discard_plan",
    "file_sub_plan",
    "import_plan",
    "issue_task",
    "issue_tasks",
    "mark_stage",
    "note_task",
    "receive_task",
    "report_task",
    "settle_task",
    "withdraw_proof",
]
