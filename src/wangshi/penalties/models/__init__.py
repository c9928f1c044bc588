"""What is: the docket of a case, its measures, reviews, notice, decision, money, publication."""

from .approvals import Approval
from .decisions import Decision, Publication
from .dockets import Docket, NumberSeries, Pause, PenaltyStep
from .hearings import Hearing, Statement
from .ledger import LedgerFact
from .letters import AssistLetter, PoliceTransfer
from .measures import Measure
from .money import Contest, Instalment, Payment
from .repairs import Repair
from .reports import Report, Review
from .services import ServiceAttempt
from .spots import SpotPenalty

__all__ = [
    "Approval",
    "AssistLetter",
    "Contest",
    "Decision",
    "Docket",
    "Hearing",
    "Instalment",
    "LedgerFact",
    "Measure",
    "NumberSeries",
    "Pause",
    "Payment",
    "PenaltyStep",
    "PoliceTransfer",
    "Publication",
    "Repair",
    "Report",
    "Review",
    "ServiceAttempt",
    "SpotPenalty",
    "Statement",
]
