"""What is asked of the registry."""

from .codes import exemption_choices, exemption_title, permit_choices, permit_title
from .listing import OperatorsAsked, ShopsAsked, operators_for, shop_counts, shops_for
from .owners import open_remarks, own_operators, owners_of, represented
from .search import SearchResult, search
from .suggestions import Suggestion, compare, suggest_operators
from .timeline import timeline, timeline_of

__all__ = [
    "OperatorsAsked",
    "SearchResult",
    "ShopsAsked",
    "Suggestion",
    "compare",
    "exemption_choices",
    "exemption_title",
    "open_remarks",
    "operators_for",
    "own_operators",
    "owners_of",
    "permit_choices",
    "permit_title",
    "represented",
    "search",
    "shop_counts",
    "shops_for",
    "suggest_operators",
    "timeline",
    "timeline_of",
]
