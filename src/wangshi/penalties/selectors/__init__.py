"""Questions about this room. They read facts and change nothing."""

from wangshi.penalties.clocks import Clock, case_clock, case_clocks, spot_clock
from wangshi.penalties.papers import PaperLink, paper_of, papers_for, spot_paper

from .changes import who_moved
from .ledger import LedgerLine, operator_ledger
from .listing import (
    cases_for,
    cases_seen,
    certified_officers,
    dockets_of,
    spots_seen,
    waiting_count,
)
from .masking import Draft, publication_draft
from .money import Account, account_of
from .public import ledger_of, public_entries, public_entry
from .repairs import obstacles, repair_from, repairs_of
from .sanctions import hearing_reasons_of, lawful_range, publicity_level, sanction_words
from .story import Story, case_story, earlier_cases, proofs_of

__all__ = [
    "Account",
    "Clock",
    "Draft",
    "LedgerLine",
    "PaperLink",
    "Story",
    "account_of",
    "case_clock",
    "case_clocks",
    "case_story",
    "cases_for",
    "cases_seen",
    "certified_officers",
    "dockets_of",
    "earlier_cases",
    "hearing_reasons_of",
    "lawful_range",
    "ledger_of",
    "obstacles",
    "operator_ledger",
    "paper_of",
    "papers_for",
    "proofs_of",
    "public_entries",
    "public_entry",
    "publication_draft",
    "publicity_level",
    "repair_from",
    "repairs_of",
    "sanction_words",
    "spot_clock",
    "spot_paper",
    "spots_seen",
    "waiting_count",
    "who_moved",
]
