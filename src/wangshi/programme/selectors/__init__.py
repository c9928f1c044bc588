"""Questions about this room. They read facts and change nothing."""

from .plans import (
    ClauseLine,
    changes_of,
    clause_lines,
    drafted_plan,
    findings_by_clause,
    findings_of,
    problems_of,
    read_plan,
    standing_plan,
)
from .tasks import (
    TasksAsked,
    UnitPage,
    late_count,
    lead_of,
    stage_lines,
    state_counts,
    tasks_for,
    unit_of,
    unit_page,
    unsigned_count,
    with_files,
    works_on_tasks,
)
from .units import unit_book

__all__ = [
    "ClauseLine",
    "TasksAsked",
    "UnitPage",
    "changes_of",
    "clause_lines",
    "drafted_plan",
    "findings_by_clause",
    "findings_of",
    "late_count",
    "lead_of",
    "problems_of",
    "read_plan",
    "stage_lines",
    "standing_plan",
    "state_counts",
    "tasks_for",
    "unit_book",
    "unit_of",
    "unit_page",
    "unsigned_count",
    "with_files",
    "works_on_tasks",
]
