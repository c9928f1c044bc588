"""What is: letters, identities, complaints, violation reports, stations."""

from .complaints import Complaint, ComplaintLink, ComplaintPause, ComplaintStep, Proof
from .imports import CodeMapping, NumberSeries
from .letters import Identity, Letter
from .mediators import Entrustment, MediationBody, Mediator, MediatorTraining
from .reports import ViolationReport
from .stations import Referral, ServiceStation
from .triage import Triage, TriageModel
from .walk_ins import WalkIn

__all__ = [
    "CodeMapping",
    "Complaint",
    "ComplaintLink",
    "ComplaintPause",
    "ComplaintStep",
    "Entrustment",
    "Identity",
    "Letter",
    "MediationBody",
    "Mediator",
    "MediatorTraining",
    "NumberSeries",
    "Proof",
    "Referral",
    "ServiceStation",
    "Triage",
    "TriageModel",
    "ViolationReport",
    "WalkIn",
]
