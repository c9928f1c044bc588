"""Verbs of this room. Each is one transaction and leaves one audit record."""

from wangshi.programme.workflow import ProgrammeRefused

from .carrying import carry_tasks
from .contests import answer_contest, contest_score
from .cutting import merge_clauses, restore_clause, split_clause
from .dossier import Built, build_dossier
from .dossier_copies import hand_out_dossier
from .funds import (
    NewFund,
    NewProject,
    NewVoucher,
    approve_project,
    audit_project,
    open_fund,
    pay,
    show_result,
)
from .letters import answer_supervision_letter, send_letter
from .meetings import (
    NewDecision,
    call_meeting,
    decide,
    fill_seat,
    follow_up,
    minute_meeting,
)
from .plans import PlanFile, adopt_plan, correct_clause, discard_plan, import_plan
from .problems import (
    Effect,
    NewPractice,
    add_practice,
    close_problem,
    copy_practice,
    note_measure,
    raise_problem,
    show_effect,
)
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
    "Effect",
    "NewDecision",
    "NewFinding",
    "NewFund",
    "NewMark",
    "NewPractice",
    "NewProject",
    "NewProof",
    "NewTask",
    "NewVoucher",
    "PlanFile",
    "ProgrammeRefused",
    "SheetFile",
    "add_practice",
    "add_proof",
    "adopt_plan",
    "answer_contest",
    "answer_supervision_letter",
    "approve_project",
    "audit_project",
    "build_dossier",
    "call_meeting",
    "carry_tasks",
    "close_problem",
    "contest_score",
    "copy_practice",
    "correct_clause",
    "correct_finding",
    "decide",
    "discard_plan",
    "file_sub_plan",
    "fill_seat",
    "follow_up",
    "give_mark",
    "hand_out_dossier",
    "import_plan",
    "issue_task",
    "issue_tasks",
    "mark_stage",
    "merge_clauses",
    "minute_meeting",
    "note_finding",
    "note_measure",
    "note_task",
    "open_assessment",
    "open_fund",
    "open_round",
    "pay",
    "raise_problem",
    "receive_task",
    "recheck_finding",
    "report_task",
    "restore_clause",
    "send_letter",
    "settle_task",
    "show_effect",
    "show_result",
    "split_clause",
    "take_sheet",
    "withdraw_proof",
]
