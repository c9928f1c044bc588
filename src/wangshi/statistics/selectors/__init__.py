"""Questions about this room. They read facts and change nothing."""

from .asked import NONE, Asked
from .counting import counts, missing_dimensions, rows, split
from .figures import CLUES, FIGURES, HITS, Figure
from .freshness import gaps
from .lines import ClueLine, HitLine, clue_lines, hit_lines
from .outcomes import OutcomeLine, outcome_lines, outcome_rows
from .overview import Overview, overview
from .published import (
    Month,
    Published,
    PublishedRule,
    PublishedTurn,
    months,
    published,
    published_again,
)
from .rules import RuleCount, dismissal_grounds, overall, rule_counts

__all__ = [
    "CLUES",
    "FIGURES",
    "HITS",
    "NONE",
    "Asked",
    "ClueLine",
    "Figure",
    "HitLine",
    "Month",
    "OutcomeLine",
    "Overview",
    "Published",
    "PublishedRule",
    "PublishedTurn",
    "RuleCount",
    "clue_lines",
    "counts",
    "dismissal_grounds",
    "gaps",
    "hit_lines",
    "missing_dimensions",
    "months",
    "outcome_lines",
    "outcome_rows",
    "overall",
    "overview",
    "published",
    "published_again",
    "rows",
    "rule_counts",
    "split",
]
