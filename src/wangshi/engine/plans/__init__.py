"""方案: a printed plan goes in; its clauses, duties, dates and targets come out."""

from .checks import Finding, check_plan
from .parsing import PlanUnreadable, parse_plan
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
    "Stage",
    "Target",
    "check_plan",
    "parse_plan",
]
