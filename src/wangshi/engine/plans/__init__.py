"""方案: a printed plan goes in; its clauses, duties, dates and targets come out."""

from .checks import Finding, check_plan
from .intake import plan_text
from .parsing import PlanUnreadable, parse_plan
from .readings import Reading, with_readings
from .tree import Cadence, Clause, Duty, Kind, Member, Phrase, Plan, Stage, Target

__all__ = [
    "Cadence",
    "Clause",
    "Duty",
    "Finding",
    "Kind",
    "Member",
    "Phrase",
    "Plan",
    "PlanUnreadable",
    "Reading",
    "Stage",
    "Target",
    "check_plan",
    "parse_plan",
    "plan_text",
    "with_readings",
]
