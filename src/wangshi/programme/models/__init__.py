"""The plan, its tasks, its meetings, its supervision and its scores."""

from .contests import Contest
from .funds import Fund, FundProject, Voucher
from .meetings import Body, Decision, DecisionFollowUp, JointMeeting, Seat
from .plans import Clause, ClauseCorrection, Plan
from .problems import Practice, PracticeCopy, Problem, ProblemNote
from .scores import Assessment, Dossier, Mark, ScoreSheet
from .supervision import Finding, FindingNote, Supervision, SupervisionLetter
from .tasks import Proof, StageMark, SubPlan, Task, TaskNote, TaskUnit

__all__ = [
    "Assessment",
    "Body",
    "Clause",
    "ClauseCorrection",
    "Contest",
    "Decision",
    "DecisionFollowUp",
    "Dossier",
    "Finding",
    "FindingNote",
    "Fund",
    "FundProject",
    "JointMeeting",
    "Mark",
    "Plan",
    "Practice",
    "PracticeCopy",
    "Problem",
    "ProblemNote",
    "Proof",
    "ScoreSheet",
    "Seat",
    "StageMark",
    "SubPlan",
    "Supervision",
    "SupervisionLetter",
    "Task",
    "TaskNote",
    "TaskUnit",
    "Voucher",
]
