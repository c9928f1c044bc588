"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .answering import dispute_clue, reply_clue, settle_dispute
from .assigning import accept_clue, assign_clue, return_clue
from .checking import (
    add_evidence_photos,
    answer_extension,
    ask_extension,
    note_check,
    pause_clue,
    resume_clue,
)
from .correcting import Demand, answer_correction, ask_correction, recheck
from .deciding import Filing, Verdict, answer_proposal, decide_clue, propose_decision
from .letters import answer_letter, supervise_clue
from .officers import may_enforce, replace_officer
from .on_the_spot import correct_on_the_spot
from .once import once
from .reminding import remind_of_clues
from .reopening import supplement_clue, work_again
from .reporting import NewClue, report_clue

__all__ = [
    "Demand",
    "Filing",
    "NewClue",
    "Verdict",
    "accept_clue",
    "add_evidence_photos",
    "answer_correction",
    "answer_extension",
    "answer_letter",
    "answer_proposal",
    "ask_correction",
    "ask_extension",
    "assign_clue",
    "correct_on_the_spot",
    "decide_clue",
    "dispute_clue",
    "may_enforce",
    "note_check",
    "once",
    "pause_clue",
    "propose_decision",
    "recheck",
    "remind_of_clues",
    "replace_officer",
    "reply_clue",
    "report_clue",
    "resume_clue",
    "return_clue",
    "settle_dispute",
    "supervise_clue",
    "supplement_clue",
    "work_again",
]
