"""Questions about this room. They read facts and change nothing."""

from .rules import Family, families, rule_book, rules_by_id, screener

__all__ = ["Family", "families", "rule_book", "rules_by_id", "screener"]
