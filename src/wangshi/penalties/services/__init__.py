"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .answering import answer_approval
from .asking import (
    ask_extension,
    ask_recusal,
    ask_suspension,
    ask_termination,
    resume,
    send_to_test,
    take_result,
)
from .deciding import Ruling, decide, undo
from .letters import (
    decide_transfer,
    report_crime,
    send_letter,
    send_to_police,
    take_letter_answer,
    take_police_answer,
)
from .measures import NewMeasure, ask_measure, ask_prolonging, end_measure, start_measure
from .noticing import (
    Said,
    agree,
    ask_hearing,
    end_hearing,
    send_back,
    serve_notice,
    set_hearing,
    take_statement,
)
from .parties import Party, note, set_party
from .paying import (
    Part,
    Receipt,
    ask_closing,
    ask_deferral,
    ask_enforcement,
    begin_contest,
    end_contest,
    end_enforcement,
    fulfil,
    pay,
    urge,
)
from .publishing import Wanted, prepare_publication, publish, withdraw
from .reminding import remind_of_cases
from .repairing import RepairAsked, decide_repair, take_repair
from .reviewing import PARTS, Findings, Sanctioned, conclude, review
from .serving import Delivery, serve_decision
from .spots import OnTheSpot, archive_spot, penalise_on_the_spot
from .steps import known_party

__all__ = [
    "PARTS",
    "Delivery",
    "Findings",
    "NewMeasure",
    "OnTheSpot",
    "Part",
    "Party",
    "Receipt",
    "RepairAsked",
    "Ruling",
    "Said",
    "Sanctioned",
    "Wanted",
    "agree",
    "answer_approval",
    "archive_spot",
    "ask_closing",
    "ask_deferral",
    "ask_enforcement",
    "ask_extension",
    "ask_hearing",
    "ask_measure",
    "ask_prolonging",
    "ask_recusal",
    "ask_suspension",
    "ask_termination",
    "begin_contest",
    "conclude",
    "decide",
    "decide_repair",
    "decide_transfer",
    "end_contest",
    "end_enforcement",
    "end_hearing",
    "end_measure",
    "fulfil",
    "known_party",
    "note",
    "pay",
    "penalise_on_the_spot",
    "prepare_publication",
    "publish",
    "remind_of_cases",
    "report_crime",
    "resume",
    "review",
    "send_back",
    "send_letter",
    "send_to_police",
    "send_to_test",
    "serve_decision",
    "serve_notice",
    "set_hearing",
    "set_party",
    "start_measure",
    "take_letter_answer",
    "take_police_answer",
    "take_repair",
    "take_result",
    "take_statement",
    "undo",
    "urge",
    "withdraw",
]
