"""Questions about this room. They read facts and change nothing."""

from .about import EvidenceAbout, evidence_about
from .checkpoint import HeldCheckpoint, held_checkpoint
from .copies import public_until, publication_terms, standing_copies, stands
from .custody import breaks, entries_of, events
from .exhibits import (
    ExhibitSubject,
    certified_officers,
    exhibits_about,
    exhibits_for,
    matching,
    published_copies,
    sealed,
    subject_of,
    twins_of,
)
from .orders import offered_exhibits, orders_about, orders_for, orders_in
from .seals import (
    SealRow,
    check_package,
    check_rows,
    counted,
    last_check,
    package_at,
    seal_rows,
)

__all__ = [
    "EvidenceAbout",
    "ExhibitSubject",
    "HeldCheckpoint",
    "SealRow",
    "breaks",
    "certified_officers",
    "check_package",
    "check_rows",
    "counted",
    "entries_of",
    "events",
    "evidence_about",
    "exhibits_about",
    "exhibits_for",
    "held_checkpoint",
    "last_check",
    "matching",
    "offered_exhibits",
    "orders_about",
    "orders_for",
    "orders_in",
    "package_at",
    "public_until",
    "publication_terms",
    "published_copies",
    "seal_rows",
    "sealed",
    "standing_copies",
    "stands",
    "subject_of",
    "twins_of",
]
