"""命中怎么走: pending, then confirmed or dismissed; back within the day; then into a clue."""

from enum import StrEnum

# These grounds say nothing against the rule: they do not count in its accuracy.
NOT_THE_RULES_FAULT = frozenset({"already_judged", "broken_record", "other_shop"})
NEEDS_A_NOTE = frozenset({"other"})
DISMISSAL_REASONS = "dismissal_reasons"
ABSOLUTE_EXEMPTIONS = "absolute_exemptions"
ABSOLUTE_FAMILY = "absolute"


class Verdict(StrEnum):
    """判断."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"


class JudgementRefused(ValueError):
    """这一步现在走不了: the message is shown as it is."""


class JudgedMeanwhile(JudgementRefused):
    """别人先判断了: the message says who did what and when."""
