"""What is asked of the registry."""

from .codes import exemption_choices, exemption_title, permit_choices, permit_title
from .evidence import evidence_about
from .links import (
    EvidenceRow,
    chance_words,
    county_model,
    evidence_rows,
    judged_links,
    neighbours,
    next_proposal,
    open_proposals,
    proposal_rows,
    shops_beside,
)
from .listing import OperatorsAsked, ShopsAsked, operators_for, shop_counts, shops_for
from .owners import open_remarks, own_operators, owners_of, represented
from .search import SearchResult, search
from .suggestions import Suggestion, compare, suggest_operators
from .timeline import timeline, timeline_of

__all__ = [
    "EvidenceRow",
    "OperatorsAsked",
    "SearchResult",
    "ShopsAsked",
    "Suggestion",
    "chance_words",
    "compare",
    "county_model",
    "evidence_about",
    "evidence_rows",
    "exemption_choices",
    "exemption_title",
    "judged_links",
    "neighbours",
    "next_proposal",
    "open_proposals",
    "open_remarks",
    "operators_for",
    "own_operators",
    "owners_of",
    "permit_choices",
    "permit_title",
    "proposal_rows",
    "represented",
    "search",
    "shop_counts",
    "shops_beside",
    "shops_for",
    "suggest_operators",
    "timeline",
    "timeline_of",
]
