"""What is asked of the registry."""

from .codes import exemption_choices, exemption_title, permit_choices, permit_title
from .listing import OperatorsAsked, ShopsAsked, operators_for, shop_counts, shops_for
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
    "operators_for",
    "permit_choices",
    "permit_title",
    "search",
    "shop_counts",
    "shops_for",
    "suggest_operators",
    "timeline",
    "timeline_of",
]
