"""Verbs of this room. Each is one transaction and leaves one audit record."""

from .deciding import (
    Placed,
    accept_complaint,
    number_complaint,
    place_complaint,
    refuse_complaint,
    return_complaint,
)
from .entrusting import NewEntrustment, entrust_mediation, take_back
from .filing import About, Dispute, Filed, NewLetter, file_letter
from .following import add_material, withdraw_complaint
from .importing import choices_of, map_code
from .looking import look_at_identity
from .mediating import (
    Agreement,
    agree,
    arrange_meeting,
    begin_mediation,
    end_mediation,
    pause_mediation,
    replace_mediator,
    resume_mediation,
    tell_both,
)
from .mediators import (
    NewBody,
    NewMediator,
    appoint_mediator,
    change_appointment,
    list_body,
    note_training,
)
from .proving import Matter, ask_for_proofs, note_not_shown, take_proof, usual_due
from .reporting import (
    Suspicion,
    close_as_repeated,
    merge_report,
    number_report,
    raise_from_mediation,
    raise_report,
    send_elsewhere,
    tell_result,
)
from .splitting import link_complaints, split_letter
from .stations import NewStation, answer_referral, note_complaint, open_station, refer_complaint
from .triaging import sort_complaint, train_triage
from .walk_ins import (
    NewWalkIn,
    Settlement,
    file_walk_in,
    leave_walk_in,
    settle_walk_in,
    take_walk_in,
)

__all__ = [
    "About",
    "Agreement",
    "Dispute",
    "Filed",
    "Matter",
    "NewBody",
    "NewEntrustment",
    "NewLetter",
    "NewMediator",
    "NewStation",
    "NewWalkIn",
    "Placed",
    "Settlement",
    "Suspicion",
    "accept_complaint",
    "add_material",
    "agree",
    "answer_referral",
    "appoint_mediator",
    "arrange_meeting",
    "ask_for_proofs",
    "begin_mediation",
    "change_appointment",
    "choices_of",
    "close_as_repeated",
    "end_mediation",
    "entrust_mediation",
    "file_letter",
    "file_walk_in",
    "leave_walk_in",
    "link_complaints",
    "list_body",
    "look_at_identity",
    "map_code",
    "merge_report",
    "note_complaint",
    "note_not_shown",
    "note_training",
    "number_complaint",
    "number_report",
    "open_station",
    "pause_mediation",
    "place_complaint",
    "raise_from_mediation",
    "raise_report",
    "refer_complaint",
    "refuse_complaint",
    "replace_mediator",
    "resume_mediation",
    "return_complaint",
    "send_elsewhere",
    "settle_walk_in",
    "sort_complaint",
    "split_letter",
    "take_back",
    "take_proof",
    "take_walk_in",
    "tell_both",
    "tell_result",
    "train_triage",
    "usual_due",
    "withdraw_complaint",
]
